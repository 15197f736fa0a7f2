package sigillo.sealing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Randomness that is the same each time, and the files of cases. */
final class Fixed {
    private Fixed() {}

    static Randomness seed(long seed) {
        var random = new Random(seed);
        return random::nextBytes;
    }

    static Secret secret(long seed) { return Secret.random(seed(seed)); }

    static byte[] octets(long seed, int count) { return seed(seed).octets(count); }

    static List<String> lines(String name) {
        try {
            return Files.readAllLines(Path.of("src/test/cases/sealing", name)).stream().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
