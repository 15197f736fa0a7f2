package sigillo.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.zone.ZoneRecord.Type;

/** How providers show values, and what they mean. */
class SpellingTest {
    private record Case(Type type, String shown, String value) {}

    private static final List<Case> CASES = List.of(
        new Case(Type.TXT, "\"v=spf1 mx ~all\"", "v=spf1 mx ~all"),
        new Case(Type.TXT, "v=spf1 mx ~all", "v=spf1 mx ~all"),
        new Case(Type.TXT, "\"one\" \"two\"", "onetwo"),
        new Case(Type.TXT, "\"one\"\t\"two\"", "onetwo"),
        new Case(Type.TXT, "\"a\\\"b\\\\c\\059d\"", "a\"b\\c;d"),
        new Case(Type.TXT, "\"\\195\\168\"", "\u00e8"),
        new Case(Type.TXT, "\"open", "open"),
        new Case(Type.TXT, "\"\\", "\\"),
        new Case(Type.MX, "10 Mail.Home.Test", "10 mail.home.test."),
        new Case(Type.MX, "10\tmail.home.test.", "10 mail.home.test."),
        new Case(Type.SRV, "0 1 465 mail.home.test", "0 1 465 mail.home.test."),
        new Case(Type.SRV, "0 0 0 .", "0 0 0 ."),
        new Case(Type.CNAME, "Mail.home.test", "mail.home.test."),
        new Case(Type.CAA, "0 ISSUE letsencrypt.org", "0 issue \"letsencrypt.org\""),
        new Case(Type.CAA, "0 issue \"letsencrypt.org\"", "0 issue \"letsencrypt.org\""),
        new Case(Type.TLSA, "3 1 1 ABCD EF01", "3 1 1 abcdef01"),
        new Case(Type.AAAA, "2001:DB8:0:0::7", "2001:db8::7"),
        new Case(Type.A, "no address", "no address"));

    @TestFactory Stream<DynamicTest> reads() {
        return CASES.stream().map(one -> DynamicTest.dynamicTest(one.type + " " + one.shown, () -> assertEquals(one.value, Spelling.read(one.type, one.shown))));
    }

    @TestFactory Stream<DynamicTest> isTotal() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 20_000; i++) {
                var text = new StringBuilder(CASES.get(random.nextInt(CASES.size())).shown);
                for (int n = random.nextInt(4); n-- > 0 && !text.isEmpty(); ) text.setCharAt(random.nextInt(text.length()), "\"\\ 0.\u00e8a".charAt(random.nextInt(7)));
                assertNotNull(Spelling.read(Type.values()[random.nextInt(Type.values().length)], text.toString()));
            }
            for (int i = 0; i < 2_000; i++) {
                var octets = new StringBuilder();
                for (int n = random.nextInt(600); n-- > 0; ) octets.append((char) (random.nextBoolean() ? 32 + random.nextInt(95) : 0xA0 + random.nextInt(200)));
                var text = "v=" + octets;
                assertEquals(text, Spelling.read(Type.TXT, Spelling.zoneFile(Type.TXT, text)), "there and back");
            }
        }));
    }

    @Test void answersOfRoute53AreTotal() {
        var sound = "<A><HostedZone><Id>/hostedzone/Z1</Id><Name>a.</Name></HostedZone><ResourceRecordSet><Type>A</Type><TTL>60</TTL></ResourceRecordSet></A>";
        var random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            var octets = sound.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            for (int n = random.nextInt(5); n-- > 0; ) octets[random.nextInt(octets.length)] = (byte) "<>/&;a6\0".charAt(random.nextInt(8));
            assertNotNull(Route53Answer.parse(octets));
        }
        assertEquals(java.util.Optional.empty(), Route53Answer.parse(("<a>".repeat(5_000)).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
}
