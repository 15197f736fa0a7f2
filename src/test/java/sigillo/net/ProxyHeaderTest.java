package sigillo.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Headers of the PROXY protocol, good and bad. */
class ProxyHeaderTest {
    private static final String OWN = "own";
    private static final String NONE = "none";

    private record Case(String octets, String want) {}

    private static String binary(String versionAndCommand, String family, String rest) {
        return HexFormat.of().formatHex("\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.ISO_8859_1)) + versionAndCommand + family + String.format("%04x", rest.length() / 2) + rest;
    }

    private static final String FOUR = "c0000207c6336401" + "1f90" + "0019";
    private static final String SIX = "20010db8000000000000000000000007" + "20010db8000000000000000000000001" + "1f90" + "0019";

    private static final List<Case> TEXTS = List.of(
        new Case("PROXY TCP4 192.0.2.7 198.51.100.1 8080 25\r\n", "192.0.2.7:8080"),
        new Case("PROXY TCP6 2001:db8::7 2001:db8::1 8080 25\r\n", "2001:db8:0:0:0:0:0:7:8080"),
        new Case("PROXY TCP6 ::ffff:192.0.2.7 ::ffff:198.51.100.1 8080 25\r\n", "192.0.2.7:8080"),
        new Case("PROXY UNKNOWN\r\n", OWN),
        new Case("PROXY UNKNOWN ffff::1 whatever 1 2 3\r\n", OWN),
        new Case("PROXY UNKNOWNS x\r\n", NONE),
        new Case("PROXY TCP4 192.0.2.7 198.51.100.1 8080 25\n", NONE),
        new Case("PROXY TCP4 192.0.2.7 198.51.100.1 08080 25\r\n", NONE),
        new Case("PROXY TCP4 192.0.2.7 198.51.100.1 65536 25\r\n", NONE),
        new Case("PROXY TCP4 192.0.2.256 198.51.100.1 1 25\r\n", NONE),
        new Case("PROXY TCP4 192.0.2.07 198.51.100.1 1 25\r\n", NONE),
        new Case("PROXY TCP4 192.0.2 198.51.100.1 1 25\r\n", NONE),
        new Case("PROXY TCP4 2001:db8::7 2001:db8::1 1 25\r\n", NONE),
        new Case("PROXY TCP6 192.0.2.7 198.51.100.1 1 25\r\n", NONE),
        new Case("PROXY TCP4 0.0.0.0 198.51.100.1 1 25\r\n", NONE),
        new Case("PROXY TCP4 224.0.0.1 198.51.100.1 1 25\r\n", NONE),
        new Case("PROXY TCP4  192.0.2.7 198.51.100.1 1 25\r\n", NONE),
        new Case("PROXY TCP4 192.0.2.7 198.51.100.1 1 25 \r\n", NONE),
        new Case("PROXY UDP4 192.0.2.7 198.51.100.1 1 25\r\n", NONE),
        new Case("proxy TCP4 192.0.2.7 198.51.100.1 1 25\r\n", NONE),
        new Case("PROXY UNKNOWN " + "x".repeat(100) + "\r\n", NONE),
        new Case("EHLO mail.example.org\r\n", NONE),
        new Case("", NONE));

    private static final List<Case> BINARIES = List.of(
        new Case(binary("21", "11", FOUR), "192.0.2.7:8080"),
        new Case(binary("21", "21", SIX), "2001:db8:0:0:0:0:0:7:8080"),
        new Case(binary("21", "11", FOUR + "04" + "0002" + "0000"), "192.0.2.7:8080"),
        new Case(binary("20", "00", ""), OWN),
        new Case(binary("20", "31", "ff".repeat(216)), OWN),
        new Case(binary("21", "00", ""), OWN),
        new Case(binary("21", "11", "c0000207"), NONE),
        new Case(binary("21", "11", FOUR + "0400"), NONE),
        new Case(binary("21", "11", FOUR + "04" + "0009" + "00"), NONE),
        new Case(binary("21", "11", FOUR + "03" + "0004" + "00000000"), NONE),
        new Case(binary("21", "12", FOUR), NONE),
        new Case(binary("21", "31", "ff".repeat(216)), NONE),
        new Case(binary("22", "11", FOUR), NONE),
        new Case(binary("11", "11", FOUR), NONE),
        new Case(binary("21", "11", FOUR).replace("0d0a0d0a00", "0d0a0d0a01"), NONE));

    private static String read(byte[] octets) {
        try {
            return ProxyFramer.read(new ByteArrayInputStream(octets)).client().map(at -> at.getAddress().getHostAddress() + ":" + at.getPort()).orElse(OWN);
        } catch (IOException none) {
            return NONE;
        }
    }

    @TestFactory Stream<DynamicTest> reads() {
        return Stream.concat(
            TEXTS.stream().map(one -> DynamicTest.dynamicTest("\"" + one.octets.strip() + "\"", () -> assertEquals(one.want, read(one.octets.getBytes(StandardCharsets.ISO_8859_1))))),
            BINARIES.stream().map(one -> DynamicTest.dynamicTest(one.octets, () -> assertEquals(one.want, read(HexFormat.of().parseHex(one.octets))))));
    }

    /** What follows is the client's, to the octet, wherever it is cut. */
    @Test void takesNotAnOctetMore() throws IOException {
        for (var one : List.of(TEXTS.getFirst().octets.getBytes(StandardCharsets.ISO_8859_1), HexFormat.of().parseHex(BINARIES.get(2).octets))) {
            var in = new ByteArrayInputStream(join(one, "EHLO x\r\n".getBytes(StandardCharsets.ISO_8859_1)));
            assertTrue(ProxyFramer.read(in).client().isPresent());
            assertEquals("EHLO x\r\n", new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
            for (int cut = 0; cut < one.length; cut++) {
                int end = cut;
                assertThrows(IOException.class, () -> ProxyFramer.read(new ByteArrayInputStream(one, 0, end)));
            }
        }
    }

    private static byte[] join(byte[] one, byte[] other) {
        var all = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    @Test void aRightChecksumIsRight() {
        var octets = HexFormat.of().parseHex(binary("21", "11", FOUR + "03" + "0004" + "00000000"));
        var sum = new CRC32C();
        sum.update(octets);
        for (int i = 0; i < 4; i++) octets[octets.length - 4 + i] = (byte) (sum.getValue() >>> 24 - 8 * i);
        assertEquals("192.0.2.7:8080", read(octets));
        octets[17] ^= 1;
        assertEquals(NONE, read(octets));
    }

    @Test void whatIsTooLongIsNotRead() {
        var octets = HexFormat.of().parseHex(binary("21", "11", FOUR + "04" + "0404" + "00".repeat(1_028)));
        var in = new ByteArrayInputStream(octets);
        assertThrows(IOException.class, () -> ProxyFramer.read(in));
        assertEquals(octets.length - ProxyHeader.FIXED_OCTETS, in.available());
    }

    @TestFactory Stream<DynamicTest> isTotal() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 30_000; i++) {
                var octets = random.nextBoolean() ? TEXTS.get(random.nextInt(TEXTS.size())).octets.getBytes(StandardCharsets.ISO_8859_1)
                    : HexFormat.of().parseHex(BINARIES.get(random.nextInt(BINARIES.size())).octets);
                for (int n = random.nextInt(5); n-- > 0 && octets.length > 0; ) octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
                assertNotNull(read(octets));
                assertNotNull(ProxyHeader.binary(octets));
                assertNotNull(ProxyHeader.text(new String(octets, StandardCharsets.ISO_8859_1)));
            }
            assertEquals(Optional.empty(), ProxyHeader.binary(new byte[0]));
        }));
    }
}
