package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sigillo.base.Bytes;
import sigillo.keyring.Level;
import sigillo.peers.ImapProbe;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SmtpProbe;
import sigillo.store.rocksdb.RocksStore;

/**
 * What a thief of the disk reads of the mail that accounts keep, and of what waits: nothing. Words that occur nowhere
 * else go in by SMTP, by submission and by APPEND, are read, searched for, noted, copied and moved, come back, wait, are
 * held; the server is killed twice, once while they come in, and each time all its files are searched for them.
 */
@Tag("gate")
class AtRestTest {
    private static final String CONTROL = "controlcanary4711";

    @TempDir Path folder;
    private final Map<String, Canary> canaries = new TreeMap<>();
    /** Anna's, for mail programs. */
    private String secret;
    private Level level;

    private String canary(String what) {
        var word = what + "canary" + (1_000 + canaries.size());
        canaries.put(what, new Canary(word));
        return word;
    }

    /** In Russian letters, which mail writes in other ways than Latin ones. */
    private String russian(String what) {
        var word = (what + "canary" + (1_000 + canaries.size())).chars().mapToObj(c -> Character.toString('а' + (c & 31))).collect(Collectors.joining());
        canaries.put(what + " in Russian", new Canary(word));
        return word;
    }

    /** At L0 too: the server's key is beside, and is no mail. At L2 anna is: below what is encrypted lies what is sealed. */
    @ParameterizedTest @EnumSource(Level.class) void nothingOfMailIsInTheFilesInClear(Level level) throws Exception {
        this.level = level;
        try (var sigillo = level == Level.L2 ? atLevelTwo() : SigilloPeer.demo(folder, "--level", level.name())) {
            secret = secret(sigillo);
            try (var smtp = sigillo.smtp()) {
                smtp.expect("250", "EHLO client.test");
                assertTrue(smtp.send(canary("sender") + "@client.test", sigillo.address("anna"), message("smtp")).startsWith("250"));
            }
            forward(sigillo);
            submit(sigillo);
            bounce(sigillo);
            wait(sigillo, "waits");
            wait(sigillo, "held");
            sigillo.cli("queue", "hold", "--to", "held.test").orFail();
            byRules(sigillo);
            sigillo.cli("alias", "add", sigillo.address(CONTROL), sigillo.address("bruno")).orFail();
            use(sigillo);
            assertEquals(new TreeSet<>(), new CanarySearch(canaries.values()).inNamelessFilesOf(sigillo.program().pid()));
            sigillo.kill();
            // the directory is in clear: that an address of it is found shows that this search finds
            assertFalse(new CanarySearch(List.of(new Canary(CONTROL))).below(sigillo.folder()).isEmpty());
            assertEquals(new TreeSet<>(), found(sigillo));
            sigillo.again();
            isThere(sigillo);
            var waiting = sigillo.cli("queue", "list").orFail().printed();
            assertTrue(waiting.contains("waits.test") && waiting.contains("held.test"), waiting);
            killMidDelivery(sigillo);
            assertEquals(new TreeSet<>(), found(sigillo));
            sigillo.again();
            sigillo.cli("queue", "release", "--all").orFail();
            sigillo.cli("queue", "retry", "--all").orFail();
            awaitEmptyQueue(sigillo);
            assertEquals(List.of(), sigillo.faults("anna"));
            if (level == Level.L2) backUp(sigillo);
            sigillo.stop();
            assertEquals(new TreeSet<>(), found(sigillo));
            assertEquals(new TreeSet<>(), foundInRows(sigillo, canaries.values()));
            assertFalse(foundInRows(sigillo, List.of(new Canary(CONTROL))).isEmpty());
        }
    }

    private SigilloPeer atLevelTwo() throws IOException {
        var target = "[[backup.target]]\nname = \"disk\"\npath = \"" + Files.createDirectory(folder.resolve("target"))
            + "\"\n";
        return SigilloPeer.demo(folder, "--level", "L1", "--settings",
            Files.writeString(folder.resolve("more.toml"), target).toString());
    }

    private String secret(SigilloPeer sigillo) throws Exception {
        if (level != Level.L2) return sigillo.password("anna");
        try (var own = LevelTwo.of(sigillo, "anna")) {
            return own.appPassword;
        }
    }

    private ImapProbe anna(SigilloPeer sigillo) throws IOException {
        return ImapProbe.signedIn(sigillo.port("imap"), sigillo.address("anna"), secret);
    }

    /** At L2 of what came nothing but the outside is found, and of what a program has stored all. */
    private void isThere(SigilloPeer sigillo) throws IOException {
        try (var imap = anna(sigillo)) {
            imap.command("SELECT INBOX");
            assertTrue(imap.command("SEARCH FROM smtpfromcanary").lines().getFirst().matches(".*\\d"),
                "it is all there");
            boolean isRead = level != Level.L2;
            assertEquals(isRead, imap.command("SEARCH SUBJECT smtpsubjectcanary").lines().getFirst().matches(".*\\d"),
                "what came");
            assertEquals(isRead, imap.command("SEARCH TEXT bouncesubjectcanary").lines().getFirst().matches(".*\\d"),
                "what came back");
        }
    }

    /** What her script sends on to who is elsewhere, there and held, and what is answered while she is away. */
    private void byRules(SigilloPeer sigillo) throws IOException {
        var script = Files.writeString(folder.resolve("rules.sieve"), """
            require ["copy", "vacation", "fileinto"];
            if header :contains "subject" "rulessubjectcanary" {
                redirect :copy "someone@elsewhere.test";
                redirect :copy "%s@held.test";
                vacation :addresses "%s" "I am away.";
                fileinto "Archive";
            }
            """.formatted(canary("redirected"), sigillo.address("anna")));
        sigillo.cli("account", "rules", sigillo.address("anna"), "--put", script.toString()).orFail();
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO client.test");
            var message = new String(message("rules"), StandardCharsets.US_ASCII)
                .replace("anna@sigillo.test", sigillo.address("anna"));
            assertTrue(smtp.send(canary("away") + "@client.test", sigillo.address("anna"),
                message.getBytes(StandardCharsets.US_ASCII)).startsWith("250"));
        }
        try (var imap = anna(sigillo)) {
            Program.waitUntil("it is filed", Duration.ofSeconds(30), () -> messages(imap, "Archive") == 1);
        }
    }

    private static long messages(ImapProbe imap, String mailbox) {
        try {
            return imap.messages(mailbox);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What lies at the target, and what comes back of it. */
    private void backUp(SigilloPeer sigillo) throws IOException {
        var printed = sigillo.launched("backup", "key").orFail().printed();
        var key = Files.writeString(folder.resolve("key"), printed.replaceFirst("(?s).*recovery key: (\\S+).*", "$1")
            + "\n");
        assertTrue(sigillo.cli("backup", "now").orFail().printed().contains("and proven: "));
        var fresh = folder.resolve("fresh");
        Program.run(Duration.ofSeconds(120), "./sigillo", "restore", "--from", folder.resolve("target").toString(),
            "--key", key.toString(), "--data", fresh.toString()).orFail();
        var search = new CanarySearch(canaries.values());
        var found = search.below(folder.resolve("target"));
        found.addAll(search.below(fresh));
        assertEquals(new TreeSet<>(), found);
    }

    /** From outside, by an alias, to one who is elsewhere and one who is here. */
    private void forward(SigilloPeer sigillo) throws IOException {
        for (var to : List.of("someone@elsewhere.test", sigillo.address("bruno"))) sigillo.cli("alias", "add", sigillo.address("away"), to).orFail();
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO client.test");
            assertTrue(smtp.send("friend@client.test", sigillo.address("away"), message("forward")).startsWith("250"));
        }
    }

    /** By the queue, to one who is here and one who is elsewhere. */
    private void submit(SigilloPeer sigillo) throws IOException {
        try (var smtp = SmtpProbe.connect(sigillo.port("submission"))) {
            smtp.expect("250", "EHLO client.test");
            smtp.startTls();
            smtp.expect("250", "EHLO client.test");
            smtp.authPlain(sigillo.address("anna"), secret);
            var message = new String(message("queue"), StandardCharsets.US_ASCII).replaceFirst("<.*@client.test>", "<" + sigillo.address("anna") + ">");
            for (var to : List.of(sigillo.address("bruno"), "someone@elsewhere.test")) {
                assertTrue(smtp.send(sigillo.address("anna"), to, message.getBytes(StandardCharsets.US_ASCII)).startsWith("250"));
            }
        }
    }

    /** To an alias that is gone when its turn comes: the message comes back to its sender, in a notification. */
    private void bounce(SigilloPeer sigillo) throws Exception {
        sigillo.cli("alias", "add", sigillo.address("going"), "someone@elsewhere.test").orFail();
        submitLater(sigillo, sigillo.address("going"), "bounce");
        sigillo.cli("alias", "remove", sigillo.address("going"), "someone@elsewhere.test").orFail();
        sigillo.cli("queue", "retry", "--all").orFail();
        awaitEmptyQueue(sigillo);
    }

    /** Over both kills, with all that an envelope may say. */
    private void wait(SigilloPeer sigillo, String way) throws Exception { submitLater(sigillo, canary(way + "recipient") + "@" + way + ".test", way); }

    private void submitLater(SigilloPeer sigillo, String to, String way) throws IOException {
        try (var smtp = SmtpProbe.connect(sigillo.port("submission"))) {
            smtp.expect("250", "EHLO client.test");
            smtp.startTls();
            smtp.expect("250", "EHLO client.test");
            smtp.authPlain(sigillo.address("anna"), secret);
            smtp.expect("250", "MAIL FROM:<" + sigillo.address("anna") + "> RET=FULL ENVID=" + canary(way + "envid") + " HOLDFOR=3600");
            smtp.expect("250", "RCPT TO:<" + to + "> NOTIFY=FAILURE ORCPT=rfc822;" + canary(way + "orcpt") + "@client.test");
            smtp.expect("354", "DATA");
            var message = new String(message(way), StandardCharsets.US_ASCII).replaceFirst("<.*@client.test>", "<" + sigillo.address("anna") + ">");
            smtp.write(message + ".\r\n");
            assertTrue(smtp.reply().startsWith("250"));
        }
    }

    /**
     * One message is half there, another half appended, and others are being kept, one after the other; what there is of the
     * half ones lies in files then.
     */
    private void killMidDelivery(SigilloPeer sigillo) throws Exception {
        var racing = message("racing");
        try (var smtp = sigillo.smtp(); var imap = sigillo.imap("bruno")) {
            var half = half("half");
            smtp.expect("250", "EHLO client.test");
            smtp.expect("250", "MAIL FROM:<friend@client.test>");
            smtp.expect("250", "RCPT TO:<" + sigillo.address("anna") + ">");
            smtp.expect("354", "DATA");
            smtp.write(half);
            var appended = half("appended");
            imap.send("h APPEND INBOX {" + (appended.length() + 1) + "}\r\n");
            assertTrue(imap.response().line().startsWith("+"));
            imap.send(appended);
            var taken = new AtomicInteger();
            var sending = Thread.ofPlatform().start(() -> sendUntilGone(sigillo, racing, taken));
            Program.waitUntil("both are half there", Duration.ofSeconds(30), () -> inSpool(sigillo) >= 2 && taken.get() >= 3);
            sigillo.kill();
            sending.join();
            assertTrue(inSpool(sigillo) >= 2, "they lie there still");
        }
    }

    /** Without its end, and too long for memory; with its canaries before, between and behind. */
    private String half(String way) {
        var message = new String(message(way), StandardCharsets.US_ASCII);
        return message + (message + "x".repeat(70) + "\r\n").repeat(150) + message;
    }

    private static long inSpool(SigilloPeer sigillo) {
        try (var files = Files.list(sigillo.folder().resolve("spool"))) {
            return files.filter(file -> file.toFile().length() > 100_000).count();
        } catch (IOException changing) {
            return 0;
        }
    }

    private static void sendUntilGone(SigilloPeer sigillo, byte[] message, AtomicInteger taken) {
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO client.test");
            while (smtp.send("friend@client.test", sigillo.address("anna"), message).startsWith("250")) taken.incrementAndGet();
        } catch (IOException | AssertionError gone) {
            return;
        }
    }

    private static void awaitEmptyQueue(SigilloPeer sigillo) throws Exception {
        Program.waitUntil("the queue comes to rest", Duration.ofSeconds(60), sigillo::isQueueEmpty);
    }

    private void use(SigilloPeer sigillo) throws IOException {
        var mailbox = canary("mailbox");
        try (var imap = anna(sigillo)) {
            assertTrue(imap.command("CREATE " + modifiedUtf7(russian("mailbox"))).isOk());
            imap.command("CREATE " + mailbox);
            assertTrue(imap.append(mailbox, message("append")).isOk());
            imap.command("SELECT INBOX");
            imap.command("FETCH 1:* (ENVELOPE BODYSTRUCTURE BODY.PEEK[])");
            imap.command("SEARCH TEXT smtpbodycanary");
            imap.command("COPY 1:* " + mailbox);
            // a draft, and what was sent, as programs without OpenPGP keep them; and what is learnt
            imap.append("Drafts", message("draft"));
            imap.append("Sent", message("sent"));
            imap.command("COPY 1:* Junk");
            imap.command("SELECT Junk");
            imap.command("MOVE 1:* INBOX");
            imap.command("SELECT INBOX");
            imap.command("SEARCH OR SUBJECT " + canary("searched") + " BODY " + canary("sought"));
            imap.command("SETMETADATA " + mailbox + " (/private/comment \"" + canary("annotation") + "\")");
            var gone = canary("gone");
            imap.command("CREATE " + gone);
            imap.command("SUBSCRIBE " + gone);
            imap.command("DELETE " + gone);
            imap.command("RENAME " + mailbox + " " + canary("renamed"));
        }
    }

    /** RFC 3501 section 5.1.3, of letters that are none of ASCII. */
    private static String modifiedUtf7(String word) {
        return "&" + Base64.getEncoder().withoutPadding().encodeToString(word.getBytes(StandardCharsets.UTF_16BE)).replace('/', ',') + "-";
    }

    private static String encodedWord(String word) {
        return "=?utf-8?B?" + Base64.getEncoder().encodeToString(word.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    private static String eachOctet(String mark, String word) {
        var text = new StringBuilder();
        for (byte octet : word.getBytes(StandardCharsets.UTF_8)) text.append(mark).append("%02X".formatted(octet));
        return text.toString();
    }

    private byte[] message(String way) {
        var attached = Base64.getMimeEncoder().encodeToString(("attached: " + canary(way + "attached")).getBytes(StandardCharsets.US_ASCII));
        return ("From: " + canary(way + "name") + " <" + canary(way + "from") + "@client.test>\r\nTo: anna@sigillo.test\r\n"
            + "Subject: " + canary(way + "subject") + " " + encodedWord(russian(way + "subject")) + "\r\n"
            + "Cc: =?utf-8?Q?" + eachOctet("=", russian(way + "cc")) + "?= <cc@client.test>\r\nMessage-ID: <" + canary(way + "id") + "@client.test>\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n\r\nHere is " + canary(way + "body") + ".\r\n--bb\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            + eachOctet("=", russian(way + "text")) + "\r\n--bb\r\n"
            + "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=" + canary(way + "file")
            + ".bin;\r\n name*=utf-8''" + eachOctet("%", russian(way + "file")) + "\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n" + attached + "\r\n--bb--\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** In all that it writes: its data, its log, its temporary files. */
    private TreeSet<String> found(SigilloPeer sigillo) throws IOException {
        var search = new CanarySearch(canaries.values());
        var found = search.below(sigillo.folder());
        found.addAll(search.below(sigillo.temporaryFiles()));
        found.addAll(search.at(sigillo.log(), "the log"));
        return found;
    }

    /** What the store gives for its rows, however its files have them. */
    private static TreeSet<String> foundInRows(SigilloPeer sigillo, Collection<Canary> canaries) {
        var search = new CanarySearch(canaries);
        var found = new TreeSet<String>();
        try (var store = RocksStore.open(sigillo.folder().resolve("store"))) {
            for (var partition : store.partitions("")) {
                store.partition(partition).range(Bytes.wrap(new byte[] {0}), Bytes.wrap(new byte[] {-1}), false, (key, row) -> {
                    found.addAll(search.in(key.toArray()));
                    found.addAll(search.in(row));
                    return true;
                });
            }
        }
        return found;
    }
}
