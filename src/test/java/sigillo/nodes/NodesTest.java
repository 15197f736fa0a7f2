package sigillo.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sigillo.base.ToldLines;
import sigillo.sealing.Randomness;
import sigillo.store.Batch;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;

/** Servers over one store hear each other, and know who has died. */
class NodesTest {
    private static final NodeTimes QUICK = new NodeTimes(Duration.ofMillis(4_500), Duration.ofMillis(2_000),
        Duration.ofMillis(50), Duration.ofMillis(10), Duration.ofMillis(10));
    private static final PartitionName A = new PartitionName("a/1");
    private static final PartitionName B = new PartitionName("a/2");
    private final MemoryStore store = new MemoryStore();
    private final List<Nodes> joined = new ArrayList<>();

    /** What a node hears, in words. */
    private static final class Ear implements NodeNews {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        @Override public void changed(Set<PartitionName> partitions) {
            partitions.forEach(name -> heard.add(name.text()));
        }

        @Override public void missed() { heard.add("missed"); }

        @Override public void died(NodeId node) { heard.add("died " + node); }

        String next() throws InterruptedException { return String.valueOf(heard.poll(10, TimeUnit.SECONDS)); }
    }

    @AfterEach void end() { joined.forEach(Nodes::close); }

    private Nodes join(sigillo.store.Store over, Runnable lost) {
        var nodes = Nodes.join(over, "host.test", Optional.empty(), Randomness.secure(), QUICK, lost);
        joined.add(nodes);
        return nodes;
    }

    private Nodes join() { return join(store, () -> { throw new AssertionError("lost"); }); }

    private static Ear ear(Nodes nodes) {
        var ear = new Ear();
        nodes.listen(ear);
        return ear;
    }

    private static Batch batch(long revision) {
        return new Batch(revision, UUID.randomUUID(), Batch.Lane.PROMPT, List.of());
    }

    /** A look at the others that lacks a class: the next look comes, and hears what that one has not. */
    @Test void anErrorOfOneLookEndsNone() throws Exception {
        var isToFail = new AtomicBoolean();
        var broken = new ForwardingStore(store) {
            @Override protected void beforeRead() {
                if (isToFail.compareAndSet(true, false)) throw new NoClassDefFoundError("meant by this test");
            }
        };
        try (var told = ToldLines.of("sigillo.nodes")) {
            var one = join(broken, () -> { throw new AssertionError("lost"); });
            var two = join();
            var ofOne = ear(one);
            isToFail.set(true);
            for (int looks = 0; looks < 10_000 && isToFail.get(); looks++) Thread.sleep(1);
            two.changed(B);
            assertEquals("a/2", ofOne.next());
            assertEquals(1, told.with("met an error and goes on").size());
        }
    }

    /** One who is told of news, and lacks a class for them, hears those that come then. */
    @Test void anErrorOfAnEarKeepsTheNextNewsFromNobody() throws Exception {
        try (var told = ToldLines.of("sigillo.nodes")) {
            var one = join();
            var two = join();
            var heard = new LinkedBlockingQueue<Set<PartitionName>>();
            one.listen(new NodeNews() {
                @Override public void changed(Set<PartitionName> partitions) {
                    heard.add(partitions);
                    if (partitions.contains(A)) throw new NoClassDefFoundError("meant by this test");
                }

                @Override public void missed() { }

                @Override public void died(NodeId node) { }
            });
            two.changed(A);
            assertEquals(Set.of(A), heard.poll(10, TimeUnit.SECONDS));
            two.changed(B);
            assertEquals(Set.of(B), heard.poll(10, TimeUnit.SECONDS));
            assertEquals(1, told.with("met an error here").size());
        }
    }

    @Test void eachHearsWhatOthersHaveCommitted() throws Exception {
        var one = join();
        var two = join();
        var ofOne = ear(one);
        var ofTwo = ear(two);
        var told = new TellingStore(store, name -> !name.equals(B), one::changed, one::mayHaveChanged, one::settled);
        told.partition(B).apply(batch(0));
        told.partition(A).apply(batch(0));
        assertEquals("a/1", ofTwo.next());
        assertEquals(new Written.Conflict(1), told.partition(A).apply(batch(0)));
        told.remove(A);
        assertEquals("a/1", ofTwo.next());
        two.changed(B);
        assertEquals("a/2", ofOne.next());
        assertTrue(ofTwo.heard.isEmpty(), "nobody hears himself: " + ofTwo.heard);
        assertTrue(ofOne.heard.isEmpty(), "a conflict is no news: " + ofOne.heard);
    }

    @Test void whoComesLaterIsHeardFromHisFirstWord() throws Exception {
        var ear = ear(join());
        var later = join();
        later.changed(A);
        assertEquals("a/1", ear.next());
        later.close();
        assertEquals("missed", ear.next(), "nobody knows its last words");
        assertEquals("died " + later.id(), ear.next());
        assertFalse(joined.getFirst().lives(later.id()));
        assertEquals(1, NodeRows.all(store).size());
    }

    /** It ends before others take it for dead, though nothing reaches the store from it. */
    @Tag("gate")
    @Test void whoCannotSayThatHeLivesEndsFirst() throws Exception {
        var lost = new CountDownLatch(1);
        var cut = new Cut(store);
        var dying = join(cut, lost::countDown);
        var other = join();
        var ear = ear(other);
        assertTrue(other.lives(dying.id()));
        cut.isCut = true;
        assertTrue(lost.await(10, TimeUnit.SECONDS));
        assertTrue(other.lives(dying.id()), "its work is still its own");
        assertEquals("missed", ear.next());
        assertEquals("died " + dying.id(), ear.next());
        assertFalse(dying.mayWork());
        assertFalse(other.lives(dying.id()));
        cut.isCut = false;
        assertFalse(new NodeRows(store, dying.id()).tell(Set.of(A)), "nobody takes its word any more");
    }

    @Test void whoIsTakenForDeadEnds() throws Exception {
        var lost = new CountDownLatch(1);
        var one = join(store, lost::countDown);
        var rows = new NodeRows(store, one.id());
        while (!rows.bury(rows.revision())) Thread.onSpinWait();
        assertTrue(lost.await(10, TimeUnit.SECONDS));
    }

    /** One that has said something meanwhile is not buried. */
    @Test void aLookFromBeforeBuriesNobody() {
        var rows = new NodeRows(store, NodeId.fresh(Randomness.secure()));
        rows.begin("host.test");
        long seen = rows.revision();
        assertTrue(rows.tell(Set.of()));
        assertFalse(rows.bury(seen));
        assertTrue(NodeRows.lives(store, rows.node()));
        assertTrue(rows.bury(seen + 1));
        assertFalse(NodeRows.lives(store, rows.node()));
    }

    @Test void whoLooksTooLateKnowsThatHeMissedSomething() throws Exception {
        var stopping = new Stopped(store);
        var late = join(stopping, () -> { throw new AssertionError("lost"); });
        var ear = ear(late);
        var other = new NodeRows(store, NodeId.fresh(Randomness.secure()));
        other.begin("host.test");
        other.tell(Set.of(A));
        assertEquals("a/1", ear.next());
        stopping.reading.lock();
        try {
            for (int i = 0; i <= NodeRows.WORDS_KEPT; i++) other.tell(Set.of(B));
        } finally {
            stopping.reading.unlock();
        }
        for (var heard = ear.next(); !heard.equals("missed"); heard = ear.next()) assertEquals("a/2", heard);
    }

    @Test void tooManyNamesAreAll() throws Exception {
        var ear = ear(join());
        var other = join();
        for (int i = 0; i <= NodeRows.NAMES_MAX; i++) other.changed(new PartitionName("a/" + i));
        var heard = ear.next();
        for (; !heard.equals("missed"); heard = ear.next()) assertTrue(heard.startsWith("a/"), heard);
    }

    /** Of one node nothing can be read for a while: the others' news come at once, and its own afterwards. */
    @Test void anErrorAtOneKeepsBackNothingOfOthers() throws Exception {
        var broken = new Broken(store);
        var ear = ear(join(broken, () -> { throw new AssertionError("lost"); }));
        var bad = join();
        var others = List.of(join(), join(), join(), join(), join());
        bad.changed(A);
        assertEquals("a/1", ear.next());
        broken.name = bad.id().partition();
        for (var other : others) {
            other.changed(B);
            assertEquals("a/2", ear.next());
        }
        bad.changed(A);
        assertTrue(ear.heard.isEmpty());
        broken.name = null;
        assertEquals("a/1", ear.next());
    }

    /** One that looks at everything for minutes: the rest is heard, and the dead are buried, meanwhile. */
    @Tag("gate")
    @Test void aSlowListenerHoldsUpNobody() throws Exception {
        var mayEnd = new CountDownLatch(1);
        var slow = new LinkedBlockingQueue<String>();
        var looker = join();
        looker.listen(new NodeNews() {
            @Override public void changed(Set<PartitionName> partitions) {
                slow.add(partitions.toString());
                try {
                    mayEnd.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override public void missed() { slow.add("missed"); }

            @Override public void died(NodeId node) { slow.add("died"); }
        });
        var ear = ear(looker);
        var cut = new Cut(store);
        var dying = join(cut, () -> { });
        dying.changed(A);
        assertEquals("a/1", ear.next());
        cut.isCut = true;
        assertEquals("missed", ear.next());
        assertEquals("died " + dying.id(), ear.next());
        assertFalse(looker.lives(dying.id()));
        mayEnd.countDown();
        assertEquals("[" + A + "]", slow.poll(10, TimeUnit.SECONDS));
        assertEquals("missed", slow.poll(10, TimeUnit.SECONDS));
        assertEquals("died", slow.poll(10, TimeUnit.SECONDS));
    }

    /** Who looks at once sees nothing of a commit that the cluster decides later. */
    @Test void whatIsInDoubtIsToldAgain() throws Exception {
        var one = join();
        var own = ear(one);
        var ear = ear(join());
        var unknown = new ForwardingStore(store) {
            @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
                return CompletableFuture.completedFuture(new Written.Unknown());
            }
        };
        var told = new ArrayList<String>();
        var telling = new TellingStore(unknown, _ -> true, name -> told.add("is " + name.text()), name -> {
            told.add("may be " + name.text());
            one.mayHaveChanged(name);
        }, name -> {
            told.add("settled " + name.text());
            one.settled(name);
        });
        telling.partition(A).apply(batch(0));
        assertEquals(List.of("may be a/1"), told);
        telling.partition(B).head();
        telling.partition(A).head(); // it settles it
        telling.partition(A).head();
        assertEquals(List.of("may be a/1", "settled a/1"), told);
        for (int i = 0; i < 3; i++) assertEquals("a/1", ear.next());
        for (int i = 0; i < 3; i++) assertEquals("a/1", own.next(), "who wrote heard that it failed, and told nobody");
    }

    /** A cluster keeps a short row in its place, and a long one elsewhere, where each rewriting leaves a deletion. */
    @Test void wordsAreInShortRows() {
        var rows = new NodeRows(store, NodeId.fresh(Randomness.secure()));
        rows.begin("host.test");
        var names = new java.util.HashSet<PartitionName>();
        for (int i = 0; i < NodeRows.NAMES_MAX; i++) names.add(new PartitionName("a/" + "x".repeat(30) + i));
        assertTrue(rows.tell(names));
        var lengths = new ArrayList<Integer>();
        var partition = store.partition(rows.node().partition());
        partition.range(sigillo.base.Bytes.utf8("w"), sigillo.base.Bytes.utf8("x"), false,
            (_, row) -> lengths.add(row.length));
        assertTrue(lengths.size() > 10 && lengths.stream().allMatch(length -> length <= 512), lengths.toString());
        var words = rows.since(1, 2);
        assertEquals(1, words.size());
        assertEquals(names, Set.copyOf(words.getFirst().names()));
        for (int i = 0; i < NodeRows.WORDS_KEPT; i++) assertTrue(rows.tell(Set.of(A)));
        var later = rows.since(2, 2 + NodeRows.WORDS_KEPT);
        assertEquals(NodeRows.WORDS_KEPT, later.size(), "also of the slot in which a longer one was");
        assertTrue(later.stream().allMatch(word -> word.names().equals(List.of(A))));
        assertEquals(0, rows.since(1, 2).size(), "it is written over");
    }

    @Test void timesThatLeaveNoMarginAreRefused() {
        var second = Duration.ofSeconds(1);
        assertThrows(IllegalArgumentException.class, () -> new NodeTimes(second, second, second, second, second));
    }

    /** A store that takes nothing while it is cut. */
    private static final class Cut extends ForwardingStore {
        private volatile boolean isCut;

        Cut(MemoryStore store) { super(store); }

        @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
            return isCut ? CompletableFuture.completedFuture(new Written.Refused(Written.Cause.FAILED, "cut"))
                : super.submit(partition, batch);
        }
    }

    /** A store in which one partition cannot be read. */
    private static final class Broken extends ForwardingStore {
        private volatile PartitionName name;

        Broken(MemoryStore store) { super(store); }

        @Override public Partition partition(PartitionName wanted) {
            if (!wanted.text().startsWith(NodeId.PREFIX)) return super.partition(wanted);
            return new sigillo.store.FailingPartition(super.partition(wanted), () -> wanted.equals(name));
        }
    }

    /** A store whose readers wait while somebody has the lock. */
    private static final class Stopped extends ForwardingStore {
        private final ReentrantLock reading = new ReentrantLock();

        Stopped(MemoryStore store) { super(store); }

        @Override protected void beforeRead() {
            reading.lock();
            reading.unlock();
        }
    }
}
