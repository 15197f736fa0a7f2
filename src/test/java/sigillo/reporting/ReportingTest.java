package sigillo.reporting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
import sigillo.dkim.DkimOutcome;
import sigillo.dkim.DkimResult;
import sigillo.dmarc.DmarcOutcome;
import sigillo.dmarc.DmarcPolicy;
import sigillo.dmarc.DmarcResult;
import sigillo.dns.Zone;
import sigillo.https.HttpsClient;
import sigillo.https.HttpsSettings;
import sigillo.queue.Colleagues;
import sigillo.queue.Enqueue;
import sigillo.relay.TlsSession;
import sigillo.reports.AggregateSchema;
import sigillo.reports.Report;
import sigillo.reports.ReportReader;
import sigillo.reports.Summary;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;
import sigillo.sealing.Secret;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.spf.SpfOutcome;
import sigillo.spf.SpfResult;
import sigillo.store.ForwardingStore;
import sigillo.store.StoreException;
import sigillo.store.memory.MemoryStore;

/** Reports of ours from what was seen to the mail in the queue, and those of others to a sentence. Ours are read by what reads others'. */
class ReportingTest {
    private static final Domain US = Domain.of("mail.home.example");
    private static final Address REPORTS = Address.of("reports@home.example");
    private static final String BODY = "Subject: hi\r\n\r\nHi.\r\n";

    @TempDir Path folder;
    private final SetClock clock = new SetClock(Instant.parse("2026-11-28T10:00:00Z"));
    private final MemoryStore store = new MemoryStore();
    private final KeptQueue queue = new KeptQueue();
    private final Zone dns = new Zone();
    private Tallies tallies = tallies();
    private final Set<Bytes> ended = new HashSet<>();

    private Tallies tallies() { return new Tallies(store, Secret.take(new byte[Secret.OCTETS]), clock); }

    private Reporting reporting(boolean dmarc) { return reporting(dmarc, Colleagues.NONE); }

    private Reporting reporting(boolean dmarc, Colleagues colleagues) { return reporting(dmarc, colleagues, Optional.empty()); }

    private Reporting reporting(boolean dmarc, Colleagues colleagues, Optional<HttpsClient> https) {
        var settings = new ReportingSettings(US, Address.of("postmaster@mail.home.example"), Set.of(REPORTS), Set.of(Address.of("fbl@many.test")), true, dmarc);
        return new Reporting(settings, tallies, new Reporting.Out(dns, https, queue,
            message -> Octets.concat(List.of(Octets.of("DKIM-Signature: x\r\n".getBytes()), message))), colleagues, clock);
    }

    private void nextDay() {
        tallies.flush();
        clock.advance(Duration.ofHours(19)); // past midnight, and past the hours over which reports are spread
    }

    private void session(String domain, String failure) {
        var policy = new TlsSession.Policy("sts", List.of("version: STSv1", "mode: enforce", "mx: mx." + domain), List.of("mx." + domain));
        var failed = Stream.of(TlsSession.Type.values()).filter(type -> type.word().equals(failure)).findFirst().map(type -> new TlsSession.Failure(type, "why"));
        Reporting.sessions(tallies).saw(new TlsSession(Domain.of(domain), policy, "mx." + domain, InetAddress.ofLiteral("192.0.2.1"), failed));
    }

    private List<String> sent() {
        return queue.entries.stream().map(one -> {
            try {
                return String.join(" ", one.recipients()) + ": " + Summary.of(ReportReader.read(Octets.of(one.message())));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }).toList();
    }

    @Test void tlsReportsAreSentOnceOverARestart() {
        dns.txt("_smtp._tls.a.example", "v=TLSRPTv1; rua=mailto:tls@a.example,https://a.example/x");
        session("a.example", "");
        session("a.example", "");
        session("a.example", "certificate-expired");
        session("nobody.example", "");
        tallies.flush();
        tallies = tallies(); // another start
        session("a.example", "certificate-expired");
        reporting(false).send();
        assertEquals(List.of(), sent(), "the day is not over");
        nextDay();
        reporting(false).send();
        assertEquals(List.of("tls@a.example: mail.home.example of 2026-11-28 on TLS: 2 of 4 sessions to a.example failed (certificate-expired at mx.a.example 2)."), sent());
        var one = queue.entries.getFirst();
        assertEquals(Envelope.Tls.NOT_REQUIRED, one.envelope().tls());
        assertEquals(ReversePath.NULL, one.envelope().from());
        for (var field : List.of("DKIM-Signature: x\r\nFrom: <postmaster@mail.home.example>\r\n", "TLS-Report-Domain: a.example\r\n",
            "TLS-Report-Submitter: mail.home.example\r\n", "TLS-Required: No\r\n", "Subject: Report Domain: a.example\r\n Submitter: mail.home.example\r\n Report-ID: <2026-11-28.",
            "multipart/report; report-type=\"tlsrpt\"", "Content-Type: application/tlsrpt+gzip\r\n", "filename=\"mail.home.example!a.example!1795824000!1795910399!2026-11-28."))
            assertTrue(one.text().contains(field), field + " in " + one.text());
        reporting(false).send();
        assertEquals(1, queue.entries.size());
    }

    /** RFC 8460 section 5.4: where the record asks for it, and again where the answer is no yes. */
    @Test void tlsReportsOverHttps() throws Exception {
        var status = new AtomicInteger(503);
        var posted = Collections.synchronizedList(new ArrayList<String>());
        try (var web = TlsServer.of(folder, "collect.a.example", exchange -> {
            var body = exchange.getRequestBody().readAllBytes();
            posted.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                + Summary.of(ReportReader.read(Octets.of(body))));
            return status.get();
        })) {
            dns.txt("_smtp._tls.a.example", "v=TLSRPTv1; rua=https://collect.a.example/v1?x=1");
            session("a.example", "");
            nextDay();
            var https = new HttpsClient(new HttpsSettings(web.port(), true), LOOPBACK, web.trust());
            var reporting = reporting(false, Colleagues.NONE, Optional.of(https));
            reporting.send();
            assertEquals(1, tallies.ended().size(), "a server that cannot take it is told again");
            status.set(201);
            reporting.send();
            reporting.send();
        }
        assertEquals(Collections.nCopies(2, "POST /v1?x=1 application/tlsrpt+gzip mail.home.example of 2026-11-28 on TLS: all fine, 1 session to a.example."), posted);
        assertEquals(List.of(), sent());
    }

    private static final Resolver LOOPBACK = new Resolver() {
        @Override public Answer<MailExchanger> mx(String domain) { return new Answer.NoData<>(); }

        @Override public Answer<InetAddress> addresses(String host) { return new Answer.Found<>(List.of(InetAddress.getLoopbackAddress()), false); }

        @Override public Optional<String> trouble() { return Optional.empty(); }
    };

    /** A record that asks for nothing, two records, a name that nobody can say. */
    @Test void whoDoesNotAskGetsNone() {
        dns.txt("_smtp._tls.two.example", "v=TLSRPTv1; rua=mailto:tls@two.example").txt("_smtp._tls.two.example", "v=TLSRPTv1; rua=mailto:tls@two.example")
            .txt("_smtp._tls.other.example", "v=spf1 -all").txt("_smtp._tls.odd.example", "v=TLSRPTv1; rua=ftp://x,mailto:,mailto:<x>,https://1:2@x/").silent("_smtp._tls.silent.example");
        for (var name : List.of("two", "other", "odd", "none", "silent")) session(name + ".example", "");
        nextDay();
        reporting(false).send();
        assertEquals(List.of(), sent());
        assertEquals(1, tallies.ended().size(), "silence is asked again");
        clock.advance(Duration.ofDays(4));
        reporting(false).send();
        assertEquals(0, tallies.ended().size(), "and given up");
    }

    @Test void aQueueThatRefusesIsTriedAgain() {
        dns.txt("_smtp._tls.a.example", "v=TLSRPTv1; rua=mailto:tls@a.example");
        session("a.example", "");
        nextDay();
        queue.refusal = Optional.of(new StoreException("full", null, true));
        reporting(false).send();
        queue.refusal = Optional.empty();
        reporting(false).send();
        assertEquals(1, queue.entries.size());
    }

    /** What is asked for in two places goes to both or to none: it would go to the first again and again. */
    @Test void aQueueThatRefusesOneOfSeveralRefusesAll() {
        dns.txt("_dmarc.bank.example", "v=DMARC1; p=reject; rua=mailto:dmarc@bank.example,mailto:other@bank.example")
            .txt("_dmarc.own.bank.example", "v=DMARC1; p=none; rua=mailto:own@own.bank.example")
            .txt("_smtp._tls.a.example", "v=TLSRPTv1; rua=mailto:tls@a.example,mailto:other@a.example");
        mail(reporting(true), FORGED, BODY, "anna@home.example");
        mail(reporting(true), findings("own.bank.example", "bank.example", DmarcResult.PASS, DmarcPolicy.NONE, SpfResult.PASS), BODY, "anna@home.example");
        session("a.example", "");
        nextDay();
        var calls = new AtomicInteger();
        Enqueue refusing = messages -> {
            if (calls.incrementAndGet() % 2 == 0) throw new StoreException("full", null, true);
            return queue.enqueue(messages);
        };
        for (int i = 0; i < 4; i++) reporting(refusing).send();
        assertEquals(0, tallies.ended().size());
        var all = queue.entries.stream().flatMap(one -> one.recipients().stream()).sorted().toList();
        assertEquals(List.of("dmarc@bank.example", "other@a.example", "other@bank.example", "own@own.bank.example", "tls@a.example"), all);
    }

    private Reporting reporting(Enqueue to) {
        var settings = new ReportingSettings(US, Address.of("postmaster@mail.home.example"), Set.of(REPORTS), Set.of(), true, true);
        return new Reporting(settings, tallies, new Reporting.Out(dns, Optional.empty(), to, message -> message), Colleagues.NONE, clock);
    }

    /** Whatever is wrong with one, the others hear theirs. */
    @Test void oneThatBreaksKeepsNoOtherFromIt() {
        for (var name : List.of("a", "b", "c")) {
            dns.txt("_smtp._tls." + name + ".example", "v=TLSRPTv1; rua=mailto:tls@" + name + ".example");
            session(name + ".example", "");
        }
        nextDay();
        var calls = new AtomicInteger();
        Enqueue breaking = messages -> {
            if (calls.incrementAndGet() == 1) throw new IllegalStateException("a bug");
            return queue.enqueue(messages);
        };
        reporting(breaking).send();
        assertEquals(2, queue.entries.size());
        reporting(breaking).send();
        assertEquals(3, queue.entries.size());
    }

    /** The domains of the day are counted once a minute, not for each that is new. */
    @Test void aDayOfManyDomainsIsNotReadForEach() {
        var reads = new AtomicInteger();
        var counting = new ForwardingStore(store) {
            @Override protected void beforeRead() { reads.incrementAndGet(); }
        };
        tallies = new Tallies(counting, Secret.take(new byte[Secret.OCTETS]), clock);
        session("first.example", "");
        tallies.flush();
        int ofOne = reads.getAndSet(0);
        for (int i = 0; i < 500; i++) session("d" + i + ".example", "");
        tallies.flush();
        assertTrue(reads.get() < 500 * ofOne - 400, reads + " reads for 500, " + ofOne + " for one");
        nextDay();
        assertEquals(501, tallies.ended().size());
    }

    /** Over a day, on purpose at once: not all servers of the world send at midnight. */
    @Test void theFirstHoursAreSpread() {
        for (int i = 0; i < 50; i++) {
            dns.txt("_smtp._tls.d" + i + ".example", "v=TLSRPTv1; rua=mailto:tls@d" + i + ".example");
            session("d" + i + ".example", "");
        }
        tallies.flush();
        clock.advance(Duration.ofHours(16)); // 02:00
        reporting(false).send();
        int soon = queue.entries.size();
        assertTrue(soon > 5 && soon < 45, soon + " of 50 after half of the time");
        clock.advance(Duration.ofHours(3));
        reporting(false).send();
        assertEquals(50, queue.entries.size());
    }

    /** Strangers' names fill neither the memory nor the store. */
    @Test void whatIsCountedIsBounded() {
        for (int i = 0; i < 20_000; i++) session("a.example", "validation-failure", "192.0.2." + i % 250, "why " + i);
        for (int i = 0; i < 3_000; i++) session("d" + i + ".example", "");
        tallies.flush();
        for (int i = 3_000; i < 4_000; i++) session("d" + i + ".example", "");
        nextDay();
        assertEquals(ReportingLimits.DOMAINS_MAX, tallies.ended().size());
        var lines = tallies.ended().stream().flatMap(place -> tallies.at(place).stream()).filter(tally -> tally.domain().name().equals("a.example")).findFirst().orElseThrow();
        assertTrue(lines.lines().size() <= ReportingLimits.LINES_MAX);
        assertEquals(20_000, lines.lines().values().stream().mapToLong(n -> n).sum() + lines.leftOut());
        assertTrue(lines.lines().keySet().stream().flatMap(List::stream).allMatch(field -> field.length() <= ReportingLimits.FIELD_MAX));
    }

    private void session(String domain, String failure, String ip, String why) {
        var type = Stream.of(TlsSession.Type.values()).filter(one -> one.word().equals(failure)).findFirst().orElseThrow();
        Reporting.sessions(tallies).saw(new TlsSession(Domain.of(domain), new TlsSession.Policy("no-policy-found", List.of(), List.of()), "mx." + domain,
            InetAddress.ofLiteral(ip), Optional.of(new TlsSession.Failure(type, why + "x".repeat(1_000)))));
    }

    private final class Node implements Colleagues {
        private final Bytes self;

        Node(String name) { self = Bytes.utf8(name); }

        @Override public boolean mayBe() { return true; }

        @Override public Bytes self() { return self; }

        @Override public boolean mayWork() { return !ended.contains(self); }

        @Override public boolean lives(Bytes node) { return !ended.contains(node); }
    }

    /** Of several servers over one store one sends, while it lives. */
    @Test void oneOfSeveralSends() {
        dns.txt("_smtp._tls.a.example", "v=TLSRPTv1; rua=mailto:tls@a.example");
        reporting(false, new Node("one")).send();
        session("a.example", "");
        nextDay();
        reporting(false, new Node("two")).send();
        assertEquals(0, queue.entries.size());
        reporting(false, new Node("one")).send();
        assertEquals(1, queue.entries.size());
        session("a.example", "");
        tallies.flush();
        clock.advance(Duration.ofDays(1));
        ended.add(Bytes.utf8("one"));
        reporting(false, new Node("two")).send();
        assertEquals(2, queue.entries.size());
    }

    private static Findings findings(String author, String organization, DmarcResult result, DmarcPolicy policy, SpfResult spf, DkimOutcome... dkim) {
        return new Findings(InetAddress.ofLiteral("203.0.113.9"), Optional.of(Address.of("x@" + author)), SpfOutcome.of(SpfResult.NONE, "helo.example", ""),
            Optional.of(SpfOutcome.of(spf, author, "")), List.of(dkim), 0, ArcOutcome.unknown(""),
            new DmarcOutcome(result, policy, author, organization, ""), new ReverseDns("pass", "", ""), Optional.empty(), false);
    }

    private void mail(Reporting reporting, Findings found, String text, String to) {
        var envelope = Envelope.of(ReversePath.NULL, List.of(Recipient.of(Address.of(to))));
        reporting.arrivals().came(new Arrivals.Arrival(envelope, Optional.of(found), found.suspicion().isPresent(), Octets.of(text.getBytes(StandardCharsets.UTF_8))));
    }

    private static final Findings FORGED = findings("bank.example", "bank.example", DmarcResult.FAIL, DmarcPolicy.REJECT, SpfResult.FAIL);
    private static final Findings FINE = findings("bank.example", "bank.example", DmarcResult.PASS, DmarcPolicy.NONE, SpfResult.PASS,
        new DkimOutcome(DkimResult.PASS, "mail.bank.example", "s1", "", "", "", Optional.empty(), false, ""));

    @Test void dmarcReports() throws IOException {
        dns.txt("_dmarc.bank.example", "v=DMARC1; p=reject; rua=mailto:dmarc@bank.example,mailto:bank@collector.example,mailto:bank@victim.example")
            .txt("bank.example._report._dmarc.collector.example", "v=DMARC1")
            .txt("_dmarc.own.bank.example", "v=DMARC1; p=none; rua=mailto:own@own.bank.example");
        var reporting = reporting(true);
        mail(reporting, FORGED, BODY, "anna@home.example");
        mail(reporting, FORGED, BODY, "anna@home.example");
        mail(reporting, FINE, BODY, "anna@home.example");
        mail(reporting, findings("own.bank.example", "bank.example", DmarcResult.PASS, DmarcPolicy.NONE, SpfResult.PASS), BODY, "anna@home.example");
        mail(reporting, findings("none.example", "none.example", DmarcResult.NONE, DmarcPolicy.NONE, SpfResult.PASS), BODY, "anna@home.example");
        nextDay();
        reporting.send();
        var bank = " mail.home.example of 2026-11-28 on bank.example: 203.0.113.9 sends as you (2 messages, put aside); of 3 messages in all.";
        assertEquals(Set.of("dmarc@bank.example:" + bank, "bank@collector.example:" + bank,
            "own@own.bank.example: mail.home.example of 2026-11-28 on own.bank.example: all fine, 1 message."), Set.copyOf(sent()));
        var report = (Report.Dmarc) ReportReader.read(Octets.of(queue.entries.getFirst().message()));
        assertEquals(Set.of("quarantine false", "pass true"), report.sources().stream().map(s -> s.disposition() + " " + s.passes()).collect(Collectors.toSet()));
        assertEquals(Envelope.Tls.AS_USUAL, queue.entries.getFirst().envelope().tls());
        for (var entry : queue.entries) assertEquals(Optional.empty(), AggregateSchema.wrong(attached(entry.message())));
    }

    /** The XML that a report of ours carries, packed, as a part in base64. */
    private static byte[] attached(byte[] message) throws IOException {
        var packed = Pattern.compile("H4sI[A-Za-z0-9+/=\r\n]+").matcher(new String(message, StandardCharsets.US_ASCII));
        assertTrue(packed.find());
        try (var zip = new GZIPInputStream(new ByteArrayInputStream(Base64.getMimeDecoder().decode(packed.group())))) {
            return zip.readAllBytes();
        }
    }

    /** RFC 9990 section 3.1.1.9: why less was done than the policy says; a bounce has no sender but the name of who said HELO. */
    @Test void whyLessWasDone() throws IOException {
        dns.txt("_dmarc.bank.example", "v=DMARC1; p=quarantine; t=y; rua=mailto:dmarc@bank.example");
        var reporting = reporting(true);
        mail(reporting, findings("bank.example", "bank.example", DmarcResult.FAIL, DmarcPolicy.NONE, SpfResult.FAIL), BODY, "anna@home.example");
        var bounce = new Findings(InetAddress.ofLiteral("2001:db8::9"), Optional.empty(), SpfOutcome.of(SpfResult.PASS, "mx.bank.example", ""), Optional.empty(),
            List.of(), 0, ArcOutcome.unknown(""), new DmarcOutcome(DmarcResult.PASS, DmarcPolicy.NONE, "bank.example", "bank.example", ""),
            new ReverseDns("pass", "", ""), Optional.empty(), false);
        mail(reporting, bounce, BODY, "anna@home.example");
        nextDay();
        reporting.send();
        var xml = attached(queue.entries.getFirst().message());
        assertEquals(Optional.empty(), AggregateSchema.wrong(xml));
        var text = new String(xml, StandardCharsets.UTF_8);
        assertTrue(text.contains("<disposition>none</disposition><dkim>fail</dkim><spf>fail</spf><reason><type>policy_test_mode</type></reason>"), text);
        assertTrue(text.contains("<spf><domain>mx.bank.example</domain><scope>mfrom</scope><result>pass</result></spf>"), text);
        assertEquals(1, text.split("policy_test_mode", -1).length - 1, "what passes needs no reason");
    }

    /** Else two servers would write to each other for ever. */
    @Test void nothingIsReportedOnReports() {
        dns.txt("_dmarc.bank.example", "v=DMARC1; p=reject; rua=mailto:dmarc@bank.example");
        var reporting = reporting(true);
        mail(reporting, FINE, "Subject: Report Domain: home.example Submitter: bank.example\r\n\r\nx\r\n", "anna@home.example");
        mail(reporting, FINE, "TLS-Report-Domain: home.example\r\n\r\nx\r\n", "anna@home.example");
        mail(reporting, FINE, "Content-Type: multipart/report; boundary=x\r\n\r\nx\r\n", "anna@home.example");
        mail(reporting, FINE, BODY, "Reports@home.example");
        nextDay();
        reporting.send();
        assertEquals(List.of(), sent());
    }

    /** Nor of the connections that carry ours, of either kind; notices to senders, also from nobody, are mail like other. */
    @Test void nothingIsToldOfConnectionsThatCarryReports() throws IOException {
        dns.txt("_dmarc.bank.example", "v=DMARC1; p=reject; rua=mailto:dmarc@bank.example").txt("_smtp._tls.a.example", "v=TLSRPTv1; rua=mailto:tls@a.example");
        var reporting = reporting(true);
        mail(reporting, FORGED, BODY, "anna@home.example");
        session("a.example", "");
        nextDay();
        reporting.send();
        assertEquals(2, queue.entries.size());
        var watch = Reporting.sessions(tallies);
        for (var one : queue.entries) assertFalse(watch.isOf(one.envelope(), Octets.of(one.message())), one.text());
        var report = queue.entries.getFirst().envelope();
        assertTrue(watch.isOf(report, Octets.of("Subject: Undelivered\r\nContent-Type: multipart/report; boundary=x\r\n\r\nx\r\n".getBytes())));
        assertTrue(watch.isOf(report.from(ReversePath.of(REPORTS)), Octets.of(queue.entries.getFirst().message())), "a user's, who sends one on");
        assertTrue(watch.isOf(report, Octets.of("X: y\r\n".repeat(20_000).getBytes())));
    }

    /** A private server tells nobody that mail came, unless its operator wants that. */
    @Test void dmarcReportsAreSentOnlyWhereTheyAreWanted() {
        dns.txt("_dmarc.bank.example", "v=DMARC1; p=reject; rua=mailto:dmarc@bank.example");
        mail(reporting(false), FORGED, BODY, "anna@home.example");
        nextDay();
        reporting(false).send();
        reporting(true).send();
        assertEquals(List.of(), sent());
    }

    private static String report(byte[] attached) {
        return "From: r@big.example\r\nMIME-Version: 1.0\r\nContent-Type: application/gzip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(attached) + "\r\n";
    }

    private static byte[] gzip(byte[] octets, int times) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            for (int i = 0; i < times; i++) zip.write(octets);
        }
        return out.toByteArray();
    }

    @Test void reportsOfOthersAreTold() throws IOException {
        var xml = """
            <feedback><report_metadata><org_name>Big Mail</org_name><date_range><begin>1794614400</begin><end>1794700799</end></date_range></report_metadata>
            <policy_published><domain>home.example</domain></policy_published>
            <record><row><source_ip>203.0.113.9</source_ip><count>12</count><policy_evaluated><disposition>reject</disposition><dkim>fail</dkim><spf>fail</spf>
            </policy_evaluated></row><identifiers><header_from>home.example</header_from></identifiers></record></feedback>""";
        var reporting = reporting(false);
        mail(reporting, FINE, report(gzip(xml.getBytes(), 1)), "reports@home.example");
        mail(reporting, FINE, report(gzip(xml.getBytes(), 1)), "anna@home.example");
        mail(reporting, FINE, BODY, "reports@home.example");
        var told = reporting.received().told().stream().map(Received.Told::sentence).toList();
        assertEquals(List.of("A mail without a report came to an address for reports.",
            "Big Mail of 2026-11-14 on home.example: 203.0.113.9 sends as you (12 messages, refused); of 12 messages in all."), told);
        tallies = tallies();
        assertEquals(told, reporting(false).received().told().stream().map(Received.Told::sentence).toList(), "after a restart");
    }

    /** Each is one sentence, and none takes more than its bounds. */
    @Tag("gate") @Test void hostileReportsAreBounded() throws IOException {
        var reporting = reporting(false);
        var entities = "<!DOCTYPE f [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
            + "<feedback><report_metadata><org_name>&b;&x;</org_name></report_metadata></feedback>";
        for (var attached : List.of(gzip(new byte[1 << 20], 200), gzip(gzip(new byte[1 << 20], 200), 1), gzip(entities.getBytes(), 1),
            gzip(("{\"policies\":[" + "[],".repeat(200_000) + "1]}").getBytes(), 1), gzip("<a>".getBytes(), 100_000)))
            mail(reporting, FINE, report(attached), "reports@home.example");
        mail(reporting, FINE, "Content-Type: application/gzip\r\n\r\n" + "x".repeat(2 << 20), "reports@home.example");
        var told = reporting.received().told().stream().map(Received.Told::sentence).toList();
        assertEquals(6, told.size());
        assertEquals(5, told.stream().filter(sentence -> sentence.startsWith("A report that cannot be read: ")).count(), told.toString());
        assertTrue(told.contains("Somebody of 1970-01-01 on : all fine, 0 messages."), "entities are nothing");
        assertFalse(told.toString().contains("root:"), told.toString());
        for (int i = 0; i < 150; i++) mail(reporting, FINE, BODY, "reports@home.example");
        assertEquals(ReportingLimits.SENTENCES_MAX, reporting.received().told().size());
    }
}
