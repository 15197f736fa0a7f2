package sigillo.search;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import sigillo.account.AccountId;

/**
 * Where searches that read messages are done, of all doors: on a few threads of the platform, among which the system
 * takes turns. A connection's virtual thread would keep its carrier until the search is through; there are only as many
 * carriers as cores, so that a few searches would hold up every other conversation, also those of SMTP. An account has
 * one at a time, so that nobody's searches keep all others waiting. Cores that no other search needs help a long one.
 * Any thread.
 */
public final class Searches {
    private static final int QUIET_SECONDS = 10;
    private static final int SLICE_MESSAGES = 1_000;
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

    /** Of a search that several threads do: each has one, and closes it. Asks {@link Progress#step} before each message. */
    public interface Looker<S, R> extends AutoCloseable {
        R through(S slice) throws IOException;

        @Override void close();
    }

    private final ThreadPoolExecutor threads;
    private final int cores;
    private final int slice;
    /** Threads that are at work or are about to. */
    private final AtomicInteger busy = new AtomicInteger();
    private final ConcurrentMap<AccountId, Turn> turns = new ConcurrentHashMap<>();
    private final Crew.Threads helpers = idle(0);
    private final Crew.Threads beside = idle(1);

    /** {@code max}: threads, of all accounts together; more than cores, so that a short search gets its turn beside long ones. */
    public Searches(int max) { this(max, Math.min(max, Runtime.getRuntime().availableProcessors()), SLICE_MESSAGES); }

    /** {@code cores}: threads that a search may have when it is alone. */
    public Searches(int max, int cores, int slice) {
        this.cores = cores;
        this.slice = slice;
        this.threads = new ThreadPoolExecutor(max, max, QUIET_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("search-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** Messages that a thread is to look through before it asks whether others need it: that takes it some thousandths of a second. */
    public int slice() { return slice; }

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

    /**
     * On the thread of a search: looks through slices, each on one thread. This one takes them, the first one first, and so do as many
     * others as there are cores that no search uses; they leave between two slices when other searches need them. Returns what each
     * slice has, in their order, when nobody is at work on any; throws what the first threw who failed.
     */
    public <S, R> List<R> together(Iterator<S> slices, Progress progress, Supplier<Looker<S, R>> lookers) throws IOException {
        return new Crew<>(slices, progress, lookers, helpers).lead();
    }

    /**
     * For who takes slices one after the other, which {@code looker} reads meanwhile on a core on which no search is at work; his own core
     * apart.
     */
    public <S, R> Ahead<S, R> ahead(Iterator<S> slices, Looker<S, R> looker) { return new Ahead<>(slices, looker, beside); }

    /** {@code others}: cores that are taken by who asks for help, beside those of searches. */
    private Crew.Threads idle(int others) {
        return new Crew.Threads() {
            @Override public boolean offer(Runnable helper) {
                int before = busy.get();
                if (before + others >= cores || !threads.getQueue().isEmpty() || !busy.compareAndSet(before, before + 1)) return false;
                threads.execute(() -> atWork(helper));
                return true;
            }

            @Override public boolean areWanted() { return busy.get() + others > cores || !threads.getQueue().isEmpty(); }
        };
    }

    private void atWork(Runnable work) {
        try {
            work.run();
        } finally {
            busy.decrementAndGet();
        }
    }

    private void inTurn(Turn turn, Waiting waiting, Work work) throws IOException, InterruptedException {
        var progress = new Progress();
        while (!turn.free.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) waiting.look(progress);
        try {
            await(CompletableFuture.runAsync(() -> begun(work, progress), threads), waiting, progress);
        } finally {
            turn.free.release();
        }
    }

    private void begun(Work work, Progress progress) {
        busy.incrementAndGet();
        atWork(() -> carryOut(work, progress));
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
