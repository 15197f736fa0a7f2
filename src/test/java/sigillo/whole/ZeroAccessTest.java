package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.ImapProbe;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SmtpProbe;

/**
 * An account at level L2 while programs of its owner are connected: what the server serves them, what a thief of the
 * disk reads, and what is in the server's memory once a mail is delivered, beside what gpg and mutt read of it with the
 * key.
 */
@Tag("gate")
class ZeroAccessTest {
    private static final String BODY = "zebrabodycanary4711";
    private static final String SUBJECT = "zebrasubjectcanary4712";
    private static final String ATTACHED = "zebrafilecanary4713";
    private static final String SENDER = "zebrasendercanary4714";

    @TempDir Path folder;

    @Test void onlyWhoHasTheKeyReads() throws Exception {
        try (var sigillo = SigilloPeer.demo(folder.resolve("demo"), "--keys-stay",
                "5 seconds"); var anna = LevelTwo.of(sigillo, "anna")) {
            try (var imap = ImapProbe.overTls(sigillo.port("imaps"), sigillo.address("anna"), anna.appPassword)) {
                imap.command("SELECT INBOX");
                deliver(sigillo);
                serves(imap);
                hasRecord(anna);
                goesOn(sigillo, anna);
                onDisk(sigillo);
                inMemory(sigillo);
                whoHasTheKeyReads(sigillo, imap, anna);
            }
        }
    }

    // ---- what leaves ----

    /**
     * A mail that her script sends on, and that is answered while she is away; one that she sends from a program
     * without OpenPGP, one of hers that comes back whole, and one that waits in the queue.
     */
    private void goesOn(SigilloPeer sigillo, LevelTwo anna) throws Exception {
        sigillo.cli("alias", "add", sigillo.address("going"), "someone@elsewhere.test").orFail();
        var script = Files.writeString(folder.resolve("rules.sieve"), """
            require ["copy", "vacation"];
            if header :contains "subject" "%s" {
                redirect :copy "someone@elsewhere.test";
                vacation "I am away.";
            }
            """.formatted(SUBJECT));
        sigillo.cli("account", "rules", sigillo.address("anna"), "--put", script.toString()).orFail();
        var text = new String(message(sigillo), StandardCharsets.US_ASCII)
            .replace("zebra@client.test", "second@client.test");
        deliver(sigillo, text.getBytes(StandardCharsets.US_ASCII));
        sends(sigillo, anna, "someone@elsewhere.test", "");
        sends(sigillo, anna, sigillo.address("going"), " HOLDFOR=3600 RET=FULL");
        sigillo.cli("alias", "remove", sigillo.address("going"), "someone@elsewhere.test").orFail();
        sigillo.cli("queue", "retry", "--all").orFail();
        try (var imap = ImapProbe.overTls(sigillo.port("imaps"), sigillo.address("anna"),
            anna.appPassword); var outside = sigillo.imap("outside")) {
            Program.waitUntil("what she sent has come back", Duration.ofSeconds(90), () -> messages(imap) == 4);
            Program.waitUntil("what is sent on, the answer and what she sent are outside", Duration.ofSeconds(90),
                () -> messages(outside) >= 3);
        }
        sends(sigillo, anna, "someone@later.test", " HOLDFOR=3600");
        assertTrue(sigillo.cli("queue", "list").orFail().printed().contains("later.test"), "and one waits");
    }

    private static long messages(ImapProbe imap) {
        try {
            return imap.messages("INBOX");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sends(SigilloPeer sigillo, LevelTwo anna, String to, String parameters) throws IOException {
        try (var smtp = SmtpProbe.connect(sigillo.port("submission"))) {
            smtp.expect("250", "EHLO client.test");
            smtp.startTls();
            smtp.expect("250", "EHLO client.test");
            smtp.authPlain(sigillo.address("anna"), anna.appPassword);
            smtp.expect("250", "MAIL FROM:<" + sigillo.address("anna") + ">" + parameters);
            smtp.expect("250", "RCPT TO:<" + to + ">");
            smtp.expect("354", "DATA");
            var message = new String(message(sigillo), StandardCharsets.US_ASCII)
                .replace("<carl@client.test>", "<" + sigillo.address("anna") + ">");
            smtp.write(message + ".\r\n");
            assertTrue(smtp.reply().startsWith("250"));
        }
    }

    private static byte[] message(SigilloPeer sigillo) {
        return ("From: " + SENDER + " <carl@client.test>\r\nTo: " + sigillo.address("anna") + "\r\nSubject: " + SUBJECT
            + "\r\nMessage-ID: <zebra@client.test>\r\nDate: Mon, 30 Nov 2026 10:00:00 +0000\r\nThread-Topic: " + SUBJECT
            + "\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\nContent-Type: text/plain\r\n\r\n"
            + "Here is " + BODY + ".\r\n--bb\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="
            + ATTACHED
            + ".txt\r\n\r\nattached\r\n--bb--\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static void deliver(SigilloPeer sigillo) throws IOException { deliver(sigillo, message(sigillo)); }

    private static void deliver(SigilloPeer sigillo, byte[] message) throws IOException {
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO client.test");
            smtp.startTls();
            smtp.expect("250", "EHLO client.test");
            assertTrue(smtp.send("carl@client.test", sigillo.address("anna"), message).startsWith("250"));
        }
    }

    /** Envelope, structure and search know of the outside alone. */
    private static void serves(ImapProbe imap) throws IOException {
        imap.command("NOOP");
        var all = String.join("\n", imap.command("FETCH * (ENVELOPE BODYSTRUCTURE PREVIEW RFC822.SIZE BODY.PEEK[])")
            .lines());
        assertTrue(all.contains("\"[...]\"") && all.contains(SENDER) && all.contains("pgp-encrypted"), all);
        for (var inside : List.of(BODY, SUBJECT, ATTACHED)) assertFalse(all.contains(inside), all);
        for (var criterion : List.of("TEXT " + BODY, "SUBJECT " + SUBJECT, "BODY " + ATTACHED, "HEADER Thread-Topic zebra")) {
            assertEquals("* SEARCH", imap.command("SEARCH " + criterion).lines().getFirst().strip(), criterion);
        }
        assertTrue(imap.command("SEARCH FROM " + SENDER).lines().getFirst().matches(".*\\d"));
    }

    /** One for his browsers, which says nothing. */
    private static void hasRecord(LevelTwo anna) {
        var texts = anna.texts();
        assertTrue(texts.matches("(?s).*\"count\": ?1\\b.*") && texts.contains("\"sealed\""), texts);
        for (var inside : List.of(BODY, SUBJECT, ATTACHED, SENDER)) assertFalse(texts.contains(inside), texts);
    }

    /** Not even what the server serves: that is sealed below. */
    private static void onDisk(SigilloPeer sigillo) throws IOException {
        var search =
            new CanarySearch(List.of(new Canary(BODY), new Canary(SUBJECT), new Canary(ATTACHED), new Canary(SENDER)));
        var found = search.below(sigillo.folder());
        found.addAll(search.below(sigillo.temporaryFiles()));
        found.addAll(search.at(sigillo.log(), "the log"));
        assertEquals(new TreeSet<>(), found);
    }

    /** While he is connected; what the collector left is overwritten a little later, by itself. */
    private static void inMemory(SigilloPeer sigillo) throws IOException {
        var needles = new LinkedHashMap<String, byte[]>();
        for (var text : List.of(BODY, SUBJECT, ATTACHED)) {
            needles.put(text, text.getBytes(StandardCharsets.US_ASCII));
            needles.put(text + " in UTF-16", text.getBytes(StandardCharsets.UTF_16LE));
        }
        MemoryTest.awaitGone(Duration.ofSeconds(3), sigillo, needles);
    }

    // ---- who has the key ----

    private void whoHasTheKeyReads(SigilloPeer sigillo, ImapProbe imap, LevelTwo anna) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gpg")), "gpg is not installed");
        var home = Files.createDirectories(folder.resolve("gnupg"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(folder.resolve("key.asc"), anna.armouredKey);
        run(home, "gpg", "--batch", "--import", folder.resolve("key.asc").toString());
        var first = imap.command("SEARCH FROM " + SENDER).lines().getFirst().split(" ")[2];
        var fetched = String.join("\n", imap.command("FETCH " + first + " (BODY.PEEK[2])").lines());
        var armour = fetched.substring(fetched.indexOf("-----BEGIN PGP"), fetched.indexOf("-----END PGP MESSAGE-----")
            + 25) + "\n";
        Files.writeString(folder.resolve("mail.asc"), armour);
        var clear = run(home, "gpg", "--batch", "--decrypt", folder.resolve("mail.asc").toString());
        assertTrue(clear.contains("Here is " + BODY) && clear.contains("Subject: " + SUBJECT)
            && clear.contains(ATTACHED), clear);
        if (Files.isExecutable(Path.of("/usr/bin/mutt"))) muttReads(sigillo, home, anna);
    }

    /** Pipes what it decrypts out of the mailbox, over IMAP. */
    private void muttReads(SigilloPeer sigillo, Path home, LevelTwo anna) throws Exception {
        var read = folder.resolve("read.txt");
        var settings = Files.writeString(folder.resolve("muttrc"), """
            set folder="imaps://localhost:%1$d/"
            set spoolfile="imaps://localhost:%1$d/INBOX"
            set imap_user="%2$s"
            set imap_pass="%3$s"
            set ssl_verify_host=no
            set sort=mailbox-order
            set certificate_file="%4$s"
            set crypt_use_gpgme=no
            set pgp_use_gpg_agent=yes
            set pgp_decode_command="gpg --status-fd=2 --batch --quiet --output - %%f"
            set pgp_decrypt_command="gpg --status-fd=2 --batch --quiet --output - --decrypt %%f"
            set pgp_decryption_okay="^\\\\[GNUPG:\\\\] DECRYPTION_OKAY"
            set pgp_check_gpg_decrypt_status_fd=yes
            set pipe_decode=yes
            set wait_key=no
            set quit=yes
            """.formatted(sigillo.port("imaps"), sigillo.address("anna"), anna.appPassword, sigillo.ca()));
        var keys = "push <first-entry><next-entry><pipe-message>cat>" + read + "<enter><quit>";
        run(home, "timeout", "60", "script", "-qec", "env TERM=xterm mutt -n -F " + settings + " -e '" + keys + "'",
            "/dev/null");
        assertTrue(Files.exists(read) && Files.readString(read).contains(BODY), () -> "mutt did not decrypt: "
            + readOrNot(read));
    }

    private static String readOrNot(Path read) {
        try {
            return Files.readString(read);
        } catch (IOException none) {
            return none.toString();
        }
    }

    private static String run(Path gnupgHome, String... words) throws Exception {
        var process = new ProcessBuilder(words).redirectErrorStream(true).redirectInput(new File("/dev/null"));
        process.environment().put("GNUPGHOME", gnupgHome.toString());
        var started = process.start();
        var printed = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, started.waitFor(), () -> String.join(" ", words) + ": " + printed);
        return printed;
    }
}
