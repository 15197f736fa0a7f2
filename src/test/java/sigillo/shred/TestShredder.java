package sigillo.shred;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import sigillo.base.Alarms;
import sigillo.sealing.Randomness;

/** Shredders for tests: whose file nobody sees again, and whose time is set by hand. */
public final class TestShredder {
    private static final Alarms DEAF = new Alarms() {
        @Override public void raise(String key, String sentence) {}

        @Override public void clear(String key) {}
    };

    private TestShredder() {}

    public static Shredder passing() {
        try {
            var file = Files.createTempFile("shred", ".keys");
            var shredder = at(file, new AtomicLong());
            Files.delete(file);
            return shredder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code nanos}: what time it is. */
    public static Shredder at(Path file, AtomicLong nanos) throws IOException {
        return new Shredder(new KeyFile(file, Randomness.secure()), nanos::get, Randomness.secure(), DEAF);
    }
}
