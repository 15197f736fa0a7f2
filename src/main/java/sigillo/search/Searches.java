package sigillo.search;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sigillo.account.AccountId;

/**
 * Where searches that read messages are done: on a few threads of the platform, among which the system takes turns. A
 * connection's virtual thread would keep its carrier until the search is through; there are only as many carriers as
 * cores, so that a few searches would hold up every other conversation, also those of SMTP. An account has one at a
 * time, so that nobody's searches keep all others waiting. Any thread.
 */
public final class Searches {
    private static final int QUIET_SECONDS = 10;
    /** How often who waits is asked whether he still does: one who has gone is to be noticed within a tenth of a second. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    /** Asks {@link Progress#step} before each message. */
    public interface Work {
        void run(Progress progress) throws IOException;
    }

    /** Who waits for a search. */
    public interface Waiting {
        /** Every so often until the search is through, on the thread that waits. What it throws gives the search up. */
        void look(Progress progress) throws IOException;
    }

    /** The searches of one account: {@code users} is changed within {@link #turns} only. */
    private static final class Turn {
        private final Semaphore free = new Semaphore(1, true);
        private int users;
    }

    private final Executor threads;
    private final ConcurrentMap<AccountId, Turn> turns = new ConcurrentHashMap<>();

    /** {@code max}: at the same time, of all accounts. */
    public Searches(int max) {
        var pool = new ThreadPoolExecutor(max, max, QUIET_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("search-", 0).daemon().factory());
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /** Returns when the work is done, or given up and at its end; throws what it throws, or what {@code waiting} threw. */
    public void run(AccountId account, Waiting waiting, Work work) throws IOException {
        var turn = turns.compute(account, (_, there) -> {
            var mine = there == null ? new Turn() : there;
            mine.users++;
            return mine;
        });
        try {
            inTurn(turn, waiting, work);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("a search was interrupted");
        } finally {
            turns.computeIfPresent(account, (_, there) -> --there.users == 0 ? null : there);
        }
    }

    private void inTurn(Turn turn, Waiting waiting, Work work) throws IOException, InterruptedException {
        var progress = new Progress();
        while (!turn.free.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) waiting.look(progress);
        try {
            await(CompletableFuture.runAsync(() -> carryOut(work, progress), threads), waiting, progress);
        } finally {
            turn.free.release();
        }
    }

    private static void carryOut(Work work, Progress progress) {
        try {
            work.run(progress);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(CompletableFuture<Void> done, Waiting waiting, Progress progress) throws IOException, InterruptedException {
        try {
            while (!isOver(done)) waiting.look(progress);
        } catch (IOException | RuntimeException | InterruptedException givenUp) {
            progress.cancel();
            done.handle((_, _) -> null).join(); // what it holds is its own until then
            throw givenUp;
        }
    }

    private static boolean isOver(CompletableFuture<Void> done) throws IOException, InterruptedException {
        try {
            done.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException goesOn) {
            return false;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case UncheckedIOException unreadable -> throw unreadable.getCause();
                case RuntimeException trouble -> throw trouble;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }
}
