package sigillo.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Address;
import sigillo.dsn.ParsedDsn;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.Recipient.Notify;
import sigillo.smtp.ReversePath;
import sigillo.smtp.SmtpReply;
import sigillo.trace.Event;

/** Who is told what, and when: cases B17 and B18 on the queue's side. */
interface NoticeContract {
    String SENDER = "anna@home.example";

    TestQueue queue();

    private List<ParsedDsn> notices() {
        return queue().world.deliveredTo(SENDER).stream().map(mail -> ParsedDsn.of(mail.message())).toList();
    }

    private static Envelope to(Recipient... recipients) {
        return Envelope.of(TestQueue.path(SENDER), List.of(recipients));
    }

    @Test default void oneNoticeTellsAllThatFailedInAnAttempt() {
        var q = queue().start();
        q.world.rule = a -> switch (a.localPart()) {
            case "gone" -> TestWorld.bounced("5.1.1", "No such mailbox");
            case "full" -> TestWorld.bounced("5.2.2", "Mailbox full");
            default -> TestWorld.taken(a);
        };
        q.send(SENDER, "gone@remote.example", "fine@remote.example", "full@remote.example");
        q.quiet();
        assertEquals(1, notices().size());
        var notice = notices().getFirst();
        assertEquals(List.of("rfc822; gone@remote.example", "rfc822; full@remote.example"),
            notice.recipients().stream().map(r -> r.get("Final-Recipient")).toList());
        assertEquals(List.of("5.1.1", "5.2.2"), notice.recipients().stream().map(r -> r.get("Status")).toList());
        assertEquals("dns; mx.remote.example", notice.recipients().getFirst().get("Remote-MTA"));
        assertEquals("dns; mail.home.example", notice.perMessage().get("Reporting-MTA"));
        var envelope = q.world.deliveredTo(SENDER).getFirst().envelope();
        assertEquals(ReversePath.NULL, envelope.from());
        assertEquals(Set.of(Notify.NEVER), envelope.recipients().getFirst().notifyOn());
        assertEquals(Optional.empty(), envelope.ret());
        assertEquals(1, q.told(Event.Kind.NOTIFIED));
        q.assertEmpty();
    }

    /** RFC 3461 sections 4.1, 5.2: a wish, an outcome, and what is told for it; here and elsewhere. */
    record Wish(Set<Notify> asked, String outcome, String domain, String told) {}

    private static List<Wish> wishes() {
        var failures = Set.of(Notify.FAILURE);
        var success = Set.of(Notify.SUCCESS);
        var all = Set.of(Notify.SUCCESS, Notify.FAILURE, Notify.DELAY);
        var never = Set.of(Notify.NEVER);
        var delay = Set.of(Notify.DELAY);
        return List.of(
            new Wish(Set.of(), "bounced", "remote.example", "failed"),
                new Wish(failures, "bounced", "remote.example", "failed"),
            new Wish(success, "bounced", "remote.example", ""), new Wish(never, "bounced", "remote.example", ""),
            new Wish(delay, "bounced", "remote.example", ""), new Wish(all, "bounced", "home.example", "failed"),
            new Wish(Set.of(), "taken", "remote.example", ""), new Wish(failures, "taken", "remote.example", ""),
            new Wish(success, "taken", "remote.example", "relayed"),
                new Wish(all, "taken", "home.example", "delivered"),
            new Wish(success, "handed on", "remote.example", ""),
                new Wish(success, "handed on", "home.example", ""),
            new Wish(never, "taken", "home.example", ""), new Wish(Set.of(), "late", "remote.example", "delayed"),
            new Wish(delay, "late", "remote.example", "delayed"), new Wish(failures, "late", "remote.example", ""),
            new Wish(never, "late", "remote.example", ""));
    }

    @TestFactory default Stream<DynamicTest> tellsWhatWasWished() {
        return wishes().stream().map(wish -> DynamicTest.dynamicTest(wish.toString(), () -> {
            var q = queue();
            q.world.rule = a -> a.toString().equals(SENDER) ? TestWorld.taken(a) : switch (wish.outcome) {
                case "bounced" -> TestWorld.bounced("5.1.1", "No");
                case "late" -> TestWorld.deferred("Later");
                case "handed on" -> new Outcome.Delivered(TestWorld.YES, "mx.remote.example", true);
                default -> TestWorld.taken(a);
            };
            q.start();
            q.send(TestQueue.outgoing(to(new Recipient(Address.of("bob@" + wish.domain), wish.asked,
                Optional.empty()))));
            q.quiet();
            if (wish.outcome.equals("late")) q.pass(Duration.ofHours(6), Duration.ofMinutes(30));
            var told = notices().stream().flatMap(n -> n.recipients().stream()).map(r -> r.get("Action")).toList();
            assertEquals(wish.told.isEmpty() ? List.of() : List.of(wish.told), told);
            q.queue.desk().drop(new Selection.All());
            q.quiet();
            q.pass(Duration.ofDays(1));
            q.assertEmpty();
            q.world.delivered.clear();
            q.queue.close();
        }));
    }

    /** RFC 8689 section 5: it is carried as it asks, and its notification asks for the same, with the header alone. */
    @Test default void whatRequiresTlsDoesSoInItsNotificationToo() {
        var q = queue().start();
        q.world.rule = a -> a.toString().equals(SENDER) ? TestWorld.taken(a) : TestWorld.bounced("5.7.30", "no REQUIRETLS");
        for (var tls : Envelope.Tls.values()) {
            q.send(TestQueue.outgoing(new Envelope(TestQueue.path(SENDER), List.of(TestQueue.asking("bob@remote.example", Notify.FAILURE)),
                Optional.of(Envelope.Ret.FULL), Optional.empty(), Envelope.Body.EIGHT_BIT, false, Optional.empty(), tls)));
            q.quiet();
            assertEquals(tls, q.world.attempts.get(q.world.attempts.size() - 2).job().envelope().tls());
            boolean isRequired = tls == Envelope.Tls.REQUIRED;
            assertEquals(isRequired ? Envelope.Tls.REQUIRED : Envelope.Tls.AS_USUAL, q.world.delivered.getLast().envelope().tls());
            assertEquals(isRequired ? "text/rfc822-headers" : "message/rfc822", notices().getLast().returnedType());
        }
        q.assertEmpty();
    }

    @Test default void aDelayIsToldOnceAndThenTheEnd() {
        var q = queue().start();
        q.world.rule = a -> a.toString().equals(SENDER) ? TestWorld.taken(a) : TestWorld.deferred("Mailbox busy");
        q.send(TestQueue.outgoing(new Envelope(TestQueue.path(SENDER),
            List.of(TestQueue.asking("bob@remote.example", Notify.DELAY, Notify.FAILURE)),
            Optional.of(Envelope.Ret.FULL), Optional.of("abc"), Envelope.Body.EIGHT_BIT, false, Optional.empty())));
        q.quiet();
        q.pass(Duration.ofHours(3), Duration.ofMinutes(30));
        assertEquals(0, notices().size());
        q.pass(Duration.ofHours(2), Duration.ofMinutes(30));
        assertEquals(1, notices().size());
        var delay = notices().getFirst().recipients().getFirst();
        assertEquals("delayed", delay.get("Action"));
        assertEquals("4.3.0", delay.get("Status"));
        assertEquals("smtp; 451 4.3.0 Mailbox busy", delay.get("Diagnostic-Code"));
        assertEquals("Fri, 6 Mar 2026 08:00:00 +0000", delay.get("Will-Retry-Until"));
        assertEquals("text/rfc822-headers", notices().getFirst().returnedType());
        q.pass(Duration.ofDays(6), Duration.ofHours(6));
        assertEquals(2, notices().size());
        var end = notices().getLast();
        assertEquals("failed", end.recipients().getFirst().get("Action"));
        assertEquals("4.4.7", end.recipients().getFirst().get("Status"));
        assertEquals("smtp; 451 4.3.0 Mailbox busy", end.recipients().getFirst().get("Diagnostic-Code"));
        assertEquals("rfc822;bob@remote.example", end.recipients().getFirst().get("Original-Recipient"));
        assertEquals("abc", end.perMessage().get("Original-Envelope-Id"));
        assertEquals("message/rfc822", end.returnedType());
        assertEquals(TestQueue.MESSAGE, end.returned());
        q.assertEmpty();
    }

    /** Behind a dead host most are never tried; they end in time all the same, and say what the host said. */
    @Test default void whoWasNeverTriedEndsWithTheOthers() {
        var q = queue().start();
        q.world.rule = a -> a.toString().equals(SENDER) ? TestWorld.taken(a) : TestWorld.unreachable();
        for (int i = 0; i < 30; i++) q.send(SENDER, "r" + i + "@dead.example");
        q.quiet();
        q.pass(Duration.ofDays(6), Duration.ofHours(2));
        var ends = notices().stream().filter(n -> n.recipients().getFirst().get("Action").equals("failed")).toList();
        assertEquals(30, ends.size());
        assertEquals(60, notices().size());
        assertTrue(ends.stream().allMatch(n ->
            n.recipients().getFirst().get("Diagnostic-Code").equals("smtp; 421 4.4.1 No answer")));
        q.assertEmpty();
    }

    /** Case B18 (b): a forged sender; the notice itself cannot be delivered; nothing more comes of it. */
    @Test default void aBounceThatBouncesIsDropped() {
        var q = queue().start();
        q.world.rule = _ -> TestWorld.bounced("5.1.2", "No such domain");
        q.send("ghost@nowhere.example", "missing@home.example");
        q.quiet();
        q.pass(Duration.ofDays(6), Duration.ofHours(12));
        assertEquals(2, q.world.attempts.size(), "the message and its notice, never a third");
        assertEquals(1, q.told(Event.Kind.NOTIFIED));
        assertEquals(1, q.told(Event.Kind.DROPPED));
        q.assertEmpty();
    }

    @Test default void aBounceThatStaysAwayIsDroppedInTheEnd() {
        var q = queue().start();
        q.world.rule = a -> a.domain().name().equals("home.example") ? TestWorld.bounced("5.1.1", "No")
            : TestWorld.deferred("Later");
        q.send("ghost@slow.example", "missing@home.example");
        q.quiet();
        q.pass(Duration.ofDays(7), Duration.ofHours(2));
        assertEquals(1, q.told(Event.Kind.NOTIFIED), "no delay notice for a notice, no notice at its end");
        q.assertEmpty();
    }

    @Test default void aNullSenderIsNeverTold() {
        var q = queue().start();
        q.world.rule = _ -> TestWorld.bounced("5.1.1", "No");
        q.send(TestQueue.outgoing(new Envelope(ReversePath.NULL,
            List.of(TestQueue.asking("bob@remote.example", Notify.FAILURE)),
            Optional.empty(), Optional.empty(), Envelope.Body.EIGHT_BIT, false, Optional.empty())));
        q.quiet();
        assertEquals(0, q.told(Event.Kind.NOTIFIED));
        q.assertEmpty();
    }

    @Test default void aReplyWithoutStatusHasAGeneralOne() {
        var q = queue().start();
        q.world.rule = a -> a.toString().equals(SENDER) ? TestWorld.taken(a)
            : new Outcome.Bounced(new SmtpReply(554, Optional.empty(), List.of("go away")), "mx.remote.example");
        q.send(SENDER, "bob@remote.example");
        q.quiet();
        assertEquals("5.0.0", notices().getFirst().recipients().getFirst().get("Status"));
    }

    /**
     * A crash between the other side's no and the commit: the notice is sent once, with the commit that took the row.
     */
    @Test default void aNoticeIsSentOnceWhateverCrashes() {
        var q = queue().start();
        q.world.rule = a -> a.toString().equals(SENDER) ? TestWorld.taken(a) : TestWorld.bounced("5.1.1", "No");
        q.world.after = q.store::isDead;
        q.send(SENDER, "bob@remote.example");
        long end = System.nanoTime() + 10_000_000_000L;
        while (q.store.refused.get() == 0 && System.nanoTime() < end) Thread.onSpinWait();
        q.world.after = () -> { };
        q.crash();
        q.quiet();
        assertEquals(1, notices().size());
        assertFalse(q.queue.counts().entries() > 0);
        assertEquals(1, q.told(Event.Kind.NOTIFIED));
    }

    @Test default void theStoryOfANoticeIsLinked() {
        var q = queue().start();
        q.world.rule = a -> a.toString().equals(SENDER) ? TestWorld.taken(a) : TestWorld.bounced("5.1.1", "No");
        q.send(SENDER, "bob@remote.example");
        q.quiet();
        var notified = q.story.stream().filter(e -> e.kind() == Event.Kind.NOTIFIED).findFirst().orElseThrow();
        assertTrue(q.story.stream().anyMatch(e -> e.kind() == Event.Kind.SENT
            && notified.text().contains(e.id().text())));
    }
}
