package sigillo.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Address;
import sigillo.queue.Outcome;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.Recipient.Notify;
import sigillo.smtp.ReversePath;
import sigillo.spool.Spooled;
import sigillo.store.StoreException;
import sigillo.trace.Event;
import sigillo.trace.TraceId;

class DeliveryTest {
    private static final String HELLO = "From: bob@sender.example\r\nSubject: hi\r\n\r\nhello\r\n";

    /** Whatever comes, octet for octet, behind three lines of ours; and an empty one where there is no header at all. */
    private static final List<String> MESSAGES = List.of(
        HELLO, "Subject: ping\r\n\r\n", "Subject: ping\r\n", "\r\n", "",
        "Return-Path: <ghost@bank.example>\r\n" + HELLO, "Delivered-To: someone@else.example\r\n" + HELLO,
        "Subject: \u00ff\u0000\r\n\r\n\u0080\n\r.\n", "no header\r\n", "Received: x\r\n" + HELLO);

    @TestFactory Stream<DynamicTest> whatCameIsKeptBehindTheTraceHeader() {
        return MESSAGES.stream().map(message -> dynamicTest("message " + MESSAGES.indexOf(message), () -> {
            var house = new House();
            assertEquals("250 2.0.0", House.code(house.toAll(message, "anna+shop")));
            var trace = house.told.getFirst().id();
            assertEquals(List.of("""
                Return-Path: <bob@sender.example>
                Delivered-To: anna+shop@home.example
                Received: from mail.sender.example ([192.0.2.1])
                \tby mx.home.example with ESMTP id %s
                \tfor <anna+shop@home.example>;
                \tSun, 1 Mar 2026 10:00:00 +0000
                """.formatted(trace).replace("\n", "\r\n") + (message.isEmpty() || message.equals("no header\r\n") ? "\r\n" : "") + message), house.inbox("anna"));
            assertEquals(List.of(Event.Kind.RECEIVED, Event.Kind.FILED), house.story());
        }));
    }

    /** RFC 8689 sections 4.4 and 6: delivered here as ever; what an alias sends on asks for the same. */
    @Test void whatIsAskedOfTlsGoesOn() {
        var house = new House();
        for (var tls : Envelope.Tls.values()) {
            for (var to : List.of("anna", "away")) {
                var envelope = Envelope.of(ReversePath.of(House.BOB), List.of(Recipient.of(Address.of(to + "@home.example"))));
                var text = (tls == Envelope.Tls.NOT_REQUIRED ? "TLS-Required: No\r\n" : "") + "Subject: hi\r\n\r\nHi.\r\n";
                var tagged = tls == Envelope.Tls.REQUIRED ? envelope.tls(tls) : envelope;
                assertTrue(house.delivery.toAll(new Incoming(tagged, House.OUTSIDE, Spooled.of(text.getBytes()), TraceId.fresh())).isPositive());
            }
        }
        assertEquals(3, house.inbox("anna").size());
        assertEquals(List.of(Envelope.Tls.values()), house.queue.entries.stream().map(one -> one.envelope().tls()).toList());
    }

    /** {@code filed}: whose inbox has one copy; {@code queued}: the recipients of the only queue entry. */
    record Case(String to, String replies, String filed, String queued) {}

    private static final List<Case> TO_ALL = List.of(
        new Case("anna", "250 2.0.0", "anna", ""),
        new Case("ANNA@Home.Example", "250 2.0.0", "anna", ""),
        new Case("INFO@Open.Example", "250 2.0.0", "anna", ""),
        new Case("Whoever@open.example", "250 2.0.0", "bruno", ""),
        new Case("anna info anna+x", "250 2.0.0", "anna", ""),
        new Case("anna anna", "250 2.0.0", "anna", ""),
        new Case("anna bruno", "250 2.0.0", "", "anna@home.example bruno@home.example"),
        new Case("team", "250 2.0.0", "", "team@home.example"),
        new Case("both", "250 2.0.0", "", "both@home.example"),
        new Case("away", "250 2.0.0", "", "anna@old.example"),
        new Case("list", "250 2.0.0", "", "x@one.example y@two.example"),
        new Case("away anna", "250 2.0.0", "", "away@home.example anna@home.example"),
        new Case("ghost", "550 5.1.1", "", ""),
        new Case("off", "550 5.2.1", "", ""),
        new Case("off ghost", "550 5.2.1", "", ""),
        new Case("x@remote.example", "550 5.7.1", "", ""),
        new Case("anna ghost", "250 2.0.0", "", "anna@home.example ghost@home.example"));

    /** Case B11 among them: an alias in any case comes before the catch-all. */
    @TestFactory Stream<DynamicTest> oneReplyForAll() {
        return TO_ALL.stream().map(c -> dynamicTest(c.to, () -> {
            var house = new House();
            check(c, house, House.code(house.toAll(HELLO, c.to.split(" "))));
        }));
    }

    /** Each is told once, with those whom it was for; what is taken is not. */
    @Test void whatIsRefusedIsTold() {
        var house = new House();
        var told = new ArrayList<TurnedAway.Mail>();
        house.delivery.turningAway(told::add);
        house.toAll(HELLO, "anna");
        assertEquals(List.of(), told);
        house.toAll(HELLO, "off", "ghost");
        assertEquals(1, told.size());
        var mail = told.getFirst();
        assertEquals(Optional.of(House.BOB), mail.sender());
        assertEquals(List.of(Address.of("off@home.example"), Address.of("ghost@home.example")), mail.recipients());
        assertEquals("550 5.2.1", House.code(mail.reply()));
        assertEquals(House.OUTSIDE.client(), mail.client());
    }

    private static final List<Case> TO_EACH = List.of(
        new Case("anna bruno", "250 2.0.0, 250 2.0.0", "anna bruno", ""),
        new Case("anna ghost bruno off", "250 2.0.0, 550 5.1.1, 250 2.0.0, 550 5.2.1", "anna bruno", ""),
        new Case("anna info", "250 2.0.0, 250 2.0.0", "anna", ""),
        new Case("carla team", "250 2.0.0, 250 2.0.0", "carla", "team@home.example"),
        new Case("carla away", "250 2.0.0, 250 2.0.0", "carla", "anna@old.example"));

    @TestFactory Stream<DynamicTest> oneReplyForEach() {
        return TO_EACH.stream().map(c -> dynamicTest(c.to, () -> {
            var house = new House();
            check(c, house, String.join(", ", house.toEach(HELLO, c.to.split(" ")).stream().map(House::code).toList()));
        }));
    }

    private static void check(Case c, House house, String replies) {
        assertEquals(c.replies, replies);
        for (var name : List.of("anna", "bruno", "carla")) {
            assertEquals(List.of(c.filed.split(" ")).contains(name) ? 1 : 0, house.inbox(name).size(), name);
        }
        assertEquals(c.queued.isEmpty() ? List.of() : List.of(c.queued),
            house.queue.entries.stream().map(e -> String.join(" ", e.recipients())).toList());
        for (var entry : house.queue.entries) {
            assertTrue(entry.text().endsWith(HELLO), entry.text());
            assertTrue(entry.text().contains("Received: from mail.sender"), entry.text());
        }
    }

    @Test void onlyTheOnlyRecipientIsNamed() {
        var house = new House();
        house.toAll(HELLO, "anna", "info");
        var kept = house.inbox("anna").getFirst();
        assertTrue(kept.lines().noneMatch(line -> line.startsWith("\tfor")), kept);
    }

    @Test void wishesAreForTheQueue() {
        var house = new House();
        var success = new Recipient(Residents.address("anna"), Set.of(Notify.SUCCESS), Optional.empty());
        assertEquals("250 2.0.0", House.code(house.delivery.toAll(wishing(success))));
        assertEquals(List.of(success), house.queue.entries.getFirst().envelope().recipients());
        assertEquals(List.of(), house.inbox("anna"));
    }

    /** RFC 3461 section 5.2.7: {@code wished} and {@code goesOn} are NOTIFY's words. */
    record WishCase(String alias, String wished, String goesOn) {}

    private static final List<WishCase> WISHES = List.of(
        new WishCase("away", "", ""), new WishCase("away", "FAILURE", "FAILURE"), new WishCase("away", "NEVER", "NEVER"),
        new WishCase("list", "FAILURE", "FAILURE"), new WishCase("list", "", ""));

    @TestFactory Stream<DynamicTest> anAliasHandsWishesOn() {
        return WISHES.stream().map(c -> dynamicTest(c.alias + " " + c.wished, () -> {
            var house = new House();
            var wished = c.wished.isEmpty() ? Set.<Notify>of() : Set.of(Notify.valueOf(c.wished));
            house.delivery.toAll(wishing(new Recipient(Residents.address(c.alias), wished, Optional.empty())));
            for (var target : house.queue.entries.getFirst().envelope().recipients()) {
                assertEquals(c.goesOn.isEmpty() ? Set.of() : Set.of(Notify.valueOf(c.goesOn)), target.notifyOn());
                assertEquals(Optional.of("rfc822;" + c.alias + "@home.example"), target.originalRecipient());
            }
            assertEquals(ReversePath.of(House.BOB), house.queue.entries.getFirst().envelope().from());
            var sentOn = house.queue.entries.getFirst().text();
            assertTrue(sentOn.startsWith("Delivered-To: " + c.alias + "@home.example\r\nReceived: "), sentOn);
            assertEquals(List.of(Event.Kind.RECEIVED, Event.Kind.FORWARDED), house.story());
        }));
    }

    private static Incoming wishing(Recipient recipient) {
        var plain = House.incoming(ReversePath.of(House.BOB), HELLO);
        return new Incoming(plain.envelope().to(List.of(recipient)), plain.origin(), plain.message(), plain.trace());
    }

    /** Case B18 (a). */
    @Test void aNotificationHasNoSender() {
        var house = new House();
        assertEquals("250 2.0.0", House.code(house.toAll(ReversePath.NULL, HELLO, "anna")));
        assertTrue(house.inbox("anna").getFirst().startsWith("Return-Path: <>\r\nDelivered-To: anna@home.example\r\n"));
    }

    /** Case B18 (c): what we sent on comes back. */
    @Test void whatComesBackIsRefused() {
        var house = new House();
        house.toAll(HELLO, "away");
        var sentOn = house.queue.entries.getFirst().text();
        assertEquals("554 5.4.6", House.code(house.toAll("Received: by old.example; then\r\n" + sentOn, "Away")));
        assertEquals("250 2.0.0", House.code(house.toAll(sentOn, "carla")), "to another it is mail like any other");
        assertEquals(1, house.queue.entries.size());
        house.toAll(HELLO, "anna");
        assertEquals("554 5.4.6", House.code(house.toAll(house.inbox("anna").getFirst(), "anna")));
        assertEquals(Event.Kind.REFUSED, house.story().getLast());
    }

    /** RFC 5321 section 6.3. */
    @Test void aHundredHopsAreEnough() {
        var house = new House();
        assertEquals("250 2.0.0", House.code(house.toAll("Received: x\r\n".repeat(100) + HELLO, "anna")));
        assertEquals("554 5.4.6", House.code(house.toAll("Received: x\r\n".repeat(101) + HELLO, "anna")));
        assertEquals(List.of("554 5.4.6", "554 5.4.6"),
            house.toEach("received: x\r\n".repeat(101) + HELLO, "anna", "ghost").stream().map(House::code).toList());
        assertEquals(1, house.inbox("anna").size());
    }

    @Test void theAccountKnowsWhenItCame() {
        var house = new House();
        house.toAll(HELLO, "anna");
        assertEquals(Instant.parse("2026-03-01T10:00:00Z"), house.emails("anna").getFirst().receivedAt());
    }

    /** B19: what is kept is answered with 250, whatever fails behind it; else it comes again and is there twice. */
    @Test void whatFailsOnceItIsKeptIsNoTroubleOfTheSender() {
        var house = new House();
        Landed broken = (_, _, _, _, _) -> { throw new StoreException("nothing can be noted", null); };
        house.delivery.telling(broken);
        house.carrier.telling(broken);
        house.delivery.telling((Arrivals) _ -> { throw new IllegalStateException("a fault of ours"); });
        assertEquals("250 2.0.0", House.code(house.toAll("Subject: hi\r\n\r\nhello\r\n", "anna")));
        assertEquals(1, house.inbox("anna").size());
        assertInstanceOf(Outcome.Delivered.class, house.carrier.carry(LocalCarrierTest.job("Q1", "Subject: hi\r\n\r\nhello\r\n", "anna")).getFirst());
    }

    /** LMTP: what goes wrong with one recipient is not said of those who have the mail. */
    @Test void oneRecipientsTroubleIsNoOthers() {
        var house = new House();
        for (var fault : List.<Runnable>of(() -> { throw new IllegalStateException("a fault of ours"); },
                () -> { throw new NoClassDefFoundError("meant by this test"); })) {
            house.queue.fault = fault;
            var codes = house.toEach("Subject: hi\r\n\r\nhello\r\n", "anna", "away", "bruno").stream().map(House::code).toList();
            assertEquals(List.of("250 2.0.0", "451 4.3.0", "250 2.0.0"), codes);
        }
    }
}
