package sigillo.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Other people's messages, beside the project: tests that need them report themselves as skipped where they are not.
 */
final class Corpora {
    static final Path ROOT = Path.of("../shared/corpora");

    /** Every folder with messages in files of their own. */
    static final List<String> MESSAGES = List.of("mime-bombs", "mime-cpython", "mime-flanker", "mime-mailparser-legacy",
        "mime-mailparser-malformed", "mime-mailparser-rfc", "mime-mailparser-thirdparty", "mime-mime4j", "mime-mimekit",
        "mime-nodemailer", "mime-perl-mimetools", "mime-rspamd", "mime-ruby-mail", "mime-spamassassin");

    private Corpora() {}

    static Path folder(String name) {
        var folder = ROOT.resolve(name);
        Assumptions.assumeTrue(Files.isDirectory(folder), "corpora/" + name + " is not here");
        return folder;
    }

    /** All files but those that describe the others: expected results and licences are no mail. */
    static List<Path> messages(String name) {
        try (Stream<Path> files = Files.walk(folder(name))) {
            return files.filter(Files::isRegularFile).filter(Corpora::isMessage).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isMessage(Path file) {
        var name = file.getFileName().toString();
        boolean about = name.equals("ORIGIN.txt") || name.startsWith("LICENSE") || name.equals("COPYING");
        return !about && !name.matches(".*(\\.json|\\.xml|\\.out|_decoded.*)");
    }
}
