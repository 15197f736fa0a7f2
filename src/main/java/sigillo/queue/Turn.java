package sigillo.queue;

import sigillo.base.Bytes;

/**
 * A destination, by its tag, whose turn it is: some runners carry entries to it at the same time, none the same one. The first
 * runner is alone until an attempt has gone well, so that a dead destination costs one. In memory only.
 */
final class Turn {
    /** Entries put in at the same time may be committed in another order. */
    private static final long OVERLAP_MILLIS = 10_000;

    final Bytes destination;
    final boolean failing;
    private final ClaimBook book;
    private int runners = 1;
    private int attempts;
    private boolean ending;
    private long cursor;

    Turn(Bytes destination, boolean failing, ClaimBook book) {
        this.destination = destination;
        this.failing = failing;
        this.book = book;
    }

    boolean claim(long entry) { return book.take(destination, entry); }

    /** Among servers, before an attempt: false when another has it; then it is released. */
    boolean lease(long entry) { return book.lease(destination, entry); }

    /** What came of it is in the store, and the lease with it. */
    void settled(long entry) { book.settled(destination, entry); }

    void release(long entry) { book.release(destination, entry); }

    /** After an attempt: true when its runner may go on. */
    synchronized boolean goesOn(Effect effect) {
        if (++attempts >= QueueLimits.ATTEMPTS_OF_A_TURN_MAX || !effect.goesOn()) ending = true;
        return !ending;
    }

    synchronized boolean join(int runnersMax) {
        if (ending || attempts == 0 || runners >= runnersMax) return false;
        runners++;
        return true;
    }

    /** A runner finds nothing more to do. True for the last one, which ends the turn; nobody joins after that. */
    synchronized boolean leave() {
        runners--;
        if (runners == 0) ending = true;
        return runners == 0;
    }

    synchronized boolean hasServed() { return attempts > 0; }

    synchronized boolean isLeft() { return runners <= 0; }

    /** From where claims read: what was due long before has been claimed in this turn. Milliseconds. */
    synchronized long cursor() { return cursor; }

    synchronized void claimedAt(long due) { cursor = Math.max(cursor, due - OVERLAP_MILLIS); }
}
