package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.net.CertificateFiles;
import sigillo.net.TestCertificates;
import sigillo.peers.DovecotImap;
import sigillo.peers.ImapProbe;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;

/** Mail moves from a real Dovecot into the shipped server by its command, again and again, and back into a Dovecot. */
@Tag("gate")
class MovingOverImapTest {
    private static final List<String> FLAGS = List.of("", "\\Seen", "\\Seen \\Flagged", "\\Seen \\Answered $Forwarded", "\\Draft", "\\Seen Work $Label1", "\\Deleted NonJunk");
    /** As Dovecot calls them, and as we do. */
    private static final Map<String, String> FOLDERS = new TreeMap<>(Map.of("INBOX", "INBOX", "Gesendet", "Sent", "Arbeit.&AMQ-rger &- Co", "Arbeit/&AMQ-rger &- Co",
        "&ZeVnLIqe-.&bfE-", "&ZeVnLIqe-/&bfE-", "Leer", "Leer"));
    private static final Pattern FETCHED = Pattern.compile("\\* \\d+ FETCH \\(.*");
    @TempDir Path folder;
    private CertificateFiles certificate;
    private DovecotImap dovecot;
    private SigilloPeer sigillo;

    @BeforeEach void start() throws Exception {
        assumeTrue(Program.isInstalled("dovecot") && System.getProperty("user.name").equals("root"), "dovecot-imapd is not installed, or we are not root");
        certificate = TestCertificates.write(folder, "localhost");
        dovecot = new DovecotImap(folder, certificate.chain(), certificate.key());
        sigillo = SigilloPeer.demo(folder.resolve("home"));
        withoutWelcome();
        Files.writeString(folder.resolve("bruno"), sigillo.password("bruno") + "\n");
        Files.writeString(folder.resolve("there"), DovecotImap.PASSWORD + "\n");
    }

    /** The demo's own mail is none of the source's. */
    private void withoutWelcome() throws IOException {
        Program.waitUntil("the welcome is there", Duration.ofSeconds(20), () -> count() > 0);
        try (var imap = sigillo.imap("bruno")) {
            imap.command("SELECT INBOX");
            imap.command("STORE 1:* +FLAGS (\\Deleted)");
            imap.command("EXPUNGE");
        }
    }

    @AfterEach void stop() {
        if (sigillo != null) sigillo.close();
        if (dovecot != null) dovecot.close();
    }

    @Test void allIsTakenOnceWithItsMarksAndKeptUpToDateUntilTheSwitch() throws Exception {
        var messages = messages();
        try (var imap = dovecot.imap()) {
            fill(imap, messages);
        }
        long all = messages.size();
        var first = move();
        assertEquals(all, field(first, "kept"), first.printed());
        assertEquals(all / 10 + (all % 10 > 0 ? 1 : 0), field(first, "placed") + field(first, "there"), first.printed());
        assertSame(dovecot);
        assertEquals("\\Sent", use("Sent"));
        var second = move();
        assertEquals(0, field(second, "kept") + field(second, "placed") + field(second, "there") + field(second, "changed"), second.printed());
        assertEquals(all + (all + 9) / 10, field(second, "earlier"));
        change();
        var third = move();
        assertEquals(1, field(third, "kept"), third.printed());
        assertEquals(2, field(third, "changed"), third.printed());
        assertEquals(1, flagged("Arbeit/&AMQ-rger &- Co", "UNKEYWORD $Label1 FLAGGED UNSEEN"), "what was marked there");
        assertEquals(1, flagged("INBOX", "KEYWORD later"));
        assertEquals(0, field(third, "removed"));
        var fourth = move("--follow-deletes");
        assertEquals(2, field(fourth, "removed"), fourth.printed());
        assertSame(dovecot);
        assertEquals(0, sigillo.cli("account", "verify", sigillo.address("bruno")).code());
        backIntoAnother();
    }

    /** The same by STARTTLS, by a fingerprint; and no certificate is believed unasked. */
    @Test void whoIsThereIsKnownByItsCertificate() throws Exception {
        var unknown = run("localhost:" + dovecot.securePort());
        assertEquals(1, unknown.code());
        assertTrue(unknown.printed().contains("TLS with localhost port " + dovecot.securePort() + " fails"), unknown.printed());
        var other = run("127.0.0.1:" + dovecot.securePort(), "--ca", certificate.chain().toString());
        assertTrue(other.code() == 1 && other.printed().contains("fails"), "the name is another: " + other.printed());
        var pem = Files.readString(certificate.chain()).replaceAll("-----.*-----|\\s", "");
        var print = HexFormat.ofDelimiter(":").withUpperCase().formatHex(sha(java.util.Base64.getDecoder().decode(pem)));
        assertEquals(0, run("127.0.0.1:" + dovecot.securePort(), "--fingerprint", print).code());
        assertEquals(1, run("127.0.0.1:" + dovecot.securePort(), "--fingerprint", print.replace('A', 'B').replace('0', '1')).code());
        assertEquals(0, run("localhost:" + dovecot.clearPort(), "--starttls", "--ca", certificate.chain().toString()).code());
        Files.writeString(folder.resolve("there"), "wrong\n");
        var wrong = run("localhost:" + dovecot.clearPort(), "--starttls", "--ca", certificate.chain().toString());
        assertTrue(wrong.code() == 1 && wrong.printed().contains("does not let anna in: NO [AUTHENTICATIONFAILED]"), wrong.printed());
        assertTrue(!wrong.printed().contains("wrong\n"), "the password is not told");
    }

    @Test void aServerThatIsKilledInTheMiddleContinues() throws Exception {
        int all = 3_000;
        bulk("cur", all);
        var running = Program.start(folder.resolve("running"), Map.of(), command("localhost:" + dovecot.securePort(), "--ca", certificate.chain().toString()));
        Program.waitUntil("some of it is there", Duration.ofSeconds(60), () -> count() > 200 || !running.isRunning());
        sigillo.kill();
        running.await(Duration.ofSeconds(20));
        sigillo.again();
        long before = count();
        assertTrue(before >= 200 && before < all, "it was killed in the middle: " + before);
        var done = move();
        assertEquals(all, count());
        long again = field(done, "there");
        assertTrue(again <= 200, "asked for again, since they were kept and not yet remembered: " + again);
        assertEquals(all, field(done, "kept") + again + field(done, "earlier"), done.printed());
        assertEquals(all - before, field(done, "kept"));
        assertSame(dovecot);
        assertEquals(0, field(move(), "kept"));
    }

    // ---- the source ----

    /** Each is different, and what Dovecot takes: it refuses what has a NUL. */
    private static List<byte[]> messages() throws IOException {
        var all = new TreeMap<String, byte[]>();
        for (var message : Corpora.mimeMessages().values()) {
            boolean fits = message.length > 20 && message.length < 200_000 && !new String(message, StandardCharsets.ISO_8859_1).contains("\0") && !Corpora.hasBareCr(message);
            if (fits && all.size() < 350) all.putIfAbsent(HexFormat.of().formatHex(sha(message)), message);
        }
        assertTrue(all.size() >= 200, "messages: " + all.size());
        return List.copyOf(all.values());
    }

    /** Into three folders in turn; each tenth is in one more. */
    private static void fill(ImapProbe imap, List<byte[]> messages) throws IOException {
        var folders = List.of("INBOX", "Arbeit.&AMQ-rger &- Co", "&ZeVnLIqe-.&bfE-");
        for (var name : List.of("Arbeit.&AMQ-rger &- Co", "&ZeVnLIqe-.&bfE-", "Leer")) imap.command("CREATE \"" + name + "\"");
        for (int i = 0; i < messages.size(); i++) {
            var date = "%02d-May-20%02d 03:02:%02d +0200".formatted(1 + i % 28, 1 + i % 24, i % 60);
            var marks = " (" + FLAGS.get(i % FLAGS.size()) + ") \"" + date + "\"";
            append(imap, folders.get(i % 3), marks, messages.get(i));
            if (i % 10 == 0) append(imap, "Gesendet", marks.replace("\\Deleted ", ""), messages.get(i));
        }
    }

    private static void append(ImapProbe imap, String to, String marks, byte[] message) throws IOException {
        var answer = imap.append("\"" + to + "\"" + marks, message);
        assertTrue(answer.isOk(), answer.tagged().line());
    }

    /** One new, two marked otherwise, two gone; none of them is in another folder, since marks here are of all copies. */
    private void change() throws IOException {
        try (var imap = dovecot.imap()) {
            append(imap, "INBOX", " (\\Seen) \"01-Jun-2024 00:00:00 +0000\"", "Subject: new\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII));
            imap.command("SELECT INBOX");
            imap.command("STORE 4 +FLAGS (later)");
            imap.command("STORE 2:3 +FLAGS.SILENT (\\Deleted)");
            imap.command("UID EXPUNGE " + uids(imap, "2:3"));
            imap.command("SELECT \"Arbeit.&AMQ-rger &- Co\"");
            imap.command("STORE 1 FLAGS (\\Flagged)");
        }
    }

    private static String uids(ImapProbe imap, String numbers) throws IOException {
        return imap.command("FETCH " + numbers + " (UID)").lines().stream().filter(line -> FETCHED.matcher(line).matches())
            .map(line -> line.replaceAll(".*UID (\\d+).*", "$1")).collect(Collectors.joining(","));
    }

    /** Many small ones, as files. */
    private void bulk(String part, int all) throws IOException {
        var into = Files.createDirectories(dovecot.maildir().resolve(part));
        var marks = List.of("S", "", "FS", "RS");
        for (int i = 0; i < all; i++) {
            var file = into.resolve("1500000000.M%dP1.host:2,%s".formatted(i, marks.get(i % 4)));
            Files.writeString(file, "Subject: number " + i + "\nDate: Sat, 4 May 2019 03:02:01 +0000\n\n" + "x".repeat(i % 3_000) + "\n");
            Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_500_000_000L + i)));
        }
        dovecot.own();
    }

    // ---- the command ----

    private Program.Done move(String... more) {
        var words = new ArrayList<>(List.of("--ca", certificate.chain().toString()));
        words.addAll(Arrays.asList(more));
        var done = run("localhost:" + dovecot.securePort(), words.toArray(String[]::new));
        assertEquals(0, done.code(), done.printed());
        return done;
    }

    private Program.Done run(String host, String... more) { return Program.run(Duration.ofMinutes(2), Map.of(), command(host, more)); }

    private List<String> command(String host, String... more) {
        var words = new ArrayList<>(List.of("./sigillo", "import", sigillo.address("bruno"), "--imap", host, "--user", DovecotImap.USER,
            "--secret-file", folder.resolve("bruno").toString(), "--source-secret-file", folder.resolve("there").toString(), "--data", sigillo.folder().toString()));
        words.addAll(Arrays.asList(more));
        return words;
    }

    private static long field(Program.Done done, String name) {
        return done.printed().lines().filter(line -> line.startsWith(name + " ")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst().orElseThrow(() -> new AssertionError(done.printed()));
    }

    // ---- comparing ----

    private long count() {
        try (var imap = sigillo.imap("bruno")) {
            return imap.messages("INBOX");
        } catch (IOException | AssertionError notNow) {
            return 0;
        }
    }

    private int flagged(String mailbox, String search) throws IOException {
        try (var imap = sigillo.imap("bruno")) {
            imap.command("SELECT \"" + mailbox + "\"");
            return imap.command("SEARCH " + search).lines().stream().filter(line -> line.startsWith("* SEARCH"))
                .mapToInt(line -> line.split(" ").length - 2).sum();
        }
    }

    private String use(String mailbox) throws IOException {
        try (var imap = sigillo.imap("bruno")) {
            return imap.command("LIST \"\" " + mailbox).lines().getFirst().contains("\\Sent") ? "\\Sent" : "none";
        }
    }

    /** Folder by folder the same messages with the same dates and marks as that Dovecot shows. */
    private void assertSame(DovecotImap source) throws Exception {
        try (var there = source.imap(); var here = sigillo.imap("bruno")) {
            for (var names : FOLDERS.entrySet()) {
                if (!isThere(there, names.getKey())) continue;
                assertAlike(shown(there, names.getKey()), shown(here, names.getValue()), names.getValue());
            }
        }
    }

    /** Shows what is other. */
    private static void assertAlike(TreeSet<String> expected, TreeSet<String> seen, String name) {
        var missing = new TreeSet<>(expected);
        missing.removeAll(seen);
        var strange = new TreeSet<>(seen);
        strange.removeAll(expected);
        assertEquals(String.join("\n", missing), String.join("\n", strange), name);
    }

    private static boolean isThere(ImapProbe imap, String name) throws IOException { return imap.ask("STATUS \"" + name + "\" (MESSAGES)").isOk(); }

    /** Of each message its digest, date and marks, sorted. */
    private static TreeSet<String> shown(ImapProbe imap, String name) throws Exception {
        imap.command("EXAMINE \"" + name + "\"");
        var all = new TreeSet<String>();
        if (imap.messages("\"" + name + "\"") == 0) return all;
        for (var one : imap.command("UID FETCH 1:* (FLAGS INTERNALDATE BODY.PEEK[])").untagged()) {
            if (!FETCHED.matcher(one.line().lines().findFirst().orElse("")).matches() || one.literals().isEmpty()) continue;
            var line = one.line().replace("\r\n", " ");
            var flags = new TreeSet<>(List.of(group(line, "FLAGS \\(([^)]*)\\)").toLowerCase(java.util.Locale.ROOT).split(" ")));
            flags.removeAll(List.of("\\recent", ""));
            all.add(HexFormat.of().formatHex(sha(one.literals().getFirst())) + " " + date(group(line, "INTERNALDATE \"([^\"]*)\"")) + " " + flags);
        }
        return all;
    }

    private static Instant date(String imap) {
        return java.time.OffsetDateTime.parse(imap.strip().replaceFirst("^(\\d)-", "0$1-"), java.time.format.DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss Z", java.util.Locale.ROOT)).toInstant();
    }

    private static String group(String line, String pattern) {
        var found = Pattern.compile(pattern).matcher(line);
        return Optional.of(found).filter(m -> m.find()).map(m -> m.group(1)).orElseThrow(() -> new AssertionError(line));
    }

    private static byte[] sha(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Out as a Maildir, which another Dovecot then shows: the same again. */
    private void backIntoAnother() throws Exception {
        var out = folder.resolve("out");
        var done = sigillo.launched("export", sigillo.address("bruno"), out.toString(), "--format", "maildir", "--secret-file", folder.resolve("bruno").toString());
        assertEquals(0, done.code(), done.printed());
        try (var other = new DovecotImap(folder, certificate.chain(), certificate.key())) {
            Program.run(Duration.ofSeconds(60), "cp", "-a", out + "/.", other.maildir().toString()).orFail();
            other.own();
            try (var there = other.imap(); var here = sigillo.imap("bruno")) {
                for (var names : FOLDERS.values()) {
                    var shown = shown(there, names.replace('/', '.'));
                    assertAlike(shown(here, names), shown, names);
                }
                assertTrue(shown(there, "INBOX").size() > 50);
            }
        }
    }
}
