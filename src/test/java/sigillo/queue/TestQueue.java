package sigillo.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import sigillo.base.Address;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.store.Abandoned;
import sigillo.store.Store;
import sigillo.trace.Event;
import sigillo.trace.TraceId;

/** A queue on a real store, with a clock that is moved by hand and the {@link TestWorld} around it. */
final class TestQueue implements AutoCloseable {
    static final String MESSAGE = "From: anna@home.example\r\nSubject: hello\r\n"
        + "Message-ID: <1@home.example>\r\n\r\nHi.\r\n";
    private static final Duration QUIET_MAX = Duration.ofSeconds(20);

    final TestClock clock = new TestClock();
    final TestWorld world = new TestWorld(clock);
    final List<Event> story = Collections.synchronizedList(new ArrayList<>());
    final Map<String, String> alarms = Collections.synchronizedMap(new LinkedHashMap<>());
    final TestStore store;
    /** The store is asked again soon: no test is about how long a queue leaves it alone. */
    static final QueueSettings SETTINGS =
        QueueSettings.of(Domain.of("mail.home.example")).retryingAfter(Duration.ofMillis(50));
    QueueSettings settings = SETTINGS;
    private final Store inner;
    MailQueue queue;
    QueueSeal seal = TestQueueSeal.passing();
    private int starts;
    private boolean isShared;

    TestQueue(Store inner) {
        this.inner = inner;
        this.store = new TestStore(inner);
    }

    TestQueue with(QueueSettings other) {
        settings = other;
        return this;
    }

    /** Others may work on it: what is in hand is leased. */
    TestQueue shared() {
        isShared = true;
        return this;
    }

    TestQueue sealedBy(QueueSeal other) {
        seal = other;
        return this;
    }

    TestQueue start() {
        queue = open(store);
        queue.start();
        return this;
    }

    private MailQueue open(Store on) {
        var colleagues = isShared ? life(starts + 1) : Colleagues.NONE;
        return new MailQueue(on, seal,
            new Environment(world, settings, clock, story::add, noted(), new Random(++starts), colleagues),
            isShared ? abandoned : Abandoned.atOnce());
    }

    /** One of several servers, of whom the others, and its own lives before, have ended. */
    private static Colleagues life(int number) {
        var id = Bytes.wrap(new byte[] {(byte) number, (byte) (number >> 8)});
        return new Colleagues() {
            @Override public boolean mayBe() { return true; }

            @Override public Bytes self() { return id; }

            @Override public boolean mayWork() { return true; }

            @Override public boolean lives(Bytes node) { return node.equals(id); }
        };
    }

    /** Over crashes too: the time is this clock's. */
    private final Abandoned abandoned = new Abandoned(QueueLimits.ORPHAN_GRACE_OF_SEVERAL,
        () -> clock().millis() * 1_000_000);

    private TestClock clock() { return clock; }

    boolean isShared() { return isShared; }

    Duration orphanGrace() { return isShared ? QueueLimits.ORPHAN_GRACE_OF_SEVERAL : QueueLimits.ORPHAN_GRACE; }

    Alarms noted() {
        return new Alarms() {
            @Override public void raise(String key, String sentence) { alarms.put(key, sentence); }

            @Override public void clear(String key) { alarms.remove(key); }
        };
    }

    /** Leaves the running queue without another write, as a SIGKILL would, and starts one on what is durable. */
    TestQueue crash() {
        store.isDead();
        queue.close();
        store.isWell();
        return start();
    }

    void quiet() {
        try {
            assertTrue(queue.dispatcherForTests().awaitQuiet(QUIET_MAX), "the queue comes to rest");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets time pass in steps, and the queue do what is due at each. */
    void pass(Duration time, Duration step) {
        for (var left = time; left.isPositive(); left = left.minus(step)) {
            clock.pass(left.compareTo(step) < 0 ? left : step);
            quiet();
        }
    }

    void pass(Duration time) { pass(time, time); }

    QueueId send(String from, String... to) { return send(outgoing(from, to)); }

    QueueId send(Outgoing message) { return queue.enqueue(message); }

    static Outgoing outgoing(String from, String... to) {
        return outgoing(Envelope.of(path(from), Arrays.stream(to).map(a -> Recipient.of(Address.of(a))).toList()));
    }

    static Outgoing outgoing(Envelope envelope) { return outgoing(envelope, MESSAGE); }

    static Outgoing outgoing(Envelope envelope, String message) {
        return new Outgoing(envelope, Octets.of(message.getBytes(StandardCharsets.UTF_8)), TraceId.fresh(),
            envelope.from().sender().map(Address::toString));
    }

    static ReversePath path(String from) {
        return from.isEmpty() ? ReversePath.NULL : ReversePath.of(Address.of(from));
    }

    static Recipient asking(String to, Recipient.Notify... notify) {
        return new Recipient(Address.of(to), Set.of(notify), Optional.of("rfc822;" + to));
    }

    int blobs() {
        var ids = new ArrayList<Bytes>();
        inner.blobs().ids(QueueKeys.BLOBS, ids::add);
        return ids.size();
    }

    /** Every row that is not a counter or a clock. */
    int rows() {
        var keys = new ArrayList<Bytes>();
        inner.partition(QueueKeys.PARTITION).range(Bytes.utf8("D"), Bytes.utf8("Y"), false, (key, _) -> keys.add(key));
        return keys.size();
    }

    void assertEmpty() {
        assertEquals(QueueCounts.NONE, queue.counts());
        assertEquals(0, rows(), "rows left behind");
        assertEquals(0, blobs(), "blobs left behind");
    }

    /** A crash may leave messages behind whose rows are gone; the next start but one sweeps them, of several servers later. */
    void assertEmptyAfterACrash() {
        assertEquals(QueueCounts.NONE, queue.counts());
        assertEquals(0, rows(), "rows left behind");
        queue.close();
        clock.pass(Duration.ofHours(1));
        start();
        if (isShared) { // what is of nobody is watched for so long
            queue.sweep();
            clock.pass(orphanGrace());
            queue.sweep();
        }
        for (int i = 0; i < 2_000 && blobs() > 0; i++) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        assertEmpty();
    }

    long told(Event.Kind kind) {
        synchronized (story) {
            return story.stream().filter(event -> event.kind() == kind).count();
        }
    }

    @Override public void close() { queue.close(); }
}
