package sigillo.main.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.account.Accounts;
import sigillo.authentication.Authentication;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.SetClock;
import sigillo.delivery.Delivery;
import sigillo.delivery.Incoming;
import sigillo.delivery.KeptQueue;
import sigillo.delivery.Residents;
import sigillo.delivery.SendingOn;
import sigillo.directory.User;
import sigillo.keyring.TestSeal;
import sigillo.main.config.Config;
import sigillo.sealing.Secret;
import sigillo.smtp.Envelope;
import sigillo.smtp.Origin;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.smtp.SmtpReply;
import sigillo.spool.Spooled;
import sigillo.store.memory.MemoryStore;
import sigillo.trace.TraceId;

/** Mail that an alias sends on, and what comes back of it. */
class OnwardTest {
    private static final Domain HOSTNAME = Domain.of("mx.home.example");
    private static final Address BOB = Address.of("bob@sender.example");
    private static final Origin OUTSIDE = new Origin(Optional.of(InetAddress.ofLiteral("192.0.2.1")), "mail.sender.example", "ESMTP", Optional.empty(), Optional.empty());

    private final SetClock clock = new SetClock(Instant.parse("2026-11-29T10:00:00Z"));
    private final MemoryStore store = new MemoryStore();
    private final KeptQueue queue = new KeptQueue();
    private final Residents residents = new Residents().domains("home.example").accounts("anna").alias("away", "anna@new.example").alias("@home.example", "anna");

    private SmtpReply send(boolean srs, ReversePath from, Address to) {
        var directory = residents.directory;
        var onward = new Onward(directory, new Config.Forwarding(srs, true), Secret.take(new byte[Secret.OCTETS]), SendingOn.AS_IT_IS.seals(), clock);
        directory.returning(onward::back);
        var accounts = new Accounts(store, TestSeal.over(store, clock), Bytes.utf8("k".repeat(32)), clock);
        var delivery = new Delivery(HOSTNAME, directory, accounts, Duration.ofDays(7), queue, onward.sendingOn(), Authentication.none(HOSTNAME, clock), _ -> { }, clock);
        var message = Spooled.of("From: bob@sender.example\r\n\r\nHello.\r\n".getBytes(StandardCharsets.US_ASCII));
        return delivery.toAll(new Incoming(Envelope.of(from, List.of(Recipient.of(to))), OUTSIDE, message, TraceId.fresh()));
    }

    private Address rewritten() {
        assertEquals(250, send(true, ReversePath.of(BOB), Address.of("away@home.example")).code());
        return queue.entries.getLast().envelope().from().sender().orElseThrow();
    }

    @Test void theSenderIsOfOurDomainAndComesBack() {
        var sender = rewritten();
        assertTrue(sender.toString().matches("SRS0=......=..=sender.example=bob@home.example"), sender.toString());
        assertEquals(List.of(Recipient.of(Address.of("anna@new.example")).address()), queue.entries.getLast().envelope().recipients().stream().map(Recipient::address).toList());
        assertEquals(250, send(true, ReversePath.NULL, sender).code());
        var back = queue.entries.getLast().envelope();
        assertEquals(ReversePath.NULL, back.from());
        assertEquals(List.of(BOB), back.recipients().stream().map(Recipient::address).toList());
    }

    /** Else anybody who has such an address could send through us. */
    @Test void nothingWithASenderGoesBack() {
        assertEquals("550 5.7.1 This address takes notifications only, which have no sender", send(true, ReversePath.of(BOB), rewritten()).toString());
        assertEquals(1, queue.entries.size());
    }

    /** Not even where a catch-all takes all else. */
    @Test void whatIsForgedOrOldIsNobodys() {
        var sender = rewritten();
        var forged = new Address(sender.localPart().replace("=bob", "=eve"), sender.domain());
        assertEquals("550 5.1.1 No such mailbox here", send(true, ReversePath.NULL, forged).toString());
        clock.advance(Duration.ofDays(30));
        assertEquals("550 5.1.1 No such mailbox here", send(true, ReversePath.NULL, sender).toString());
        assertEquals(1, queue.entries.size());
    }

    @Test void nobodyWritesUnderIt() {
        var anna = new User(residents.directory.accounts().getFirst().id(), Address.of("anna@home.example"));
        assertTrue(residents.directory.owns(anna, Address.of("any@home.example")), "the catch-all is hers");
        assertEquals(false, residents.directory.owns(anna, rewritten()));
    }

    @Test void notificationsAndOurOwnStay() {
        send(true, ReversePath.NULL, Address.of("away@home.example"));
        assertEquals(ReversePath.NULL, queue.entries.getLast().envelope().from());
        send(true, ReversePath.of(Address.of("anna@home.example")), Address.of("away@home.example"));
        assertEquals(ReversePath.of(Address.of("anna@home.example")), queue.entries.getLast().envelope().from());
    }

    @Test void itMayBeTurnedOffAndStillTakesWhatComesBack() {
        var sender = rewritten();
        send(false, ReversePath.of(BOB), Address.of("away@home.example"));
        assertEquals(ReversePath.of(BOB), queue.entries.getLast().envelope().from());
        assertEquals(250, send(false, ReversePath.NULL, sender).code());
    }
}
