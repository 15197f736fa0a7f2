package sigillo.masked;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import sigillo.sealing.Randomness;

/**
 * Local parts that can be said on the telephone and tell nothing: two of 256 words and four digits, one of some 590
 * million. Who guesses is refused 400 times an hour before his address is shut out: to one of an account's 300 that takes
 * him some 200 days.
 */
final class Names {
    private static final int NUMBERS = 9_000;
    private static final List<String> WORDS = read();

    private Names() {}

    private static List<String> read() {
        try (var in = Names.class.getResourceAsStream("words.txt")) {
            var lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
            var words = lines.filter(line -> !line.startsWith("#")).toList();
            if (words.size() != 256) throw new IllegalStateException(words.size() + " words");
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code fox.river.4207}. */
    static String fresh(Randomness randomness) {
        var octets = randomness.octets(6);
        long number = 0;
        for (int i = 2; i < octets.length; i++) number = number << 8 | octets[i] & 0xFF;
        return WORDS.get(octets[0] & 0xFF) + "." + WORDS.get(octets[1] & 0xFF) + "." + (1_000 + number % NUMBERS);
    }
}
