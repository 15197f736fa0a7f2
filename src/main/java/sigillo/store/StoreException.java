package sigillo.store;

/**
 * The store could not read or write: broken disk, failed checksum, no space. Caught where it becomes an answer (a door's
 * connection, delivery's replies, the queue's settling), nowhere between.
 */
public class StoreException extends RuntimeException {
    private final boolean full;

    public StoreException(String message, Throwable cause) { this(message, cause, false); }

    public StoreException(String message, Throwable cause, boolean full) {
        super(message, cause);
        this.full = full;
    }

    /** True when the reason is that there is no space left: 452 4.3.1 in SMTP, not 451. RFC 3463 X.3.1. */
    public boolean isFull() { return full; }
}
