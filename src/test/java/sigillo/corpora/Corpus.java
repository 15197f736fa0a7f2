package sigillo.corpora;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Files of {@code ../shared/corpora}: tests that need them report themselves as skipped where they are not. */
public final class Corpus {
    private Corpus() {}

    public static Path folder(String name) {
        var folder = Path.of("../shared/corpora").resolve(name);
        Assumptions.assumeTrue(Files.isDirectory(folder), "corpora/" + name + " is not here");
        return folder;
    }

    public static byte[] octets(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One character an octet. */
    public static String raw(Path file) { return new String(octets(file), StandardCharsets.ISO_8859_1); }

    public static String text(Path file) { return new String(octets(file), StandardCharsets.UTF_8); }

    /** With each bare LF as CRLF: files lose what travelled. */
    public static byte[] crlf(byte[] octets) {
        var all = new ByteArrayOutputStream(octets.length + 100);
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\n' && (i == 0 || octets[i - 1] != '\r')) all.write('\r');
            all.write(octets[i]);
        }
        return all.toByteArray();
    }
}
