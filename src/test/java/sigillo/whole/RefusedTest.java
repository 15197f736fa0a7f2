package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.admin.Request;
import sigillo.peers.CapturingSink;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.UnboundPeer;

/** The running server meets a receiver that answers as large ones do; the queue says what it means, and what to do. */
@Tag("gate")
@Timeout(360)
class RefusedTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> RECORDS = List.of(
        "gmail.test. MX 10 gmail-smtp-in.l.google.com.", "gmail-smtp-in.l.google.com. A 127.0.0.5",
        "yahoo.test. MX 10 mta5.am0.yahoodns.net.", "mta5.am0.yahoodns.net. A 127.0.0.5",
        "orange.test. MX 10 smtp-in.orange.fr.", "smtp-in.orange.fr. A 127.0.0.5",
        "outlook.test. MX 10 outlook-test.mail.protection.outlook.com.", "outlook-test.mail.protection.outlook.com. A 127.0.0.5");
    private static final Map<String, String> ANSWERS = Map.of(
        "gmail.test", "421 4.7.28 Gmail has detected an unusual rate of mail originating from your IP address. - gsmtp",
        "yahoo.test", "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints",
        "orange.test", "421 4.2.0 Service refuse. Veuillez essayer plus tard. Service refused, please try later. OFR005_505 [505]",
        "outlook.test", "451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation. (S775)");
    @TempDir Path folder;

    @Test void theQueueSaysWhatTheyMean() throws Exception {
        assumeTrue(Program.isInstalled("unbound"), "Unbound is not installed");
        try (var unbound = new UnboundPeer(folder, RECORDS); var receiver = new CapturingSink("127.0.0.5", 25);
             var sigillo = SigilloPeer.demo(folder, "--resolver", unbound.address()); var anna = LeakedAccountTest.signedIn(sigillo, "anna")) {
            receiver.atRcpt(to -> ANSWERS.entrySet().stream().filter(one -> to.contains(one.getKey())).map(Map.Entry::getValue).findFirst().orElse("250 Ok"));
            for (var domain : ANSWERS.keySet()) {
                assertTrue(LeakedAccountTest.send(anna, sigillo.address("anna"), List.of("bob@" + domain)).startsWith("250"));
            }
            Program.waitUntil("all were tried", LIMIT, () -> meanings(sigillo) == ANSWERS.size());
            var shown = sigillo.cli("queue", "list").orFail().printed();
            for (var says : List.of("Google takes less mail from this server for now", "Yahoo takes less mail from this server for now",
                    "Orange or La Poste takes less mail", "Microsoft takes only little mail from this server's address yet", "the mail is tried again")) {
                assertTrue(shown.contains(says), says + " in\n" + shown);
            }
            var entries = sigillo.ask(new Request.ListQueue(Optional.empty(), 10)).toString();
            assertTrue(entries.contains("Google per ora accetta meno posta da questo server"), entries);
        }
    }

    private static long meanings(SigilloPeer sigillo) {
        return sigillo.ask(new Request.ListQueue(Optional.empty(), 10)).valueStream()
            .flatMap(entry -> entry.path("recipients").valueStream()).filter(to -> to.path("lastMeaning").isString()).count();
    }
}
