package sigillo.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The peers themselves work: otherwise a test of ours that fails would blame the wrong side. */
@Tag("gate")
class PeersTest {
    @TempDir Path folder;

    @Test void postfixCarriesWhatItGetsToTheSinkUnchanged() throws Exception {
        assumeTrue(Program.isInstalled("postfix"), "Postfix is not installed");
        try (var sink = new CapturingSink();
             var postfix = new PostfixPeer(folder, "127.0.0.2", Ports.free(), "postfix.test", Map.of("*", "smtp:[127.0.0.1]:" + sink.port()))) {
            var message = "Subject: dots\r\n\r\n.\r\n..two\r\nlast \r\n".getBytes(StandardCharsets.US_ASCII);
            try (var smtp = SmtpProbe.connect("127.0.0.2", postfix.port())) {
                smtp.expect("250", "EHLO client.test");
                assertTrue(smtp.send("a@client.test", "b@sink.test", message).startsWith("250"));
            }
            Program.waitUntil("the mail is in the sink", Duration.ofSeconds(20), () -> !sink.mails().isEmpty());
            var got = new String(sink.mails().getFirst().data(), StandardCharsets.US_ASCII);
            assertArrayEquals(message, got.substring(got.indexOf("Subject:")).getBytes(StandardCharsets.US_ASCII));
            assertEquals(List.of("b@sink.test"), sink.mails().getFirst().to());
        }
    }

    @Test void eximSendsElsewhereAndKeepsItsOwn() throws Exception {
        assumeTrue(EximPeer.isInstalled(), "Exim is not unpacked");
        int port = Ports.free();
        try (var sink = new CapturingSink(); var exim = new EximPeer(folder, "127.0.0.3", port, "exim.test", sink.port());
             var smtp = SmtpProbe.connect("127.0.0.3", port)) {
            smtp.expect("250", "EHLO client.test");
            for (var to : List.of("erna@exim.test", "b@sink.test")) {
                assertTrue(smtp.send("a@client.test", to, "Subject: x\r\n\r\ny\r\n".getBytes(StandardCharsets.US_ASCII)).startsWith("250"));
            }
            assertTrue(smtp.send("a@client.test", "nobody@exim.test", new byte[0]).startsWith("550"));
            Program.waitUntil("both arrived:\n" + exim.log(), Duration.ofSeconds(20), () -> !exim.mails().isEmpty() && !sink.mails().isEmpty());
        }
    }
}
