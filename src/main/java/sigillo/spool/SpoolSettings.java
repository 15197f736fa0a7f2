package sigillo.spool;

import java.nio.file.Path;

/**
 * Where messages lie while they pass through. {@code memoryByMessage}: what is longer goes to a file; most mail is not.
 * {@code memoryAltogether}: beyond that every message goes to a file, so that many senders at once cost disk and not
 * heap. {@code diskAltogether}: beyond that nothing is taken for now. All in octets.
 */
public record SpoolSettings(Path folder, int memoryByMessage, long memoryAltogether, long diskAltogether) {

    public SpoolSettings {
        if (memoryByMessage < 0 || memoryAltogether < 0 || diskAltogether < 0)
            throw new IllegalArgumentException("negative bounds of the spool");
    }

    public static SpoolSettings at(Path folder) { return new SpoolSettings(folder, 128 << 10, 16L << 20, 8L << 30); }
}
