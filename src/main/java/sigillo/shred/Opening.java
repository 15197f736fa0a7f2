package sigillo.shred;

import java.io.IOException;
import java.nio.file.Path;
import sigillo.base.Alarms;
import sigillo.sealing.Randomness;

/** Whether a file of keys is this server's own, or is kept in step with those of others. */
public sealed interface Opening {
    Opening OWN = new Own();

    /**
     * Throws as {@link Shredder#open} does. {@code mayGiveUp}: when the file is empty, what is under its keys may be
     * given up.
     */
    Shredder open(Path file, boolean mayGiveUp, Randomness randomness, Alarms alarms) throws IOException;

    /** Whether the keys of a file that is not here can be had from others. */
    boolean isElsewhere(Path file);

    record Own() implements Opening {
        @Override public Shredder open(Path file, boolean mayGiveUp, Randomness randomness, Alarms alarms)
                throws IOException {
            return Shredder.open(file, randomness, alarms);
        }

        @Override public boolean isElsewhere(Path file) { return false; }
    }

    record Shared(Sharing sharing) implements Opening {
        @Override public Shredder open(Path file, boolean mayGiveUp, Randomness randomness, Alarms alarms)
                throws IOException {
            return Shredder.openShared(file, sharing, mayGiveUp, randomness, alarms);
        }

        @Override public boolean isElsewhere(Path file) { return sharing.isAgreed(file.getFileName().toString()); }
    }
}
