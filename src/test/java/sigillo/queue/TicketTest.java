package sigillo.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.queue.Ticket.Delivered;
import sigillo.queue.Ticket.Undo;
import sigillo.queue.Tickets.Canceled;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.store.memory.MemoryStore;
import sigillo.trace.TraceId;

/** Messages that their owners hear of, and take back. */
class TicketTest {
    private static final String ANNA = "anna@home.example";
    private static final Duration DELAY = Duration.ofSeconds(10);

    private final TestQueue queue = queue();

    TestQueue queue() { return new TestQueue(new MemoryStore()); }

    @AfterEach void close() { queue.close(); }

    private QueueId send(Duration hold, String... to) {
        var until = hold.isZero() ? Optional.<Instant>empty() : Optional.of(queue.clock.instant().plus(hold));
        var recipients = Arrays.stream(to).map(a -> Recipient.of(Address.of(a))).toList();
        var envelope = new Envelope(TestQueue.path(ANNA), recipients, Optional.empty(), Optional.empty(),
            Envelope.Body.EIGHT_BIT, false, until);
        return queue.queue.enqueue(new Outgoing(envelope, Octets.of(TestQueue.MESSAGE.getBytes()), TraceId.fresh(),
            Optional.of(ANNA), Optional.of(new NewTicket("anna", "about " + to.length))));
    }

    private Ticket ticket(QueueId id) { return queue.queue.tickets().find("anna", id).orElseThrow(); }

    private List<QueueId> all(String owner) {
        var all = new ArrayList<QueueId>();
        queue.queue.tickets().each(owner, one -> all.add(one.id()));
        return all;
    }

    private List<Delivered> delivered(QueueId id) {
        return ticket(id).recipients().stream().map(Ticket.Told::delivered).toList();
    }

    @Test void oneThatIsTakenBackIsNeverSent() {
        queue.start();
        var id = send(DELAY, "bob@far.example", "carl@home.example");
        assertEquals(Undo.PENDING, ticket(id).undo());
        queue.pass(DELAY.minusSeconds(1));
        assertEquals(0, queue.world.delivered.size(), "before it is due");
        assertEquals(Canceled.NO_SUCH, queue.queue.tickets().cancel("eve", id), "somebody else's");
        assertEquals(Canceled.DONE, queue.queue.tickets().cancel("anna", id));
        assertEquals(Canceled.DONE, queue.queue.tickets().cancel("anna", id), "again");
        queue.pass(Duration.ofHours(1));
        assertEquals(0, queue.world.delivered.size());
        assertEquals(Undo.CANCELED, ticket(id).undo());
        assertEquals(QueueCounts.NONE, queue.queue.counts());
        assertEquals(0, queue.blobs());
    }

    @Test void oneThatIsDueIsSentOnceAndTellsWhatBecameOfIt() {
        queue.world.rule = to -> to.localPart().equals("nobody") ? TestWorld.bounced("5.1.1", "No such user")
            : TestWorld.taken(to);
        queue.start();
        var id = send(DELAY, "bob@far.example", "carl@home.example", "nobody@far.example");
        assertEquals("about 3", ticket(id).about());
        assertEquals(List.of(Delivered.QUEUED, Delivered.QUEUED, Delivered.QUEUED), delivered(id));
        queue.pass(DELAY);
        assertEquals(List.of(Delivered.UNKNOWN, Delivered.YES, Delivered.NO), delivered(id));
        assertEquals("550 5.1.1 No such user", ticket(id).recipients().get(2).reply().orElseThrow().toString());
        assertEquals(Canceled.TOO_LATE, queue.queue.tickets().cancel("anna", id));
        assertEquals(1, queue.world.deliveredTo("bob@far.example").size());
    }

    /** Also the thread that sleeps until something else is due: it wakes in time. */
    @Test void aCrashForgetsNeitherTheTimeNorTheDecision() {
        queue.start();
        var sent = send(DELAY, "bob@far.example");
        var canceled = send(DELAY, "carl@far.example");
        queue.queue.tickets().cancel("anna", canceled);
        queue.crash();
        assertEquals(Undo.PENDING, ticket(sent).undo());
        assertEquals(Undo.CANCELED, ticket(canceled).undo());
        queue.pass(DELAY);
        assertEquals(1, queue.world.delivered.size());
        assertEquals(Undo.FINAL, ticket(sent).undo());
        queue.crash();
        queue.pass(Duration.ofHours(1));
        assertEquals(1, queue.world.delivered.size());
        assertEquals(Undo.CANCELED, ticket(canceled).undo());
    }

    /** Once it was tried nobody can say that it was not sent: not after a crash either. */
    @Test void whatWasTriedCannotBeTakenBack() {
        queue.world.rule = _ -> TestWorld.deferred("Later");
        queue.start();
        var id = send(DELAY, "bob@far.example");
        queue.world.before = () -> queue.store.isDead(); // killed while it talks to the other side
        queue.pass(DELAY.minusSeconds(1));
        queue.clock.pass(Duration.ofSeconds(1));
        queue.queue.wake();
        while (queue.world.attempts.isEmpty()) Thread.onSpinWait();
        queue.world.before = () -> { };
        queue.queue.close();
        queue.store.isWell();
        queue.start();
        assertEquals(Canceled.TOO_LATE, queue.queue.tickets().cancel("anna", id));
        queue.world.rule = TestWorld::taken;
        queue.pass(Duration.ofHours(1), Duration.ofMinutes(5));
        assertEquals(1, queue.world.deliveredTo("bob@far.example").size());
    }

    @TestFactory Stream<DynamicTest> eitherTakenBackOrSent() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> race(new Random(seed))));
    }

    /** Many are due at the moment at which they are taken back. */
    private void race(Random random) throws Exception {
        queue.start();
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 15; round++) {
                queue.world.delivered.clear();
                var ids = new ArrayList<QueueId>();
                for (int i = 0; i < 6; i++) ids.add(send(DELAY, "to" + i + "@d" + i % 2 + ".example"));
                var start = new CyclicBarrier(2);
                long nanos = random.nextInt(300_000);
                var canceled = threads.submit((Callable<List<Canceled>>) () -> {
                    start.await();
                    for (long until = System.nanoTime() + nanos; System.nanoTime() < until; ) Thread.onSpinWait();
                    return ids.stream().map(id -> queue.queue.tickets().cancel("anna", id)).toList();
                });
                start.await();
                queue.clock.pass(DELAY);
                queue.queue.wake();
                var answers = canceled.get();
                queue.quiet();
                for (int i = 0; i < ids.size(); i++) {
                    boolean isCanceled = answers.get(i) == Canceled.DONE;
                    var mail = queue.world.deliveredTo("to" + i + "@d" + i % 2 + ".example");
                    assertEquals(isCanceled ? 0 : 1, mail.size(), answers + " " + i);
                    assertEquals(isCanceled ? Undo.CANCELED : Undo.FINAL, ticket(ids.get(i)).undo());
                }
            }
        }
        queue.queue.tickets().forgetAll("anna");
        queue.close();
    }

    @Test void whatHasChangedSinceIsKnown() {
        queue.start();
        var tickets = queue.queue.tickets();
        assertEquals(0, tickets.revision("anna"));
        var one = send(DELAY, "bob@far.example");
        long then = tickets.revision("anna");
        var two = send(DELAY, "carl@far.example");
        tickets.cancel("anna", one);
        assertEquals(List.of(two, one), tickets.since("anna", then).orElseThrow().stream().map(Tickets.Changed::id).toList());
        assertTrue(tickets.forget("anna", one));
        var since = tickets.since("anna", then).orElseThrow();
        assertEquals(List.of(false, true), since.stream().map(Tickets.Changed::isGone).toList());
        assertEquals(List.of(two), all("anna"));
        assertTrue(tickets.since("anna", 99).isEmpty());
        assertEquals(List.of(), all("eve"));
    }

    /** What was decided a month ago is not known any more, and who knew of it asks for all again. */
    @Test void oldOnesGo() {
        queue.start();
        var old = send(Duration.ZERO, "bob@far.example");
        var later = send(Duration.ofDays(60), "bob@far.example");
        long then = queue.queue.tickets().revision("anna");
        queue.pass(Duration.ofDays(31));
        queue.queue.sweep();
        assertEquals(List.of(later), all("anna"));
        assertTrue(queue.queue.tickets().find("anna", old).isEmpty());
        assertTrue(queue.queue.tickets().since("anna", then).isEmpty());
    }

    /** More than one commit takes. */
    @Test void manyOldOnesGoAtOnce() {
        queue.start();
        int many = QueueLimits.ENTRIES_OF_A_COMMIT_MAX + 10;
        for (int i = 0; i < many; i++) queue.queue.tickets().cancel("anna", send(DELAY, "bob@far.example"));
        var later = send(Duration.ofDays(60), "bob@far.example");
        assertEquals(many + 1, all("anna").size());
        queue.pass(Duration.ofDays(31));
        queue.queue.sweep();
        assertEquals(List.of(later), all("anna"));
    }

    /** Sending of the account is paused, and goes on before it is due. */
    @Test void aPauseLetsNothingGoEarly() {
        queue.start();
        var id = send(DELAY, "bob@far.example");
        queue.queue.desk().pause(ANNA);
        queue.queue.desk().resume(ANNA, false);
        queue.queue.desk().retry(new Selection.All());
        queue.quiet();
        assertEquals(0, queue.world.delivered.size());
        assertEquals(Canceled.DONE, queue.queue.tickets().cancel("anna", id));
        var other = send(DELAY, "carl@far.example");
        queue.queue.desk().pause(ANNA);
        queue.pass(Duration.ofMinutes(1));
        assertEquals(Undo.PENDING, ticket(other).undo(), "held");
        assertEquals(Canceled.DONE, queue.queue.tickets().cancel("anna", other));
        assertEquals(QueueCounts.NONE, queue.queue.counts());
    }

    @Test void whatTheOperatorDropsIsTold() {
        queue.start();
        var id = send(DELAY, "bob@far.example");
        queue.queue.desk().drop(new Selection.One(id));
        assertEquals(List.of(Delivered.NO), delivered(id));
        assertEquals(Canceled.TOO_LATE, queue.queue.tickets().cancel("anna", id));
    }
}
