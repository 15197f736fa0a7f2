package sigillo.signing;

/** What DNS says of a key. Its order is in what is kept: never to be changed. */
public enum Shown {
    /** Nobody could say yet. */
    UNKNOWN,
    NO,
    YES,
    /** Something else is there, or something beside it: a verifier may take that for the key. */
    OTHER,
    /** It was there, and is not any more. */
    LOST;

    /** What is known once DNS has said {@code now}. */
    Shown then(Shown now) {
        return switch (now) {
            case UNKNOWN -> this;
            case NO -> this == NO || this == UNKNOWN ? NO : LOST;
            case YES, OTHER, LOST -> now;
        };
    }
}
