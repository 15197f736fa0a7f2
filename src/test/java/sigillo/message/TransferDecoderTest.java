package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;

class TransferDecoderTest {

    record Case(String encoding, String encoded, String want) {}

    @TestFactory Stream<DynamicTest> contents() {
        return Stream.of(
            new Case("7bit", "a=20b\r\n", "a=20b\r\n"),
            new Case("no-such-encoding", "a=20b", "a=20b"),
            new Case("quoted-printable", "a=20b", "a b"),
            new Case("quoted-printable", "a=\r\nb=\nc", "abc"),
            new Case("quoted-printable", "a= \t \r\nb", "ab"),
            new Case("quoted-printable", "a  \t\r\nb \nc", "a\r\nb\nc"),
            new Case("quoted-printable", "a b\tc ", "a b\tc "),
            new Case("quoted-printable", "=e4=E4", "\u00E4\u00E4"),
            new Case("quoted-printable", "a=xyz", "a=xyz"),
            new Case("quoted-printable", "a=4", "a=4"),
            new Case("quoted-printable", "a=4x=", "a=4x"),
            new Case("quoted-printable", "a= b", "a= b"),
            new Case("quoted-printable", "==3D", "=="),
            new Case("quoted-printable", "a=\rb", "ab"),
            new Case("base64", "YWJj", "abc"),
            new Case("base64", "YW\r\nJj", "abc"),
            new Case("base64", "YQ==", "a"),
            new Case("base64", "YQ", "a"),
            new Case("base64", "YWI", "ab"),
            new Case("base64", "Y", ""),
            new Case("base64", "YQ==YWI=YWJj", "aababc"),
            new Case("base64", "Y!W*J-j", "abc"),
            new Case("base64", "", ""),
            new Case("x-uuencode", "begin 644 a\n#86)C\n \nend\n#86)C\n", "abc"),
            new Case("x-uuencode", "text\r\nbegin 644 a\r\n#86)C\r\n`\r\nend\r\n", "abc"),
            new Case("x-uuencode", "begin 644 a\n%86)C", "abc\0\0".substring(0, 3)),
            new Case("x-uuencode", "no begin", ""))
            .map(c -> DynamicTest.dynamicTest(c.encoding + " " + HeaderText.printable(c.encoded),
                () -> assertEquals(c.want,
                    new String(decoded(c.encoded.getBytes(StandardCharsets.ISO_8859_1), c.encoding),
                        StandardCharsets.ISO_8859_1))));
    }

    @TestFactory Stream<DynamicTest> whatTheWriterEncodesComesBack() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int length : new int[] {0, 1, 2, 3, 56, 57, 58, 8_191, 8_192, 8_193, 100_000}) {
                var octets = new byte[length];
                random.nextBytes(octets);
                assertArrayEquals(octets, decoded(Base64.getMimeEncoder().encode(octets), "base64"));
                var text = TextEncoder.encode(new String(octets, StandardCharsets.UTF_8));
                assertEquals(TextEnd.lines(new String(octets, StandardCharsets.UTF_8)),
                    TextEnd.lines(new String(decoded(text.body().getBytes(StandardCharsets.US_ASCII), text.encoding()),
                        StandardCharsets.UTF_8)));
            }
        }));
    }

    @TestFactory Stream<DynamicTest> anyOctetsAreDecodedInPiecesAsInOne() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 500; i++) {
                var octets = new byte[random.nextInt(300)];
                for (int k = 0; k < octets.length; k++) octets[k] =
                    (byte) "=\r\n \tabAF09+/!".charAt(random.nextInt(14));
                for (var encoding : new String[] {"base64", "quoted-printable", "x-uuencode", "7bit"}) {
                    var whole = decoded(octets, encoding);
                    assertTrue(whole.length <= octets.length);
                    try (var pieces = TransferDecoder.open(new Trickle(Octets.of(octets)), encoding)) {
                        assertArrayEquals(whole, pieces.readAllBytes());
                    }
                }
            }
        }));
    }

    private static byte[] decoded(byte[] encoded, String encoding) throws IOException {
        try (var content = TransferDecoder.open(Octets.of(encoded), encoding)) {
            return content.readAllBytes();
        }
    }

    /** Gives one octet at a time. */
    private record Trickle(Octets octets) implements Octets {
        @Override public long length() { return octets.length(); }

        @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
            return octets.read(position, into, offset, Math.min(count, 1));
        }
    }
}
