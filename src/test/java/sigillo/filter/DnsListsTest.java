package sigillo.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Address;
import sigillo.base.Alarms;
import sigillo.base.Octets;
import sigillo.base.SetClock;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsFailure;
import sigillo.dns.Lookup;
import sigillo.dns.Zone;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.smtp.Envelope;
import sigillo.smtp.Origin;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.trace.TraceId;

/** Lists of others in DNS. */
class DnsListsTest {
    private static final String MESSAGE = "From: Bob <Bob@news.shop.example>\r\nReply-To: eve@evil.example\r\nSubject: x\r\n\r\nHello.\r\n";
    private static final Set<String> HOSTS = Set.of("www.pills.example", "203.0.113.9", "a.b.co.uk");

    private final Zone zone = new Zone();
    private final Map<String, String> raised = new HashMap<>();
    private final SetClock clock = new SetClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final Alarms alarms = new Alarms() {
        @Override public void raise(String key, String sentence) { raised.put(key, sentence); }

        @Override public void clear(String key) { raised.remove(key); }
    };

    private static DnsList list(DnsList.Kind kind, String... codes) {
        return new DnsList("l", "bl.example", kind, Stream.of(codes).map(code -> DnsList.Code.parse(code).orElseThrow()).toList(), 3);
    }

    private static Mail mail(String client) throws IOException {
        var octets = Octets.of(MESSAGE.getBytes(StandardCharsets.US_ASCII));
        var origin = new Origin(Optional.of(InetAddress.ofLiteral(client)), "mail.sender.example", "ESMTP", Optional.empty(), Optional.empty());
        var envelope = Envelope.of(ReversePath.of(Address.of("bounce@sender.example")), List.of(Recipient.of(Address.of("anna@home.example"))));
        return new Mail(envelope, origin, octets, HeaderSection.read(octets, MessageLimits.DEFAULT), TraceId.fresh(), Instant.EPOCH);
    }

    private String asked(Lookup dns, String client, DnsList... lists) throws Exception {
        var said = (Engine.Said.Reasons) new DnsLists(List.of(lists), dns, alarms, clock).about(HOSTS).look(mail(client));
        return said.reasons().stream().map(reason -> reason.text() + " " + reason.sentence()).collect(Collectors.joining("; "));
    }

    private record Case(DnsList.Kind kind, String listed, String says) {}

    @TestFactory Stream<DynamicTest> asksFor() {
        return Stream.of(
            new Case(DnsList.Kind.ADDRESS, "1.2.0.192", "has the address that it comes from."),
            new Case(DnsList.Kind.DOMAIN, "news.shop.example", "has its author's domain news.shop.example."),
            new Case(DnsList.Kind.DOMAIN, "sender.example", "has its sender's domain sender.example."),
            new Case(DnsList.Kind.DOMAIN, "mail.sender.example", "has the name of its client mail.sender.example."),
            new Case(DnsList.Kind.URL, "pills.example", "has a link to www.pills.example."),
            new Case(DnsList.Kind.URL, "9.113.0.203", "has a link to 203.0.113.9."),
            new Case(DnsList.Kind.URL, "b.co.uk", "has a link to a.b.co.uk."),

            new Case(DnsList.Kind.HASH, sha1("bob@news.shop.example"), "has the address Bob@news.shop.example."),
            new Case(DnsList.Kind.HASH, sha1("eve@evil.example"), "has the address eve@evil.example."))
            .map(one -> DynamicTest.dynamicTest(one.kind + " " + one.listed, () -> {
                var here = new Zone().host(one.listed + ".bl.example", "127.0.0.2");
                assertEquals("list-l=3.0 The list l " + one.says, asked(here, "192.0.2.1", list(one.kind)));
                assertEquals("", asked(new Zone(), "192.0.2.1", list(one.kind)));
            }));
    }

    private static String sha1(String text) {
        try {
            var digest = java.security.MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return java.util.HexFormat.of().formatHex(digest);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 5782. */
    @Test void longAddressesAreAskedByNibbles() throws Exception {
        var name = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.bl.example";
        assertEquals("list-l=3.0 The list l has the address that it comes from.", asked(zone.host(name, "127.0.0.2"), "2001:db8::1", list(DnsList.Kind.ADDRESS)));
    }

    private record Answer(String code, String answer, DnsList.Says says) {}

    @TestFactory Stream<DynamicTest> codesAreRead() {
        return Stream.of(new Answer("", "127.0.0.2", DnsList.Says.LISTED), new Answer("127.0.0.4", "127.0.0.2", DnsList.Says.NOT_LISTED),
            new Answer("127.0.0.4", "127.0.0.4", DnsList.Says.LISTED), new Answer("127.0.0.0/29", "127.0.0.7", DnsList.Says.LISTED),
            new Answer("127.0.0.0/29", "127.0.0.8", DnsList.Says.NOT_LISTED), new Answer("&8", "127.0.0.10", DnsList.Says.LISTED),
            new Answer("&8", "127.0.0.4", DnsList.Says.NOT_LISTED), new Answer("", "127.0.0.1", DnsList.Says.NOT_LISTED),
            new Answer("", "127.0.1.255", DnsList.Says.NOT_LISTED), new Answer("", "127.255.255.254", DnsList.Says.REFUSES),
            new Answer("", "127.255.255.252", DnsList.Says.REFUSES), new Answer("127.0.0.0/8", "127.255.255.255", DnsList.Says.REFUSES),
            new Answer("", "198.51.100.7", DnsList.Says.REFUSES))
            .map(one -> DynamicTest.dynamicTest(one.code + ": " + one.answer, () -> assertEquals(one.says,
                list(DnsList.Kind.ADDRESS, one.code.isEmpty() ? new String[0] : new String[] {one.code}).says(InetAddress.ofLiteral(one.answer)))));
    }

    @Test void codesThatAreNone() {
        for (var none : List.of("", "198.51.100.7", "&3", "&256", "127.0.0", "::1", "x")) assertEquals(Optional.empty(), DnsList.Code.parse(none), none);
    }

    /** A list that does not answer resolvers of all the world says so for every address: nobody's mail may suffer. */
    @Test void whatDoesNotAnswerUsIsToldAndCountsForNothing() throws Exception {
        assertEquals("", asked(new Zone().host("1.2.0.192.bl.example", "127.255.255.254"), "192.0.2.1", list(DnsList.Kind.ADDRESS)));
        assertTrue(raised.get("dns list l").contains("127.255.255.254"), raised::toString);
        assertEquals("list-l=3.0 The list l has the address that it comes from.",
            asked(zone.host("1.2.0.192.bl.example", "127.0.0.2"), "192.0.2.1", list(DnsList.Kind.ADDRESS)));
        assertEquals(Map.of(), raised);
    }

    /** Who gives a list up sometimes lets it list everybody, so that nobody asks any more. RFC 5782. */
    @Test void whatHasAllTheWorldIsToldAndCountsForNothing() throws Exception {
        var listed = new boolean[] {true};
        Lookup dns = (name, _) -> listed[0] || !name.startsWith("1.0.0.127.") ? found("127.0.0.2") : new DnsAnswer.Nothing(false);
        var lists = new DnsLists(List.of(list(DnsList.Kind.ADDRESS)), dns, alarms, clock);
        assertEquals(List.of(), ((Engine.Said.Reasons) lists.about(HOSTS).look(mail("192.0.2.1"))).reasons());
        assertTrue(raised.get("dns list l").contains("has all the world on it"), raised::toString);
        listed[0] = false;
        clock.advance(Duration.ofHours(2));
        assertEquals(1, ((Engine.Said.Reasons) lists.about(HOSTS).look(mail("192.0.2.1"))).reasons().size());
        assertEquals(Map.of(), raised);
    }

    private static DnsAnswer found(String address) {
        return new DnsAnswer.Found(List.of(new sigillo.dns.DnsData.Host(InetAddress.ofLiteral(address))));
    }

    @Test void whatFailsCountsForNothing() throws Exception {
        assertEquals("", asked((_, _) -> new DnsAnswer.Failed(DnsFailure.SERVFAIL, "no"), "192.0.2.1", list(DnsList.Kind.ADDRESS)));
        assertEquals("", asked((_, _) -> { throw new IllegalStateException("broken"); }, "192.0.2.1", list(DnsList.Kind.URL)));
        assertEquals(Map.of(), raised);
    }

    /** Two lists of one zone, which differ by codes, are asked once. */
    @Test void eachNameIsAskedOnce() throws Exception {
        var names = java.util.Collections.synchronizedList(new ArrayList<String>());
        Lookup dns = (name, _) -> {
            names.add(name);
            return name.startsWith("1.0.0.127") ? new DnsAnswer.Nothing(false) : found("127.0.0.10");
        };
        var policy = new DnsList("policy", "bl.example", DnsList.Kind.ADDRESS, List.of(DnsList.Code.parse("127.0.0.10").orElseThrow()), 2);
        var welcome = new DnsList("welcome", "wl.example", DnsList.Kind.ADDRESS, List.of(), -4);
        assertEquals("list-policy=2.0 The list policy has the address that it comes from.; list-welcome=-4.0 The list welcome welcomes the address that it comes from.",
            asked(dns, "192.0.2.1", list(DnsList.Kind.ADDRESS, "127.0.0.2"), policy, welcome));
        assertEquals(4, names.size(), names::toString);
    }

    /** However many links and addresses a stranger writes. */
    @Test void questionsAreBounded() throws Exception {
        var names = java.util.Collections.synchronizedList(new ArrayList<String>());
        Lookup dns = (name, _) -> {
            names.add(name);
            return new DnsAnswer.Nothing(false);
        };
        var hosts = IntStream.range(0, 500).mapToObj(i -> "shop" + i + ".example").collect(Collectors.toSet());
        var lists = IntStream.range(0, 20).mapToObj(i -> new DnsList("l" + i, "l" + i + ".example", DnsList.Kind.URL, List.of(), 1)).toList();
        new DnsLists(lists, dns, alarms, clock).about(hosts).look(mail("192.0.2.1"));
        assertTrue(names.size() <= 100 && names.size() > 20, names.size() + " questions");
    }

    /** What a silent list costs. */
    @Test void doesNotWaitLong() throws Exception {
        Lookup dns = (_, _) -> {
            try {
                Thread.sleep(Duration.ofMinutes(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new DnsAnswer.Nothing(false);
        };
        long began = System.nanoTime();
        var lists = new DnsLists(List.of(list(DnsList.Kind.ADDRESS)), dns, alarms, clock, Duration.ofMillis(100));
        assertEquals(new Engine.Said.Reasons(List.of(), java.util.OptionalInt.empty()), lists.about(HOSTS).look(mail("192.0.2.1")));
        assertTrue(Duration.ofNanos(System.nanoTime() - began).toSeconds() < 20);
    }
}
