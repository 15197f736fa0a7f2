package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.NodemailerPeer;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.UnboundPeer;

/** RFC 8689 as another's client says it to the shipped server: at the MX, and as a user whose mail cannot go all the way. */
@Tag("gate")
class RequireTlsFromOthersTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    @TempDir Path folder;

    @Test void whatOthersRequire() throws Exception {
        assumeTrue(Program.isInstalled("unbound") && NodemailerPeer.isInstalled(), "Unbound or Nodemailer is not installed");
        var records = List.of("plain.test. MX 10 mx.plain.test.", "mx.plain.test. A 127.0.0.1");
        try (var unbound = new UnboundPeer(folder, records);
                var sigillo = SigilloPeer.demo(folder, "--resolver", unbound.address())) {
            var anna = sigillo.address("anna");
            var toMx = NodemailerPeer.sendRequiringTls(folder, sigillo.port("smtp"), sigillo.hostname(), sigillo.ca(), "", "", anna);
            assertTrue(toMx.startsWith("sent: 250"), toMx);
            var submitted = NodemailerPeer.sendRequiringTls(folder, sigillo.port("submission"), sigillo.hostname(), sigillo.ca(), anna,
                sigillo.password("anna"), "paula@plain.test");
            assertTrue(submitted.startsWith("sent: 250"), submitted);
            Program.waitUntil("the mail and the notification have come", SOON, () -> mails(sigillo).contains("5.7.10"));
            var mails = mails(sigillo);
            assertTrue(mails.contains("all the way") && mails.contains("REQUIRETLS"), mails);
            assertEquals(-1, mails.indexOf("5.7.30"), "it was not called at all: nothing shows that it is of the domain");
        }
    }

    private static String mails(SigilloPeer sigillo) {
        try (var imap = sigillo.imap("anna")) {
            return imap.bodies("INBOX").stream().map(octets -> new String(octets, StandardCharsets.UTF_8)).collect(Collectors.joining("\n--\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
