package sigillo.smtpd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sigillo.smtpd.Stage.join;
import static sigillo.smtpd.Stage.octets;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Case B10, the whole kind: a message that holds what some server takes for an end of data, then a forged transaction.
 * However the network cuts it, there is one message or none, and no word of the forged one is heard as a command.
 */
class SmugglingTest {
    private static final Path CORPUS = Path.of("../shared/corpora/smtp-smuggling/eod.json");
    private static final String OPENING =
        "HELO sender.example\r\nMAIL FROM:<bob@sender.example>\r\nRCPT TO:<anna@home.example>\r\n";
    private static final String FORGED = "MAIL FROM:<ceo@bank.example>\r\nRCPT TO:<bruno@home.example>\r\nDATA\r\n"
        + "Subject: forged\r\n\r\nPay.\r\n.\r\n";

    @TempDir Path folder;

    @TestFactory Stream<DynamicTest> oddLineEnds() {
        return Stream.of("\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r.\r\n", "\r\n.\r", "\r.\n", "\n.\r",
                "\r\r\n.\r\r\n", "\r\n.\r\r\n", "\n\n.\n\n", "\r\n\n.\n", "\r\n.\0\r\n", "\0\r\n.\r\0\n",
                "\r\n..\n", "\n..\r\n")
            .map(odd -> test(HexFormat.of().formatHex(octets(odd)), octets(odd)));
    }

    @TestFactory Stream<DynamicTest> corpus() throws IOException {
        if (!Files.exists(CORPUS))
            return Stream.of(DynamicTest.dynamicTest("smtp-smuggling", () -> assumeTrue(false, "absent")));
        var cases = JsonMapper.builder().build().readTree(Files.readString(CORPUS));
        return StreamSupport.stream(cases.spliterator(), false)
            .map(c -> test(c.get("name").asString(), HexFormat.of().parseHex(c.get("bytes_hex").asString())));
    }

    private DynamicTest test(String name, byte[] odd) {
        return DynamicTest.dynamicTest(name, () -> {
            byData(odd);
            byChunks(odd);
        });
    }

    private void byData(byte[] odd) throws IOException {
        var content = join(octets("Subject: outer\r\n\r\nHi."), odd, octets(FORGED.substring(0, FORGED.length() - 3)));
        var all = join(octets(OPENING + "DATA\r\n"), content, octets(".\r\nNOOP\r\nQUIT\r\n"));
        var stage = new Stage(folder, SmtpRole.MX, Optional.empty());
        int start = all.length - content.length;
        for (int cut = 1; cut < all.length; cut += cut > start && cut < start + 30 || cut > all.length - 30 ? 1 : 7) {
            int before = stage.town.messages().size();
            var said = stage.play(List.of(Arrays.copyOf(all, cut), Arrays.copyOfRange(all, cut, all.length)));
            boolean isTaken = stage.town.messages().size() == before + 1;
            assertEquals("220 250 250 250 354 " + (isTaken ? "250 250 221" : "550"), Stage.codes(said));
            assertEquals(!hasBareLineEnd(content), isTaken);
            if (isTaken) assertArrayEquals(withoutDots(content), stage.town.messages().getLast());
            else assertTrue(said.contains("550 5.6.0"), said);
        }
    }

    /** In chunks every octet is content, and is kept as it is. */
    private void byChunks(byte[] odd) throws IOException {
        var content = join(octets("Subject: outer\r\n\r\nHi."), odd, octets(FORGED));
        var stage = new Stage(folder, SmtpRole.MX, Optional.empty());
        for (int cut = 0; cut <= content.length; cut += 5) {
            var all = join(octets(OPENING + "BDAT " + cut + "\r\n"), Arrays.copyOf(content, cut),
                octets("BDAT " + (content.length - cut) + " LAST\r\n"),
                Arrays.copyOfRange(content, cut, content.length), octets("NOOP\r\nQUIT\r\n"));
            assertEquals("220 250 250 250 250 250 250 221", Stage.codes(stage.play(List.of(all))));
            assertArrayEquals(content, stage.town.messages().getLast());
        }
    }

    private static boolean hasBareLineEnd(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1).replace("\r\n", "").matches("(?s).*[\r\n].*");
    }

    private static byte[] withoutDots(byte[] octets) {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < octets.length; i++) {
            boolean isStuffed = octets[i] == '.' && i > 1 && octets[i - 1] == '\n' && octets[i - 2] == '\r';
            if (!isStuffed) out.write(octets[i]);
        }
        return out.toByteArray();
    }
}
