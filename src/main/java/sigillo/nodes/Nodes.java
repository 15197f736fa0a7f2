package sigillo.nodes;

import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;

/**
 * This server among others over the same store. It says every few seconds that it lives, and soon after each commit to
 * which partitions it was; it hears the same of the others. Who is silent for {@link NodeTimes#silent}, by the looker's
 * own clock, is taken for dead by a commit, after which nobody can take its word for anything. Who could not say
 * anything for {@link NodeTimes#givenUp} calls {@code lost} and must end: so it has ended before others take its work.
 * No clock is compared with another one.
 *
 * <p>Costs, with the standard times: of each other node two reads of a head a second; a read of names a second; a
 * commit of a small row each five seconds, and while this one commits, each 200 ms at most, however much it is. Any
 * thread.
 */
public final class Nodes implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.nodes");
    private static final long CLOSING_MAX_SECONDS = 5;
    /** How many beats long a commit in doubt is told of: what the cluster still does with it, it has done by then. */
    private static final int BEATS_OF_DOUBT = 12;

    private final Store store;
    private final NodeTimes times;
    private final NodeRows own;
    private final Runnable lost;
    private final Optional<NodeId> former;
    private final List<Ear> ears = new CopyOnWriteArrayList<>();
    private final Set<PartitionName> untold = ConcurrentHashMap.newKeySet();
    /** Since when it is in doubt whether they have changed. */
    private final Map<PartitionName, Long> doubtful = new ConcurrentHashMap<>();
    /** What this node's own listeners are to look at: a commit of its own that got in late. */
    private final Set<PartitionName> ownNews = ConcurrentHashMap.newKeySet();
    /** One tells, one looks at the others, one watches both. */
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3,
        Thread.ofPlatform().name("nodes-", 0).daemon().factory());
    private final AtomicBoolean hasGivenUp = new AtomicBoolean();
    private volatile long toldAt = System.nanoTime();
    // Of the thread that looks:
    private final Map<NodeId, Other> others = new HashMap<>();

    /** Another node as it was when it was looked at last. */
    private static final class Other {
        private final NodeRows rows;
        private long revision;
        private long movedAt = System.nanoTime();

        Other(NodeRows rows, long revision) {
            this.rows = rows;
            this.revision = revision;
        }
    }

    /**
     * {@code store}: itself, not what {@link TellingStore} makes of it. {@code former}: the life before this one, of
     * which the caller knows that it has ended: two beats are waited for, in case what he knows it from was copied.
     * Throws {@link StoreException}.
     */
    public static Nodes join(
            Store store, String host, Optional<NodeId> former, Randomness randomness, NodeTimes times, Runnable lost) {
        var own = new NodeRows(store, NodeId.fresh(randomness));
        own.begin(host);
        return new Nodes(store, own, former, times, lost);
    }

    private Nodes(Store store, NodeRows own, Optional<NodeId> former, NodeTimes times, Runnable lost) {
        this.store = store;
        this.own = own;
        this.former = former;
        this.times = times;
        this.lost = lost;
        for (var node : NodeRows.all(store)) {
            if (!node.equals(own.node())) meet(node, store.partition(node.partition()).revision());
        }
        every(times.told().toMillis(), this::tell);
        every(times.looked().toMillis(), this::look);
        every(Math.max(1, times.givenUp().toMillis() / 25), this::watch);
    }

    /** Whether a partition is of a node, and of nothing else that is kept. */
    public static boolean isOne(PartitionName name) { return NodeId.of(name).isPresent(); }

    /**
     * Waits until all nodes that there are have ended, up to {@link NodeTimes#silent}, and takes those that were killed
     * for dead. False, at once, when one lives.
     */
    public static boolean awaitNone(Store store, NodeTimes times) throws InterruptedException {
        var seen = new HashMap<NodeId, Long>();
        for (var node : NodeRows.all(store)) seen.put(node, new NodeRows(store, node).revision());
        long until = System.nanoTime() + times.silent().toNanos();
        while (!seen.isEmpty() && System.nanoTime() < until) {
            Thread.sleep(times.looked());
            for (var each = seen.entrySet().iterator(); each.hasNext(); ) {
                var node = each.next();
                if (!NodeRows.lives(store, node.getKey())) each.remove();
                else if (new NodeRows(store, node.getKey()).revision() != node.getValue()) return false;
            }
        }
        return seen.entrySet().stream().allMatch(node -> new NodeRows(store, node.getKey()).bury(node.getValue()));
    }

    private void every(long millis, Runnable work) {
        threads.scheduleWithFixedDelay(() -> quietly(work), millis, millis, TimeUnit.MILLISECONDS);
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "the other servers cannot be told of, or heard: " + e.getMessage());
        } catch (RuntimeException | Error bug) { // the next time comes all the same
            LOG.log(Level.ERROR, "what is done with the other servers met an error and goes on", bug);
        }
    }

    public NodeId id() { return own.node(); }

    /** From now on it hears. */
    public void listen(NodeNews listener) { ears.add(new Ear(listener)); }

    /** This node has committed to it; the others are told soon. */
    public void changed(PartitionName name) { untold.add(name); }

    /**
     * This node may have committed to it, or may find that it has: the others are told soon, and again with each beat
     * for a minute, since who looks too early sees nothing. Its own listeners hear it too: who wrote was told that it failed,
     * and has told nobody here.
     */
    public void mayHaveChanged(PartitionName name) {
        untold.add(name);
        ownNews.add(name);
        doubtful.put(name, System.nanoTime());
    }

    /** A commit in doubt is settled: it is there, or never will be. */
    public void settled(PartitionName name) {
        untold.add(name);
        ownNews.add(name);
    }

    /**
     * Whether others still leave its work to this node, as far as it can know: it has not given itself up, and its last
     * word is not so old that it must. Reads nothing.
     */
    public boolean mayWork() { return !hasGivenUp.get() && !isTooLong(); }

    /**
     * Whether what it has leased is still its own: of this one, and of each that was not taken for dead or has ended.
     */
    public boolean lives(NodeId node) { return node.equals(id()) || NodeRows.lives(store, node); }

    /** The same, of what a lease says; what is no id is nobody. */
    public boolean lives(Bytes node) { return node.length() == NodeId.OCTETS && lives(new NodeId(node)); }

    // ---- telling ----

    private void tell() {
        long now = System.nanoTime();
        boolean isDue = now - toldAt >= times.beat().toNanos();
        if (untold.isEmpty() && !isDue) return;
        var names = isDue ? inDoubt(now) : new HashSet<PartitionName>();
        for (var each = untold.iterator(); each.hasNext(); each.remove()) names.add(each.next());
        try {
            if (own.tell(names)) toldAt = now;
            else giveUp("other servers have taken this one for dead");
        } catch (StoreException e) {
            untold.addAll(names);
            throw e;
        }
    }

    private Set<PartitionName> inDoubt(long now) {
        long max = times.beat().multipliedBy(BEATS_OF_DOUBT).toNanos();
        doubtful.values().removeIf(since -> now - since > max);
        ownNews.addAll(doubtful.keySet());
        return new HashSet<>(doubtful.keySet());
    }

    private boolean isTooLong() { return System.nanoTime() - toldAt > times.givenUp().toNanos(); }

    private void watch() {
        if (isTooLong()) giveUp("the store has taken no word of this server for " + times.givenUp().toSeconds() + " s");
    }

    private void giveUp(String why) {
        if (hasGivenUp.getAndSet(true)) return;
        LOG.log(Level.ERROR, why + ": it ends, since others do its work now");
        threads.shutdown();
        lost.run();
    }

    // ---- hearing ----

    private void meet(NodeId node, long revision) { others.put(node, new Other(new NodeRows(store, node), revision)); }

    /** What of one node cannot be read keeps back nothing of the others. */
    private void look() {
        var there = NodeRows.all(store);
        var heard = new Heard();
        for (var name : Set.copyOf(ownNews)) if (ownNews.remove(name)) heard.changed(Set.of(name));
        for (var node : there) if (!node.equals(id())) heard.tried(() -> hear(node, heard));
        var gone = new HashSet<>(others.keySet());
        gone.removeAll(Set.copyOf(there));
        gone.forEach(heard::died);
        others.keySet().removeAll(gone);
        List.copyOf(others.values()).forEach(other -> heard.tried(() -> buryIfSilent(other, heard)));
        ears.forEach(ear -> ear.hear(heard));
        heard.throwFailure();
    }

    private void hear(NodeId node, Heard heard) {
        if (!others.containsKey(node)) meet(node, 0); // it came after us: all that it said is news
        var other = others.get(node);
        long revision = other.rows.revision();
        if (revision == other.revision) return;
        heard(other, revision, heard);
        other.revision = revision;
        other.movedAt = System.nanoTime();
    }

    private static void heard(Other other, long revision, Heard heard) {
        try {
            var words = other.rows.since(other.revision, revision);
            long wanted = revision - Math.max(other.revision, 1); // the first commit is no word
            if (words.size() < wanted || words.stream().anyMatch(NodeRows.Word::isAll)) heard.missed();
            words.forEach(word -> heard.changed(word.names()));
        } catch (Damaged word) { // it is so the next time too
            heard.missed();
        }
    }

    private void buryIfSilent(Other other, Heard heard) {
        var node = other.rows.node();
        boolean isFormer = former.filter(node::equals).isPresent();
        var patience = isFormer ? times.beat().multipliedBy(2).plus(times.looked()) : times.silent();
        boolean isSilent = System.nanoTime() - other.movedAt > patience.toNanos();
        if (!isSilent || !other.rows.bury(other.revision)) return;
        LOG.log(Level.WARNING,
            "a server has said nothing for " + patience.toSeconds() + " s: others do its work from now on");
        others.remove(node);
        heard.died(node);
    }

    /** Its leases are free at once. */
    @Override public void close() {
        threads.shutdown();
        ears.forEach(Ear::close);
        try {
            threads.awaitTermination(CLOSING_MAX_SECONDS, TimeUnit.SECONDS);
            if (!hasGivenUp.get()) own.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "the other servers were not told that this one has ended", e);
        }
    }
}
