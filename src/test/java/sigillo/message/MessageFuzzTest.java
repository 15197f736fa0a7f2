package sigillo.message;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Messages bent at random: every one has a parse in which all that {@link Check} asks holds. */
class MessageFuzzTest {
    private static final String[] SPLICES =
        {"\r\n", "\n", "\r", "\r\n\r\n", "--", "--b", "--b--", "\0", ":", "=?utf-8?q?", "?=", "(", "<", "\"",
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n", "Content-Type: message/rfc822\r\n\r\n",
            "Content-Transfer-Encoding: base64\r\n",
        "; name*0*=utf-8''%", "=\r\n", " ", "\t"};

    private static final byte[][] SEEDS = Stream.of(
        "From: a@b.example\r\nSubject: =?utf-8?q?x?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\npre\r\n"
            + "--b\r\n\r\none\r\n--b\r\n"
            + "Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n"
            + "Content-Type: multipart/alternative; boundary=\"b b\"\r\n\r\n--b b\r\n"
            + "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=C3=A4</p>\r\n"
            + "--b b--\r\n--b--\r\nepi\r\n",
        "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\ny\n--b\n"
            + "Content-Type: text/plain; format=flowed\n\nz \n> q \n--b--",
        "To: Friends: a@b.example, \"c\" <d@e.example>;\r\nDate: Tue, 1 Jul 2003 10:52:37 +0200\r\n"
            + "Content-Disposition: attachment;"
            + " filename*0*=utf-8''%C3; filename*1*=%A4\r\nContent-Transfer-Encoding: base64\r\n\r\nYWJj\r\nYWJj==\r\n")
        .map(text -> text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)).toArray(byte[][]::new);

    @TestFactory Stream<DynamicTest> bentMessages() { return rounds(1, 3, 1_000, List.of(SEEDS)); }

    @Tag("long")
    @TestFactory Stream<DynamicTest> bentMessagesOfTheCorpora() {
        var all = new ArrayList<byte[]>(List.of(SEEDS));
        for (var folder : Corpora.MESSAGES) {
            for (var file : Corpora.messages(folder)) {
                var octets = Corpora.read(file);
                if (octets.length < 20_000) all.add(octets);
            }
        }
        return rounds(1_000, 20, 10_000, all);
    }

    private static Stream<DynamicTest> rounds(long firstSeed, int seeds, int messages, List<byte[]> from) {
        return LongStream.range(firstSeed, firstSeed + seeds)
            .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < messages; i++) {
                var octets = bent(random, from.get(random.nextInt(from.size())), from);
                try {
                    Check.all(octets);
                } catch (Throwable t) {
                    throw new AssertionError("message " + i, t);
                }
            }
        }));
    }

    private static byte[] bent(Random random, byte[] octets, List<byte[]> others) {
        for (int n = 1 + random.nextInt(6); n-- > 0; ) {
            int at = random.nextInt(octets.length + 1);
            int to = Math.min(octets.length, at + random.nextInt(40));
            octets = switch (random.nextInt(5)) {
                case 0 -> joined(octets, at, SPLICES[random.nextInt(SPLICES.length)].getBytes(), at);
                case 1 -> joined(octets, at, new byte[0], to);
                case 2 -> joined(octets, at, new byte[] {(byte) random.nextInt()}, Math.min(octets.length, at + 1));
                case 3 -> joined(octets, to, java.util.Arrays.copyOfRange(octets, at, to), to);
                default -> {
                    var other = others.get(random.nextInt(others.size()));
                    int from = random.nextInt(other.length + 1);
                    yield joined(octets, at,
                        java.util.Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(200))),
                            at);
                }
            };
        }
        return octets;
    }

    /** {@code [0, at)}, then the middle, then {@code [from, end)}. */
    private static byte[] joined(byte[] octets, int at, byte[] middle, int from) {
        var all = new ByteArrayOutputStream();
        all.write(octets, 0, at);
        all.writeBytes(middle);
        all.write(octets, from, octets.length - from);
        return all.toByteArray();
    }
}
