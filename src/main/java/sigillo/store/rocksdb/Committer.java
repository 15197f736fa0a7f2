package sigillo.store.rocksdb;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import sigillo.base.Threads;
import sigillo.store.Futures;
import sigillo.store.StoreException;
import sigillo.store.Written;
import sigillo.store.Written.Cause;

/**
 * The one thread that writes: it takes what waits, checks conditions, writes one batch with one sync, and answers in
 * order. A platform thread, since native calls hold a carrier. While it waits for the disk, the next round gathers.
 * What needs no sync, the octets of messages, is written and answered before that, and who had the answer may come with
 * the commit that names it into the same round: a message waits for one sync of its own and not for two.
 *
 * <p>After a write or sync failed for any reason but lack of space, nothing is written until a restart: the kernel may
 * have dropped pages that it will not report again, so a later sync that succeeds says nothing about them. A lack of
 * space is answered FULL, before RocksDB sees the write (see {@link Space}; what makes room has a reserve of half the
 * floor, decision 0020) or by RocksDB, which takes writes again by itself when it has found space and has put all that it holds into new files.
 */
final class Committer {
    private static final System.Logger LOG = System.getLogger(Committer.class.getName());

    /** Such a part of the time that a sync takes is waited for those who are about to come. */
    private static final int PATIENCE = 4;

    private final Lanes lanes = new Lanes();
    private final WriteLog log;
    private final Stage stage;
    private final Space space;
    private final Thread thread;
    /** Set once, for ever. */
    private volatile Written.Refused failure;
    /** Why the last round was refused for lack of space; null when it was not. */
    private volatile Full full;
    /** Of the last write with a sync. Of the committer's thread. */
    private long syncNanos;

    /** {@code octets} that did not fit; all there are, when only RocksDB can say when it is over. */
    private record Full(Written.Refused refused, long octets) {}

    Committer(Database database, WriteLog log, Space space) {
        this.log = log;
        this.stage = new Stage(database);
        this.space = space;
        this.thread = Thread.ofPlatform().name("store-committer").daemon().start(this::run);
    }

    /** For any thread; does not wait. After {@link #close} the answer is a {@link StoreException}. */
    CompletableFuture<Written> submit(Request request) {
        if (!lanes.add(request)) request.failed(new StoreException("the store is closed", null));
        return request.answer();
    }

    /**
     * Submits and waits; throws {@link StoreException} when refused. For requests without a condition, or with one of
     * their own.
     */
    Written require(Request request) {
        var written = Futures.join(submit(request));
        if (written instanceof Written.Refused refused) {
            throw new StoreException(refused.why(), null, refused.cause() == Cause.FULL);
        }
        return written;
    }

    /** Why writes are refused now, for people. */
    Optional<String> trouble() {
        if (failure != null) return Optional.of(failure.why());
        var last = full;
        return last == null || space.has(last.octets()) ? Optional.empty() : Optional.of(last.refused().why());
    }

    /** Does what waits, then ends. */
    void close() {
        lanes.close();
        Threads.join(thread);
        stage.close();
    }

    private void run() {
        for (var round = lanes.take(); !round.isEmpty(); round = lanes.take()) {
            try {
                inTwo(round);
            } catch (Throwable bug) { // a committer that has ended would let everyone wait for ever
                refuse(round, fail(bug));
            }
        }
    }

    private void inTwo(List<Request> round) {
        var first = round.stream().filter(request -> !request.isDurable()).toList();
        var synced = new ArrayList<>(round);
        synced.removeAll(first);
        if (first.isEmpty() || synced.isEmpty()) {
            admit(round, null);
            return;
        }
        var refused = admit(first, null);
        synced.addAll(lanes.more(first.size(), syncNanos / PATIENCE));
        try {
            admit(synced, refused);
        } catch (Throwable bug) {
            refuse(synced, fail(bug));
        }
    }

    /**
     * Commits those for whom there is space, one beside the other: a large one does not take it from the small.
     * {@code before}: what did not fit just before, which is told on when all of these do. Returns what did not fit.
     */
    private Full admit(List<Request> round, Full before) {
        long octets = round.stream().mapToLong(Request::octets).sum();
        if (failure != null) {
            refuse(round, failure);
            return before;
        }
        if (space.has(octets)) {
            commit(round, before);
            return before;
        }
        var fits = fitting(round);
        var others = round.stream().filter(request -> !fits.contains(request)).toList();
        var tooMuch = new Full(new Written.Refused(Cause.FULL, space.why()),
            others.stream().mapToLong(Request::octets).min().orElse(octets));
        full = tooMuch;
        refuse(others, tooMuch.refused());
        commit(round.stream().filter(fits::contains).toList(), tooMuch);
        return tooMuch;
    }

    /** In order, with what those before them take. */
    private Set<Request> fitting(List<Request> round) {
        var fits = new HashSet<Request>();
        long taken = 0;
        for (var request : round) {
            if (!space.has(taken + request.octets(), request.need())) continue;
            fits.add(request);
            taken += request.octets();
        }
        return fits;
    }

    private static void refuse(List<Request> requests, Written.Refused why) {
        for (var request : requests) request.refused(why);
    }

    /** Writes and answers; {@code stillFull} is what to say about space when it succeeds. */
    private void commit(List<Request> round, Full stillFull) {
        var staged = new ArrayList<Request>(round.size());
        boolean written = false;
        try {
            for (var request : round) if (stage(request)) staged.add(request);
            write(staged.stream().anyMatch(Request::needsSync));
            written = true;
        } catch (RocksDBException e) {
            refuse(round, refusal(e));
        } finally {
            stage.clear(written);
        }
        if (!written) return;
        full = stillFull; // before the answers, so that nobody who has one sees old trouble
        staged.forEach(Request::written);
    }

    private void write(boolean sync) throws RocksDBException {
        long began = System.nanoTime();
        log.write(stage.batch(), sync);
        if (sync) syncNanos = System.nanoTime() - began;
    }

    /** False when the request has failed for itself: its head cannot be read. Then it has staged nothing. */
    private boolean stage(Request request) throws RocksDBException {
        try {
            request.stageOn(stage);
            return true;
        } catch (StoreException unreadable) {
            request.failed(unreadable);
            return false;
        }
    }

    private Written.Refused refusal(RocksDBException e) {
        var status = e.getStatus();
        if (status == null || status.getSubCode() != Status.SubCode.NoSpace) return fail(e);
        var refused = new Written.Refused(Cause.FULL, "the disk is full: " + e.getMessage());
        full = new Full(refused, Long.MAX_VALUE);
        return refused.begun();
    }

    /** What to say to those whose batch it was; the log may have it, synced or not. */
    private Written.Refused fail(Throwable why) {
        LOG.log(Level.ERROR, "the store takes no more writes", why);
        var refused = new Written.Refused(Cause.FAILED, "no writes until a restart, since one failed: " + why.getMessage());
        failure = refused;
        return refused.begun();
    }
}
