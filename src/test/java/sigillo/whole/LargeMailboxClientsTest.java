package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.ImapProbe;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.Thunderbird;

/**
 * Programs that keep no two sides the same (those are in {@link TwoWaySyncTest}) in a mailbox of 5,000 messages that another
 * session changes meanwhile. getmail and fetchmail fetch each message once; they know nothing of flags, which stay as they are.
 * mutt and Thunderbird change many themselves. At the end each message is there once, with the flags that both gave it.
 */
@Tag("gate")
class LargeMailboxClientsTest {
    private static final int MESSAGES = 5_000;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final List<String> MAILBOXES = List.of("INBOX", "Archive", "Trash");
    private static final Pattern UID = Pattern.compile("UID (\\d+)");
    @TempDir static Path home;
    private static SigilloPeer sigillo;
    private static int made;
    @TempDir Path folder;
    private ImapProbe imap;
    private TreeMap<String, TreeMap<String, TreeSet<String>>> expected; // by mailbox, by Message-ID, flags

    @BeforeAll static void start() throws IOException {
        sigillo = SigilloPeer.demoAsShipped(home);
        try (var imap = sigillo.imap("anna")) {
            imap.command("SELECT INBOX");
            imap.command("STORE 1:* +FLAGS.SILENT (\\Deleted)");
            imap.command("EXPUNGE");
        }
    }

    @AfterAll static void stop() { if (sigillo != null) sigillo.close(); }

    /** Whatever the test before has left: it is filled up again. */
    @BeforeEach void fill() throws IOException {
        imap = sigillo.imap("anna");
        expected = ledger();
        append(MESSAGES - expected.get("INBOX").size());
        assertSame();
    }

    @AfterEach void close() { if (imap != null) imap.close(); }

    // ---- those that fetch ----

    /** It hands on by LMTP: for its other destinations it starts a process a message. */
    @Test void getmailFetchesEachOnce() throws Exception {
        assumeTrue(Program.isInstalled("getmail"), "getmail6 is not installed");
        try (var lmtp = new LmtpSink()) {
            var rc = Files.createDirectories(folder.resolve("getmail")).resolve("getmailrc");
            privately(rc, """
                [retriever]
                type = SimplePOP3SSLRetriever
                server = localhost
                port = %d
                username = %s
                password = %s
                ca_certs = %s
                [destination]
                type = MDA_lmtp
                host = 127.0.0.1
                port = %d
                override = anna@here.example
                [options]
                delivered_to = false
                received = false
                read_all = false
                """.formatted(sigillo.port("pop3s"), sigillo.address("anna"), sigillo.password("anna"), sigillo.ca(), lmtp.port()));
            fetchesEachOnce(List.of("getmail", "--getmaildir", rc.getParent().toString()), lmtp::texts);
        }
    }

    @Test void fetchmailFetchesEachOnce() throws Exception {
        assumeTrue(Program.isInstalled("fetchmail"), "fetchmail is not installed");
        var got = folder.resolve("got.bsmtp");
        var rc = fetchmail("keep bsmtp \"" + got + "\"");
        fetchesEachOnce(List.of("fetchmail", "--nosyslog", "--fetchmailrc", rc.toString()), () -> batch(got));
        Files.delete(got);
        int before = expected.get("INBOX").size();
        fetchmail("nokeep fetchall fetchlimit 500 bsmtp \"" + got + "\"");
        run(List.of("fetchmail", "--nosyslog", "--fetchmailrc", rc.toString()));
        var gone = ids(batch(got));
        assertEquals(500, gone.size());
        gone.forEach(expected.get("INBOX")::remove);
        assertEquals(before - 500, expected.get("INBOX").size(), "each that it fetched was there");
        assertSame();
    }

    /** The messages of a file of SMTP's commands. */
    private static List<String> batch(Path bsmtp) throws IOException {
        return Pattern.compile("(?m)^MAIL FROM:").splitAsStream(read(bsmtp)).filter(text -> text.contains("Message-ID: ")).toList();
    }

    private Path fetchmail(String how) throws IOException {
        return privately(folder.resolve("fetchmailrc"), """
            poll localhost proto POP3 port %d auth password uidl
              user "%s" password "%s"
              sslproto "TLS1.2+" sslcertck sslcertfile "%s"
              no rewrite %s
            """.formatted(sigillo.port("pop3"), sigillo.address("anna"), sigillo.password("anna"), sigillo.ca(), how));
    }

    /** Twice; and again when another session has changed flags, deleted, moved away, moved away and back, and added. */
    private void fetchesEachOnce(List<String> program, Fetched fetched) throws Exception {
        var ids = new ArrayList<>(expected.get("INBOX").keySet());
        run(program);
        differ("fetched", ids, ids(fetched.texts()));
        run(program);
        differ("fetched when nothing is new", ids, ids(fetched.texts()));
        imap.command("SELECT INBOX");
        on(14, "UID MOVE $ Archive");
        imap.command("SELECT Archive");
        on(14, "UID MOVE $ INBOX");
        ids.addAll(anotherSession());
        run(program);
        ids.sort(null);
        differ("fetched after changes", ids, ids(fetched.texts()));
        assertSame();
    }

    private interface Fetched {
        List<String> texts() throws IOException;
    }

    private static String read(Path file) throws IOException { return Files.readString(file, StandardCharsets.ISO_8859_1); }

    /** In order, of those that are whole. */
    private static List<String> ids(List<String> texts) {
        var ids = new ArrayList<String>();
        for (var text : texts) {
            if (!text.contains("Message-ID: ")) continue;
            ids.add(MailTree.id(text));
            assertTrue(text.contains("\n" + text(ids.getLast())), text);
        }
        ids.sort(null);
        return ids;
    }

    private void run(List<String> program) {
        var done = Program.run(LIMIT, Map.of("HOME", folder.toString(), "FETCHMAILHOME", folder.toString()), program);
        // fetchmail's 1 is that there was nothing new, 13 that it fetched as many as it was to
        if (!program.getFirst().equals("fetchmail") || !List.of(1, 13).contains(done.code())) done.orFail();
    }

    private static Path privately(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    // ---- those that are open while others change what they show ----

    /**
     * What mutt has not written yet is written when others have changed what it shows, and the numbers of its messages. Both change
     * other messages then: where mutt has a change of a message that it has not written, it puts back all flags of it that
     * others set meanwhile ({@code -FLAGS (\\Answered)}): a rule of mutt.
     */
    @Test void mutt() throws Exception {
        assumeTrue(Program.isInstalled("mutt"), "mutt is not installed");
        var waits = folder.resolve("waits");
        var rc = Files.writeString(folder.resolve("muttrc"), """
            set imap_user="%s" imap_pass="%s" folder="imaps://localhost:%d/" spoolfile=+INBOX
            set ssl_starttls=no ssl_force_tls=yes certificate_file="%s" ssl_usesystemcerts=no
            set confirmappend=no confirmcreate=no copy=no wait_key=no delete=yes mark_old=no quit=yes
            push "%s"
            """.formatted(sigillo.address("anna"), sigillo.password("anna"), sigillo.port("imaps"), sigillo.ca(), String.join("",
            muttAll(0, "<set-flag>!"), muttAll(1, "<set-flag>N"), muttAll(2, "<save-message>=Archive<enter>"), muttAll(3, "<delete-message>"),
            "<shell-escape>touch " + waits + "; while test -e " + waits + "; do sleep 0.1; done<enter>",
            "<imap-fetch-mail>", muttAll(4, "<set-flag>!"), muttAll(10, "<set-flag>!"), muttAll(5, "<delete-message>"), "<sync-mailbox>",
            muttAll(11, "<set-flag>!"), muttAll(6, "<save-message>=Archive<enter>"), "<sync-mailbox><quit>")));
        var screen = folder.resolve("screen");
        var done = CompletableFuture.supplyAsync(() -> Program.run(LIMIT, Map.of("TERM", "xterm", "HOME", folder.toString()),
            List.of("script", "-qec", "mutt -n -F " + rc, screen.toString())));
        Program.waitUntil("mutt waits", LIMIT, () -> Files.exists(waits) || done.isDone());
        if (done.isDone()) done.join().orFail();
        inGroup(0).forEach(id -> expect(id).add("\\Flagged"));
        inGroup(1).forEach(id -> expect(id).remove("\\Seen"));
        move(inGroup(2), "Archive");
        inGroup(3).forEach(expected.get("INBOX")::remove);
        anotherSession();
        for (int group : List.of(4, 10, 11)) inGroup(group).forEach(id -> expect(id).add("\\Flagged"));
        inGroup(5).forEach(expected.get("INBOX")::remove);
        move(inGroup(6), "Archive");
        Files.delete(waits);
        done.join().orFail();
        assertSame();
    }

    /** To all of a group; then nothing is tagged. */
    private static String muttAll(int group, String what) {
        return "<tag-pattern>~s group" + group + "[.]<enter><tag-prefix>" + what + "<untag-pattern>~A<enter>";
    }

    @Test void thunderbird() throws Exception {
        assumeTrue(Thunderbird.isThere(), "thunderbird is not installed");
        var account = new Thunderbird.Account(sigillo.address("anna"), sigillo.password("anna"), sigillo.port("imaps"), sigillo.port("submissions"));
        try (var thunderbird = new Thunderbird(Files.createDirectories(folder.resolve("thunderbird")), account, sigillo.ca())) {
            thunderbird.run("await heard(listener => MailServices.imap.discoverAllFolders(server.rootFolder, listener, window));");
            shows(thunderbird);
            anotherSession();
            shows(thunderbird);
            thunderbird.run("""
                const inbox = folder("INBOX");
                const group = number => messages(inbox).filter(one => one.mime2DecodedSubject.endsWith("group" + number + "."));
                inbox.markMessagesFlagged([...group(0), ...group(10)], true);
                inbox.markMessagesRead(group(1), false);
                inbox.addKeywordsToMessages(group(4), "$label2");
                await heard(listener => MailServices.copy.copyMessages(inbox, group(2), folder("Archive"), true, listener, window, false));
                await heard(listener => inbox.deleteMessages(group(3), window, false, true, listener, false));
                """);
            for (int group : List.of(0, 10)) inGroup(group).forEach(id -> expect(id).add("\\Flagged"));
            inGroup(1).forEach(id -> expect(id).remove("\\Seen"));
            inGroup(4).forEach(id -> expect(id).add("$label2"));
            move(inGroup(2), "Archive");
            move(inGroup(3), "Trash");
            Program.waitUntil("Thunderbird has told it all", LIMIT, () -> expected.equals(ledgerNow()));
            anotherSession();
            shows(thunderbird);
            assertSame();
        }
    }

    /** Each message once, with its flags, as it must be; when it has asked. */
    private void shows(Thunderbird thunderbird) {
        var lines = new ArrayList<String>();
        expected.get("INBOX").forEach((id, flags) -> lines.add(id + " " + flags.contains("\\Seen") + flags.contains("\\Flagged")
            + flags.contains("\\Answered") + flags.contains("$label1") + flags.contains("$label2")));
        var wanted = String.join("\n", lines);
        var script = """
            const inbox = folder("INBOX");
            const has = (one, word) => one.getStringProperty("keywords").split(" ").includes(word);
            const shown = () => [...inbox.messages].map(one => one.messageId + " " + one.isRead + one.isFlagged + !!(one.flags & Ci.nsMsgMessageFlags.Replied)
              + has(one, "$label1") + has(one, "$label2")).sort((a, b) => a < b ? -1 : 1).join("\\n");
            for (let i = 0; i < 20 && shown() != args[0]; i++) await new Promise(go => setTimeout(go, 200));
            return shown();
            """;
        thunderbird.run("await update(folder(\"INBOX\"));");
        for (int tries = 0; ; tries++) {
            var shown = thunderbird.run(script, wanted).asString();
            if (wanted.equals(shown)) return;
            if (tries == 20) differ("INBOX", lines, shown.lines().toList());
        }
    }

    // ---- the mailbox ----

    private void append(int count) throws IOException {
        for (int left = count; left > 0; left -= 100) {
            var command = new StringBuilder("APPEND INBOX");
            for (int i = 0; i < Math.min(100, left); i++) {
                var flags = flags(made);
                var message = message(made);
                command.append(" (").append(String.join(" ", flags)).append(") {").append(message.length()).append("+}\r\n").append(message);
                expected.get("INBOX").put("m" + made++, flags);
            }
            imap.command(command.toString());
        }
    }

    private static TreeSet<String> flags(int number) {
        var flags = new TreeSet<>(List.of("\\Seen"));
        if (number % 3 == 0) flags.add("\\Flagged");
        if (number % 7 == 0) flags.add("$label1");
        return flags;
    }

    private static String message(int number) {
        return "From: Carl <carl@sender.example>\r\nTo: anna@home.example\r\nSubject: mail of group" + number % 100 + ".\r\nMessage-ID: <m" + number
            + ">\r\nDate: Sun, 1 Mar 2026 11:59:00 +0000\r\n\r\n" + text("m" + number) + "\r\n";
    }

    private static String text(String id) { return "This is what " + id + " says."; }

    /** Flags, deletes, moves away, and adds 50, whose Message-IDs it returns. */
    private List<String> anotherSession() throws IOException {
        imap.command("SELECT INBOX");
        on(10, "UID STORE $ +FLAGS.SILENT (\\Answered)");
        on(11, "UID STORE $ -FLAGS.SILENT (\\Seen)");
        inGroup(10).forEach(id -> expect(id).add("\\Answered"));
        inGroup(11).forEach(id -> expect(id).remove("\\Seen"));
        on(12, "UID STORE $ +FLAGS.SILENT (\\Deleted)");
        imap.command("EXPUNGE");
        inGroup(12).forEach(expected.get("INBOX")::remove);
        on(13, "UID MOVE $ Archive");
        move(inGroup(13), "Archive");
        int first = made;
        append(50);
        imap.command("UNSELECT");
        return IntStream.range(first, made).mapToObj(number -> "m" + number).toList();
    }

    private void on(int group, String what) throws IOException {
        imap.command("UID SEARCH RETURN (SAVE) SUBJECT \"group" + group + ".\"");
        imap.command(what);
    }

    private List<String> inGroup(int group) {
        return expected.get("INBOX").keySet().stream().filter(id -> Integer.parseInt(id.substring(1)) % 100 == group).toList();
    }

    private TreeSet<String> expect(String id) { return expected.get("INBOX").get(id); }

    private void move(List<String> ids, String mailbox) {
        for (var id : ids) expected.get(mailbox).put(id, expected.get("INBOX").remove(id));
    }

    private void assertSame() throws IOException {
        var is = ledger();
        for (var mailbox : MAILBOXES) differ(mailbox, lines(expected.get(mailbox)), lines(is.get(mailbox)));
        assertEquals(List.of(), sigillo.faults("anna"));
    }

    private static List<String> lines(TreeMap<String, TreeSet<String>> messages) {
        return messages.entrySet().stream().map(one -> one.getKey() + " " + one.getValue()).toList();
    }

    /** Says what differs, and no more of it than one can read. */
    private static void differ(String mailbox, List<String> wanted, List<String> is) {
        var missing = new TreeSet<>(wanted);
        var extra = new TreeSet<>(is);
        extra.removeAll(wanted);
        is.forEach(missing::remove);
        if (missing.size() + extra.size() == 0 && wanted.size() == is.size()) return;
        fail(mailbox + ", " + wanted.size() + " must be, " + is.size() + " are: " + missing.size() + " of what must be " + missing.stream().limit(10).toList()
            + ", " + extra.size() + " others " + extra.stream().limit(10).toList());
    }

    private TreeMap<String, TreeMap<String, TreeSet<String>>> ledgerNow() {
        try {
            return ledger();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** What is there, each message once. */
    private TreeMap<String, TreeMap<String, TreeSet<String>>> ledger() throws IOException {
        var ledger = new TreeMap<String, TreeMap<String, TreeSet<String>>>();
        for (var mailbox : MAILBOXES) {
            var messages = new TreeMap<String, TreeSet<String>>();
            imap.command("EXAMINE " + mailbox);
            for (var response : imap.command("UID FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])").untagged()) {
                if (!UID.matcher(response.line()).find()) continue;
                var flags = new TreeSet<>(List.of(response.line().replaceFirst("(?s).*?FLAGS \\(([^)]*)\\).*", "$1").split(" ")));
                flags.removeAll(List.of("", "\\Recent"));
                var id = MailTree.id(new String(response.literals().getFirst(), StandardCharsets.US_ASCII));
                if (messages.put(id, flags) != null) fail(mailbox + " has " + id + " twice");
            }
            ledger.put(mailbox, messages);
        }
        imap.command("UNSELECT");
        return ledger;
    }
}
