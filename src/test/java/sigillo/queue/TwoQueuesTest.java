package sigillo.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sigillo.base.Address;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.smtp.ReversePath;
import sigillo.store.Abandoned;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;
import sigillo.trace.Event;

/** Servers over one store share a queue: what waits is in one hand at a time, and passes on when that one dies. */
class TwoQueuesTest {
    private static final String ANNA = "anna@home.example";
    private static final Duration QUIET_MAX = Duration.ofSeconds(20);
    private final TestClock clock = new TestClock();
    private final MemoryStore store = new MemoryStore();
    private final QueueSeal seal = TestQueueSeal.passing();
    private final Set<Bytes> dead = ConcurrentHashMap.newKeySet();
    private final List<Event> story = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> inHand = ConcurrentHashMap.newKeySet();
    private final Set<String> twiceAtOnce = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicInteger> taken = new ConcurrentHashMap<>();
    private final Node one = new Node(1);
    private final Node two = new Node(2);

    /** One server's part: its queue, and what it carries. */
    private final class Node implements Carrier, Destinations, Colleagues {
        private final Bytes id;
        private final AtomicInteger attempts = new AtomicInteger();
        private final CountDownLatch carrying = new CountDownLatch(1);
        private final CountDownLatch mayGoOn = new CountDownLatch(1);
        private volatile boolean stops;
        private volatile boolean given;
        private volatile Function<Address, Outcome> rule = TestWorld::taken;
        private final MailQueue queue;

        Node(int number) {
            var octets = new byte[16];
            octets[0] = (byte) number;
            id = Bytes.wrap(octets);
            var settings = QueueSettings.of(Domain.of("mail.home.example"));
            queue = new MailQueue(store, seal,
                new Environment(this, settings, clock, story::add, NO_ALARMS, new Random(number), this));
        }

        @Override public Destination of(ReversePath from, Address recipient) {
            return new Destination(recipient.domain().name(), this, false);
        }

        @Override public List<Outcome> carry(Job job) {
            attempts.incrementAndGet();
            var what = job.key() + " " + job.destination();
            if (!inHand.add(what)) twiceAtOnce.add(what);
            try {
                carrying.countDown();
                if (stops) mayGoOn.await();
                var outcomes = job.envelope().recipients().stream().map(r -> rule.apply(r.address())).toList();
                for (var to : job.envelope().recipients()) {
                    taken.computeIfAbsent(to.address().toString(), _ -> new AtomicInteger()).incrementAndGet();
                }
                return outcomes;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                inHand.remove(what);
            }
        }

        @Override public boolean mayBe() { return true; }

        @Override public Bytes self() { return id; }

        @Override public boolean mayWork() { return !given; }

        @Override public boolean lives(Bytes node) { return !dead.contains(node); }

        void quiet() throws InterruptedException {
            assertTrue(queue.dispatcherForTests().awaitQuiet(QUIET_MAX), "the queue comes to rest");
        }
    }

    private static final Alarms NO_ALARMS = new Alarms() {
        @Override public void raise(String key, String sentence) { throw new AssertionError(sentence); }

        @Override public void clear(String key) {}
    };

    @AfterEach void close() {
        one.mayGoOn.countDown();
        two.mayGoOn.countDown();
        one.queue.close();
        two.queue.close();
    }

    private QueueRows rows(int seed) {
        var random = new Random(seed);
        return new QueueRows(store, seal, (_, _) -> { }, new EntryIds(clock, random), random, Duration.ZERO, Abandoned.atOnce());
    }

    private List<Bytes> leases() {
        var leases = new ArrayList<Bytes>();
        store.partition(QueueKeys.PARTITION).range(QueueKeys.LEASES, QueueKeys.LEASES.afterPrefix(), false,
            (_, row) -> leases.add(LeaseRow.decode(row)));
        return leases;
    }

    @Test void bothWorkAndNothingIsInTwoHands() throws Exception {
        one.queue.start();
        two.queue.start();
        int count = 300;
        for (int i = 0; i < count; i++) {
            var at = i % 2 == 0 ? one : two;
            at.queue.enqueue(TestQueue.outgoing(ANNA, "r" + i + "@d" + i % 5 + ".example"));
        }
        for (int round = 0; one.queue.counts().entries() > 0 && round < 200; round++) {
            one.queue.changedElsewhere();
            two.queue.changedElsewhere();
            one.quiet();
            two.quiet();
            clock.pass(QueueLimits.ELSEWHERE_RETRY);
        }
        assertEquals(QueueCounts.NONE, one.queue.counts());
        assertEquals(Set.of(), twiceAtOnce);
        assertEquals(count, taken.size());
        assertTrue(taken.values().stream().allMatch(times -> times.get() == 1), taken.toString());
        assertTrue(one.attempts.get() > 0 && two.attempts.get() > 0, one.attempts + " and " + two.attempts);
        assertEquals(List.of(), leases());
    }

    /**
     * What one has in hand is left to it as long as it lives; then another takes it, and the dead one writes nothing.
     */
    @Test void whatADeadServerHadPassesOn() throws Exception {
        one.stops = true;
        one.rule = _ -> TestWorld.bounced("5.1.1", "No such user");
        one.queue.start();
        one.queue.enqueue(TestQueue.outgoing(ANNA, "bob@remote.example"));
        assertTrue(one.carrying.await(10, TimeUnit.SECONDS));
        assertEquals(List.of(one.id), leases());
        two.queue.start();
        for (int minutes = 0; minutes < 5; minutes++) {
            two.queue.changedElsewhere();
            two.quiet();
            clock.pass(Duration.ofMinutes(1));
        }
        assertEquals(0, two.attempts.get());
        dead.add(one.id);
        inHand.clear(); // of a process that is no more
        two.queue.freedElsewhere();
        clock.pass(QueueLimits.ELSEWHERE_RETRY);
        two.quiet();
        assertEquals(1, two.attempts.get());
        assertEquals(QueueCounts.NONE, two.queue.counts());
        one.mayGoOn.countDown();
        one.quiet();
        assertEquals(QueueCounts.NONE, one.queue.counts(), "its bounce was not written");
        assertEquals(List.of(), leases());
        assertEquals(Set.of(), twiceAtOnce);
    }

    /** Two wait for the same dead one's work: one gets it. */
    @Test void aLeaseOfADeadServerIsTakenOnce() throws Exception {
        var rows = rows(3);
        var tag = seal.destination("remote.example");
        var dying = new Node(9);
        for (int round = 0; round < 50; round++) {
            int entry = round;
            assertTrue(new Leases(rows, dying).take(tag, entry));
            assertTrue(new Leases(rows, dying).take(tag, entry), "it is its own already");
        }
        dead.add(dying.id);
        var got = new AtomicInteger[] {new AtomicInteger(), new AtomicInteger()};
        var threads = new ArrayList<Thread>();
        for (var node : List.of(one, two)) {
            var leases = new Leases(rows(4), node);
            threads.add(Thread.ofVirtual().start(() -> {
                for (int entry = 0; entry < 50; entry++) {
                    if (leases.take(tag, entry)) got[node == one ? 0 : 1].incrementAndGet();
                }
            }));
        }
        for (var thread : threads) thread.join();
        assertEquals(50, got[0].get() + got[1].get());
        assertEquals(50, leases().size());
        assertTrue(leases().stream().noneMatch(dying.id::equals));
    }

    @Test void whatAnotherHasPutInIsFound() throws Exception {
        two.queue.start();
        two.quiet();
        clock.pass(Duration.ofMinutes(10));
        two.quiet(); // its indexes are read from now on
        one.queue.enqueue(TestQueue.outgoing(ANNA, "bob@remote.example"));
        two.queue.changedElsewhere();
        two.quiet();
        assertEquals(1, two.attempts.get());
        assertEquals(QueueCounts.NONE, two.queue.counts());
    }

    /** What is overdue is not given up while another is just sending it. */
    @Test void whatIsInHandElsewhereIsNotGivenUp() throws Exception {
        one.stops = true;
        one.queue.start();
        one.queue.enqueue(TestQueue.outgoing(ANNA, "bob@remote.example"));
        assertTrue(one.carrying.await(10, TimeUnit.SECONDS));
        two.queue.start();
        clock.pass(Duration.ofDays(9));
        two.queue.changedElsewhere();
        two.quiet();
        assertEquals(0, told(Event.Kind.BOUNCED));
        one.mayGoOn.countDown();
        one.quiet();
        assertEquals(1, taken.get("bob@remote.example").get());
        assertEquals(QueueCounts.NONE, one.queue.counts());
        assertEquals(0, told(Event.Kind.BOUNCED));
    }

    private long told(Event.Kind kind) {
        synchronized (story) {
            return story.stream().filter(event -> event.kind() == kind).count();
        }
    }

    @Test void leasesOfTheDeadAreSwept() {
        var rows = rows(3);
        var tag = seal.destination("remote.example");
        var dying = new Node(9);
        new Leases(rows, dying).take(tag, 1);
        new Leases(rows, two).take(tag, 2);
        new Leases(rows, one).take(tag, 3);
        dead.add(dying.id);
        assertEquals(1, new Leases(rows, one).sweep(() -> false));
        assertEquals(Set.of(one.id, two.id), Set.copyOf(leases()));
        assertEquals(2, new Leases(rows, Colleagues.NONE).sweep(() -> false), "who is alone knows that others have ended");
        assertEquals(List.of(), leases());
    }

    /** What it has in hand is broken off, and nothing begins; nothing waits for conversations at the doors. */
    @Test void whoHasGivenItselfUpSendsNothingMore() throws Exception {
        one.stops = true;
        one.queue.start();
        one.queue.enqueue(TestQueue.outgoing(ANNA, "bob@remote.example", "carl@other.example"));
        assertTrue(one.carrying.await(10, TimeUnit.SECONDS));
        one.queue.abandon();
        for (int looks = 0; !inHand.isEmpty(); looks++) {
            assertTrue(looks < 1_000, "it is broken off before anything else is closed");
            Thread.sleep(10);
        }
        one.queue.enqueue(TestQueue.outgoing(ANNA, "dora@third.example"));
        one.queue.close();
        assertEquals(Map.of(), taken);
        assertTrue(one.attempts.get() <= 2, "attempts: " + one.attempts);
        dead.add(one.id);
        clock.pass(QueueLimits.ELSEWHERE_RETRY); // a turn that served nobody is not repeated at once
        two.queue.start();
        two.quiet();
        assertEquals(3, taken.size());
        assertTrue(taken.values().stream().allMatch(times -> times.get() == 1), taken.toString());
    }

    /** A machine that was stopped for a minute knows it before it has heard anything. */
    @Test void whoMayNotWorkLeasesNothing() throws Exception {
        one.given = true;
        one.queue.start();
        one.queue.enqueue(TestQueue.outgoing(ANNA, "bob@remote.example"));
        one.quiet();
        assertEquals(0, one.attempts.get());
        assertEquals(List.of(), leases());
    }

    /** It is somebody's as long as an attempt may last; everybody else's mail goes meanwhile. */
    @Test void aDamagedLeaseHoldsUpNobody() throws Exception {
        two.rule = _ -> TestWorld.deferred("not yet");
        two.queue.start();
        two.queue.enqueue(TestQueue.outgoing(ANNA, "bob@remote.example"));
        two.quiet();
        two.queue.close();
        taken.clear();
        new Transactions(store.partition(QueueKeys.PARTITION)).write(tx -> {
            var entries = new ArrayList<Bytes>();
            tx.range(QueueKeys.ENTRIES, QueueKeys.ENTRIES.afterPrefix(), false, (key, _) -> entries.add(key));
            tx.put(QueueKeys.lease(seal.destination("remote.example"), QueueKeys.entryOf(entries.getFirst())),
                new byte[] {99, 1, 2});
            return null;
        });
        one.queue.start();
        clock.pass(Duration.ofHours(1));
        one.queue.enqueue(TestQueue.outgoing(ANNA, "carl@remote.example", "dora@other.example"));
        one.queue.wake();
        one.quiet();
        clock.pass(QueueLimits.ELSEWHERE_RETRY); // a turn that began before this mail came has served nobody
        one.queue.wake();
        one.quiet();
        assertEquals(Set.of("carl@remote.example", "dora@other.example"), taken.keySet());
        assertEquals(0, new Leases(rows(3), one).sweep(() -> false), "nobody knows whose it is");
        var rows = rows(5);
        long entry = rows.freshId();
        new Transactions(store.partition(QueueKeys.PARTITION)).write(tx -> {
            tx.put(QueueKeys.lease(seal.destination("remote.example"), entry), new byte[] {99});
            return null;
        });
        var impatient = new Leases(rows, one, Duration.ZERO);
        assertTrue(impatient.take(seal.destination("remote.example"), entry), "in the end it is taken up");
        assertEquals(2, new Leases(rows, Colleagues.NONE).sweep(() -> false), "who is alone sweeps all");
    }

    /** It had leased what is overdue, was stopped and taken for dead: it gives up nothing that another has in hand. */
    @Test void deadlinesAreFenced() throws Exception {
        var world = new java.util.concurrent.atomic.AtomicReference<Runnable>(() -> { });
        var stopped = new sigillo.store.ForwardingStore(store) {
            @Override protected java.util.concurrent.CompletableFuture<sigillo.store.Written> submit(
                    sigillo.store.Partition partition, sigillo.store.Batch batch) {
                boolean givesUp = batch.writes().stream().anyMatch(write ->
                    write instanceof sigillo.store.Batch.Write.Delete && write.key().startsWith(QueueKeys.ENTRIES));
                if (givesUp) world.getAndSet(() -> { }).run();
                return partition.submit(batch);
            }
        };
        var late = new Node(7);
        var queue = new MailQueue(stopped, seal, new Environment(late, QueueSettings.of(Domain.of("mail.home.example")), clock,
            story::add, NO_ALARMS, new Random(7), late));
        late.rule = _ -> TestWorld.unreachable();
        queue.enqueue(TestQueue.outgoing(ANNA, "bob@remote.example"));
        clock.pass(Duration.ofDays(9));
        var found = new ArrayList<Bytes>();
        store.partition(QueueKeys.PARTITION).range(QueueKeys.ENTRIES, QueueKeys.ENTRIES.afterPrefix(), false,
            (key, _) -> found.add(key));
        long entry = QueueKeys.entryOf(found.getFirst());
        var tag = seal.destination("remote.example");
        world.set(() -> { // in the middle of its commit
            dead.add(late.id);
            assertTrue(new Leases(rows(3), two).take(tag, entry));
        });
        queue.start();
        assertTrue(queue.dispatcherForTests().awaitQuiet(QUIET_MAX));
        queue.close();
        late.queue.close();
        assertEquals(0, told(Event.Kind.BOUNCED), "another has it in hand");
        assertEquals(1, two.queue.counts().entries());
        assertEquals(List.of(two.id), leases());
    }

    @Test void whoIsAloneLeasesNothing() {
        var leased = new AtomicInteger();
        try (var alone = new TestQueue(store)) {
            alone.world.before = () -> leased.addAndGet(leases().size());
            alone.start();
            alone.send(ANNA, "bob@remote.example");
            alone.quiet();
            alone.assertEmpty();
        }
        assertEquals(0, leased.get());
    }
}
