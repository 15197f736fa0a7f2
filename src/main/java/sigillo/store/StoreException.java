package sigillo.store;

import java.io.IOException;

/**
 * The store could not read or write: broken disk, failed checksum, no space. Caught where it becomes an answer (a
 * door's connection, delivery's replies, the queue's settling), nowhere between. What reading the same again will not
 * mend is {@link Damaged}.
 */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean full;
    private final boolean mayBeKept;

    public StoreException(String message, Throwable cause) { this(message, cause, false); }

    public StoreException(String message, Throwable cause, boolean full) { this(message, cause, full, false); }

    private StoreException(String message, Throwable cause, boolean full, boolean mayBeKept) {
        super(message, cause);
        this.full = full;
        this.mayBeKept = mayBeKept;
    }

    /** Of a commit that nobody can be sure of. */
    static StoreException inDoubt(String message, Throwable cause) {
        return new StoreException(message, cause, false, true);
    }

    /**
     * Of a file beside the store in which a key or the like was to be kept before the store is written. The system says
     * in words alone that no space is left.
     */
    public static StoreException of(String what, IOException cannot) {
        var why = String.valueOf(cannot.getMessage());
        return new StoreException(what + ": " + why, cannot, why.contains("No space left"));
    }

    /** Of a commit. */
    static StoreException of(Written.Refused refused) {
        return new StoreException(refused.why(), null, refused.cause() == Written.Cause.FULL, refused.mayBeKept());
    }

    /** True when the reason is that there is no space left: 452 4.3.1 in SMTP, not 451. RFC 3463 X.3.1. */
    public boolean isFull() { return full; }

    /**
     * True when what should have been written may be found to be there all the same, after a restart or when a cluster
     * answers again: then what it would name must stay. Otherwise it was not written and will not be.
     */
    public boolean mayBeKept() { return mayBeKept; }
}
