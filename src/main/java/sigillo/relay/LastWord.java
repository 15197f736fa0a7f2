package sigillo.relay;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Hears the answer to a whole message. Whoever does not hear it sends the message twice, so an interrupt, which would
 * close the connection under its reader, does not end the wait at once: the answer is read on another thread.
 */
final class LastWord {
    private LastWord() {}

    interface Listening {
        void run() throws IOException;
    }

    /** Returns or throws when {@code listening} has; soon after an interrupt, which then still stands. */
    static void hear(Talk talk, Listening listening) throws IOException {
        var heard = new FutureTask<Void>(() -> {
            listening.run();
            return null;
        });
        Thread.ofVirtual().name("last word").start(heard);
        await(heard, talk);
    }

    private static void await(FutureTask<Void> heard, Talk talk) throws IOException {
        long millis = Long.MAX_VALUE;
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    heard.get(millis, TimeUnit.MILLISECONDS);
                    return;
                } catch (InterruptedException stop) {
                    if (interrupted) talk.cut();
                    interrupted = true;
                    millis = talk.patience().lastWord().toMillis();
                } catch (TimeoutException silence) {
                    talk.cut();
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof IOException lost) throw lost;
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
