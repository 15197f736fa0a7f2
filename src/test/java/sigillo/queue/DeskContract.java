package sigillo.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sigillo.base.Domain;
import sigillo.smtp.SmtpReply;
import sigillo.trace.Event;

/** What operators see and order. */
interface DeskContract {
    TestQueue queue();

    private TestQueue stuck() {
        var q = queue().start();
        q.world.rule = _ -> TestWorld.deferred("Mailbox busy");
        return q;
    }

    @Test default void showsWhatWaitsAndWhy() {
        var q = stuck();
        var id = q.send("anna@home.example", "bob@remote.example", "eve@other.example");
        q.quiet();
        var entry = q.queue.desk().find(id).orElseThrow();
        assertEquals("anna@home.example", entry.from());
        assertEquals(Optional.of("anna@home.example"), entry.submitter());
        assertEquals(TestQueue.MESSAGE.length(), entry.octets());
        assertFalse(entry.more());
        var bob = entry.recipients().getFirst();
        assertEquals("bob@remote.example", bob.address());
        assertEquals("remote.example", bob.destination());
        assertEquals(1, bob.attempts());
        assertEquals(Optional.of("451 4.3.0 Mailbox busy"), bob.lastReply());
        assertEquals(Optional.of("mx.remote.example"), bob.lastPeer());
        assertEquals(Optional.of(q.clock.instant()), bob.lastAttempt());
        assertTrue(bob.next().orElseThrow().isAfter(q.clock.instant().plusSeconds(60)));
        assertEquals(new QueueCounts(1, 2, 0, TestQueue.MESSAGE.length()), q.queue.counts());
        assertTrue(q.queue.desk().find(new QueueId("Qzzzzzzzzzzzzz")).isEmpty());
    }

    @Test default void showsWhatIsOurFaultAndItsAlarmEndsWithWhatWaited() {
        var q = stuck();
        q.world.rule = _ -> new Outcome.OurFault("the login was refused");
        var id = q.send("anna@home.example", "bob@remote.example");
        q.quiet();
        var bob = q.queue.desk().find(id).orElseThrow().recipients().getFirst();
        assertEquals(Optional.of("the login was refused"), bob.fault());
        assertTrue(q.alarms.containsKey("queue/fault/the login was refused"));
        assertEquals(1, q.queue.desk().drop(new Selection.All()));
        assertFalse(q.alarms.containsKey("queue/fault/the login was refused"));
    }

    @Test default void pagesThroughAllInOrderOfArrival() {
        var q = stuck();
        var sent = IntStream.range(0, 25).mapToObj(i ->
            q.send("anna@home.example", "r" + i + "@remote.example").text()).toList();
        var seen = new ArrayList<String>();
        for (var page = q.queue.desk().list(Optional.empty(), 10); !page.isEmpty();
                page = q.queue.desk().list(Optional.of(new QueueId(seen.getLast())), 10)) {
            page.forEach(entry -> seen.add(entry.id()));
        }
        assertEquals(sent, seen);
    }

    @Test default void aListingShowsAHundredRecipients() {
        var q = stuck();
        q.send("anna@home.example", IntStream.range(0, 150).mapToObj(i -> "r" + i + "@remote.example")
            .toArray(String[]::new));
        q.quiet();
        var entry = q.queue.desk().list(Optional.empty(), 1).getFirst();
        assertEquals(100, entry.recipients().size());
        assertTrue(entry.more());
    }

    @Test default void retryTriesAtOnceEvenWhereNobodyAnswered() {
        var q = stuck();
        q.world.rule = _ -> TestWorld.unreachable();
        for (int i = 0; i < 3; i++) q.send("anna@home.example", "r" + i + "@remote.example");
        q.quiet();
        assertEquals(1, q.world.attempts.size());
        q.world.rule = TestWorld::taken;
        assertEquals(3, q.queue.desk().retry(new Selection.To(Domain.of("remote.example"))));
        assertEquals(0, q.queue.desk().retry(new Selection.To(Domain.of("other.example"))));
        q.quiet();
        assertEquals(3, q.world.delivered.size());
        q.assertEmpty();
    }

    @Test default void dropTellsNobodyButTheStory() {
        var q = stuck();
        var id = q.send("anna@home.example", "bob@remote.example", "eve@other.example");
        q.send("bruno@home.example", "bob@remote.example");
        q.quiet();
        assertEquals(2, q.queue.desk().drop(new Selection.One(id)));
        assertEquals(0, q.queue.desk().drop(new Selection.One(id)));
        assertEquals(1, q.queue.counts().entries());
        assertEquals(1, q.blobs());
        assertEquals(1, q.told(Event.Kind.DROPPED));
        assertEquals(1, q.queue.desk().drop(new Selection.Submitter("bruno@home.example")));
        q.pass(Duration.ofHours(2));
        assertEquals(0, q.told(Event.Kind.NOTIFIED));
        q.assertEmpty();
    }

    /** The sender learns why, with the last answer; what is held goes too, and nobody is tried meanwhile. */
    @Test default void whatIsGivenUpIsToldToItsSender() {
        var q = stuck();
        var id = q.send("anna@home.example", "bob@remote.example", "eve@other.example");
        var held = q.send("bruno@home.example", "carl@other.example");
        q.quiet();
        q.queue.desk().hold(new Selection.One(held));
        assertEquals(2, q.queue.desk().giveUp(new Selection.To(Domain.of("other.example"))));
        q.world.attempts.clear();
        q.world.rule = one -> one.domain().equals(Domain.of("home.example")) ? TestWorld.taken(one) : TestWorld.deferred("Mailbox busy");
        q.pass(Duration.ofMinutes(2));
        assertEquals(2, q.told(Event.Kind.NOTIFIED));
        assertEquals(2, q.told(Event.Kind.BOUNCED));
        assertFalse(q.world.attempts.stream().flatMap(one -> one.job().envelope().recipients().stream())
            .anyMatch(one -> one.address().domain().equals(Domain.of("other.example"))), "it is not tried any more");
        assertEquals(1, q.queue.desk().find(id).orElseThrow().recipients().size(), "bob@remote.example is still tried");
        assertTrue(q.queue.desk().find(held).isEmpty());
        assertEquals(0, q.queue.desk().giveUp(new Selection.To(Domain.of("other.example"))));
    }

    @Test default void holdStopsTheClock() {
        var q = stuck();
        var id = q.send("anna@home.example", "bob@remote.example");
        q.quiet();
        assertEquals(1, q.queue.desk().hold(new Selection.All()));
        assertEquals(0, q.queue.desk().hold(new Selection.All()));
        assertEquals(1, q.queue.counts().held());
        assertEquals(0, q.queue.desk().retry(new Selection.All()));
        q.pass(Duration.ofDays(20), Duration.ofDays(1));
        assertEquals(1, q.world.attempts.size());
        assertEquals(0, q.told(Event.Kind.BOUNCED));
        assertTrue(q.queue.desk().find(id).orElseThrow().recipients().getFirst().next().isEmpty());
        assertEquals(1, q.queue.desk().release(new Selection.One(id)));
        q.quiet();
        assertEquals(2, q.world.attempts.size());
        q.pass(Duration.ofDays(4), Duration.ofHours(6));
        assertEquals(0, q.told(Event.Kind.BOUNCED));
        q.world.rule = TestWorld::taken;
        q.pass(Duration.ofHours(3));
        assertEquals(1, q.world.deliveredTo("bob@remote.example").size());
        assertEquals(0, q.queue.counts().held());
        q.assertEmpty();
    }

    /** An order that comes while the attempt is under way: a yes is final, a no leaves it held. */
    @Test default void ordersDuringAnAttempt() {
        var q = queue().start();
        q.world.after = () -> q.queue.desk().hold(new Selection.All());
        q.world.rule = a -> a.localPart().equals("yes") ? TestWorld.taken(a) : TestWorld.deferred("no");
        q.send("anna@home.example", "yes@remote.example", "no@remote.example");
        q.quiet();
        assertEquals(new QueueCounts(1, 1, 1, TestQueue.MESSAGE.length()), q.queue.counts());
        q.world.after = () -> q.queue.desk().drop(new Selection.All());
        q.queue.desk().release(new Selection.All());
        q.quiet();
        assertEquals(List.of("yes@remote.example"), q.world.delivered.stream().map(TestWorld.Mail::to).toList());
        q.assertEmpty();
    }

    @Test default void ordersReachEveryEntryOfALargeQueue() {
        var q = stuck();
        for (int i = 0; i < 5; i++) q.queue.enqueue(IntStream.range(0, 70)
            .mapToObj(n -> TestQueue.outgoing("anna@home.example", "r" + n + "@remote.example")).toList());
        assertEquals(350, q.queue.desk().drop(new Selection.All()));
        q.pass(Duration.ofDays(1));
        q.assertEmpty();
    }

    @Test default void whatAPausedSubmitterHasAndPutsInIsHeldUntilHeGoesOn() {
        var q = stuck();
        q.send("anna@home.example", "bob@remote.example", "eve@other.example");
        var hers = q.send("anna@home.example", "tim@remote.example");
        q.send("bruno@home.example", "bob@remote.example");
        q.quiet();
        q.queue.desk().hold(new Selection.One(hers));
        q.queue.desk().pause("anna@home.example");
        q.queue.desk().pause("anna@home.example");
        q.send("anna@home.example", "new@remote.example");
        q.quiet();
        assertEquals(4, q.queue.counts().held());
        int attempts = q.world.attempts.size();
        q.world.rule = TestWorld::taken;
        q.clock.pass(Duration.ofHours(1));
        q.quiet();
        assertEquals(attempts + 1, q.world.attempts.size(), "Bruno's alone");
        assertEquals(new QueueCounts(3, 4, 4, 3L * TestQueue.MESSAGE.length()), q.queue.counts());
        assertEquals(3, q.queue.desk().resume("anna@home.example", false));
        q.quiet();
        assertEquals(1, q.queue.counts().recipients(), "what the operator has held himself stays");
        q.send("anna@home.example", "more@remote.example");
        q.quiet();
        assertEquals(1, q.queue.counts().recipients());
    }

    @Test default void whatIsHeldOfAPausedSubmitterCanBeDropped() {
        var q = stuck();
        q.send("anna@home.example", "bob@remote.example");
        q.send("bruno@home.example", "bob@remote.example");
        q.quiet();
        q.queue.desk().pause("anna@home.example");
        q.send("anna@home.example", "new@remote.example", "tim@remote.example");
        assertEquals(3, q.queue.desk().resume("anna@home.example", true));
        assertEquals(1, q.queue.counts().entries());
        assertEquals(0, q.queue.counts().held());
    }

    /** His account is removed: what was held stays the operator's to decide about, and nothing of the next one's is held. */
    @Test default void whoIsCalledSoNextIsNotPaused() {
        var q = stuck();
        var held = q.send("anna@home.example", "bob@remote.example");
        q.quiet();
        q.queue.desk().pause("anna@home.example");
        q.queue.desk().forgetPause("anna@home.example");
        q.send("anna@home.example", "eve@remote.example", "tim@remote.example");
        assertEquals(1, q.queue.counts().held());
        assertEquals(0, q.queue.desk().resume("anna@home.example", true), "and nothing of it is dropped with another's pause");
        assertEquals(3, q.queue.counts().recipients());
        q.world.rule = TestWorld::taken;
        q.queue.desk().release(new Selection.One(held));
        q.queue.desk().retry(new Selection.All());
        q.quiet();
        assertEquals(0, q.queue.counts().recipients());
    }

    @Test default void whatIsReroutedGoesItsNewWayAtOnce() {
        var q = queue().start();
        q.world.rule = address -> new Outcome.Rerouted(SmtpReply.of(554, "5.7.1", "listed"), "mx.remote.example", "smart.example");
        q.world.after = () -> q.world.rule = TestWorld::taken;
        q.send("anna@home.example", "bob@remote.example");
        q.quiet();
        assertEquals(2, q.world.attempts.size(), "without any wait");
        assertEquals(0, q.queue.counts().entries());
    }

    @Test default void whatWaitsItsTurnGrowsNoOlderAndNothingIsLost() {
        var q = queue().start();
        var begun = q.clock.instant();
        q.world.rule = _ -> new Outcome.Paced(q.clock.instant().plus(Duration.ofHours(1)), "the pace of a new address", true);
        q.send("anna@home.example", "bob@remote.example");
        q.send("anna@home.example", "eve@remote.example");
        for (int hour = 0; hour < 10 * 24; hour++) {
            q.clock.pass(Duration.ofHours(1));
            q.quiet();
        }
        assertTrue(Duration.between(begun, q.clock.instant()).toDays() >= 10);
        assertEquals(2, q.queue.counts().entries(), "neither given up nor told of");
        int attempts = q.world.attempts.size();
        // in some hours both are under way before it is known that one has to wait
        assertTrue(attempts < 360, "one an hour, not one for each that waits: " + attempts);
        q.world.rule = TestWorld::taken;
        q.clock.pass(Duration.ofHours(1));
        q.quiet();
        assertEquals(0, q.queue.counts().entries());
        assertEquals(attempts + 2, q.world.attempts.size());
    }

    @Test default void whoeverWaitsAloneKeepsNobodyBehindHim() {
        var q = queue().start();
        q.world.rule = address -> address.localPart().equals("list")
            ? new Outcome.Paced(q.clock.instant().plus(Duration.ofHours(1)), "personal mail first", false) : TestWorld.taken(address);
        q.send("anna@home.example", "list@remote.example");
        q.send("anna@home.example", "bob@remote.example");
        q.quiet();
        assertEquals(1, q.queue.counts().entries());
        for (int hour = 0; hour < 7 * 24; hour++) {
            q.clock.pass(Duration.ofHours(1));
            q.quiet();
        }
        assertEquals(1, q.queue.counts().entries(), "it grows no older either");
    }

    /** Two days of waiting its turn, then five in which nobody takes it: it is given up after those five, not after seven. */
    @Test default void whatWaitedItsTurnGrowsNoYounger() {
        var q = queue().start();
        q.world.rule = _ -> new Outcome.Paced(q.clock.instant().plus(Duration.ofHours(1)), "the pace of a new address", true);
        q.send("anna@home.example", "bob@remote.example");
        for (int hour = 0; hour < 2 * 24; hour++) {
            q.clock.pass(Duration.ofHours(1));
            q.quiet();
        }
        q.world.rule = _ -> new Outcome.Deferred(SmtpReply.of(451, "4.3.0", "later"), "mx.remote.example", Optional.empty());
        for (int hour = 0; hour < 5 * 24 - 2; hour++) {
            q.clock.pass(Duration.ofHours(1));
            q.quiet();
        }
        assertTrue(q.story.stream().noneMatch(event -> event.text().startsWith("Given up")), "not before its time");
        for (int hour = 0; hour < 5; hour++) {
            q.clock.pass(Duration.ofHours(1));
            q.quiet();
        }
        assertTrue(q.story.stream().anyMatch(event -> event.text().startsWith("Given up: too old")), "nor later");
    }

    /** Nobody has called: nobody knows whether the destination is up again. */
    @Test default void whoWaitsAloneMakesNoDestinationWell() {
        var q = queue().start();
        q.world.rule = _ -> new Outcome.Unreachable(SmtpReply.of(421, "4.4.1", "no answer"), "");
        q.send("anna@home.example", "bob@remote.example");
        for (int i = 0; i < 6; i++) {
            q.clock.pass(Duration.ofHours(2));
            q.quiet();
        }
        q.world.rule = _ -> new Outcome.Paced(q.clock.instant().plus(Duration.ofMinutes(1)), "personal mail first", false);
        q.clock.pass(Duration.ofHours(2));
        q.quiet();
        q.world.rule = _ -> new Outcome.Unreachable(SmtpReply.of(421, "4.4.1", "no answer"), "");
        q.clock.pass(Duration.ofMinutes(2));
        q.quiet();
        int attempts = q.world.attempts.size();
        for (int minute = 0; minute < 30; minute++) {
            q.clock.pass(Duration.ofMinutes(1));
            q.quiet();
        }
        assertEquals(attempts, q.world.attempts.size(), "as patient as before, not as at a first failure");
    }

    @Test default void afterARestNoAlarmOfAFaultIsLeft() {
        var q = queue().start();
        q.world.rule = _ -> new Outcome.OurFault("the smarthost refuses our password");
        q.send("anna@home.example", "bob@remote.example");
        q.quiet();
        assertEquals(1, q.alarms.size());
        q.world.rule = _ -> new Outcome.Paced(q.clock.instant().plus(Duration.ofHours(1)), "the pace of a new address", true);
        q.clock.pass(Duration.ofHours(1));
        q.quiet();
        q.world.rule = TestWorld::taken;
        q.clock.pass(Duration.ofHours(2));
        q.quiet();
        assertEquals(0, q.queue.counts().entries());
        assertEquals(Map.of(), q.alarms);
    }
}
