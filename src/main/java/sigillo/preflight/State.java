package sigillo.preflight;

/** What a check makes of what it found. */
public enum State {
    FINE,
    /** Mail works; something is worse than it could be. */
    WARNING,
    /** Mail will not come, or will not be taken elsewhere. */
    WRONG,
    /** Nobody could say. */
    UNKNOWN
}
