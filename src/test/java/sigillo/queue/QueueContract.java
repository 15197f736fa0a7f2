package sigillo.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.SmtpReply;
import sigillo.store.StoreException;
import sigillo.trace.Event;

/** What the queue promises about time, turns and durability, on any store. */
interface QueueContract {
    String ANNA = "anna@home.example";
    String NOBODY = "nobody@remote.example";

    TestQueue queue();

    @Test default void carriesAMessageAndForgetsIt() {
        var q = queue().start();
        var id = q.send(ANNA, "bob@remote.example");
        q.quiet();
        assertEquals(1, q.world.attempts.size());
        var attempt = q.world.attempts.getFirst();
        assertEquals(TestQueue.MESSAGE, attempt.message());
        assertEquals(id.text(), attempt.job().key());
        assertEquals("remote.example", attempt.job().destination());
        assertEquals(1, q.told(Event.Kind.QUEUED));
        assertEquals(1, q.told(Event.Kind.SENT));
        q.assertEmpty();
    }

    @Test default void recipientsOfOneDestinationGoTogether() {
        var q = queue().start();
        q.send(ANNA, "a@one.example", "b@two.example", "c@one.example");
        q.quiet();
        assertEquals(List.of(List.of("a@one.example", "c@one.example"), List.of("b@two.example")),
            q.world.attempts.stream().map(TestWorld.Attempt::to).sorted((x, y) -> x.getFirst().compareTo(y.getFirst()))
                .toList());
        q.assertEmpty();
    }

    @Test default void triesAgainByTheSchedule() {
        var q = queue().start();
        q.world.rule = _ -> TestWorld.deferred("Come back later");
        q.send(ANNA, "bob@remote.example");
        q.quiet();
        q.pass(Duration.ofHours(3), Duration.ofSeconds(30));
        var times = q.world.attempts.stream().map(TestWorld.Attempt::at).toList();
        assertTrue(times.size() >= 7 && times.size() <= 9, times.size() + " attempts");
        long first = Duration.between(times.get(0), times.get(1)).toSeconds();
        long last = Duration.between(times.get(times.size() - 2), times.getLast()).toMinutes();
        assertTrue(first >= 60 && first <= 180, first + " s before the first retry");
        assertTrue(last > 40, last + " minutes before the last one");
        q.world.rule = TestWorld::taken;
        q.pass(Duration.ofHours(2));
        assertEquals(1, q.world.deliveredTo("bob@remote.example").size());
        q.assertEmpty();
    }

    @Test default void comesBackNoSoonerThanAsked() {
        var q = queue().start();
        q.world.rule = _ -> new Outcome.Deferred(SmtpReply.of(450, "4.2.0", "Grey"), "mx",
            Optional.of(Duration.ofMinutes(30)));
        q.send(ANNA, "bob@remote.example");
        q.quiet();
        q.pass(Duration.ofMinutes(29), Duration.ofMinutes(1));
        assertEquals(1, q.world.attempts.size());
        q.pass(Duration.ofMinutes(2), Duration.ofMinutes(1));
        assertEquals(2, q.world.attempts.size());
    }

    @Test default void holdsWhatIsToBeReleasedLater() {
        var q = queue().start();
        var until = q.clock.instant().plus(Duration.ofDays(9));
        q.send(TestQueue.outgoing(new Envelope(TestQueue.path(ANNA),
            List.of(Recipient.of(Address.of("bob@remote.example"))),
            Optional.empty(), Optional.empty(), Envelope.Body.EIGHT_BIT, false, Optional.of(until))));
        q.quiet();
        q.pass(Duration.ofDays(8), Duration.ofDays(1));
        assertEquals(0, q.world.attempts.size());
        q.world.rule = a -> a.toString().equals(ANNA) ? TestWorld.taken(a) : TestWorld.deferred("later");
        q.pass(Duration.ofDays(1));
        assertEquals(1, q.world.attempts.size());
        q.pass(Duration.ofDays(4), Duration.ofHours(12));
        assertEquals(0, q.told(Event.Kind.BOUNCED), "its days count from the release");
        q.pass(Duration.ofDays(2), Duration.ofHours(12));
        assertEquals(1, q.told(Event.Kind.BOUNCED));
    }

    /** RFC 5321 section 4.5.3.1.8: so many every server takes. */
    @Test default void manyRecipientsGoInPortionsOfAHundred() {
        var q = queue().start();
        q.send(ANNA, IntStream.range(0, 250).mapToObj(i -> "r" + i + "@remote.example").toArray(String[]::new));
        q.quiet();
        assertEquals(List.of(50, 100, 100), q.world.attempts.stream().map(a -> a.to().size()).sorted().toList());
        assertEquals(250, q.world.delivered.stream().map(TestWorld.Mail::to).distinct().count());
        q.assertEmpty();
    }

    /** Many wait for a dead host; only a few are tried, and mail for others does not wait. */
    @Test default void aDeadDestinationCostsOneAttemptATime() {
        var q = queue().with(TestQueue.SETTINGS.bounds(5_000, 100_000)).start();
        q.world.rule = a -> a.domain().name().equals("dead.example") ? TestWorld.unreachable() : TestWorld.taken(a);
        for (int i = 0; i < 8; i++) {
            q.queue.enqueue(IntStream.range(0, 50).mapToObj(n -> TestQueue.outgoing(ANNA, "r" + n + "@dead.example"))
                .toList());
        }
        q.send(ANNA, "bob@alive.example");
        q.quiet();
        assertEquals(1, q.world.deliveredTo("bob@alive.example").size());
        q.pass(Duration.ofHours(3), Duration.ofMinutes(5));
        assertTrue(q.world.attempts.size() <= 12, q.world.attempts.size() + " attempts for a dead host");
        assertEquals(400, q.queue.counts().recipients());
        q.world.rule = TestWorld::taken;
        q.pass(Duration.ofHours(2));
        q.assertEmpty();
        assertEquals(401, q.world.delivered.stream().map(TestWorld.Mail::to).filter(to -> !to.equals(ANNA)).count());
        assertTrue(q.world.mostAt.get("dead.example") <= 5, "at most five at once to one destination");
    }

    @Test default void keepsToItsBoundsOfConcurrency() {
        var q = queue().with(TestQueue.SETTINGS.atOnce(8, 3)).start();
        q.world.before = () -> pause(20); // longer than a commit takes
        for (int i = 0; i < 40; i++) q.send(ANNA, "r@d" + i % 6 + ".example", "s@d" + (i + 1) % 6 + ".example");
        q.quiet();
        assertEquals(80, q.world.delivered.size());
        assertTrue(q.world.most.get() <= 8 && q.world.most.get() > 3, q.world.most + " at once");
        assertTrue(q.world.mostAt.values().stream().allMatch(most -> most <= 3), q.world.mostAt.toString());
        q.assertEmpty();
    }

    /** One sender's thousand mails to one place do not keep another place waiting. */
    @Test default void destinationsTakeTurns() {
        var q = queue().with(TestQueue.SETTINGS.atOnce(4, 4)).start();
        q.world.before = () -> {
            q.clock.pass(Duration.ofMillis(1));
            pause(1);
        };
        var busy = List.of("one", "two", "three", "four", "five");
        for (int i = 0; i < 80; i++) q.queue.enqueue(busy.stream()
            .map(d -> TestQueue.outgoing(ANNA, "x@" + d + ".example")).toList());
        q.send(ANNA, "last@quiet.example");
        int before = q.world.delivered.size();
        q.quiet();
        int place = q.world.delivered.stream().map(TestWorld.Mail::to).toList().indexOf("last@quiet.example") - before;
        assertTrue(place < 150, "the last one came as number " + place + " of " + (q.world.delivered.size() - before));
        q.assertEmpty();
    }

    @Test default void aFullDiskRefusesAndKeepsNothing() throws Exception {
        var q = queue().start();
        q.store.isFull();
        assertTrue(assertThrows(StoreException.class, () -> q.send(ANNA, "bob@remote.example")).isFull());
        q.store.isWell();
        q.assertEmpty();
        q.send(ANNA, "bob@remote.example");
        assertTrue(until(() -> q.world.delivered.size() == 1), "what comes afterwards is delivered");
    }

    /** Case B19: the commit fails although the message itself was kept. */
    @Test default void aCommitThatFailsKeepsNothing() {
        var q = queue().start();
        q.store.refusesCommits();
        assertThrows(StoreException.class, () -> q.send(ANNA, "bob@remote.example"));
        q.store.isWell();
        q.assertEmpty();
    }

    /** Mail was sent but that cannot be written down: it is not sent again while the queue lives. */
    @Test default void whatWasSentIsWrittenDownWhenTheDiskIsWellAgain() throws Exception {
        var q = queue().start();
        q.world.after = q.store::isFull;
        q.send(ANNA, "bob@remote.example");
        assertTrue(until(() -> q.alarms.containsKey(Settler.STORE_ALARM)), "an alarm");
        assertTrue(until(() -> q.store.refused.get() >= 1), "the store was asked");
        q.world.after = () -> { };
        q.store.isWell();
        assertTrue(until(() -> q.queue.counts().entries() == 0), "settled at last");
        q.quiet();
        assertEquals(1, q.world.delivered.size());
        assertFalse(q.alarms.containsKey(Settler.STORE_ALARM));
        q.assertEmpty();
    }

    @Test default void aCrashAfterTheOtherSidesYesRepeatsThatJobOnly() {
        var q = queue().start();
        q.world.rule = _ -> TestWorld.deferred("not yet");
        for (int i = 0; i < 10; i++) q.send(ANNA, "r" + i + "@d" + i + ".example");
        q.quiet();
        q.world.rule = TestWorld::taken;
        q.world.after = () -> { if (q.world.delivered.size() >= 3) q.store.isDead(); };
        q.queue.desk().retry(new Selection.All());
        // of several servers, each takes a lease before an attempt: where the store takes nothing any more, none begins
        int carried = q.isShared() ? 3 : 10;
        assertTrue(until(() -> q.world.delivered.size() >= carried), "all were carried");
        q.world.after = () -> { };
        q.crash();
        q.quiet();
        q.pass(Duration.ofHours(2));
        for (int i = 0; i < 10; i++) {
            int copies = q.world.deliveredTo("r" + i + "@d" + i + ".example").size();
            assertTrue(copies == 1 || copies == 2, copies + " copies of " + i);
        }
        q.assertEmptyAfterACrash();
    }

    @Test default void aCrashLosesNothingThatWasPutIn() {
        var q = queue();
        q.start();
        q.world.before = () -> pause(2);
        for (int i = 0; i < 30; i++) q.send(ANNA, "r" + i + "@remote.example");
        q.crash();
        q.quiet();
        assertEquals(30, q.world.delivered.stream().map(TestWorld.Mail::to).distinct().count());
        q.assertEmptyAfterACrash();
    }

    @Test default void sweepsMessagesThatNoEntryNames() {
        var q = queue().start();
        q.world.rule = _ -> TestWorld.deferred("not yet");
        q.send(ANNA, "bob@remote.example");
        q.quiet();
        var rows = new QueueRows(q.store, q.seal, (_, _) -> { }, new EntryIds(q.clock, new java.util.Random(5)),
            new java.util.Random(6));
        try (var intake = rows.intake()) {
            var message = TestQueue.outgoing(ANNA, "eve@remote.example");
            intake.make(new Intake.Made(message.envelope(), message.message(), message.trace(), message.submitter(), List.of("remote.example"), 0));
        }
        assertEquals(2, q.blobs());
        q.crash();
        q.quiet();
        assertEquals(2, q.blobs(), "it may still be on its way in");
        q.clock.pass(q.orphanGrace().plus(Duration.ofHours(1)));
        q.crash();
        q.quiet();
        if (q.isShared()) {
            q.queue.sweep();
            assertEquals(2, q.blobs(), "who put it has a clock that is a day behind, or this one is ahead");
            q.clock.pass(q.orphanGrace());
            q.queue.sweep();
        }
        assertTrue(until(() -> q.blobs() == 1), "swept");
    }

    @Test default void stopsWithinSecondsAndGoesOnAfterTheStart() throws Exception {
        var q = queue().start();
        var begun = new CountDownLatch(1);
        q.world.before = () -> {
            begun.countDown();
            try {
                Thread.sleep(Duration.ofMinutes(5));
            } catch (InterruptedException stopped) {
                throw new IllegalStateException("called off");
            }
        };
        q.send(ANNA, "bob@remote.example");
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        long start = System.nanoTime();
        q.queue.close();
        assertTrue(System.nanoTime() - start < 3_000_000_000L, "stops at once");
        assertEquals(1, q.queue.counts().recipients());
        assertEquals(0, q.queue.desk().list(Optional.empty(), 9).getFirst().recipients().getFirst().attempts());
        q.world.before = () -> { };
        q.start();
        q.quiet();
        assertEquals(1, q.world.delivered.size());
        q.assertEmpty();
    }

    @Test default void aSenderHasAShareAndTheQueueABound() {
        var q = queue().with(TestQueue.SETTINGS.bounds(3, 5)).start();
        q.world.rule = _ -> TestWorld.deferred("not yet");
        for (int i = 0; i < 3; i++) q.send(ANNA, "bob@remote.example");
        assertTrue(assertThrows(QueueFull.class, () -> q.send(ANNA, "bob@remote.example")).isFull());
        assertFalse(q.alarms.containsKey("queue/full"));
        for (int i = 0; i < 2; i++) q.send("bruno@home.example", "bob@remote.example");
        assertThrows(QueueFull.class, () -> q.send("carla@home.example", "bob@remote.example"));
        assertTrue(q.alarms.containsKey("queue/full"));
        assertEquals(5, q.blobs());
        q.quiet(); // what is under way would be put off once more, behind the wish
        q.world.rule = TestWorld::taken;
        q.queue.desk().retry(new Selection.All());
        q.quiet();
        q.send(ANNA, "bob@remote.example");
        q.quiet();
        assertFalse(q.alarms.containsKey("queue/full"));
        q.assertEmpty();
    }

    @Test default void aChangedRouteReachesWhatIsWaiting() {
        var q = queue().start();
        q.world.rule = _ -> TestWorld.deferred("not yet");
        q.send(ANNA, "bob@remote.example", "eve@remote.example");
        q.quiet();
        q.world.rule = TestWorld::taken;
        q.world.route = _ -> "smarthost";
        q.pass(Duration.ofHours(1));
        assertEquals("smarthost", q.world.attempts.getLast().job().destination());
        assertEquals(2, q.world.delivered.size());
        q.assertEmpty();
    }

    /** A fault in our own program at one look must not leave a destination without turns. */
    @Test default void anErrorDoesNotStopADestination() {
        var q = queue().start();
        q.world.rule = _ -> TestWorld.deferred("not yet");
        q.send(ANNA, "bob@remote.example");
        q.quiet();
        q.world.rule = TestWorld::taken;
        q.world.route = _ -> {
            q.world.route = address -> address.domain().name();
            throw new IllegalStateException("a mistake of ours");
        };
        q.clock.pass(Duration.ofHours(1));
        q.queue.wake();
        assertTrue(until(() -> !q.world.delivered.isEmpty()), "its turn came again");
        q.quiet();
        q.assertEmpty();
    }

    /** A carrier that lacks a class, or has no stack left: its turn ends as after any fault of ours, and comes again. */
    @Test default void whatIsThrownAsAnErrorStopsNoDestination() {
        var q = queue().start();
        q.world.rule = _ -> { throw new NoClassDefFoundError("meant by this test"); };
        q.send(ANNA, "bob@remote.example");
        q.quiet();
        assertEquals(0, q.world.delivered.size());
        q.world.rule = TestWorld::taken;
        q.pass(Duration.ofHours(1));
        assertEquals(1, q.world.delivered.size(), "its turn came again, once");
        q.assertEmpty();
    }

    @Test default void aLostMessageIsHeldAndOthersGoOn() {
        var q = queue().start();
        q.world.rule = _ -> TestWorld.deferred("not yet");
        var id = q.send(ANNA, "bob@remote.example");
        q.quiet();
        q.store.blobs().delete(new QueueView(q.store.partition(QueueKeys.PARTITION), q.seal, 0).entry(id.number())
            .orElseThrow().blob());
        q.world.rule = TestWorld::taken;
        q.send(ANNA, "eve@remote.example");
        q.pass(Duration.ofHours(1));
        assertEquals(1, q.world.delivered.size());
        assertEquals(1, q.queue.counts().held());
        assertTrue(q.alarms.containsKey("queue/entry/" + id));
    }

    /** RFC 5321 section 4.5.4.1, and the time when nobody could have delivered does not count. */
    @Test default void ourOwnFaultNeverBounces() {
        var q = queue().start();
        q.world.rule = _ -> new Outcome.OurFault("there is no network");
        q.send(ANNA, "bob@remote.example");
        q.quiet();
        q.pass(Duration.ofDays(12), Duration.ofHours(3));
        assertEquals(1, q.queue.counts().entries());
        assertEquals(0, q.told(Event.Kind.NOTIFIED));
        assertTrue(q.alarms.containsKey("queue/fault/there is no network"), q.alarms.toString());
        q.world.rule = _ -> TestWorld.deferred("later");
        q.pass(Duration.ofHours(1), Duration.ofMinutes(10));
        assertFalse(q.alarms.containsKey("queue/fault/there is no network"));
        q.pass(Duration.ofDays(4), Duration.ofHours(3));
        assertEquals(0, q.told(Event.Kind.BOUNCED), "its five days have just begun");
        q.pass(Duration.ofDays(1), Duration.ofHours(3));
        assertEquals(1, q.told(Event.Kind.BOUNCED));
    }

    /** Many servers put something new into each refusal. */
    @Test default void aFaultInOtherWordsIsOneAlarm() {
        var q = queue().start();
        q.world.rule = _ -> new Outcome.OurFault("refused, session " + q.world.attempts.size());
        q.send(ANNA, "bob@remote.example");
        q.pass(Duration.ofDays(1), Duration.ofMinutes(10));
        assertTrue(q.world.attempts.size() > 10);
        assertEquals(1, q.alarms.size(), q.alarms.toString());
    }

    @Test default void timeInWhichWeWereStoppedDoesNotCount() {
        var q = queue().start();
        q.world.rule = _ -> TestWorld.deferred("later");
        q.send(ANNA, "bob@remote.example");
        q.quiet();
        q.queue.close();
        q.clock.pass(Duration.ofDays(30));
        q.start();
        q.quiet();
        assertEquals(2, q.world.attempts.size());
        assertEquals(0, q.told(Event.Kind.BOUNCED));
        q.world.rule = TestWorld::taken;
        q.pass(Duration.ofHours(1));
        q.assertEmpty();
    }

    /** Days in which nothing waited are not taken for a stop. */
    @Test default void quietDaysAreNoStop() {
        var q = queue().start();
        q.quiet();
        q.pass(Duration.ofDays(20), Duration.ofDays(1));
        q.world.rule = _ -> TestWorld.deferred("later");
        q.send(ANNA, "bob@remote.example");
        q.quiet();
        q.crash();
        q.pass(Duration.ofDays(5).plusHours(1), Duration.ofHours(3));
        assertEquals(1, q.told(Event.Kind.BOUNCED));
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException("called off");
        }
    }

    private static boolean until(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) return false;
            pause(5);
        }
        return true;
    }
}
