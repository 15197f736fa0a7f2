package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.CassandraPeer;
import sigillo.peers.Ports;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;

/** The shipped server over a real Cassandra: mail comes in, is read, is sent on; and is there after both were stopped. */
@Tag("gate")
class ClusterServerTest {
    @TempDir Path folder;

    private static String settings(CassandraPeer node) {
        return """
            [store]
            kind = "cassandra"
            contact_points = ["127.0.0.1:%d"]
            local_data_centre = "dc1"
            replication = ["dc1:1"]
            """.formatted(node.contactPoint().getPort());
    }

    @Test void servesOverACluster() throws Exception {
        assumeTrue(CassandraPeer.isPossible(), "no Java 17 for Cassandra");
        try (var node = CassandraPeer.alone(folder)) {
            var more = Files.writeString(folder.resolve("store.toml"), settings(node));
            try (var sigillo = SigilloPeer.demo(folder, "--settings", more.toString())) {
                long before = messages(sigillo, "anna");
                send(sigillo, "first");
                assertEquals(before + 1, messages(sigillo, "anna"));
                submit(sigillo);
                Program.waitUntil("what anna sends comes to bruno", Duration.ofSeconds(30), () ->
                    has(sigillo, "bruno", "Subject: over the queue"));
                assertTrue(sigillo.cli("status").orFail().printed().contains("mail.sigillo.test"));
                assertTrue(sigillo.cli("account", "verify", sigillo.address("anna")).orFail().printed().length() > 0);
                assertFalse(Files.exists(sigillo.folder().resolve("store")), "nothing is kept in files");
                sigillo.kill();
                sigillo.again(); // waits for two beats of the one that was killed
                assertTrue(has(sigillo, "anna", "Subject: first"));
                sigillo.stop();
                sigillo.again();
                assertEquals(before + 1, messages(sigillo, "anna"));
            }
        }
    }

    /** Start and memory of a server without a cluster are as they were before there was one. */
    @Test void nothingOfTheDriverIsLoadedWithoutACluster() throws Exception {
        var loaded = folder.resolve("loaded");
        var flags = Map.of("SIGILLO_JAVA_FLAGS", "-Xlog:class+load:file=" + loaded);
        Program.run(Duration.ofMinutes(2), flags,
            List.of("./sigillo", "demo", "--once", "--data", folder.resolve("demo").toString(),
            "--port-base", "" + Ports.freeBase())).orFail();
        var classes = Files.readString(loaded);
        assertTrue(classes.contains("sigillo.store.rocksdb.RocksStore "));
        for (var of : List.of("sigillo.store.cassandra.", "com.datastax.", "io.netty.", "com.typesafe.")) {
            assertFalse(classes.contains(of), of);
        }
    }

    private static void send(SigilloPeer sigillo, String subject) throws Exception {
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO client.test");
            smtp.expect("250", "MAIL FROM:<friend@example.org>");
            smtp.expect("250", "RCPT TO:<" + sigillo.address("anna") + ">");
            smtp.expect("354", "DATA");
            smtp.expect("250", "Subject: " + subject + "\r\n\r\nText.\r\n.");
        }
    }

    private static void submit(SigilloPeer sigillo) throws Exception {
        var message = "From: " + sigillo.address("anna") + "\r\nTo: " + sigillo.address("bruno")
            + "\r\nSubject: over the queue\r\n\r\nText.\r\n";
        var file = Files.writeString(sigillo.folder().resolveSibling("message.eml"), message);
        Program.run(Duration.ofSeconds(30), "curl", "-sS", "--ssl-reqd", "--cacert", sigillo.ca().toString(),
            "--url", "smtp://localhost:" + sigillo.port("submission"), "--user", sigillo.address("anna") + ":"
                + sigillo.password("anna"),
            "--mail-from", sigillo.address("anna"), "--mail-rcpt", sigillo.address("bruno"), "--upload-file",
                file.toString()).orFail();
    }

    private static long messages(SigilloPeer sigillo, String local) throws Exception {
        try (var imap = sigillo.imap(local)) {
            return imap.messages("INBOX");
        }
    }

    private static boolean has(SigilloPeer sigillo, String local, String line) {
        try (var imap = sigillo.imap(local)) {
            return imap.bodies("INBOX").stream()
                .anyMatch(body -> new String(body, StandardCharsets.UTF_8).contains(line));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
