package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;

/**
 * A hundred thousand messages come in while mail programs come, look, delete and go: memory, open files and threads stay
 * as they were. Prints what it saw.
 */
@Tag("long")
class SoakTest {
    private static final int ROUNDS = 10;
    private static final int MESSAGES_OF_ROUND = 10_000;
    private static final long RESIDENT_KIB_MAX = 350 << 10;
    /** The pools of the store and of the JVM fill up slowly; a leak of one a connection would be thousands. */
    private static final long GROWTH_MAX = 100;
    @TempDir Path folder;

    /** What the kernel says of the process. */
    private record Use(long residentKib, long files, long threads) {
        static Use of(SigilloPeer sigillo) throws IOException {
            var process = Path.of("/proc/" + sigillo.program().pid());
            try (var files = Files.list(process.resolve("fd")); var threads = Files.list(process.resolve("task"))) {
                return new Use(sigillo.residentKib(), files.count(), threads.count());
            }
        }
    }

    @Test void nothingGrows() throws Exception {
        assumeTrue(Program.isInstalled("smtp-source"), "smtp-source (Postfix) is not installed");
        try (var sigillo = SigilloPeer.demo(folder)) {
            round(sigillo);
            var first = Use.of(sigillo);
            System.out.println("after the first " + MESSAGES_OF_ROUND + ": " + first);
            var last = first;
            for (int i = 1; i < ROUNDS; i++) {
                round(sigillo);
                last = Use.of(sigillo);
                System.out.println("after " + (i + 1) * MESSAGES_OF_ROUND + ": " + last);
                assertTrue(last.residentKib <= RESIDENT_KIB_MAX, last + "");
            }
            assertTrue(last.files - first.files < GROWTH_MAX, first + " became " + last);
            assertTrue(last.threads - first.threads < GROWTH_MAX, first + " became " + last);
            assertEquals(0, sigillo.cli("account", "verify", sigillo.address("anna")).code());
        }
    }

    /** What came in the round is searched and removed. */
    private void round(SigilloPeer sigillo) throws IOException {
        try (var source = Program.start(folder.resolve("smtp-source.log"), Map.of(), List.of("smtp-source", "-s", "20",
                "-m", "" + MESSAGES_OF_ROUND, "-l", "4096", "-f", "load@client.test", "-t", sigillo.address("anna"),
                "127.0.0.1:" + sigillo.port("smtp")))) {
            while (source.isRunning()) visit(sigillo);
            assertEquals(0, source.await(Duration.ofSeconds(10)), source.printed());
        }
        try (var imap = sigillo.imap("anna")) {
            imap.command("SELECT INBOX");
            imap.command("UID SEARCH BODY XXXX");
            imap.command("STORE 1:* +FLAGS.SILENT (\\Deleted)");
            imap.command("EXPUNGE");
            assertEquals(1, imap.command("STATUS INBOX (MESSAGES)").lines().stream().filter(l -> l.contains("MESSAGES 0")).count());
        }
    }

    /** A mail program that looks at the newest. */
    private static void visit(SigilloPeer sigillo) throws IOException {
        try (var imap = sigillo.imap("anna")) {
            imap.command("SELECT INBOX");
            imap.command("UID FETCH * (FLAGS ENVELOPE BODYSTRUCTURE BODY.PEEK[])");
            imap.command("UID FETCH 1:* (FLAGS)");
            imap.command("LOGOUT");
        }
    }
}
