package sigillo.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.account.AccountId;
import sigillo.base.Octets;
import sigillo.queue.Carrier;
import sigillo.queue.Outcome;
import sigillo.smtp.Envelope;
import sigillo.smtp.ReversePath;
import sigillo.store.StoreException;
import sigillo.trace.TraceId;

class LocalCarrierTest {
    private static final String HELLO = "Received: by mx.home.example; then\r\nSubject: hi\r\n\r\nhello\r\n";

    /** {@code outcomes} as {@link #name} has them; {@code filed} are inboxes with one copy after the job ran twice. */
    record Case(String to, String outcomes, String filed, String sentOn) {}

    private static final List<Case> CASES = List.of(
        new Case("anna", "delivered", "anna", ""),
        new Case("anna info anna+x team", "delivered delivered delivered delivered", "anna bruno", ""),
        new Case("anna ghost off", "delivered bounced bounced", "anna", ""),
        new Case("away", "handed on", "", "anna@old.example"),
        new Case("both", "delivered", "bruno", "bruno@old.example"),
        new Case("list", "delivered", "", "x@one.example y@two.example"));

    @TestFactory Stream<DynamicTest> carriesIntoAccountsAndOn() {
        return CASES.stream().map(c -> dynamicTest(c.to, () -> {
            var house = new House();
            var outcomes = house.carrier.carry(job("Q1", HELLO, c.to.split(" ")));
            assertEquals(c.outcomes, String.join(" ", outcomes.stream().map(LocalCarrierTest::name).toList()));
            assertEquals(c.sentOn.isEmpty() ? List.of() : List.of(c.sentOn),
                house.queue.entries.stream().map(e -> String.join(" ", e.recipients())).toList());
            house.carrier.carry(job("Q1", HELLO, c.to.split(" ")));
            for (var name : List.of("anna", "bruno", "carla")) {
                assertEquals(List.of(c.filed.split(" ")).contains(name) ? 1 : 0, house.inbox(name).size(), name);
            }
        }));
    }

    @Test void anotherEntryIsAnotherMail() {
        var house = new House();
        house.carrier.carry(job("Q1", HELLO, "anna"));
        house.carrier.carry(job("Q2", HELLO, "anna"));
        assertEquals(2, house.inbox("anna").size());
    }

    /** Of an alias each has its mail, whatever becomes of another's. */
    @Test void whoCannotHaveItKeepsItFromNobodyElse() {
        var house = new House();
        house.accounts.remove(new AccountId("anna"));
        assertEquals("bounced", name(house.carrier.carry(job("Q1", HELLO, "team")).getFirst()));
        assertEquals(1, house.inbox("bruno").size());
    }

    @Test void theFinalLinesStandBeforeTheMessage() {
        var house = new House();
        house.carrier.carry(job("Q1", HELLO, "info"));
        assertEquals("Return-Path: <bob@sender.example>\r\nDelivered-To: info@home.example\r\n" + HELLO,
            house.inbox("anna").getFirst());
    }

    @Test void whatGoesRoundIsNotCarried() {
        var house = new House();
        var outcomes = house.carrier.carry(job("Q1", "Delivered-To: Away@home.example\r\n" + HELLO, "away", "anna"));
        assertEquals(List.of("bounced", "delivered"), outcomes.stream().map(LocalCarrierTest::name).toList());
        assertEquals(List.of(), house.queue.entries);
    }

    @Test void aQueueThatRefusesDelaysWhatGoesOn() {
        var house = new House();
        house.queue.refusal = Optional.of(new StoreException("full", null, true));
        assertEquals("our fault", name(house.carrier.carry(job("Q1", HELLO, "both")).getFirst()));
        house.queue.refusal = Optional.empty();
        assertEquals("delivered", name(house.carrier.carry(job("Q1", HELLO, "both")).getFirst()));
        assertEquals(1, house.inbox("bruno").size());
        assertEquals(1, house.queue.entries.size());
        assertTrue(house.queue.entries.getFirst().text().startsWith("Delivered-To: both@home.example\r\n"));
    }

    static Carrier.Job job(String key, String message, String... to) {
        var envelope = Envelope.of(ReversePath.of(House.BOB), House.recipients(to));
        var octets = Octets.of(message.getBytes(StandardCharsets.ISO_8859_1));
        return new Carrier.Job(key, TraceId.fresh(), "local", envelope, octets);
    }

    static String name(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered(_, _, var dsnHandedOn) -> dsnHandedOn ? "handed on" : "delivered";
            case Outcome.Deferred _ -> "deferred";
            case Outcome.Bounced _ -> "bounced";
            case Outcome.OurFault _ -> "our fault";
            case Outcome.Damaged _ -> "damaged";
            default -> outcome.toString(); // what only calls over the network come to
        };
    }
}
