package sigillo.reporting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.account.AccountId;
import sigillo.arc.ArcOutcome;
import sigillo.authentication.Findings;
import sigillo.authentication.ReverseDns;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.base.SetClock;
import sigillo.delivery.Arrivals;
import sigillo.delivery.KeptQueue;
import sigillo.directory.Directory;
import sigillo.directory.DirectoryEditor;
import sigillo.directory.DirectorySettings;
import sigillo.directory.NewAccount;
import sigillo.dkim.DkimOutcome;
import sigillo.dkim.DkimResult;
import sigillo.dmarc.DmarcOutcome;
import sigillo.dmarc.DmarcPolicy;
import sigillo.dmarc.DmarcResult;
import sigillo.dns.DnsAnswer;
import sigillo.queue.Colleagues;
import sigillo.sealing.Secret;
import sigillo.sending.TestSending;
import sigillo.sending.Unwanted;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.spf.SpfOutcome;
import sigillo.spf.SpfResult;
import sigillo.store.memory.MemoryStore;
import sigillo.trace.Event;
import sigillo.trace.StoredTraces;
import sigillo.trace.TraceId;
import sigillo.trace.TraceSettings;

/** Complaints about mail that Anna has sent to bob@remote.example, real ones and forged ones. */
class FeedbackLoopTest {
    private static final Domain US = Domain.of("mail.home.example");
    private static final AccountId ANNA = new AccountId("anna");
    private static final Address BOB = Address.of("bob@remote.example");
    private static final Address EVE = Address.of("eve@remote.example");
    private static final TraceId SENT = new TraceId("abcdefghijklmnop");
    private static final TraceId FORWARDED = new TraceId("bbbbbbbbbbbbbbbb");

    private final SetClock clock = new SetClock(Instant.parse("2026-11-28T10:00:00Z"));
    private final MemoryStore store = new MemoryStore();
    private final Directory directory = new Directory(store, new DirectorySettings(US, "+", Optional.empty()));
    private final StoredTraces traces = new StoredTraces(store, Bytes.wrap(new byte[32]), TraceSettings.DEFAULT, clock);
    private final Unwanted unwanted = TestSending.over(store, clock).unwanted();
    private final List<String> told = new ArrayList<>();
    private final Reporting reporting = reporting();

    private Reporting reporting() {
        var settings = new ReportingSettings(US, Address.of("postmaster@mail.home.example"), Set.of(Address.of("reports@home.example")),
            Set.of(Address.of("fbl@many.example")), false, false);
        var tallies = new Tallies(store, Secret.take(new byte[Secret.OCTETS]), clock);
        var out = new Reporting.Out((_, _) -> new DnsAnswer.Nothing(false), Optional.empty(), new KeptQueue(), message -> message);
        var reporting = new Reporting(settings, tallies, out, Colleagues.NONE, clock);
        reporting.complaints(new FeedbackLoop(settings, new FeedbackLoop.Sent(traces.stories(), traces, directory, unwanted,
            (account, complaint) -> told.add(account + " " + complaint.recipient() + " by " + complaint.by())), clock));
        return reporting;
    }

    @BeforeEach void annaHasSent() {
        var editor = new DirectoryEditor(directory, clock);
        editor.addDomain(Domain.of("home.example"));
        editor.addAccount(new NewAccount(ANNA, Address.of("anna@home.example"), "a hash"));
        sent(SENT, Event.SUBMITTED + "ESMTPSA", "anna@home.example", BOB, EVE, Address.of("tim@other.example"));
        // a stranger wrote as Anna to an alias that leads to Bob
        sent(FORWARDED, "Received from [192.0.2.66]", "anna@home.example", BOB);
        // words of others that begin as only ours do
        told(FORWARDED, Event.Kind.DEFERRED, Event.SUBMITTED + "care", Address.of("anna@home.example"), BOB);
        told(SENT, Event.Kind.DEFERRED, "To be tried again", Address.of("late@remote.example"));
    }

    @AfterEach void close() { traces.close(); }

    private void sent(TraceId trace, String how, String from, Address... to) {
        var all = new ArrayList<>(List.of(Address.of(from)));
        all.addAll(List.of(to));
        told(trace, Event.Kind.RECEIVED, how, all.toArray(Address[]::new));
        told(trace, Event.Kind.SENT, "Handed on to mx", to);
    }

    private void told(TraceId trace, Event.Kind kind, String text, Address... addresses) {
        traces.tell(new Event(trace, clock.instant(), kind, List.of(addresses), text, Optional.empty()));
    }

    private static final String FEEDBACK = "Feedback-Type: abuse\r\nUser-Agent: x\r\nVersion: 1\r\n";
    private static final String RCPT = "Original-Rcpt-To: <bob@remote.example>\r\n";

    private static String original(String by, TraceId trace) {
        return "Received: from mail.home.example (mail.home.example [192.0.2.1])\r\n\tby mx.remote.example with ESMTPS id 4XyZ123;\r\n"
            + "\tSat, 28 Nov 2026 10:00:00 +0000\r\nReceived: by " + by + " with ESMTPSA id " + trace + "\r\n\tfor <bob@remote.example>\r\n"
            + "\ttls TLS_AES_256_GCM_SHA384 (TLSv1.3);\r\n\tSat, 28 Nov 2026 10:00:00 +0000\r\n"
            + "From: anna@home.example\r\nTo: bob@remote.example\r\nSubject: buy\r\n";
    }

    private static final String OURS = original("mail.home.example", SENT);

    private static String mail(String from, String fields, String type, String original) {
        return "From: " + from + "\r\nSubject: complaint\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: multipart/report; report-type=feedback-report;\r\n\tboundary=\"b\"\r\n\r\n--b\r\n\r\nA complaint.\r\n"
            + "--b\r\nContent-Type: message/feedback-report\r\n\r\n" + fields + "\r\n--b\r\nContent-Type: " + type + "\r\n\r\n" + original
            + "\r\nbuy now\r\n--b--\r\n";
    }

    private static String mail(String from, String fields, String original) { return mail(from, fields, "message/rfc822", original); }

    private static Findings found(String author, DmarcResult dmarc, SpfResult spf, DkimOutcome... dkim) {
        return new Findings(InetAddress.ofLiteral("203.0.113.9"), Optional.of(Address.of("bounce@" + author)), SpfOutcome.of(SpfResult.NONE, "h", ""),
            Optional.of(SpfOutcome.of(spf, author, "")), List.of(dkim), 0, ArcOutcome.unknown(""),
            new DmarcOutcome(dmarc, DmarcPolicy.NONE, author, author, ""), new ReverseDns("pass", "", ""), Optional.empty(), false);
    }

    private static Findings sentBy(String sender, Findings found) {
        return new Findings(found.client(), Optional.of(Address.of(sender)), found.helo(), found.mailFrom(),
            found.dkim(), 0, found.arc(), found.dmarc(), found.reverse(), Optional.empty(), false);
    }

    private static Findings passing(String author) { return found(author, DmarcResult.PASS, SpfResult.NONE); }

    private static DkimOutcome signed(String domain) { return signed(domain, DkimResult.PASS); }

    private static DkimOutcome signed(String domain, DkimResult result) {
        return new DkimOutcome(result, domain, "s", "", "", "", Optional.empty(), false, "");
    }

    private void comes(String to, Optional<Findings> found, String mail) {
        comes(to, found, Octets.of(mail.getBytes(StandardCharsets.UTF_8)));
    }

    private void comes(String to, Optional<Findings> found, Octets mail) {
        var envelope = Envelope.of(ReversePath.NULL, List.of(Recipient.of(Address.of(to))));
        reporting.arrivals().came(new Arrivals.Arrival(envelope, found, false, mail));
    }

    private boolean isStopped(Address recipient) { return unwanted.isUnwanted(ANNA, recipient); }

    private record Case(String what, String to, Optional<Findings> found, String mail) {
        Case(String what, Findings found, String mail) { this(what, "abuse@home.example", Optional.of(found), mail); }
    }

    private static final List<Case> REAL = List.of(
        new Case("the domain's abuse desk", passing("remote.example"), mail("abuse@remote.example", FEEDBACK + RCPT, OURS)),
        new Case("with the header alone", passing("remote.example"),
            mail("Abuse desk <abuse@remote.example>", FEEDBACK + RCPT, "text/rfc822-headers", OURS)),
        new Case("to postmaster", "postmaster@home.example", Optional.of(passing("remote.example")),
            mail("postmaster@remote.example", FEEDBACK + RCPT, OURS)),
        new Case("to where reports go", "reports@home.example", Optional.of(passing("remote.example")),
            mail("abuse@remote.example", FEEDBACK + RCPT, OURS)),
        new Case("to fbl", "fbl@home.example", Optional.of(passing("many.example")), mail("fbl@many.example", FEEDBACK + RCPT, OURS)),
        new Case("of who is not in DMARC but has signed", found("remote.example", DmarcResult.NONE, SpfResult.NONE, signed("remote.example")),
            mail("abuse@remote.example", FEEDBACK + RCPT, OURS)),
        new Case("of who is not in DMARC but in SPF", found("remote.example", DmarcResult.NONE, SpfResult.PASS),
            mail("abuse@remote.example", FEEDBACK + RCPT, OURS)),
        new Case("the recipient himself, who names nobody", passing("remote.example"), mail("bob@remote.example", FEEDBACK, OURS)),
        new Case("the abuse desk of the domain above", passing("example"),
            mail("abuse@example", FEEDBACK + RCPT, OURS)),
        new Case("named as hotmail.com does", passing("many.example"),
            mail("fbl@many.example", FEEDBACK, "X-HmXmrOriginalRecipient: bob@remote.example\r\n" + OURS)),
        new Case("another kind", passing("remote.example"),
            mail("abuse@remote.example", FEEDBACK.replace("abuse", "Fraud") + "Original-Rcpt-To: rfc822; bob@remote.example\r\n", OURS)));

    @TestFactory Stream<DynamicTest> whoHasComplainedGetsNothingMore() {
        return REAL.stream().map(one -> dynamicTest(one.what(), () -> {
            unwanted.lift(ANNA, BOB);
            told.clear();
            comes(one.to(), one.found(), one.mail());
            assertTrue(isStopped(BOB));
            assertFalse(isStopped(EVE));
            assertEquals(1, told.size(), told.toString());
            var sentence = reporting.received().told().getFirst().sentence();
            assertTrue(sentence.startsWith("Somebody complains of mail") && sentence.endsWith("Mail from anna@home.example to "
                + "bob@remote.example is refused from now on; to lift that: sigillo complaint lift anna@home.example bob@remote.example."), sentence);
            comes(one.to(), one.found(), one.mail());
            assertEquals(1, told.size(), "the owner is told once");
        }));
    }

    private static final List<Case> FORGED = List.of(
        new Case("of nobody who can be shown", "abuse@home.example", Optional.empty(), mail("abuse@remote.example", FEEDBACK + RCPT, OURS)),
        new Case("of who fails DMARC", found("remote.example", DmarcResult.FAIL, SpfResult.FAIL), mail("abuse@remote.example", FEEDBACK + RCPT, OURS)),
        new Case("signed by another, who fails DMARC", found("remote.example", DmarcResult.FAIL, SpfResult.PASS, signed("remote.example")),
            mail("abuse@remote.example", FEEDBACK + RCPT, OURS)),
        new Case("signed by another", found("remote.example", DmarcResult.NONE, SpfResult.FAIL, signed("evil.example")),
            mail("abuse@remote.example", FEEDBACK + RCPT, OURS)),
        new Case("of who passes DMARC as another", passing("evil.example"),
            mail("abuse@remote.example", FEEDBACK + RCPT, OURS)),
        new Case("with a signature that is wrong",
            found("remote.example", DmarcResult.NONE, SpfResult.NONE, signed("remote.example", DkimResult.FAIL)),
            mail("abuse@remote.example", FEEDBACK + RCPT, OURS)),
        new Case("by a way of somebody else's",
            sentBy("bounce@evil.example", found("remote.example", DmarcResult.NONE, SpfResult.PASS)),
            mail("abuse@remote.example", FEEDBACK + RCPT, OURS)),
        new Case("of whom DNS could not say now who he is",
            found("remote.example", DmarcResult.TEMPERROR, SpfResult.PASS),
            mail("abuse@remote.example", FEEDBACK + RCPT, OURS)),
        new Case("of a domain that ends alike", passing("mote.example"),
            mail("abuse@mote.example", FEEDBACK + RCPT, OURS)),
        new Case("of another domain, of one who is not named", passing("evil.example"),
            mail("abuse@evil.example", FEEDBACK + "Original-Rcpt-To: <5fd1a8@other.example>\r\n", OURS)),
        new Case("of a domain below, which is somebody else's", passing("user.remote.example"),
            mail("abuse@user.remote.example", FEEDBACK + RCPT, OURS)),
        new Case("of another user of the provider, who had a copy", passing("remote.example"), mail("eve.l@remote.example", FEEDBACK + RCPT, OURS)),
        new Case("of another domain", passing("evil.example"), mail("abuse@evil.example", FEEDBACK + RCPT, OURS)),
        new Case("another domain's, with the address as its name", passing("evil.example"),
            mail("\"abuse@remote.example\" <abuse@evil.example>", FEEDBACK + RCPT, OURS)),
        new Case("of two authors", passing("remote.example"), mail("abuse@remote.example, abuse@evil.example", FEEDBACK + RCPT, OURS)),
        new Case("of two authors in two fields", passing("remote.example"),
            mail("abuse@remote.example\r\nFrom: abuse@evil.example", FEEDBACK + RCPT, OURS)),
        new Case("of a message that never was", passing("remote.example"),
            mail("abuse@remote.example", FEEDBACK + RCPT, original("mail.home.example", new TraceId("zzzzzzzzzzzzzzzz")))),
        new Case("of a message of another server", passing("remote.example"),
            mail("abuse@remote.example", FEEDBACK + RCPT, original("mail.other.example", SENT))),
        new Case("of a message that was forged to us and sent on", passing("remote.example"),
            mail("abuse@remote.example", FEEDBACK + RCPT, original("mail.home.example", FORWARDED))),
        new Case("for one who did not get it", passing("remote.example"),
            mail("abuse@remote.example", FEEDBACK + "Original-Rcpt-To: carl@remote.example\r\n", OURS)),
        new Case("for one who has not got it yet", passing("remote.example"),
            mail("abuse@remote.example", FEEDBACK + "Original-Rcpt-To: late@remote.example\r\n", OURS)),
        new Case("for one of two whom it may mean", passing("remote.example"), mail("abuse@remote.example", FEEDBACK, OURS)),
        new Case("that says that it is no spam", passing("remote.example"),
            mail("abuse@remote.example", FEEDBACK.replace("abuse", "not-spam") + RCPT, OURS)),
        new Case("that fails to authenticate", passing("remote.example"),
            mail("abuse@remote.example", FEEDBACK.replace("abuse", "auth-failure") + RCPT, OURS)),
        new Case("without the message", passing("remote.example"), mail("abuse@remote.example", FEEDBACK + RCPT, "text/plain", OURS)),
        new Case("with the fields as text", passing("remote.example"), mail("abuse@remote.example", FEEDBACK + RCPT, OURS)
            .replace("message/feedback-report", "text/plain")),
        new Case("in no report", passing("remote.example"), mail("abuse@remote.example", FEEDBACK + RCPT, OURS).replace("multipart/report", "multipart/mixed")),
        new Case("larger than is read", passing("remote.example"),
            mail("abuse@remote.example", FEEDBACK + RCPT, OURS) + "x".repeat(ReportingLimits.RECEIVED_MAX)),
        new Case("to somebody else here", "anna@home.example", Optional.of(passing("remote.example")),
            mail("abuse@remote.example", FEEDBACK + RCPT, OURS)));

    @TestFactory Stream<DynamicTest> whatIsForgedStopsNothing() {
        return FORGED.stream().map(one -> dynamicTest(one.what(), () -> {
            comes(one.to(), one.found(), one.mail());
            assertEquals(List.of(), unwanted.of(ANNA));
            assertEquals(List.of(), told);
            assertEquals(List.of(), reporting.received().told(), "anybody may write to abuse@: nothing is told of it");
        }));
    }

    /** Where reports are to come to the operator hears why nothing follows. */
    @Test void whyNothingFollowsIsTold() {
        comes("reports@home.example", Optional.of(passing("evil.example")), mail("abuse@evil.example", FEEDBACK + RCPT, OURS));
        comes("reports@home.example", Optional.empty(), mail("abuse@remote.example", FEEDBACK + RCPT, OURS));
        assertEquals(List.of("Somebody complains of mail as abuse. Nothing follows: nobody vouches for who sent it.",
            "Somebody complains of mail as abuse. Nothing follows: it does not say which recipient's it is, or its sender does not speak for that one."),
            reporting.received().told().stream().map(Received.Told::sentence).toList());
    }

    /** Whatever comes to abuse while another report is read, it drives out no sentence that the operator should see. */
    @Test void whatComesToAbuseMeanwhileIsNotTold() {
        var octets = mail("abuse@remote.example", FEEDBACK + RCPT, OURS).getBytes(StandardCharsets.UTF_8);
        var slow = new Octets() {
            private boolean isBegun;

            @Override public long length() { return octets.length; }

            @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
                boolean isFirst = !isBegun;
                isBegun = true;
                var other = mail("abuse@evil.example", FEEDBACK, OURS);
                if (isFirst) comes("abuse@home.example", Optional.of(passing("evil.example")), other);
                return Octets.of(octets).read(position, into, offset, count);
            }
        };
        comes("reports@home.example", Optional.of(passing("remote.example")), slow);
        assertEquals(1, reporting.received().told().size(), reporting.received().told().toString());
        assertTrue(isStopped(BOB));
    }

    /** An address is the same in all its spellings, and its reader gets no order that a shell could misread. */
    @Test void spellingsOfAnAddressAreTheSame() {
        var named = FEEDBACK + "Original-Rcpt-To: rfc822;<\"B\\ob\"@REMOTE.example>\r\n";
        comes("Abuse@home.example", Optional.of(passing("remote.example")),
            mail("\"ABUSE\"@Remote.example", named, OURS));
        assertTrue(isStopped(BOB));
        assertEquals(1, told.size());
        var sentence = reporting.received().told().getFirst().sentence();
        assertTrue(sentence.endsWith("to lift that: sigillo complaint lift anna@home.example RECIPIENT."), sentence);
    }

    /** RFC 5965 section 2: also where reports go it is a report only that says so of itself. */
    @Test void whatIsInNoReportIsNoComplaint() {
        var report = mail("abuse@remote.example", FEEDBACK + RCPT, OURS);
        comes("reports@home.example", Optional.of(passing("remote.example")),
            report.replace("multipart/report", "multipart/mixed"));
        assertFalse(isStopped(BOB));
        comes("reports@home.example", Optional.of(passing("remote.example")), report);
        assertTrue(isStopped(BOB));
    }

    /** RFC 6590: the local part is withheld, and the domain tells who it is. */
    @Test void whoIsNotNamedIsFoundWhereItCanBeOneOnly() {
        var withheld = FEEDBACK + "Original-Rcpt-To: <5fd1a8@other.example>\r\n";
        comes("abuse@home.example", Optional.of(passing("many.example")), mail("fbl@many.example", withheld, OURS));
        assertTrue(isStopped(Address.of("tim@other.example")));
        comes("abuse@home.example", Optional.of(passing("many.example")),
            mail("fbl@many.example", withheld.replace("other", "remote"), OURS));
        assertFalse(isStopped(BOB) || isStopped(EVE), "one of two");
    }

    /** After a week stories have hashes for addresses. */
    @Test void aComplaintThatComesLateIsUnderstood() throws Exception {
        clock.advance(Duration.ofDays(9));
        sent(new TraceId("cccccccccccccccc"), Event.SUBMITTED, "anna@home.example", EVE); // wakes the writer, which sweeps
        var limit = Instant.now().plusSeconds(60);
        while (traces.stories().of(SENT).orElseThrow().steps().getFirst().addresses().getFirst().contains("@")) {
            assertTrue(Instant.now().isBefore(limit), "names are replaced");
            Thread.sleep(20);
        }
        comes("abuse@home.example", Optional.of(passing("remote.example")), mail("abuse@remote.example", FEEDBACK + RCPT, OURS));
        assertTrue(isStopped(BOB));
        assertEquals(List.of("anna bob@remote.example by abuse@remote.example"), told);
        assertTrue(traces.stories().of(SENT).orElseThrow().toText().contains("Its recipient has complained"));
    }

    /** Complaints of others, about mail of others, stop nothing and break nothing. */
    @TestFactory Stream<DynamicTest> complaintsOfOthers() throws IOException {
        var folder = Path.of("../shared/corpora/arf");
        if (!Files.isDirectory(folder)) return Stream.empty();
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".eml")).sorted().toList().stream()
                .map(file -> dynamicTest(file.getFileName().toString(), () -> {
                    var octets = Files.readAllBytes(file);
                    var found = Optional.of(passing("example.com"));
                    reporting.arrivals().came(new Arrivals.Arrival(Envelope.of(ReversePath.NULL,
                        List.of(Recipient.of(Address.of("reports@home.example")))), found, false, Octets.of(octets)));
                    assertEquals(List.of(), unwanted.of(ANNA));
                    var sentence = reporting.received().told().getFirst().sentence();
                    assertTrue(sentence.contains("Nothing follows: "), sentence);
                }));
        }
    }
}
