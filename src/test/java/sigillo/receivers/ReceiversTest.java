package sigillo.receivers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.base.SetClock;
import sigillo.queue.Carrier;
import sigillo.queue.Outcome;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.smtp.SmtpReply;
import sigillo.store.PartitionName;
import sigillo.store.memory.MemoryStore;
import sigillo.trace.TraceId;

class ReceiversTest {
    private static final SmtpReply YES = SmtpReply.of(250, "2.0.0", "Ok");
    private static final SmtpReply LISTED = SmtpReply.of(554, "5.7.1", "Client host [192.0.2.1] blocked using zen.spamhaus.org");
    private static final SmtpReply NOBODY = SmtpReply.of(550, "5.1.1", "User unknown");
    private static final String PERSONAL = "From: a@home.example\r\n\r\nhi\r\n";
    private static final String LIST = "From: a@home.example\r\nList-Unsubscribe: <mailto:x@home.example>\r\n\r\nhi\r\n";

    private final SetClock clock = new SetClock(Instant.parse("2026-03-01T00:10:00Z"));
    private final MemoryStore store = new MemoryStore();
    private Receivers receivers = open();
    private SmtpReply answer = YES;
    private int carried;

    private Receivers open() { return new Receivers(store, Secret.take(new byte[Secret.OCTETS]), Randomness.secure(), clock); }

    private final Resolver resolver = new Resolver() {
        @Override public Answer<MailExchanger> mx(String domain) {
            return new Answer.Found<>(List.of(new MailExchanger(10, host(domain))), false);
        }

        @Override public Answer<InetAddress> addresses(String host) { return new Answer.NoSuchDomain<>(); }

        @Override public Optional<String> trouble() { return Optional.empty(); }
    };

    private static String host(String domain) { return domain.startsWith("g") ? "aspmx.l.google.com" : "mx." + domain; }

    private List<Outcome> carry(String domain, int recipients, String message, Optional<String> otherWay) {
        Carrier carrier = job -> job.envelope().recipients().stream().map(_ -> {
            carried++;
            return answer.isPositive() ? new Outcome.Delivered(answer, host(domain), false) : new Outcome.Bounced(answer, host(domain));
        }).map(Outcome.class::cast).toList();
        var to = IntStream.range(0, recipients).mapToObj(i -> Recipient.of(Address.of("r" + i + "@" + domain))).toList();
        return new Watched(carrier, receivers, resolver, otherWay, clock).carry(new Carrier.Job("Q1", TraceId.fresh(), "mx:" + domain,
            Envelope.of(ReversePath.of(Address.of("a@home.example")), to), Octets.of(message.getBytes(StandardCharsets.US_ASCII))));
    }

    private Outcome carry(String domain, int recipients, String message) { return carry(domain, recipients, message, Optional.empty()).getFirst(); }

    private static String line(Standing row) {
        return row.name() + " " + row.taken() + "/" + row.deferred() + "/" + row.refused() + (row.isInTrouble() ? " !" : "");
    }

    private List<String> lines() { return receivers.list().stream().map(ReceiversTest::line).toList(); }

    /** Among several servers counts are written each second, and each is told of it: that reads no rows. */
    @Test void countsOfOthersAreNotReadAgain() {
        var reads = new java.util.concurrent.atomic.AtomicInteger();
        var counted = new sigillo.store.ForwardingStore(store) {
            @Override protected void beforeRead() { reads.incrementAndGet(); }
        };
        var other = new Receivers(counted, Secret.take(new byte[Secret.OCTETS]), Randomness.secure(), clock);
        for (int i = 0; i < 30; i++) carry("d" + i + ".example", 1, PERSONAL);
        receivers.keep();
        reads.set(0);
        for (int i = 0; i < 10; i++) other.changedElsewhere();
        assertEquals(10, reads.get(), "one row each time");
        receivers.refused("d1.example", "listed");
        other.changedElsewhere();
        assertTrue(other.isDetoured("d1.example"));
        receivers.tookDirectly("d1.example");
        other.changedElsewhere();
        assertFalse(other.isDetoured("d1.example"));
        receivers.warm(true);
        other.changedElsewhere();
        assertTrue(other.warmingSince().isPresent());
    }

    @Test void domainsOfOneOperatorAreOneReceiver() {
        carry("gone.example", 2, PERSONAL);
        carry("gtwo.example", 1, PERSONAL);
        clock.advance(Duration.ofMinutes(1));
        answer = NOBODY;
        carry("remote.example", 1, PERSONAL);
        assertEquals(List.of("remote.example 0/0/1 !", "Google 3/0/0"), lines());
        receivers.keep();
        receivers = open();
        assertEquals(List.of("remote.example 0/0/1 !", "Google 3/0/0"), lines(), "after a restart");
        assertEquals("no-such-mailbox", receivers.list().getFirst().last().orElseThrow().meaning().orElseThrow().id());
        clock.advance(Duration.ofMinutes(1));
        answer = YES;
        carry("remote.example", 1, PERSONAL);
        assertEquals("remote.example 1/0/1", lines().getFirst(), "well again");
    }

    @Test void twoServersCountTogether() {
        var other = open();
        carry("gone.example", 2, PERSONAL);
        receivers.keep();
        var mine = receivers;
        receivers = other;
        carry("gone.example", 3, PERSONAL);
        other.keep();
        mine.changedElsewhere();
        assertEquals(5, mine.list().getFirst().taken());
    }

    @Test void whoeverHasTheStoreReadsNoName() {
        carry("remote.example", 1, PERSONAL);
        receivers.keep();
        var all = new ArrayList<String>();
        store.partition(new PartitionName("receivers")).range(Bytes.EMPTY, Bytes.utf8("z"), false, (key, row) ->
            all.add(new String(key.toArray(), StandardCharsets.ISO_8859_1) + new String(row, StandardCharsets.ISO_8859_1)));
        assertEquals(1, all.size());
        assertFalse(all.getFirst().contains("remote"));
    }

    @Test void whatIsLongAgoIsForgottenAndTheRestBounded() {
        for (int i = 0; i < 5_100; i++) carry("d" + i + ".example", 1, PERSONAL);
        receivers.keep();
        receivers.tidy();
        receivers = open();
        assertEquals(5_000, receivers.list().size());
        clock.advance(Duration.ofDays(91));
        receivers.tidy();
        receivers = open();
        assertEquals(List.of(), lines());
    }

    // ---- another way ----

    private static final Optional<String> SMARTHOST = Optional.of("smart.example");

    @Test void whoRefusesTheAddressIsReachedAnotherWayAndTriedDirectlyNowAndThen() {
        answer = LISTED;
        var outcome = carry("remote.example", 1, PERSONAL, SMARTHOST).getFirst();
        assertEquals(new Outcome.Rerouted(LISTED, "mx.remote.example", "smart.example"), outcome);
        assertTrue(receivers.isDetoured("remote.example"));
        assertFalse(receivers.isDetoured("other.example"));
        receivers = open();
        assertTrue(receivers.isDetoured("remote.example"), "after a restart");
        clock.advance(Duration.ofDays(1));
        assertFalse(receivers.isDetoured("remote.example"), "a trial");
        carry("remote.example", 1, PERSONAL, SMARTHOST);
        clock.advance(Duration.ofDays(1));
        assertTrue(receivers.isDetoured("remote.example"), "the next one is later");
        clock.advance(Duration.ofDays(1));
        assertFalse(receivers.isDetoured("remote.example"));
        answer = YES;
        assertInstanceOf(Outcome.Delivered.class, carry("remote.example", 1, PERSONAL, SMARTHOST).getFirst());
        answer = LISTED;
        clock.advance(Duration.ofMinutes(1));
        assertFalse(receivers.isDetoured("remote.example"), "it is well again");
        receivers = open();
        assertTrue(receivers.list().getFirst().detour().isEmpty());
    }

    @Test void otherRefusalsAreRefusals() {
        answer = NOBODY;
        assertInstanceOf(Outcome.Bounced.class, carry("remote.example", 1, PERSONAL, SMARTHOST).getFirst());
        assertFalse(receivers.isDetoured("remote.example"));
        answer = LISTED;
        assertInstanceOf(Outcome.Bounced.class, carry("remote.example", 1, PERSONAL), "where there is no other way");
    }

    // ---- a new address ----

    @Test void aNewAddressSendsLittleAndMoreEachDay() {
        receivers.warm(true);
        assertEquals(50, WarmUp.inDay(0));
        assertEquals(10, WarmUp.inHour(0));
        for (int i = 0; i < 10; i++) assertInstanceOf(Outcome.Delivered.class, carry("gone.example", 1, PERSONAL));
        var waits = assertInstanceOf(Outcome.Paced.class, carry("gtwo.example", 1, PERSONAL), "the same operator's");
        assertEquals(Instant.parse("2026-03-01T01:00:00Z"), waits.until());
        assertTrue(waits.isForAll());
        assertInstanceOf(Outcome.Delivered.class, carry("remote.example", 1, PERSONAL), "who is not large has no bound");
        assertEquals(11, carried);
        receivers.keep();
        receivers = open();
        assertInstanceOf(Outcome.Paced.class, carry("gone.example", 1, PERSONAL), "after a restart");
        for (int hour = 0; hour < 4; hour++) {
            clock.advance(Duration.ofHours(1));
            for (int i = 0; i < 10; i++) assertInstanceOf(Outcome.Delivered.class, carry("gone.example", 1, PERSONAL));
        }
        clock.advance(Duration.ofHours(1));
        waits = assertInstanceOf(Outcome.Paced.class, carry("gone.example", 1, PERSONAL), "the day's 50");
        assertEquals(Instant.parse("2026-03-02T00:00:00Z"), waits.until());
        clock.advance(Duration.ofDays(29));
        assertInstanceOf(Outcome.Delivered.class, carry("gone.example", 100, PERSONAL));
        clock.advance(Duration.ofDays(1));
        assertEquals(Optional.empty(), receivers.warmingSince(), "it is over");
    }

    @Test void personalMailGoesFirst() {
        receivers.warm(true);
        for (int i = 0; i < 5; i++) assertInstanceOf(Outcome.Delivered.class, carry("gone.example", 1, LIST));
        var waits = assertInstanceOf(Outcome.Paced.class, carry("gone.example", 1, LIST));
        assertFalse(waits.isForAll());
        assertInstanceOf(Outcome.Paced.class, carry("gone.example", 6, PERSONAL), "many recipients are no personal mail");
        for (int i = 0; i < 5; i++) assertInstanceOf(Outcome.Delivered.class, carry("gone.example", 1, PERSONAL));
    }

    @Test void itIsStoppedAndWhoWasNotReachedCostsNothing() {
        receivers.warm(true);
        Carrier dead = job -> job.envelope().recipients().stream().map(_ -> (Outcome) new Outcome.Unreachable(SmtpReply.of(451, "4.4.1", "no answer"), "")).toList();
        for (int i = 0; i < 20; i++) {
            var to = List.of(Recipient.of(Address.of("r@gone.example")));
            new Watched(dead, receivers, resolver, Optional.empty(), clock).carry(new Carrier.Job("Q1", TraceId.fresh(), "mx:gone.example",
                Envelope.of(ReversePath.NULL, to), Octets.of(new byte[0])));
        }
        for (int i = 0; i < 10; i++) assertInstanceOf(Outcome.Delivered.class, carry("gone.example", 1, PERSONAL));
        assertInstanceOf(Outcome.Paced.class, carry("gone.example", 1, PERSONAL));
        receivers.warm(false);
        assertInstanceOf(Outcome.Delivered.class, carry("gone.example", 1, PERSONAL));
        assertTrue(open().hasWarmed());
    }
}
