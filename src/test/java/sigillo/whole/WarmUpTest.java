package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.CapturingSink;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.UnboundPeer;

/** A new address: a large receiver gets a few of a morning's mails, others get theirs at once; nothing is lost. */
@Tag("gate")
@Timeout(360)
class WarmUpTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final List<String> RECORDS = List.of(
        "gmail.test. MX 10 aspmx.l.google.com.", "aspmx.l.google.com. A 127.0.0.7", "small.test. MX 10 mx.small.test.", "mx.small.test. A 127.0.0.7");
    @TempDir Path folder;

    @Test void largeReceiversGetLittleAtFirst() throws Exception {
        assumeTrue(Program.isInstalled("unbound"), "Unbound is not installed");
        var settings = Files.writeString(folder.resolve("more.toml"), "[warm_up]\nmode = \"on\"\n");
        try (var unbound = new UnboundPeer(folder, RECORDS); var receiver = new CapturingSink("127.0.0.7", 25);
             var sigillo = SigilloPeer.demo(folder, "--resolver", unbound.address(), "--settings", settings.toString());
             var anna = LeakedAccountTest.signedIn(sigillo, "anna")) {
            for (int i = 0; i < 25; i++) assertTrue(LeakedAccountTest.send(anna, sigillo.address("anna"), List.of("r" + i + "@gmail.test")).startsWith("250"));
            for (int i = 0; i < 25; i++) assertTrue(LeakedAccountTest.send(anna, sigillo.address("anna"), List.of("r" + i + "@small.test")).startsWith("250"));
            Program.waitUntil("small.test has all", LIMIT, () -> got(receiver, "small.test") == 25);
            Program.waitUntil("the rest waits its turn", LIMIT, () -> sigillo.cli("queue", "list").printed().contains("Google gets little from an address that is new"));
            long gone = got(receiver, "gmail.test");
            assertTrue(gone == 10 || gone == 20, gone + " went, ten in each hour"); // an hour may have begun meanwhile
            var shown = sigillo.cli("warm-up").orFail().printed();
            assertTrue(shown.contains("Google") && shown.contains("50"), shown);
            sigillo.stop();
            sigillo.again();
            assertTrue(sigillo.cli("destinations").orFail().printed().contains("small.test"), "after a restart");
            sigillo.cli("warm-up", "stop").orFail();
            sigillo.cli("queue", "retry", "--all").orFail();
            Program.waitUntil("all have left", LIMIT, () -> got(receiver, "gmail.test") == 25);
            assertEquals(25, got(receiver, "small.test"), "none twice");
        }
    }

    private static long got(CapturingSink sink, String domain) {
        return sink.mails().stream().filter(mail -> mail.to().toString().contains(domain)).count();
    }
}
