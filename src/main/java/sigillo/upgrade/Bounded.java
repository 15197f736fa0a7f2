package sigillo.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Small files, and no larger ones: what a stranger gave may be a device, or without an end. */
final class Bounded {
    private Bounded() {}

    /** Throws {@link IOException} with a sentence. */
    static byte[] read(Path file, int octetsMax) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) throw new IOException(file + " is not there, or is no file");
        try (var in = Files.newInputStream(file)) {
            var octets = in.readNBytes(octetsMax + 1);
            if (octets.length > octetsMax) throw new IOException(file + " is longer than " + octetsMax + " octets");
            return octets;
        }
    }
}
