package sigillo.imapd;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * For how many FETCH commands messages are read ahead at the same time, in the whole server: what is read waits for
 * clients. None before reading was practised, or so many messages were told without: until what that does is compiled,
 * the other core is the compiler's. Any thread.
 */
final class AheadRoom {
    private final Semaphore free;
    private final int after;
    private final LongAdder told = new LongAdder();
    private volatile boolean practised;

    AheadRoom(int max, int after) {
        this.free = new Semaphore(max);
        this.after = after;
    }

    /** False where there is none; else it is to be given back. */
    boolean take() { return (practised || told.sum() >= after) && free.tryAcquire(); }

    void giveBack() { free.release(); }

    /** So many messages, of which more than flags was asked. */
    void told(int messages) { told.add(messages); }

    /** From now on the other core is free. */
    void practised() { practised = true; }
}
