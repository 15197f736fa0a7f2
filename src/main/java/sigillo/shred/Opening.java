package sigillo.shred;

import java.io.IOException;
import java.nio.file.Path;
import sigillo.base.Alarms;
import sigillo.sealing.Randomness;

/** Whether a file of keys is this server's own, or one of which others have copies. */
public enum Opening {
    OWN, SHARED;

    /** Throws as {@link Shredder#open} does. */
    public Shredder open(Path file, Randomness randomness, Alarms alarms) throws IOException {
        return switch (this) {
            case OWN -> Shredder.open(file, randomness, alarms);
            case SHARED -> Shredder.openShared(file, randomness, alarms);
        };
    }
}
