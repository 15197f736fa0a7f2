package sigillo.upgrade;

import java.util.Optional;

/**
 * Whether a release may follow the one that is installed. {@code seenSerial}: the highest of the channel that this installation has
 * ever been shown with a good signature; 0 where there was none.
 */
public record Admission(Manifest installed, long seenSerial) {

    /** Empty: it may; else why not, as a sentence. */
    public Optional<String> refusal(Manifest wanted) {
        if (!wanted.channel().equals(installed.channel()))
            return why("the release is of the channel " + wanted.channel() + ", and " + installed.channel() + " is installed");
        if (wanted.version().compareTo(installed.version()) <= 0)
            return why("the release is " + wanted.version() + ", and " + installed.version() + " is installed: nothing is taken back, since the store may be of a newer kind");
        if (wanted.serial() <= installed.serial())
            return why("the release has the serial number " + wanted.serial() + ", and the installed one has " + installed.serial() + ": one that is made later has a higher one");
        if (wanted.serial() < seenSerial)
            return why("the release has the serial number " + wanted.serial() + ", and one with " + seenSerial + " was seen here: somebody may be showing an old one that has known faults");
        if (installed.version().compareTo(wanted.from()) < 0)
            return why("the release " + wanted.version() + " can follow " + wanted.from() + " and later ones only: install one between it and " + installed.version() + " first");
        return Optional.empty();
    }

    private static Optional<String> why(String sentence) { return Optional.of(sentence); }
}
