package sigillo.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsFailure;
import sigillo.dns.DnsType;
import sigillo.dns.Zone;

class SpfTest {
    private static final String FOUR = "192.0.2.25";
    private static final String SIX = "2001:db8::25";

    /** B15: ten terms, over records that include others; the addresses of six MX hosts are not among them. */
    @Test void termsAreCountedAndAddressesOfMxHostsAreNot() {
        for (var client : List.of(FOUR, SIX)) {
            var ten = tenTerms();
            assertEquals(SpfResult.SOFTFAIL, check(client, "send.example", ten).result(), ten::toString);
            ten.host("mx5.send.example", client);
            assertEquals(SpfResult.PASS, check(client, "send.example", ten).result());
            assertEquals(SpfResult.PERMERROR, check(client, "more.example", ten).result());
        }
    }

    /** Two includes with four and three terms in them, and mx. Of six hosts four have no AAAA, two no address at all. */
    private static Zone tenTerms() {
        var zone = new Zone().txt("send.example", "v=spf1 include:a.example include:b.example mx ~all")
            .txt("a.example", "v=spf1 a:h1.example a:h2.example a:h3.example a:h4.example -all")
            .txt("b.example", "v=spf1 a:h5.example a:h6.example a:h7.example -all")
            .txt("more.example", "v=spf1 include:send.example -all");
        for (int i = 1; i <= 7; i++) {
            zone.host("h" + i + ".example", "198.51.100.7").host("h" + i + ".example", "2001:db8:1::7");
        }
        for (int i = 0; i < 6; i++) zone.mx("send.example", i, "mx" + i + ".send.example");
        for (int i = 0; i < 4; i++) zone.host("mx" + i + ".send.example", "198.51.100.8");
        for (int i = 0; i < 2; i++) zone.host("mx" + i + ".send.example", "2001:db8:1::8");
        return zone;
    }

    @Test void elevenHostsAreAnError() {
        var zone = new Zone().txt("many.example", "v=spf1 mx -all");
        for (int i = 0; i < 11; i++) zone.mx("many.example", i, "mx" + i + ".many.example");
        assertEquals(SpfResult.PERMERROR, check(FOUR, "many.example", zone).result());
    }

    @Test void threeVoidsAreAnError() {
        var zone = new Zone().txt("two.example", "v=spf1 a:x1.example exists:x2.example -all")
            .txt("three.example", "v=spf1 a:x1.example mx:x2.example exists:x3.example +all");
        assertEquals(SpfResult.FAIL, check(FOUR, "two.example", zone).result());
        assertEquals(SpfResult.PERMERROR, check(FOUR, "three.example", zone).result());
    }

    /** RFC 7208 section 2.6.6: what DNS could not say may be other later, what we do not ask will not be. */
    @Test void failuresOfDns() {
        for (var failure : DnsFailure.values()) {
            var zone = new Zone().txt("a.example", "v=spf1 a:h.example -all").answer("h.example", DnsType.A, new DnsAnswer.Failed(failure, "x"));
            assertEquals(failure == DnsFailure.BUDGET ? SpfResult.PERMERROR : SpfResult.TEMPERROR, check(FOUR, "a.example", zone).result(), failure::name);
        }
    }

    /** The limits of the record bound what it asks, so that no other bound is ever reached. */
    @Test void theMostThatARecordAsks() {
        var record = new StringBuilder("v=spf1");
        var zone = new Zone();
        for (int i = 0; i < 10; i++) {
            record.append(" mx:m").append(i).append(".example");
            for (int k = 0; k < 10; k++) zone.mx("m" + i + ".example", k, "h" + k + ".m" + i + ".example");
        }
        zone.txt("a.example", record + " -all exp=e.example").txt("e.example", "no");
        assertEquals(SpfResult.FAIL, check(FOUR, "a.example", zone).result());
        assertEquals(112, zone.asked().size());
    }

    /** Records that include themselves or each other end at the limit, not with the stack. */
    @Test void circlesEnd() {
        var zone = new Zone().txt("a.example", "v=spf1 include:b.example -all").txt("b.example", "v=spf1 redirect=a.example");
        assertEquals(SpfResult.PERMERROR, check(FOUR, "a.example", zone).result());
        assertTrue(zone.asked().size() <= 12, zone.asked()::toString);
    }

    record Term(String term, boolean isRight) {}

    private static final List<Term> TERMS = List.of(
        new Term("a", true), new Term("a:b.example/24//64", true), new Term("a//64", true), new Term("A/0", true),
        new Term("a/33", false), new Term("a/024", false), new Term("a:/24", false), new Term("a:b.example/", false),
        new Term("a:b", false), new Term("a:b.", false), new Term("a:b.example.", true), new Term("a:b.1", false),
        new Term("a:b.1a", true), new Term("a:b.a-", false), new Term("a:%{d}", true), new Term("a:%%.b", true),
        new Term("a:b%%", true), new Term("a:b.%", false), new Term("mx:%{d}/24", true), new Term("exists:%{i}.b.example", true),
        new Term("exists:%{i0}.b.example", false), new Term("exists:%{z}.b.example", false), new Term("exists:%{c}.b.example", false),
        new Term("exists:%{l1r+-}.b.example", true), new Term("exists", false), new Term("exists:", false), new Term("include:", false),
        new Term("ip4:192.0.2.1", true), new Term("ip4:192.0.2.1/32", true), new Term("ip4:192.0.2.1/33", false),
        new Term("ip4:192.0.2.01", false), new Term("ip4:192.0.2", false), new Term("ip4:192.0.2.1//32", false), new Term("ip4", false),
        new Term("ip6:2001:db8::/32", true), new Term("ip6:::", true), new Term("ip6:::1/129", false), new Term("ip6:1:2:3", false),
        new Term("ip6:fe80::1%eth0", false), new Term("ip6:192.0.2.1", false), new Term("all", true), new Term("all:b.example", false),
        new Term("all/8", false), new Term("ptr", true), new Term("ptr:b.example", true), new Term("ptr/24", false), new Term("-all", true),
        new Term("--all", false), new Term("moo", false), new Term("moo:b.example", false), new Term("moo=b", true), new Term("moo=", true),
        new Term("moo=%", false), new Term("redirect=b.example", true), new Term("redirect=", false), new Term("exp=b", false),
        new Term("exp=b.example", true), new Term("1a=b", false), new Term("a:b.example\u00e4", false), new Term("\u00e4", false));

    @TestFactory Stream<DynamicTest> terms() {
        return TERMS.stream().map(t -> DynamicTest.dynamicTest(t.term, () -> {
            var outcome = SpfRecordParser.parse("v=spf1 " + t.term);
            assertEquals(t.isRight, outcome instanceof SpfRecordParser.Outcome.Ok, outcome::toString);
        }));
    }

    record Macro(String macro, String is) {}

    /** RFC 7208 section 7.4, and what else a transformer may do. */
    private static final List<Macro> MACROS = List.of(
        new Macro("%{s}", "strong-bad@email.example.com"), new Macro("%{o}", "email.example.com"),
        new Macro("%{d4}", "email.example.com"), new Macro("%{d2}", "example.com"), new Macro("%{d1}", "com"),
        new Macro("%{dr}", "com.example.email"), new Macro("%{d2r}", "example.email"), new Macro("%{l}", "strong-bad"),
        new Macro("%{l-}", "strong.bad"), new Macro("%{lr-}", "bad.strong"), new Macro("%{l1r-}", "strong"),
        new Macro("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"),
        new Macro("%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com"),
        new Macro("%{d99999999999}", "email.example.com"), new Macro("%{S}", "strong-bad%40email.example.com"), new Macro("a%%b%_c%-d.x", "a%b c%20d.x"));

    @TestFactory Stream<DynamicTest> macros() {
        return MACROS.stream().map(m -> DynamicTest.dynamicTest(m.macro, () -> {
            var query = new SpfQuery(InetAddress.ofLiteral("192.0.2.3"), "strong-bad", "email.example.com", "h", "r", Instant.EPOCH);
            var read = MacroParser.macroString(m.macro).orElseThrow();
            assertEquals(m.is, read.expand(new MacroValues(query, "email.example.com", () -> "unknown")));
        }));
    }

    /** RFC 8616 section 4: such a term matches nothing, another one does. */
    @Test void localPartsThatAreNotAscii() {
        var zone = new Zone().txt("xn--bcher-kva.example", "v=spf1 exists:%{l}.example include:%{s}.example a:h.example -all exp=%{l}.example")
            .host("h.example", FOUR);
        var query = new SpfQuery(InetAddress.ofLiteral(FOUR), "jos\u00e9", "b\u00fccher.example", "h", "r", Instant.EPOCH);
        assertEquals(SpfResult.PASS, Spf.check(query, zone).result(), zone.asked()::toString);
        assertEquals(List.of("xn--bcher-kva.example TXT", "h.example A"), zone.asked());
    }

    @Test void sentencesSayWhy() {
        var zone = new Zone().txt("a.example", "v=spf1 ip4:192.0.2.0/24 -all").silent("silent.example");
        assertEquals("192.0.2.25 is named by a.example's record; it says \"ip4:192.0.2.0/24\"", check(FOUR, "a.example", zone).why());
        assertEquals("2001:db8::25 is not named by a.example's record; it says \"-all\"", check(SIX, "a.example", zone).why());
        assertEquals("no.example publishes no SPF record", check(FOUR, "no.example", zone).why());
        assertEquals(SpfResult.TEMPERROR, check(FOUR, "silent.example", zone).result());
    }

    /** An address that is mapped into IPv6 is one of IPv4. */
    @Test void mappedAddresses() throws Exception {
        var zone = new Zone().txt("a.example", "v=spf1 ip4:192.0.2.0/24 -all");
        assertEquals(SpfResult.PASS, check("::ffff:192.0.2.25", "a.example", zone).result());
    }

    @Test void whatADomainSaysIsCut() {
        var zone = new Zone().txt("a.example", "v=spf1 -all exp=e.example").txt("e.example", "%{d}".repeat(1_000));
        assertEquals(500, check(FOUR, "a.example", zone).explanation().orElseThrow().length());
        zone.txt("b.example", "v=spf1 -all exp=f.example").txt("f.example", "x".repeat(5_000));
        assertTrue(check(FOUR, "b.example", zone).explanation().isEmpty());
    }

    /** Whatever records, names and senders say, there is an outcome and an end. */
    @TestFactory Stream<DynamicTest> isTotal() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 5_000; i++) {
                var zone = new Zone().txt("a.example", bent(random)).txt("b.example", bent(random)).txt("c.example", bent(random));
                zone.ptrOf(FOUR, "x.a.example").host("x.a.example", FOUR).mx("a.example", 1, "b.example").host("b.example", SIX);
                var query = new SpfQuery(InetAddress.ofLiteral(random.nextBoolean() ? FOUR : SIX), bent(random).substring(0, 4),
                    random.nextInt(9) == 0 ? bent(random) : "a.example", bent(random), "r", Instant.EPOCH);
                assertNotNull(Spf.check(query, zone));
                assertTrue(zone.asked().size() <= 250, () -> zone.asked().size() + " questions");
            }
        }));
    }

    private static final String[] WORDS = {"v=spf1", " ", " ", "a", "mx", "ptr", "include:", "exists:", "redirect=", "exp=", "a.example", "b.example",
        "c.example", "%{d}", "%{l}", "%{p}", "%{ir}", "%{S1r-}", "/24", "//64", "-all", "~", "?", ":", "ip4:192.0.2.0/24", "ip6:2001:db8::/32", "%", "{",
        "\u0000", "\u00e4", ".", "%{h9999r+=}", "=", "[192.0.2.1]", "x".repeat(70)};

    private static String bent(Random random) {
        var text = new StringBuilder(random.nextInt(8) == 0 ? "" : "v=spf1 ");
        for (int n = 2 + random.nextInt(20); n > 0; n--) text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(3) == 0 ? " " : "");
        return text.append("    ").toString();
    }

    private static SpfOutcome check(String client, String domain, Zone zone) {
        return Spf.check(new SpfQuery(InetAddress.ofLiteral(client), "anna", domain, "mail.example", "receiver.example", Instant.EPOCH), zone);
    }
}
