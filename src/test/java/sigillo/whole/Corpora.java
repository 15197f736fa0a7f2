package sigillo.whole;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** The messages that others wrote, by name. They lie beside the project; a lone clone has none, and says so. */
final class Corpora {
    static final Path FOLDER = Path.of("../shared/corpora");

    private Corpora() {}

    /** All of {@code mime-*}, as wire messages: every line end is CRLF. Aborts the test by name where there are none. */
    static TreeMap<String, byte[]> mimeMessages() throws IOException {
        assumeTrue(Files.isDirectory(FOLDER), "no corpora beside the project: " + FOLDER);
        var all = new TreeMap<String, byte[]>();
        try (var folders = Files.newDirectoryStream(FOLDER, "mime-*")) {
            for (var folder : folders) addMessages(folder, all);
        }
        return all;
    }

    private static void addMessages(Path folder, TreeMap<String, byte[]> all) throws IOException {
        List<Path> files;
        try (var walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (var file : files) {
            var name = file.getFileName().toString();
            if (name.equals("ORIGIN.txt") || name.startsWith("LICENSE") || name.endsWith(".json") || name.endsWith(".xml")) continue;
            all.put(FOLDER.relativize(file).toString(), crlf(Files.readAllBytes(file)));
        }
    }

    /** Every CRLF, lone LF becomes CRLF; a lone CR stays, for a sender may not send it and a store may not lose it. */
    static byte[] crlf(byte[] message) {
        var wire = new java.io.ByteArrayOutputStream(message.length + 1024);
        for (int i = 0; i < message.length; i++) {
            if (message[i] == '\n' && (i == 0 || message[i - 1] != '\r')) wire.write('\r');
            wire.write(message[i]);
        }
        return wire.toByteArray();
    }

    static boolean hasBareCr(byte[] message) {
        for (int i = 0; i < message.length; i++) {
            if (message[i] == '\r' && (i + 1 == message.length || message[i + 1] != '\n')) return true;
        }
        return false;
    }
}
