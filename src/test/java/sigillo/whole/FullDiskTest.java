package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;

/** Case B19: a full disk is 452, never a loss; reading still works, and so does all the rest once there is space. */
@Tag("gate")
class FullDiskTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    @TempDir Path folder;

    @Test void refusesForNowAndRecovers() throws Exception {
        var mount = Files.createDirectories(folder.resolve("disk"));
        assumeTrue(Program.run(LIMIT, "mount", "-t", "tmpfs", "-o", "size=192m", "none", mount.toString()).code() == 0, "no right to mount");
        try (var sigillo = SigilloPeer.demo(mount)) {
            var ballast = mount.resolve("ballast");
            int accepted = fill(sigillo, ballast);
            try (var imap = sigillo.imap("anna")) {
                assertEquals(accepted, subjects(imap.bodies("INBOX")), "what was taken can be read, nothing else is there");
                var append = imap.append("INBOX", message(99));
                assertTrue(append.tagged().line().matches("\\S+ NO .*"), append.tagged().line());
                assertEquals(1 + accepted, imap.messages("INBOX"), "the welcome mail and what was taken");
            }
            try (var smtp = sigillo.smtp()) {
                smtp.expect("250", "EHLO client.test");
                assertTrue(smtp.send("a@client.test", sigillo.address("anna"), message(98)).startsWith("452 4.3.1"));
            }
            Files.delete(ballast);
            Program.waitUntil("it takes mail again", Duration.ofSeconds(60), () -> takes(sigillo));
            assertEquals(0, sigillo.cli("account", "verify", sigillo.address("anna")).code());
        } finally {
            Program.run(LIMIT, "umount", "-l", mount.toString());
        }
    }

    /** Takes the space away, then sends until it is refused; how many were taken. */
    private static int fill(SigilloPeer sigillo, Path ballast) throws Exception {
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO client.test");
            assertTrue(smtp.send("a@client.test", sigillo.address("anna"), message(0)).startsWith("250"));
            Program.run(LIMIT, "dd", "if=/dev/zero", "of=" + ballast, "bs=1M", "count=400");
            for (int n = 1; n < 1_000; n++) {
                var reply = smtp.send("a@client.test", sigillo.address("anna"), message(n));
                if (!reply.startsWith("250")) {
                    assertTrue(reply.startsWith("452 4.3.1"), reply);
                    return n;
                }
            }
            throw new AssertionError("never full");
        }
    }

    private static boolean takes(SigilloPeer sigillo) {
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO client.test");
            return smtp.send("a@client.test", sigillo.address("anna"), message(97)).startsWith("250");
        } catch (java.io.IOException e) {
            return false;
        }
    }

    private static long subjects(java.util.List<byte[]> bodies) {
        return bodies.stream().filter(b -> new String(b, StandardCharsets.US_ASCII).contains("Subject: full ")).count();
    }

    private static byte[] message(int n) {
        return ("Subject: full " + n + "\r\n\r\n" + "0123456789abcdef".repeat(64 * 64).replaceAll("(.{72})", "$1\r\n") + "\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    }
}
