package sigillo.admin;

import java.io.BufferedReader;
import java.io.IOException;

/** Reads lines that cannot grow without bound. */
final class Lines {
    private Lines() {}

    /**
     * The next line without its end; null when there is no more. Throws {@link IOException} for one that is too long.
     */
    static String read(BufferedReader in, int charactersMax) throws IOException {
        var line = new StringBuilder();
        for (int c; (c = in.read()) != '\n'; line.append((char) c)) {
            if (c < 0) return line.isEmpty() ? null : line.toString();
            if (line.length() >= charactersMax) {
                throw new IOException("a line of more than " + charactersMax + " characters");
            }
        }
        return line.toString();
    }
}
