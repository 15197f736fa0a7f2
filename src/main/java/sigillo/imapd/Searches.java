package sigillo.imapd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import sigillo.account.AccountId;

/**
 * Where searches that read messages are done: on a few threads of the platform, among which the system takes turns. A
 * connection's virtual thread would keep its carrier until the search is through; there are only as many carriers as
 * cores, so that a few searches would hold up every other conversation, also those of SMTP. An account has one at a
 * time, so that nobody's searches keep all others waiting. Any thread.
 */
final class Searches {
    private static final int QUIET_SECONDS = 10;

    interface Work {
        void run() throws IOException;
    }

    /** The searches of one account: {@code users} is changed within {@link #turns} only. */
    private static final class Turn {
        private final Semaphore free = new Semaphore(1, true);
        private int users;
    }

    private final Executor threads;
    private final ConcurrentMap<AccountId, Turn> turns = new ConcurrentHashMap<>();

    Searches(int max) {
        var pool = new ThreadPoolExecutor(max, max, QUIET_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("search-", 0).daemon().factory());
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /** Returns when the work is done; throws what it throws. */
    void run(AccountId account, Work work) throws IOException {
        var turn = turns.compute(account, (_, there) -> {
            var mine = there == null ? new Turn() : there;
            mine.users++;
            return mine;
        });
        turn.free.acquireUninterruptibly();
        try {
            await(CompletableFuture.runAsync(() -> carryOut(work), threads));
        } finally {
            turn.free.release();
            turns.computeIfPresent(account, (_, there) -> --there.users == 0 ? null : there);
        }
    }

    private static void carryOut(Work work) {
        try {
            work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(CompletableFuture<Void> done) throws IOException {
        try {
            done.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case UncheckedIOException unreadable -> throw unreadable.getCause();
                case RuntimeException trouble -> throw trouble;
                default -> throw e;
            }
        }
    }
}
