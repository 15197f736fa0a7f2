package sigillo.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Alarms;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.base.SetClock;
import sigillo.directory.Directory;
import sigillo.directory.DirectoryEditor;
import sigillo.directory.DirectorySettings;
import sigillo.directory.NewAccount;
import sigillo.queue.Destination;
import sigillo.queue.MailQueue;
import sigillo.queue.Outgoing;
import sigillo.queue.QueueSettings;
import sigillo.queue.TestQueueSeal;
import sigillo.sending.Bound;
import sigillo.sending.Sending;
import sigillo.sending.SendingLimits;
import sigillo.sending.TestSending;
import sigillo.sending.Unwanted;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.store.memory.MemoryStore;
import sigillo.trace.TraceId;
import sigillo.trace.Traces;

/** Pauses and complaints, as the operator lifts them, over a real queue that is never started. */
class SendingDeskTest {
    private static final Domain HOST = Domain.of("mail.home.example");
    private static final Address ANNA = Address.of("anna@home.example");
    private static final Address BOB = Address.of("bob@remote.example");

    private final SetClock clock = new SetClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final MemoryStore store = new MemoryStore();
    private final Directory directory = new Directory(store, new DirectorySettings(HOST, "+", Optional.empty()));
    private final DirectoryEditor editor = new DirectoryEditor(directory, clock);
    private final Map<String, String> raised = new HashMap<>();
    private final Alarms alarms = new Alarms() {
        @Override public void raise(String key, String sentence) { raised.put(key, sentence); }

        @Override public void clear(String key) { raised.remove(key); }
    };
    private final Sending sending = TestSending.over(store, new SendingLimits(Map.of(Bound.RECIPIENTS_PER_HOUR, 1)), clock);
    private final MailQueue queue = new MailQueue(store, (_, to) -> new Destination(to.domain().name(), null, false), QueueSettings.of(HOST), clock,
        Traces.NONE, alarms, TestQueueSeal.passing());
    private final SendingDesk desk = new SendingDesk(directory, sending, queue.desk(), alarms);

    @BeforeEach void annaIsHere() {
        sending.whenPaused(desk.following(Runnable::run, (_, _) -> { }));
        editor.addDomain(Domain.of("home.example"));
        add("a1");
    }

    @AfterEach void close() { queue.close(); }

    private void add(String id) { editor.addAccount(new NewAccount(new AccountId(id), ANNA, "a hash")); }

    private void send() {
        var envelope = Envelope.of(ReversePath.of(ANNA), List.of(Recipient.of(BOB)));
        queue.enqueue(new Outgoing(envelope, Octets.of("a: b\r\n\r\n".getBytes(StandardCharsets.US_ASCII)), TraceId.fresh(), Optional.of(ANNA.toString())));
    }

    private void sendTooMuch(String id) {
        send();
        assertInstanceOf(Sending.Answer.Paused.class, sending.take(new AccountId(id), List.of(BOB, Address.of("eve@remote.example"))));
        assertEquals(1, queue.counts().held());
        assertEquals(1, raised.size());
    }

    private String done(Answer answer) { return assertInstanceOf(Answer.Done.class, answer).result().toString(); }

    @Test void whatAPauseHoldsIsReleasedOrDropped() {
        sendTooMuch("a1");
        send();
        assertEquals(2, queue.counts().held(), "what comes later too");
        assertEquals("Change[done=anna@home.example sends again; released for 2 recipients]", done(desk.resume(ANNA, false)));
        assertEquals(0, queue.counts().held());
        assertEquals(Map.of(), raised);
        assertEquals(new Answer.Failed("sending of anna@home.example is not paused"), desk.resume(ANNA, false));
        send();
        assertEquals(0, queue.counts().held());
        sendTooMuchAgain();
    }

    private void sendTooMuchAgain() {
        assertInstanceOf(Sending.Answer.Paused.class, sending.take(new AccountId("a1"), List.of(BOB, Address.of("eve@remote.example"))));
        assertEquals(3, queue.counts().held());
        assertEquals("Change[done=anna@home.example sends again; dropped for 3 recipients]", done(desk.resume(ANNA, true)));
        assertEquals(0, queue.counts().entries());
    }

    /** What a stop has left between the queue and the account: the queue is paused, and nobody knows why any more. */
    @Test void aPauseOfTheQueueAloneIsLiftedTheSame() {
        queue.desk().pause(ANNA.toString());
        send();
        assertEquals(1, queue.counts().held());
        assertEquals("Change[done=anna@home.example sends again; released for 1 recipients]", done(desk.resume(ANNA, false)));
        send();
        assertEquals(0, queue.counts().held());
    }

    /** Over a pause too, and by whoever reads it next. */
    @Test void virusesThatDidNotGoAreCounted() {
        assertTrue(done(desk.show(ANNA)).contains("infected=0, infectedLast=Optional.empty"), done(desk.show(ANNA)));
        for (int i = 0; i < 2; i++) sending.isInfected(new AccountId("a1"));
        sendTooMuch("a1");
        desk.resume(ANNA, true);
        assertTrue(done(desk.show(ANNA)).contains("infected=2, infectedLast=Optional[" + clock.instant() + "]"), done(desk.show(ANNA)));
        var elsewhere = TestSending.over(store, new SendingLimits(Map.of()), clock);
        assertEquals(2, elsewhere.show(new AccountId("a1")).infected().orElseThrow().count());
    }

    /** And the other way round: the account is paused, and what it has queued is held at the next start. */
    @Test void aPauseThatAStopBrokeOffIsWholeAfterTheNextStart() {
        sending.whenPaused((_, _) -> { }); // the server stops just then
        send();
        sending.take(new AccountId("a1"), List.of(BOB, Address.of("eve@remote.example")));
        assertEquals(0, queue.counts().held());
        desk.remind();
        assertEquals(1, queue.counts().held());
        assertEquals(1, raised.size());
    }

    @Test void whoIsAddedAgainAfterAPauseSends() {
        sendTooMuch("a1");
        sending.unwanted().add(new AccountId("a1"), new Unwanted.Complaint(BOB, clock.instant(), BOB, "abcdefghijklmnop"));
        editor.removeAccount(ANNA);
        editor.removed(new AccountId("a1"));
        desk.forget(new AccountId("a1"));
        desk.left(ANNA);
        assertEquals(Map.of(), raised);
        add("a2");
        send();
        assertEquals(1, queue.counts().held(), "only what was held before, for the operator to look at");
        assertInstanceOf(Sending.Answer.Go.class, sending.take(new AccountId("a2"), List.of(BOB)));
        assertEquals("[]", done(desk.complaints(Optional.of(ANNA))));
    }

    @Test void complaintsAreListedAndLifted() {
        assertEquals("[]", done(desk.complaints(Optional.empty())));
        sending.unwanted().add(new AccountId("a1"), new Unwanted.Complaint(BOB, clock.instant(), Address.of("abuse@remote.example"), "abcdefghijklmnop"));
        var line = "[ComplaintLine[account=anna@home.example, recipient=bob@remote.example, since=2026-03-01T10:00:00Z, "
            + "by=abuse@remote.example, trace=abcdefghijklmnop]]";
        assertEquals(line, done(desk.complaints(Optional.empty())));
        assertEquals(line, done(desk.complaints(Optional.of(ANNA))));
        assertEquals(new Answer.Failed("there is no account eve@home.example"), desk.complaints(Optional.of(Address.of("eve@home.example"))));
        assertEquals("Change[done=anna@home.example may write to bob@remote.example again]", done(desk.lift(ANNA, BOB)));
        assertEquals(new Answer.Failed("no complaint of bob@remote.example holds anna@home.example back"), desk.lift(ANNA, BOB));
    }
}
