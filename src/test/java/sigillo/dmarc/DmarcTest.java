package sigillo.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.dns.Zone;
import sigillo.message.Header;
import sigillo.message.MessageLimits;

class DmarcTest {
    record Rule(String name, Zone zone, String author, Optional<String> spf, List<String> dkim, DmarcResult result, DmarcPolicy policy) {}

    private static Rule rule(String name, Zone zone, String author, String spf, String dkim, DmarcResult result, DmarcPolicy policy) {
        return new Rule(name, zone, author, Optional.of(spf).filter(s -> !s.isEmpty()), dkim.isEmpty() ? List.of() : List.of(dkim.split(",")), result, policy);
    }

    private static Zone zone(String... namesAndRecords) {
        var zone = new Zone();
        for (int i = 0; i < namesAndRecords.length; i += 2) zone.txt("_dmarc." + namesAndRecords[i], namesAndRecords[i + 1]);
        return zone;
    }

    /** RFC 9989 section 4. */
    private static final List<Rule> RULES = List.of(
        rule("SPF in itself", zone("a.example", "v=DMARC1;p=reject"), "a.example", "a.example", "", DmarcResult.PASS, DmarcPolicy.NONE),
        rule("SPF below", zone("a.example", "v=DMARC1;p=reject"), "a.example", "bounce.a.example", "", DmarcResult.PASS, DmarcPolicy.NONE),
        rule("SPF below, strict", zone("a.example", "v=DMARC1;p=reject;aspf=s"), "a.example", "bounce.a.example", "", DmarcResult.FAIL, DmarcPolicy.REJECT),
        rule("DKIM of another", zone("a.example", "v=DMARC1;p=reject"), "a.example", "", "b.example,ba.example", DmarcResult.FAIL, DmarcPolicy.REJECT),
        rule("the second of two", zone("a.example", "v=DMARC1;p=reject"), "a.example", "", "b.example,a.example", DmarcResult.PASS, DmarcPolicy.NONE),
        rule("another of one public suffix", zone("a.example", "v=DMARC1;p=reject", "example", "v=DMARC1;p=none;psd=y"), "a.example", "b.example", "",
            DmarcResult.FAIL, DmarcPolicy.REJECT),
        rule("below an independent part", zone("a.example", "v=DMARC1;p=reject", "b.a.example", "v=DMARC1;p=quarantine;psd=n"), "x.b.a.example", "a.example", "",
            DmarcResult.FAIL, DmarcPolicy.QUARANTINE),
        rule("sp", zone("a.example", "v=DMARC1;p=none;sp=reject"), "x.a.example", "", "", DmarcResult.FAIL, DmarcPolicy.REJECT),
        rule("np of what does not exist", zone("a.example", "v=DMARC1;p=none;sp=none;np=reject"), "x.a.example", "", "", DmarcResult.FAIL, DmarcPolicy.REJECT),
        rule("np of what exists", zone("a.example", "v=DMARC1;p=none;np=reject").host("x.a.example", "192.0.2.1"), "x.a.example", "", "",
            DmarcResult.FAIL, DmarcPolicy.NONE),
        rule("a record of its own before sp", zone("a.example", "v=DMARC1;p=reject;sp=reject", "x.a.example", "v=DMARC1;p=none"), "x.a.example", "", "",
            DmarcResult.FAIL, DmarcPolicy.NONE),
        rule("testing reject", zone("a.example", "v=DMARC1;p=reject;t=y"), "a.example", "", "", DmarcResult.FAIL, DmarcPolicy.QUARANTINE),
        rule("testing sp", zone("a.example", "v=DMARC1;p=reject;sp=quarantine;t=y"), "x.a.example", "", "", DmarcResult.FAIL, DmarcPolicy.NONE),
        rule("pct means nothing", zone("a.example", "v=DMARC1;p=reject;pct=0"), "a.example", "", "", DmarcResult.FAIL, DmarcPolicy.REJECT),
        rule("wrong sp with reports", zone("a.example", "v=DMARC1;p=reject;sp=deny;rua=mailto:x@a.example"), "a.example", "", "", DmarcResult.FAIL, DmarcPolicy.NONE),
        rule("wrong sp without", zone("a.example", "v=DMARC1;p=reject;sp=deny"), "a.example", "", "", DmarcResult.NONE, DmarcPolicy.NONE),
        rule("no policy", zone(), "a.example", "a.example", "a.example", DmarcResult.NONE, DmarcPolicy.NONE),
        rule("no version", zone("a.example", "p=reject"), "a.example", "", "", DmarcResult.NONE, DmarcPolicy.NONE),
        rule("DNS is silent", new Zone().silent("_dmarc.a.example"), "a.example", "", "", DmarcResult.TEMPERROR, DmarcPolicy.QUARANTINE),
        rule("DNS is silent above", zone("x.a.example", "v=DMARC1;p=reject").silent("_dmarc.a.example"), "x.a.example", "", "",
            DmarcResult.TEMPERROR, DmarcPolicy.QUARANTINE));

    record Open(String name, String record, Optional<String> spf, List<String> dkim, Optional<String> passed, DmarcResult result, DmarcPolicy policy) {}

    /** What DNS cannot say now of the author a.example: RFC 9989 section 4.4 says whom it would show. */
    private static final List<Open> OPEN = List.of(
        new Open("his key", "p=reject", Optional.empty(), List.of("b.example", "a.example"), Optional.empty(), DmarcResult.TEMPERROR, DmarcPolicy.REJECT),
        new Open("a key below", "p=quarantine", Optional.empty(), List.of("mail.a.example"), Optional.empty(), DmarcResult.TEMPERROR, DmarcPolicy.QUARANTINE),
        new Open("a key below, strict", "p=reject; adkim=s", Optional.empty(), List.of("mail.a.example"), Optional.empty(), DmarcResult.FAIL, DmarcPolicy.REJECT),
        new Open("his SPF record", "p=reject", Optional.of("a.example"), List.of(), Optional.empty(), DmarcResult.TEMPERROR, DmarcPolicy.REJECT),
        new Open("an SPF record below, strict", "p=reject; aspf=s", Optional.of("x.a.example"), List.of(), Optional.empty(), DmarcResult.FAIL, DmarcPolicy.REJECT),
        new Open("another's", "p=reject", Optional.of("b.example"), List.of("b.example", "ba.example"), Optional.empty(), DmarcResult.FAIL, DmarcPolicy.REJECT),
        new Open("something else shows it", "p=reject", Optional.of("a.example"), List.of(), Optional.of("a.example"), DmarcResult.PASS, DmarcPolicy.NONE),
        new Open("nothing is asked for", "p=none", Optional.of("a.example"), List.of(), Optional.empty(), DmarcResult.TEMPERROR, DmarcPolicy.NONE));

    @TestFactory Stream<DynamicTest> whatIsOpen() {
        return OPEN.stream().map(o -> DynamicTest.dynamicTest(o.name, () -> {
            var query = new DmarcQuery(new Authors(List.of("a.example"), 1, false),
                new DmarcQuery.Identifiers(Optional.empty(), o.passed.stream().toList()), new DmarcQuery.Identifiers(o.spf, o.dkim));
            var outcome = Dmarc.check(query, zone("a.example", "v=DMARC1; " + o.record));
            assertEquals(o.result, outcome.result(), outcome::toString);
            assertEquals(o.policy, outcome.policy(), outcome::toString);
        }));
    }

    /** Of two authors the one who fails is not excused by the other, of whom nobody can say. */
    @Test void anAuthorWhoIsOpenExcusesNoOther() {
        var zone = zone("b.example", "v=DMARC1;p=quarantine", "c.example", "v=DMARC1;p=none").silent("_dmarc.a.example");
        var failing = Dmarc.check(new DmarcQuery(authors("From: x@a.example, x@b.example"), Optional.empty(), List.of()), zone);
        assertEquals("FAIL b.example", failing.result() + " " + failing.domain());
        var open = Dmarc.check(new DmarcQuery(authors("From: x@c.example, x@a.example"), Optional.empty(), List.of()), zone);
        assertEquals("TEMPERROR a.example", open.result() + " " + open.domain());
    }

    @TestFactory Stream<DynamicTest> rules() {
        return RULES.stream().map(r -> DynamicTest.dynamicTest(r.name, () -> {
            var outcome = Dmarc.check(new DmarcQuery(new Authors(List.of(r.author), 1, false), r.spf, r.dkim), r.zone);
            assertEquals(r.result, outcome.result(), outcome::toString);
            assertEquals(r.policy, outcome.policy(), outcome::toString);
        }));
    }

    /** RFC 9989 section 4.10: eight questions for a name of many labels. */
    @Test void theWalkIsBounded() {
        var zone = zone();
        Dmarc.check(new DmarcQuery(new Authors(List.of("a.b.c.d.e.f.g.h.i.j.mail.example.com"), 1, false), Optional.empty(), List.of()), zone);
        assertEquals(List.of("_dmarc.a.b.c.d.e.f.g.h.i.j.mail.example.com TXT", "_dmarc.g.h.i.j.mail.example.com TXT", "_dmarc.h.i.j.mail.example.com TXT",
            "_dmarc.i.j.mail.example.com TXT", "_dmarc.j.mail.example.com TXT", "_dmarc.mail.example.com TXT", "_dmarc.example.com TXT", "_dmarc.com TXT"), zone.asked());
    }

    record From(String header, List<String> domains, int fields, boolean isUnclear) {}

    /** Who is looked at in From, also as those write it who would be someone else. */
    private static final List<From> FROMS = List.of(
        new From("From: Anna <anna@A.Example>", List.of("a.example"), 1, false),
        new From("from : anna@a.example", List.of("a.example"), 1, false),
        new From("From: anna@a.example\r\nFrom: bob@b.example", List.of("a.example", "b.example"), 2, false),
        new From("From: anna@a.example, bob@b.example", List.of("a.example", "b.example"), 1, false),
        new From("From: anna@a.example, bob@a.example", List.of("a.example"), 1, false),
        new From("From: team: anna@a.example, bob@b.example;", List.of("a.example", "b.example"), 1, false),
        new From("From: <@m.example,@n.example:anna@a.example>", List.of("a.example"), 1, false),
        new From("From: \"bob@b.example\" <anna@a.example>", List.of("a.example"), 1, false),
        new From("From: <anna@a.example><bob@b.example>", List.of("a.example", "b.example"), 1, false),
        new From("From: anna@a.example(bob@b.example)", List.of("a.example"), 1, false),
        new From("From: \"bob@b.example\"@a.example", List.of("a.example"), 1, false),
        new From("From: anna@b\u00c3\u00bccher.example", List.of("xn--bcher-kva.example"), 1, false),
        new From("From: anna@stra\u00c3\u009fe.example", List.of("xn--strae-oqa.example"), 1, false),
        new From("From: anna@[192.0.2.1]", List.of(), 1, false),
        new From("From: root", List.of(), 1, false),
        new From("From: anna@a..example", List.of(), 1, true),
        new From("To: bob@b.example", List.of(), 0, false));

    @TestFactory Stream<DynamicTest> authors() {
        return FROMS.stream().map(f -> DynamicTest.dynamicTest(f.header.replace("\r\n", "|"), () ->
            assertEquals(new Authors(f.domains, f.fields, f.isUnclear), authors(f.header))));
    }

    private static Authors authors(String header) {
        return Authors.of(Header.parse((header + "\r\n").getBytes(StandardCharsets.ISO_8859_1), 0, false, MessageLimits.DEFAULT));
    }

    /** A field of a million addresses is not read to its end, a thousand fields are not all kept: nobody can say whose it is. */
    @Test void endlessAuthors() {
        var one = new StringBuilder("From: x@a.example");
        for (int i = 0; i < 60_000; i++) one.append(", x@d").append(i).append(".example");
        var several = new StringBuilder();
        for (int i = 0; i < 5_000; i++) several.append("From: x@d").append(i).append(".example\r\n");
        for (var header : List.of(one.toString(), several.toString(), "From: " + "(".repeat(20_000) + ")".repeat(20_000) + " x@b.example")) {
            var read = authors(header);
            assertTrue(read.domains().size() <= 10 && (read.isUnclear() || read.fields() > 1), read::toString);
            assertEquals(DmarcResult.PERMERROR, Dmarc.check(new DmarcQuery(read, Optional.empty(), List.of()), zone()).result());
        }
    }

    /** RFC 9989 section 11.5: of several authors the strictest policy of those that fail. */
    @Test void severalAuthors() {
        var zone = zone("a.example", "v=DMARC1;p=none", "b.example", "v=DMARC1;p=reject", "c.example", "v=DMARC1;p=quarantine");
        var one = Dmarc.check(new DmarcQuery(authors("From: x@a.example, x@b.example, x@c.example"), Optional.of("a.example"), List.of()), zone);
        assertEquals(DmarcResult.FAIL, one.result());
        assertEquals(DmarcPolicy.REJECT, one.policy());
        assertEquals("b.example", one.domain());
        var all = Dmarc.check(new DmarcQuery(authors("From: x@a.example, x@b.example"), Optional.of("a.example"), List.of("b.example")), zone);
        assertEquals(DmarcResult.PASS, all.result());
        var two = Dmarc.check(new DmarcQuery(authors("From: x@a.example\r\nFrom: x@a.example"), Optional.of("a.example"), List.of()), zone);
        assertEquals(DmarcResult.PERMERROR, two.result());
        assertEquals(DmarcPolicy.QUARANTINE, two.policy());
        var many = new StringBuilder("From: x@a.example");
        for (int i = 0; i < 500; i++) many.append(", x@d").append(i).append(".example");
        var asked = zone("a.example", "v=DMARC1;p=none");
        assertEquals(DmarcResult.PERMERROR, Dmarc.check(new DmarcQuery(authors(many.toString()), Optional.empty(), List.of()), asked).result());
        assertTrue(asked.asked().size() < 20, asked.asked()::toString);
        assertEquals(DmarcPolicy.QUARANTINE, Dmarc.check(new DmarcQuery(authors("Subject: x"), Optional.empty(), List.of()), zone).policy());
    }

    /** Whatever records, domains and From say, there is an outcome; and without any proof nothing passes. */
    @TestFactory Stream<DynamicTest> isTotal() {
        var words = List.of("v=DMARC1", ";", ";", "p=", "sp=", "np=", "reject", "none", "quarantine", "psd=y", "psd=n", "t=y", "=", " ", "adkim=s", "rua=mailto:a@b",
            "\0", "\u00e4", "<", ">", "@", ",", "a.example", "x.a.example", "(", "\"", ":", "example", "..", "From: ", "\r\n");
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 3_000; i++) {
                var texts = new ArrayList<String>();
                for (int n = 0; n < 3; n++) {
                    var text = new StringBuilder(n == 2 ? "From: x@x.a.example" : random.nextInt(4) == 0 ? "" : "v=DMARC1;");
                    for (int k = random.nextInt(12); k > 0; k--) text.append(words.get(random.nextInt(words.size())));
                    texts.add(text.toString());
                }
                var outcome = Dmarc.check(new DmarcQuery(authors(texts.get(2)), Optional.empty(), List.of()),
                    zone("a.example", texts.get(0), "x.a.example", texts.get(1)));
                assertNotNull(outcome.why());
                assertTrue(outcome.result() != DmarcResult.PASS, texts::toString);
            }
        }));
    }
}
