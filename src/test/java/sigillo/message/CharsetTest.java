package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Case B04: charsets by the names of the field; text that is never dropped, whatever it is called. */
class CharsetTest {

    record Case(String raw, String want) {}

    @TestFactory Stream<DynamicTest> headers() {
        return Stream.of(
            new Case("=?Cp1252?Q?Best=E4tigung_f=FCr_Frau_M=FCller?=", "Bestätigung für Frau Müller"),
            new Case("=?iso-8859-2?Q?K=F8=ED=BE?= <k@sender.example>", "Kříž <k@sender.example>"),
            new Case("=?utf8?Q?=C3=A4?=", "ä"),
            new Case("=?ansi_x3.4-1968?Q?plain?=", "plain"),
            new Case("=?us-ascii?Q?=C3=A4?=", "ä"),
            new Case("=?us-ascii?Q?=E4?=", "ä"),
            new Case("=?unicode-1-1-utf-7?Q?+APw-ber?=", "über"),
            new Case("=?utf-7?Q?1_+- 2 +2D3czg-?=", "1 + 2 📎"),
            new Case("=?x-unknown?Q?caf=E9?=", "café"),
            new Case("=?x-unknown?Q?caf=C3=A9?=", "café"),
            new Case("=?x-never-heard-of?B?Y2Fm6Q==?=", "café"),
            new Case("=?UTF-8?B?w6TD?=", "ä\uFFFD"),
            new Case("=?UTF-8?Q?=C3?=", "\uFFFD"),
            new Case("=?utf-8?Q?a=C3?= =?utf-8?Q?=A4b?=", "aäb"),
            new Case("=?utf-8?B?4oI=?=\r\n =?UTF-8?Q?=AC?=", "€"),
            new Case("=?utf-8?B?8J+Y?= =?utf-8?B?gA==?=", "😀"),
            new Case("=?shift_jis?B?kL+LgQ==?= =?shift_jis?B?j5E=?=", "請求書"),
            new Case("=?ISO-2022-JP?B?GyRCQEE1YT1xGyhC?=", "請求書"),
            new Case("\u001B$B@A5a=q\u001B(B", "請求書"),
            new Case("=?gb2312?B?1tDOxA==?=", "中文"),
            new Case("=?ks_c_5601-1987?B?vsiz58fPvLy/5A==?=", "안녕하세요"),
            new Case("=?koi8-r?B?8NLJ18XU?=", "Привет"),
            new Case("=?hz-gb-2312?Q?~{VPND~}?=", "中文"),
            new Case("=?iso-8859-1*en?Q?a=E9?=", "aé"),
            new Case("=?iso-8859-1?Q?=80?=", "€"),
            new Case("caf\u00E9", "café"),
            new Case("caf\u00C3\u00A9", "café"),
            new Case("=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"),
            new Case("=?utf-8?Q?a?= \t =?utf-8?Q?c?=", "ac"),
            new Case("a=?utf-8?Q?b?=c", "abc"),
            new Case("=?utf-8?Q?no end", "no end"),
            new Case("=?utf-8?X?a?=", "=?utf-8?X?a?="),
            new Case("=?utf-8?Q?a=0D=0ABcc:_x=00?=", "a  Bcc: x "),
            new Case("=?utf-8?B?!!!?=", ""),
            new Case("=??Q?a?=", "=??Q?a?="),
            new Case("schon \u0159 entschl\u00FCsselt", "schon ř entschlüsselt"))
            .map(c -> DynamicTest.dynamicTest(c.raw, () -> assertEquals(c.want, HeaderText.decode(c.raw))));
    }

    @Test void addressesKnowAllCharsetsThatSubjectsKnow() {
        var from = AddressList.parse("=?iso-8859-2?Q?K=F8=ED=BE?= <k@sender.example>").flat().getFirst();
        assertEquals("Kříž", from.name());
        assertEquals("=?iso-8859-2?Q?K=F8=ED=BE?=", from.rawName());
        assertEquals("k@sender.example", from.addrSpec());
    }

    @Test void bodies() throws Exception {
        assertEquals("請求書", body("shift_jis", "base64", "kL+LgY+R"));
        assertEquals("für", body("\"ansi_x3.4-1968\"", "quoted-printable", "f=FCr"));
        assertEquals("für", body("utf8", "quoted-printable", "f=C3=BCr"));
        assertEquals("über", body("unicode-1-1-utf-7", "7bit", "+APw-ber"));
        assertEquals("für", body("x-unknown", "quoted-printable", "f=FCr"));
        assertEquals("für", body("utf-8", "quoted-printable", "f=FCr"));
        assertEquals("ä", body("windows-1252", "base64", "77u/w6Q="), "a byte order mark decides");
    }

    private static String body(String charset, String encoding, String body) throws java.io.IOException {
        return PlainText.of(Message.parse(Shape.octets("Content-Type: text/plain; charset=" + charset
            + "\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" + body)), TextLimits.SEARCH);
    }

    @Test void namesAreFoundHoweverTheyAreWritten() {
        for (var name : List.of("UTF-8", "utf8", " utf-8 ", "UTF_8", "Latin1", "ISO_8859-1", "iso8859-15", "CP-1252",
            "windows1252", "Windows-31J", "x-sjis", "KS_C_5601-1987", "IBM850", "cp437", "x-mac-cyrillic", "macintosh",
            "tis-620", "iso-8859-8-i", "big5-hkscs", "gb18030", "euc-kr", "iso-2022-kr", "utf-16le", "UTF-32BE",
            "unicode-1-1-utf-7", "hz-gb-2312")) {
            assertTrue(Charsets.lookup(name).isPresent(), name);
        }
        for (var name : new String[] {"", "x", "'; drop", "a".repeat(5_000), "\0", "../../etc", "🙂"}) {
            assertNotNull(Charsets.decode("abc".getBytes(StandardCharsets.US_ASCII), name));
        }
    }

    @Test void everyDecoderInTheTableReadsAscii() {
        for (var line : CharsetNames.TABLE.lines().toList()) {
            var names = line.strip().split("\\s+");
            if (names[0].startsWith("UTF-16") || names[0].startsWith("UTF-32")) continue;
            for (int i = 1; i < names.length; i++) {
                assertEquals("abc <1>", Charsets.decode("abc <1>".getBytes(StandardCharsets.US_ASCII), names[i]),
                    names[i]);
            }
        }
    }

    @TestFactory Stream<DynamicTest> anyOctetsGiveText() {
        return Stream.of(1L, 2L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            var names = CharsetNames.TABLE.split("\\s+");
            for (int i = 0; i < 5_000; i++) {
                var octets = new byte[random.nextInt(40)];
                random.nextBytes(octets);
                assertNotNull(Charsets.decode(octets, names[random.nextInt(names.length)]));
            }
        }));
    }
}
