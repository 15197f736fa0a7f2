package sigillo.backup;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * How many pieces are in memory at once, over all targets: each is there about four times while it is sealed or opened
 * and on its way, and the heap is small. Whoever waits comes in turn; a target that does not answer lets go when its
 * time is over.
 */
final class Hands implements AutoCloseable {
    private static final Semaphore FREE = new Semaphore(2, true);

    private Hands() {}

    static Hands take() throws IOException {
        try {
            FREE.acquire();
            return new Hands();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override public void close() { FREE.release(); }
}
