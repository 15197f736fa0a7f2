package sigillo.queue;

import sigillo.store.StoreException;

/**
 * Too many messages wait, of this sender or in all: come back later (452 4.3.1). Nothing was put in. A
 * {@link StoreException} that {@link #isFull is full}, so that who knows only the store answers rightly too.
 */
public final class QueueFull extends StoreException {
    private final boolean ofAll;

    QueueFull(String message, boolean ofAll) {
        super(message, null, true);
        this.ofAll = ofAll;
    }

    /** True when it is the whole queue, false when it is one sender's share. */
    public boolean ofAll() { return ofAll; }
}
