package sigillo.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** For backends: waiting for a commit without losing the exception's type. */
public final class Futures {
    private Futures() {}

    /** The future's value; throws what it was completed with. Cannot be interrupted. */
    public static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            if (e.getCause() instanceof Error cause) throw cause;
            throw e;
        }
    }
}
