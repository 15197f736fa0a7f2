package sigillo.store;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;

/**
 * One batch of works: run, commit, tell. Takes from the queue as many writers as fit into a batch. Every writer taken
 * has an outcome and is released when {@link #run} returns, also when it fails.
 *
 * <p>What a work threw counts only once the revision on which it ran is known to have been the last one; until then it
 * may have seen half of another process' commit, and is run again like the others.
 */
final class Round {
    /** A batch beyond this takes no further writer: it would be slow to write and much to hold. */
    static final long OCTETS_MAX = 4L << 20;
    /** Each conflict is someone else's success, so this is only reached when many processes fight over a partition. */
    static final int ATTEMPTS_MAX = 100;
    /** While they are in doubt or refused themselves. */
    private static final int FENCES_MAX = 3;

    private static final System.Logger LOG = System.getLogger(Round.class.getName());

    private final Partition partition;
    private final Queue<Writer<?>> waiting;
    private final List<Writer<?>> writers = new ArrayList<>();

    Round(Partition partition, Queue<Writer<?>> waiting) {
        this.partition = partition;
        this.waiting = waiting;
    }

    void run() {
        try {
            attemptUntilSettled();
        } catch (RuntimeException | Error broken) { // reading the head failed: so it would for those who still wait
            for (; !waiting.isEmpty(); ) writers.add(waiting.remove());
            for (var writer : writers) writer.fail(broken);
        } finally {
            writers.forEach(Writer::release);
        }
    }

    private void attemptUntilSettled() {
        for (int attempt = 1; !attempt(); attempt++) pause(attempt);
    }

    /** True when nothing is left to do. */
    private boolean attempt() {
        var overlay = new Overlay(partition);
        for (var writer : writers) writer.runOn(overlay);
        while (!waiting.isEmpty() && overlay.octets() < OCTETS_MAX) {
            var next = waiting.remove();
            writers.add(next);
            next.runOn(overlay);
        }
        return overlay.isEmpty() ? partition.revision() == overlay.base() && tell(overlay) : commit(overlay);
    }

    private boolean commit(Overlay overlay) {
        boolean prompt = writers.stream().anyMatch(w -> w.wrote() && w.lane() == Batch.Lane.PROMPT);
        var id = UUID.randomUUID();
        boolean givesSpace = writers.stream().allMatch(w -> !w.wrote() || w.givesSpace());
        var batch = overlay.batch(id, prompt ? Batch.Lane.PROMPT : Batch.Lane.BULK, givesSpace);
        return switch (apply(batch)) {
            case Written.Applied _ -> tell(overlay);
            case Written.Conflict _ -> false;
            case Written.Unknown _ -> isCommitted(batch) && tell(overlay);
            case Written.Refused refused -> refuse(refused, batch.givesSpace());
        };
    }

    /** What a backend throws otherwise than it may says nothing of the batch. */
    private Written apply(Batch batch) {
        try {
            return partition.apply(batch);
        } catch (StoreException notBegun) {
            throw notBegun;
        } catch (RuntimeException | Error bug) {
            throw StoreException.inDoubt("commit " + batch.commitId() + " broke off: " + bug, bug);
        }
    }

    private boolean isCommitted(Batch batch) {
        try {
            return settle(batch);
        } catch (StoreException cannotAsk) {
            throw StoreException.inDoubt("cannot tell whether commit " + batch.commitId() + " was kept", cannotAsk);
        }
    }

    /**
     * Settles what the store could not tell. A batch that is not there may still be on its way, so an empty one takes
     * its revision: then it can never get in. When others have committed since, the head no longer tells either; then
     * running again could do everything twice, so the callers are told, and ask their own callers to try later.
     */
    private boolean settle(Batch batch) {
        var head = partition.head();
        for (int fences = 0; head.revision() == batch.revision() && fences < FENCES_MAX; fences++) {
            partition.apply(new Batch(batch.revision(), UUID.randomUUID(), batch.lane(), List.of()));
            head = partition.head();
        }
        if (head.commitId().equals(batch.commitId())) return true;
        if (head.revision() == batch.revision() + 1) return false; // another has its place
        throw new StoreException("others have committed since", null);
    }

    /**
     * Fails those who wrote, and lets those who only read run again without them: reading goes on. Where there is no
     * space for what others wrote, those who make room run again too.
     */
    private boolean refuse(Written.Refused refused, boolean allGiveSpace) {
        boolean isForOthers = refused.cause() == Written.Cause.FULL && !refused.mayBeKept() && !allGiveSpace;
        for (var each = writers.iterator(); each.hasNext(); ) {
            var writer = each.next();
            if (!writer.wrote() || isForOthers && writer.givesSpace()) continue;
            each.remove();
            writer.fail(StoreException.of(refused));
            writer.release();
        }
        return writers.isEmpty();
    }

    private static boolean tell(Overlay overlay) {
        overlay.actions().forEach(Round::act);
        return true;
    }

    static void act(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error bug) { // the commit stands, so its writer must not be told otherwise
            LOG.log(Level.ERROR, "an action after a commit failed", bug);
        }
    }

    private void pause(int attempt) {
        if (attempt >= ATTEMPTS_MAX) throw new StoreException("too many conflicts on " + partition.name(), null);
        if (attempt < 4) return;
        try {
            Thread.sleep((System.nanoTime() >>> 4 & 7) + attempt / 4);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
