package sigillo.base;

/** Waiting for a thread of our own that is about to end. */
public final class Threads {
    private Threads() {}

    /** Returns when the thread has ended; an interrupt is kept for later. */
    public static void join(Thread thread) {
        boolean interrupted = false;
        for (;;) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
