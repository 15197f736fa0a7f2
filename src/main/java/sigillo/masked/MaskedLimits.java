package sigillo.masked;

import java.time.Duration;

/** Bounds of masked addresses, with the reasons; how many there may be: {@link sigillo.directory.DirectoryLimits}. */
public final class MaskedLimits {
    private MaskedLimits() {}

    /** A shop's name, and why. */
    public static final int NOTE_CHARACTERS_MAX = 200;
    /** Who wrote first, as it is kept: an address of any length that people have. */
    static final int SENDER_CHARACTERS_MAX = 320;
    /** A name that somebody has already is tried again; so often it is no accident. */
    static final int TRIES = 20;
    /** A list that writes each minute costs a write an hour. */
    static final Duration NOTED_EVERY = Duration.ofHours(1);
    /** Rows that one commit deletes. */
    static final int PAGE = 500;
}
