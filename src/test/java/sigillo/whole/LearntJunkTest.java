package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.learning.Kind;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;

/** Twenty of one kind are moved to Junk with mutt: the next of that kind goes there, of that account alone. */
@Tag("gate")
@Tag("levels")
class LearntJunkTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private final Random random = new Random(20);
    @TempDir Path folder;
    private SigilloPeer sigillo;

    /** What comes from this machine is judged too. */
    @BeforeEach void start() throws Exception {
        sigillo = SigilloPeer.demo(folder);
        sigillo.stop();
        Files.writeString(sigillo.folder().resolve("sigillo.toml"), "\n[filter]\nunchecked = []\n", StandardOpenOption.APPEND);
        sigillo.againAsServer();
    }

    @AfterEach void stop() { sigillo.close(); }

    private void send(String to, Kind kind, int count) throws IOException {
        try (var smtp = sigillo.smtp()) {
            smtp.say("EHLO friend.test");
            for (int i = 0; i < count; i++)
                smtp.send("someone@elsewhere.test", sigillo.address(to), kind.mail(random).getBytes(StandardCharsets.UTF_8));
        }
    }

    private long held(String who, String mailbox) {
        try (var imap = sigillo.imap(who)) {
            return imap.messages(mailbox);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void mutt(String keys) throws Exception {
        var rc = Files.writeString(folder.resolve("muttrc"), """
            set imap_user="%s" imap_pass="%s" folder="imaps://localhost:%d/" spoolfile=+INBOX
            set ssl_starttls=no ssl_force_tls=yes certificate_file="%s" ssl_usesystemcerts=no
            set confirmappend=no confirmcreate=no copy=no wait_key=no delete=yes
            """.formatted(sigillo.address("anna"), sigillo.password("anna"), sigillo.port("imaps"), sigillo.ca()));
        var screen = folder.resolve("screen");
        Program.run(LIMIT, Map.of("TERM", "xterm", "HOME", folder.toString()), List.of("script", "-qec",
            "mutt -n -F " + rc + " -e 'push \"" + keys + "\"'", screen.toString())).orFail();
    }

    @Test void afterTwentyMovesWithMuttTheNextOfThatKindIsJunk() throws Exception {
        assumeTrue(Program.isInstalled("mutt"), "mutt is not installed");
        send("anna", Kind.FRIEND, 8);
        try (var imap = sigillo.imap("anna")) {
            imap.command("SELECT INBOX");
            imap.command("STORE 1:* +FLAGS (\\Seen)");
        }
        send("anna", Kind.PILLS, 20);
        assertEquals(0, held("anna", "Junk"));
        mutt("<tag-pattern>~fpharm-deals<enter><tag-prefix><save-message>=Junk<enter><sync-mailbox><quit>");
        assertEquals(20, held("anna", "Junk"));
        Program.waitUntil("it is learnt: " + sigillo.log(), LIMIT, this::isJunkNow);
        long inInbox = held("anna", "INBOX");
        send("anna", Kind.FRIEND, 1);
        send("anna", Kind.WORK, 1);
        long bruno = held("bruno", "INBOX");
        send("bruno", Kind.PILLS, 1);
        assertEquals(inInbox + 2, held("anna", "INBOX"), "other kinds come in");
        assertEquals(0, held("bruno", "Junk"));
        assertEquals(bruno + 1, held("bruno", "INBOX"), "bruno has said nothing");
        assertTrue(header().contains("learnt-here="), "its header says why");
        assertEquals(List.of(), sigillo.faults("anna"));
        assertTrue(sigillo.cli("account", "learning", sigillo.address("anna")).orFail().printed().contains("20"), "the operator sees how much");
    }

    /** One that comes before it is learnt goes to the inbox, and is taken away again. */
    private boolean isJunkNow() {
        try {
            long before = held("anna", "Junk");
            send("anna", Kind.PILLS, 1);
            if (held("anna", "Junk") == before + 1) return true;
            try (var imap = sigillo.imap("anna")) {
                imap.command("SELECT INBOX");
                imap.command("STORE * +FLAGS (\\Deleted)");
                imap.command("EXPUNGE");
            }
            return false;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String header() throws IOException {
        try (var imap = sigillo.imap("anna")) {
            var bodies = imap.bodies("Junk");
            return new String(bodies.getLast(), StandardCharsets.UTF_8);
        }
    }
}
