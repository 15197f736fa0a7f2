package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;

/** The programs that people use, as they use them: swaks, mbsync, mutt, curl over TLS. */
@Tag("gate")
@Tag("levels")
class ClientsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    @TempDir Path folder;
    private SigilloPeer sigillo;

    @BeforeEach void start() { sigillo = SigilloPeer.demo(folder); }

    @AfterEach void stop() { sigillo.close(); }

    @Test void swaksDeliversAndMbsyncReadsAndSynchronisesBothWays() throws Exception {
        assumeTrue(Program.isInstalled("swaks") && Program.isInstalled("mbsync"), "swaks or mbsync is not installed");
        swaks("--server", "127.0.0.1:" + sigillo.port("smtp"), "--from", "friend@elsewhere.test", "--to", sigillo.address("anna"),
            "--header", "Subject: by swaks", "--body", "Ciao Anna", "--tls");
        var maildir = folder.resolve("maildir");
        var config = mbsyncConfig(maildir);
        mbsync(config);
        assertEquals(1, holding(maildir, "by swaks"));
        // both ways: a flag made here goes there, a mail put here goes there
        var mail = fileHolding(maildir, "by swaks");
        Files.move(mail, mail.resolveSibling("../cur/" + mail.getFileName().toString().replaceFirst(":2,.*|$", "") + ":2,FS"));
        Files.writeString(Files.createDirectories(maildir.resolve("INBOX/cur")).resolve("17.local.1:2,S"), "Subject: put here\n\nx\n");
        mbsync(config);
        try (var imap = sigillo.imap("anna")) {
            imap.command("SELECT INBOX");
            assertTrue(imap.command("SEARCH FLAGGED SEEN SUBJECT \"by swaks\"").lines().getFirst().matches(".*SEARCH \\d+"));
            assertTrue(imap.command("SEARCH SUBJECT \"put here\"").lines().getFirst().matches(".*SEARCH \\d+"));
        }
        mbsync(config);
        assertEquals(1, holding(maildir, "by swaks"), "no copies after another run");
    }

    @Test void muttReads() throws Exception {
        assumeTrue(Program.isInstalled("mutt"), "mutt is not installed");
        swaks("--server", "127.0.0.1:" + sigillo.port("smtp"), "--from", "friend@elsewhere.test", "--to", sigillo.address("anna"),
            "--header", "Subject: for mutt", "--body", "Ciao Anna, says swaks");
        var rc = folder.resolve("muttrc");
        var copy = folder.resolve("copy.mbox");
        Files.writeString(rc, """
            set imap_user="%s" imap_pass="%s" folder="imaps://%s:%d/" spoolfile=+INBOX
            set ssl_starttls=no ssl_force_tls=yes certificate_file="%s" ssl_usesystemcerts=no
            set mbox_type=mbox confirmappend=no confirmcreate=no copy=no wait_key=no
            """.formatted(sigillo.address("anna"), sigillo.password("anna"), "localhost", sigillo.port("imaps"), sigillo.ca()));
        // reads all messages whole: copies every one into an mbox of its own
        Program.run(LIMIT, Map.of("TERM", "xterm", "HOME", folder.toString()), List.of("script", "-qec",
            "mutt -n -F " + rc + " -e 'push \"<tag-pattern>~A<enter><tag-prefix><copy-message>" + copy + "<enter><quit>y\"'",
            folder.resolve("screen").toString())).orFail();
        var got = Files.readString(copy);
        assertTrue(got.contains("Subject: for mutt") && got.contains("Ciao Anna, says swaks"), got);
    }

    @Test void swaksSubmitsWithAuthByStartTlsAndByTls() throws Exception {
        assumeTrue(Program.isInstalled("swaks"), "swaks is not installed");
        var from = sigillo.address("anna");
        swaks("--server", "127.0.0.1:" + sigillo.port("submission"), "--tls", "--auth", "PLAIN", "--auth-user", from,
            "--auth-password", sigillo.password("anna"), "--from", from, "--to", sigillo.address("bruno"), "--header", "Subject: by 587");
        swaks("--server", "127.0.0.1:" + sigillo.port("submissions"), "--tls-on-connect", "--auth", "LOGIN", "--auth-user", from,
            "--auth-password", sigillo.password("anna"), "--from", from, "--to", sigillo.address("bruno"), "--header", "Subject: by 465");
        try (var imap = sigillo.imap("bruno")) {
            Program.waitUntil("both are in bruno's inbox: " + sigillo.log(), LIMIT, () -> found(imap, "by 587") && found(imap, "by 465"));
        }
        assertTrue(swaksSays("--server", "127.0.0.1:" + sigillo.port("submission"), "--from", from, "--to", from).contains("530 5.7.0"));
        assertTrue(swaksSays("--server", "127.0.0.1:" + sigillo.port("submission"), "--tls", "--auth", "PLAIN", "--auth-user", from,
            "--auth-password", "wrong", "--from", from, "--to", from).contains("535 5.7.8"));
    }

    private static boolean found(sigillo.peers.ImapProbe imap, String subject) {
        try {
            imap.command("SELECT INBOX");
            return imap.command("SEARCH SUBJECT \"" + subject + "\"").lines().getFirst().matches(".*SEARCH \\d+");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void swaks(String... words) { Program.run(LIMIT, Map.of(), command("swaks", words)).orFail(); }

    private static String swaksSays(String... words) { return Program.run(LIMIT, Map.of(), command("swaks", words)).printed(); }

    private static List<String> command(String program, String... words) {
        var all = new java.util.ArrayList<>(List.of(program));
        all.addAll(List.of(words));
        return all;
    }

    private Path mbsyncConfig(Path maildir) throws Exception {
        Files.createDirectories(maildir);
        var config = folder.resolve("mbsyncrc");
        Files.writeString(config, """
            IMAPAccount sigillo
            Host localhost
            Port %d
            User %s
            Pass %s
            SSLType IMAPS
            CertificateFile %s

            IMAPStore there
            Account sigillo

            MaildirStore here
            Path %s/
            Inbox %s/INBOX
            SubFolders Verbatim

            Channel all
            Far :there:
            Near :here:
            Patterns *
            Create Both
            Expunge Both
            SyncState *
            """.formatted(sigillo.port("imaps"), sigillo.address("anna"), sigillo.password("anna"), sigillo.ca(), maildir, maildir));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        return config;
    }

    private static void mbsync(Path config) { Program.run(LIMIT, "mbsync", "-c", config.toString(), "-a").orFail(); }

    private static long holding(Path maildir, String text) throws Exception {
        try (var files = Files.walk(maildir)) {
            return files.filter(Files::isRegularFile).filter(f -> contains(f, text)).count();
        }
    }

    private static Path fileHolding(Path maildir, String text) throws Exception {
        try (var files = Files.walk(maildir)) {
            return files.filter(Files::isRegularFile).filter(f -> contains(f, text)).findFirst().orElseThrow();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1).contains(text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
