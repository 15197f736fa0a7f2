package sigillo.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static sigillo.trace.Event.Kind.RECEIVED;
import static sigillo.trace.Event.Kind.REFUSED;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.SetClock;
import sigillo.delivery.KeptQueue;
import sigillo.delivery.Residents;
import sigillo.directory.User;
import sigillo.filter.Engine;
import sigillo.filter.Filter;
import sigillo.filter.FilterSettings;
import sigillo.filter.Learnt;
import sigillo.filter.Mail;
import sigillo.filter.Wishes;
import sigillo.sending.Bound;
import sigillo.sending.Pause;
import sigillo.sending.Sending;
import sigillo.sending.SendingLimits;
import sigillo.sending.TestSending;
import sigillo.smtp.Envelope;
import sigillo.smtp.Origin;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.smtp.SmtpReply;
import sigillo.spool.Spooled;
import sigillo.store.StoreException;
import sigillo.store.memory.MemoryStore;
import sigillo.trace.Event;
import sigillo.trace.TraceId;

class SubmissionTest {
    static final User ANNA = new User(new AccountId("anna"), Address.of("anna@home.example"));
    private static final String ME = "anna@home.example";
    private static final String FROM = "From: anna@home.example\r\n";
    private static final String HI = "\r\nhi\r\n";
    private static final String ADDED = "Date: Sun, 1 Mar 2026 10:00:00 +0000\r\nMessage-ID: <ID@home.example>\r\n";
    private static final String OK = "250 2.0.0";
    private static final String FOREIGN = "550 5.7.1";
    private static final String MALFORMED = "554 5.6.0";
    private static final String TOO_MUCH = "450 4.7.1";
    private static final String PAUSED = "450 4.7.1 Sending is paused for this account, since it sent to unusually many recipients; "
        + "a message in its inbox says what to do";
    private static final String GOOD =
        "Date: Sun, 1 Mar 2026 10:00:00 +0000\r\nMessage-ID: <1@home.example>\r\nSubject: hi\r\n";

    final KeptQueue queue = new KeptQueue();
    private final Residents residents = new Residents().domains("home.example").accounts("anna", "bruno")
        .alias("info", "anna").alias("team", "anna", "bruno").alias("away", "anna@old.example");
    private final SetClock clock = new SetClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final List<Event> told = new ArrayList<>();
    private SendingLimits limits = SendingLimits.DEFAULT;
    private final List<Pause> paused = new ArrayList<>();
    private Optional<Submission> submission = Optional.empty();
    private final List<Engine> engines = new ArrayList<>();
    private final List<String> infected = new ArrayList<>();

    /** {@code reply} is the beginning of it. */
    record AuthorCase(String what, String from, String header, String reply) {}

    private static final List<AuthorCase> AUTHORS = List.of(
        new AuthorCase("own address", ME, "From: Anna <anna@home.example>\r\n", OK),
        new AuthorCase("own address in capitals", "ANNA@Home.Example", "From: ANNA@HOME.EXAMPLE\r\n", OK),
        new AuthorCase("own address with a detail", "anna+shop@home.example", "From: anna+news@home.example\r\n", OK),
        new AuthorCase("an alias", "info@home.example", "From: info@home.example\r\n", OK),
        new AuthorCase("an alias of several", "team@home.example", "From: team@home.example\r\n", OK),
        new AuthorCase("an alias to others", "away@home.example", FROM, FOREIGN),
        new AuthorCase("foreign envelope", "bruno@home.example", FROM, FOREIGN),
        new AuthorCase("foreign domain in the envelope", "anna@bank.example", FROM, FOREIGN),
        new AuthorCase("foreign From", ME, "From: bruno@home.example\r\n", FOREIGN),
        new AuthorCase("foreign among own", ME, "From: anna@home.example, ceo@bank.example\r\n", FOREIGN),
        new AuthorCase("foreign in a group", ME, "From: us: anna@home.example, ceo@bank.example;\r\n", FOREIGN),
        new AuthorCase("own address as the name of a foreign", ME, "From: anna@home.example <ceo@bank.example>\r\n",
            FOREIGN),
        new AuthorCase("folded foreign", ME, "From: \"anna@home.example\"\r\n <ceo@bank.example>\r\n", FOREIGN),
        new AuthorCase("route", ME, "From: <@bank.example:anna@home.example>\r\n", MALFORMED),
        new AuthorCase("two From fields", ME, FROM + "from : anna@home.example\r\n", MALFORMED),
        new AuthorCase("From of no address", ME, "From: Anna\r\n", MALFORMED),
        new AuthorCase("empty From", ME, "From:\r\n", MALFORMED),
        new AuthorCase("empty group", ME, "From: nobody:;\r\n", MALFORMED),
        new AuthorCase("no From", ME, "", OK),
        new AuthorCase("own Sender", ME, FROM + "Sender: info@home.example\r\n", OK),
        new AuthorCase("foreign Sender", ME, FROM + "Sender: ceo@bank.example\r\n", FOREIGN),
        new AuthorCase("two Senders", ME, FROM + "Sender: anna@home.example\r\nSender: anna@home.example\r\n",
            MALFORMED),
        new AuthorCase("own Resent-From", ME, FROM + "Resent-From: info@home.example\r\n", OK),
        new AuthorCase("resent by others before", ME, FROM + "Resent-From: bruno@home.example\r\n", OK),
        new AuthorCase("a neighbour as the name", ME, "From: bruno@home.example <anna@home.example>\r\n", FOREIGN),
        new AuthorCase("a neighbour as the quoted name", ME, "From: \"bruno@home.example\" <anna@home.example>\r\n", FOREIGN),
        new AuthorCase("oneself as the name", ME, "From: \"anna@home.example\" <anna@home.example>\r\n", OK),
        new AuthorCase("an alias as the name", ME, "From: info@home.example <anna@home.example>\r\n", OK),
        new AuthorCase("null sender, own From", "", FROM, OK),
        new AuthorCase("null sender, foreign From", "", "From: ceo@bank.example\r\n", FOREIGN),
        new AuthorCase("a line that is no field", ME, FROM + "no field\r\n", MALFORMED),
        new AuthorCase("a line that continues nothing", ME, " From: anna@home.example\r\n", MALFORMED),
        new AuthorCase("zero octet", ME, FROM + "X: a\0b\r\n", MALFORMED),
        new AuthorCase("eight-bit subject", ME, FROM + "X: gr\u00fc\u00dfe\r\n", OK));

    @TestFactory Stream<DynamicTest> nobodyWritesInAnothersName() {
        return AUTHORS.stream().map(c -> dynamicTest(c.what, () -> {
            var test = new SubmissionTest();
            var reply = test.submit(c.from, c.header.startsWith(" ") ? c.header + GOOD + HI : GOOD + c.header + HI);
            assertTrue(reply.toString().startsWith(c.reply), reply.toString());
            assertEquals(reply.isPositive() ? 1 : 0, test.queue.entries.size());
        }));
    }

    @Test void maySendAsIsAskedAtMailFrom() {
        assertTrue(open().maySendAs(ANNA, Address.of("Info+x@home.example")));
        assertFalse(open().maySendAs(ANNA, Address.of("bruno@home.example")));
        assertFalse(open().maySendAs(ANNA, Address.of("ghost@home.example")));
    }

    /** {@code want} is what follows our Received line. */
    record MendCase(String what, String message, String want) {}

    private static final List<MendCase> MENDED = List.of(
        new MendCase("nothing to do", GOOD + FROM + HI, GOOD + FROM + HI),
        new MendCase("no Date, no Message-ID", FROM + HI, ADDED + FROM + HI),
        new MendCase("empty ones are none", "date:\r\nFrom: anna@home.example\r\nMESSAGE-id: \r\n \r\n\r\nhi\r\n",
            ADDED + FROM + HI),
        new MendCase("twice is once", GOOD + "Message-ID: <2@x.example>\r\nDate: then\r\n" + FROM + HI,
            GOOD + FROM + HI),
        new MendCase("the first with a value stays", "Date:\r\n" + GOOD + FROM + "\r\n", GOOD + FROM + "\r\n"),
        new MendCase("no From", GOOD + HI, "From: <anna@home.example>\r\n" + GOOD + HI),
        new MendCase("several authors", GOOD + "From: anna@home.example, info@home.example\r\n\r\nhi\r\n",
            "Sender: <anna@home.example>\r\n" + GOOD + "From: anna@home.example, info@home.example\r\n\r\nhi\r\n"),
        new MendCase("Bcc, Resent-Bcc and Return-Path go",
            "Return-Path: <x@y.example>\r\nBcc: b@c.example,\r\n\td@e.example\r\n"
            + GOOD + "bcc : f@g.example\r\nFrom: anna@home.example\r\nResent-BCC: x@y.example\r\n\r\nBcc: stays\r\n",
            GOOD + FROM + "\r\nBcc: stays\r\n"),
        new MendCase("folding and case stay", "FROM:\r\n anna@home.example\r\nX-Y : z \r\n" + GOOD + "\r\n.\r\n..\r\n",
            "FROM:\r\n anna@home.example\r\nX-Y : z \r\n" + GOOD + "\r\n.\r\n..\r\n"),
        new MendCase("results in our name go, of others stay",
            "Authentication-Results: MX.home.example; dmarc=pass\r\n" + GOOD + "Authentication-Results: x.example; spf=pass\r\n" + FROM + HI,
            GOOD + "Authentication-Results: x.example; spf=pass\r\n" + FROM + HI),
        new MendCase("no body", GOOD + FROM + "\r\n", GOOD + FROM + "\r\n"),
        new MendCase("no empty line", GOOD + FROM, GOOD + FROM + "\r\n"),
        new MendCase("no line end", GOOD + "From: anna@home.example", GOOD + FROM + "\r\n"),
        new MendCase("no header", HI, ADDED + "From: <anna@home.example>\r\n\r\nhi\r\n"),
        new MendCase("nothing at all", "", ADDED + "From: <anna@home.example>\r\n\r\n"),
        new MendCase("bare line ends", GOOD + "From: anna@home.example\n\nhi\n.\n\r.\r",
            GOOD + FROM + "\r\nhi\r\n.\r\n\r\n.\r\n"),
        new MendCase("a bare line end makes a field, and it is seen",
            GOOD + "X: y\nBcc: secret@c.example\rFrom: anna@home.example\r\n\r\nhi\r\n",
            GOOD + "X: y\r\nFrom: anna@home.example\r\n\r\nhi\r\n"));

    @TestFactory Stream<DynamicTest> headersAreMended() {
        return MENDED.stream().map(c -> dynamicTest(c.what, () -> {
            var test = new SubmissionTest();
            assertTrue(test.submit(ME, c.message).isPositive());
            var out = withoutReceived(test.queue.entries.getFirst().text());
            assertEquals(c.want, out.replaceAll("<[0-9a-f]{32}@", "<ID@"));
        }));
    }

    @Test void theReceivedLineHidesWhereTheUserIs() {
        submit(ME, GOOD + FROM + HI);
        var text = queue.entries.getFirst().text();
        assertEquals("Received: by mx.home.example with ESMTPSA id aaaaaaaaaaaaaaaa\r\n"
            + "\tfor <bob@remote.example>\r\n\ttls TLS_AES_128_GCM_SHA256 (TLSv1.3);\r\n"
            + "\tSun, 1 Mar 2026 10:00:00 +0000\r\n", text.substring(0, text.indexOf("Date:")));
    }

    @Test void theEnvelopeIsKeptAsItIsInOneEntry() {
        var recipients = Stream.of("CaseSensitive.User@remote.example", "\"A b\"@remote.example", "bruno@home.example")
            .map(Address::of).map(Recipient::of).toList();
        var envelope = new Envelope(ReversePath.of(ANNA.address()), recipients, Optional.of(Envelope.Ret.HDRS),
            Optional.of("abc"), Envelope.Body.EIGHT_BIT, false, Optional.of(Instant.parse("2026-03-02T10:00:00Z")));
        assertTrue(submit(envelope, GOOD + FROM + HI).isPositive());
        assertEquals(1, queue.entries.size());
        assertEquals(envelope, queue.entries.getFirst().envelope());
        assertEquals(Optional.of("anna@home.example"), queue.entries.getFirst().submitter());
    }

    /** RFC 8689 sections 3 and 4.1: the field counts where nothing was said in the envelope. */
    @Test void theFieldThatDoesWithoutTls() {
        submit(ME, GOOD + FROM + "TLS-Required: no\r\n" + HI);
        submit(ME, GOOD + FROM + "TLS-Required: maybe\r\n" + HI);
        submit(ME, GOOD + FROM + "TLS-Required: No\r\nTLS-Required: No\r\n" + HI);
        var recipients = List.of(Recipient.of(Address.of("b@remote.example")));
        submit(Envelope.of(ReversePath.of(ANNA.address()), recipients).tls(Envelope.Tls.REQUIRED), GOOD + FROM + "TLS-Required: No\r\n" + HI);
        assertEquals(List.of(Envelope.Tls.NOT_REQUIRED, Envelope.Tls.AS_USUAL, Envelope.Tls.AS_USUAL, Envelope.Tls.REQUIRED),
            queue.entries.stream().map(one -> one.envelope().tls()).toList());
    }

    @Test void binaryContentStaysAsItIs() {
        var body = "a\nb\rc\0\r\n.\n";
        var binary = new Envelope(ReversePath.of(ANNA.address()),
            List.of(Recipient.of(Address.of("b@remote.example"))), Optional.empty(), Optional.empty(),
            Envelope.Body.BINARY, false, Optional.empty());
        assertTrue(submit(binary, GOOD + "From: anna@home.example\r\n\r\n" + body).isPositive());
        assertTrue(queue.entries.getFirst().text().endsWith("\r\n\r\n" + body));
        var bareInHeader = submit(binary, GOOD + "X: y\nFrom: anna@home.example\r\n\r\n" + body);
        assertEquals(MALFORMED, bareInHeader.toString().substring(0, 9));
    }

    @Test void aHeaderBeyondTheLimitIsRefused() {
        var reply = submit(ME, "From: anna@home.example\r\n" + "X: y\r\n".repeat(200_000) + "\r\nhi\r\n");
        assertEquals("554 5.6.0 The header is not well-formed: it is too long", reply.toString());
    }

    @Test void aStoreThatRefusesIsTriedLater() {
        queue.refusal = Optional.of(new StoreException("full", null, true));
        assertEquals("452 4.3.1", submit(ME, GOOD).toString().substring(0, 9));
        queue.refusal = Optional.of(new StoreException("broken", null));
        assertEquals("451 4.3.0", submit(ME, GOOD).toString().substring(0, 9));
        queue.refusal = Optional.empty();
        assertTrue(submit(ME, GOOD).isPositive());
        assertEquals(1, queue.entries.size());
        assertEquals(List.of(RECEIVED, REFUSED, RECEIVED, REFUSED, RECEIVED),
            told.stream().map(Event::kind).toList());
    }

    @Test void whoSendsTooMuchWaits() {
        limits = new SendingLimits(Map.of(Bound.MESSAGES_PER_HOUR, 3, Bound.MESSAGES_PER_DAY, 5));
        for (int i = 0; i < 3; i++) assertTrue(submit(ME, GOOD).isPositive());
        assertEquals(TOO_MUCH, submit(ME, GOOD).toString().substring(0, 9));
        clock.advance(Duration.ofHours(2));
        for (int i = 0; i < 2; i++) assertTrue(submit(ME, GOOD).isPositive());
        assertEquals(TOO_MUCH, submit(ME, GOOD).toString().substring(0, 9), "the day's");
        clock.advance(Duration.ofDays(2));
        assertTrue(submit(ME, GOOD).isPositive());
        assertEquals(6, queue.entries.size());
    }

    @Test void recipientsCountEach() {
        limits = new SendingLimits(Map.of(Bound.RECIPIENTS_PER_HOUR, 5));
        var four = Stream.of("a", "b", "c", "d").map(n -> Recipient.of(Address.of(n + "@remote.example"))).toList();
        var envelope = Envelope.of(ReversePath.of(Address.of("anna@home.example")), four);
        assertTrue(submit(envelope, GOOD).isPositive());
        assertEquals(Optional.empty(), open().refusal(ANNA));
        assertEquals(PAUSED, submit(envelope, GOOD).toString());
        assertEquals(PAUSED, submit(ME, GOOD).toString(), "one would fit, but nothing goes any more");
        assertEquals(Optional.of(PAUSED), open().refusal(ANNA).map(SmtpReply::toString));
        assertEquals(List.of(8L), paused.stream().map(Pause::count).toList());
        assertEquals(1, queue.entries.size());
    }

    SmtpReply submit(String from, String message) {
        var path = from.isEmpty() ? ReversePath.NULL : ReversePath.of(Address.of(from));
        return submit(Envelope.of(path, List.of(Recipient.of(Address.of("bob@remote.example")))), message);
    }

    /** Octets as Latin-1. */
    SmtpReply submit(String message) {
        var envelope = Envelope.of(ReversePath.of(ANNA.address()),
            List.of(Recipient.of(Address.of("bob@remote.example"))));
        return submit(envelope, message.getBytes(StandardCharsets.ISO_8859_1));
    }

    SmtpReply submit(Envelope envelope, String message) {
        return submit(envelope, message.getBytes(StandardCharsets.UTF_8));
    }

    SmtpReply submit(Envelope envelope, byte[] message) {
        var client = Optional.of(InetAddress.ofLiteral("192.0.2.77"));
        var origin = new Origin(client, "laptop.anna.example", "ESMTPSA",
            Optional.of("TLSv1.3 TLS_AES_128_GCM_SHA256"), Optional.of("anna@home.example"));
        return open().submit(ANNA, origin, envelope, Spooled.of(message), new TraceId("a".repeat(16)));
    }

    private Sending sending() {
        var sending = TestSending.over(new MemoryStore(), limits, clock);
        sending.whenPaused((_, pause) -> paused.add(pause));
        return sending;
    }

    private Submission open() {
        if (submission.isEmpty()) {
            submission = Optional.of(new Submission(Domain.of("mx.home.example"), residents.directory, queue,
                told::add, sending(), clock));
            var filter = new Filter(Domain.of("mx.home.example"), FilterSettings.DEFAULT, engines, Learnt.NOTHING, Wishes.NONE, clock);
            submission.get().scanning(filter, (account, what) -> infected.add(account + ": " + what));
        }
        return submission.get();
    }

    /** What they say in our name, or another filter's, would be believed where it lands. */
    @Test void fieldsOfFiltersGetAnotherName() {
        submit(ME, "X-Spam-Opinions: mx.home.example; virus=1; a=-9;\r\n\taligned anna@home.example\r\nX-Spam-Flag: NO\r\n" + GOOD + FROM + HI);
        var message = new String(queue.entries.getFirst().message(), StandardCharsets.UTF_8);
        assertTrue(message.contains("X-Spam-Old-Opinions: mx.home.example; virus=1; a=-9;\r\n\taligned"), message);
        assertTrue(message.contains("X-Spam-Old-Flag: NO\r\n"), message);
        assertFalse(message.contains("X-Spam-Opinions"), message);
    }

    /** One that looks for viruses, whoever sends; one that looks for spam alone is not asked. */
    private record Scanner(String name, boolean isOfAll, Said said) implements Engine {
        @Override public boolean concerns(Mail mail, boolean isOfStranger) { return isOfAll || isOfStranger; }

        @Override public Duration patience() { return Duration.ofSeconds(10); }

        @Override public Said look(Mail mail) { return said; }
    }

    @Test void virusesAreNotSent() {
        limits = new SendingLimits(Map.of(Bound.MESSAGES_PER_HOUR, 1));
        engines.add(new Scanner("spamd", false, new Engine.Said.Against(SmtpReply.of(550, "5.7.1", "spam"), "It is spam")));
        engines.add(new Scanner("clamd", true, new Engine.Said.Against(SmtpReply.of(554, "5.7.1", "It holds Eicar"), "ClamAV found Eicar in it")));
        for (int i = 0; i < 3; i++) assertEquals("554 5.7.1 Your message was not sent: ClamAV found Eicar in it "
            + "Look at what is attached to it, and whether your computer is infected", submit(ME, GOOD + FROM + HI).toString());
        assertEquals(0, queue.entries.size());
        assertEquals("anna: ClamAV found Eicar in it", infected.getFirst());
        assertTrue(told.stream().anyMatch(event -> event.text().equals("ClamAV found Eicar in it")), told::toString);
        engines.clear();
        submission = Optional.empty();
        engines.add(new Scanner("clamd", true, new Engine.Said.Silent("it gave no answer in time")));
        assertTrue(submit(ME, GOOD + FROM + HI).isPositive(), "what was refused was not counted");
        assertTrue(told.stream().anyMatch(event -> event.text().equals("clamd: it gave no answer in time")), told::toString);
    }

    static String withoutReceived(String message) { return message.substring(message.indexOf("+0000\r\n") + 7); }

    /** A program that tries until the queue takes it has sent one message, and is no thief. */
    @Test void whatTheQueueRefusesIsNotCounted() {
        limits = new SendingLimits(Map.of(Bound.RECIPIENTS_PER_HOUR, 3, Bound.MESSAGES_PER_HOUR, 3));
        var two = Envelope.of(ReversePath.of(ANNA.address()), Stream.of("bob", "eve").map(n -> Recipient.of(Address.of(n + "@remote.example"))).toList());
        queue.refusal = Optional.of(new StoreException("full", null, true));
        for (int i = 0; i < 10; i++) assertEquals(452, submit(two, GOOD).code());
        queue.refusal = Optional.empty();
        assertTrue(submit(two, GOOD).isPositive());
        assertTrue(submit(ME, GOOD).isPositive());
        assertEquals(PAUSED, submit(ME, GOOD).toString(), "what went is counted");
        assertEquals(1, paused.size());
    }
}
