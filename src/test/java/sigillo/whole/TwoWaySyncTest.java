package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sigillo.imap.Names;
import sigillo.keyring.Level;
import sigillo.peers.ImapProbe;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.Terminal;

/**
 * A mailbox of 5,000 messages is kept the same on both sides by mbsync and by OfflineIMAP, while both sides change: flags and
 * keywords, also of one message here and there, new messages, deleted ones, moved ones, folders. One ledger is compared, of what
 * must be, what is here, and what the server has; and a run when nothing has changed changes nothing. And alpine, which keeps
 * nothing here, works in a smaller one beside mbsync.
 */
@Tag("gate")
class TwoWaySyncTest {
    private static final int MESSAGES = 5_000;
    /** Where it matters who works beside whom, and not in how much. */
    private static final int SOME = 500;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String THERE = "Projekte/Ärger & Größe";
    private static final String HERE = "受信 & привет";
    @TempDir Path folder;
    private SigilloPeer sigillo;
    private MailTree tree;
    private TreeMap<String, TreeMap<String, TreeSet<String>>> expected; // by mailbox, by Message-ID, flags

    @AfterEach void stop() { if (sigillo != null) sigillo.close(); }

    @ParameterizedTest @EnumSource(names = {"L0", "L1"}) void mbsync(Level level) throws Exception {
        assumeTrue(Program.isInstalled("mbsync"), "mbsync is not installed");
        // it leaves names as they travel
        start(level, mailbox -> new String(Names.MODIFIED_UTF7.encode(mailbox), StandardCharsets.US_ASCII),
            name -> Names.lenient(name.getBytes(StandardCharsets.UTF_8)));
        synchronise(List.of("mbsync", "-c", mbsyncConfig().toString(), "-a"), true);
    }

    @Test void offlineImap() throws Exception { offlineImap(Level.L1); }

    @Tag("long")
    @Test void offlineImapAtL0() throws Exception { offlineImap(Level.L0); }

    /** Somebody reads with alpine what mbsync keeps elsewhere: each has what the other did, and a mail that was sent is in Sent. */
    @Test void alpineBesideMbsync() throws Exception {
        assumeTrue(Program.isInstalled("alpine") && Program.isInstalled("mbsync"), "alpine or mbsync is not installed");
        start(Level.L1, mailbox -> new String(Names.MODIFIED_UTF7.encode(mailbox), StandardCharsets.US_ASCII),
            name -> Names.lenient(name.getBytes(StandardCharsets.UTF_8)));
        var mbsync = List.of("mbsync", "-c", mbsyncConfig().toString(), "-a");
        try (var imap = sigillo.imap("anna")) {
            fill(imap, SOME);
            append(imap, "INBOX", List.of("first", "second", "third"), List.of());
            run(mbsync);
            alpine(Map.of("archived", () -> messages("Archive") == 1, "sent", () -> messages("Sent") == 1), "wait MESSAGE INDEX", "type \\r", "wait This is what first says", "type i", "wait INDEX", "type *", "wait Important \\?", "type *", // the first is read and flagged
                "type n", "type s", "wait SAVE", "type Archive\\r", "until archived", "type n", "type d", // the second is moved, the third deleted
                "type c", "wait Subject", "type " + sigillo.address("bruno") + "\\r", "type \\r", "type \\r", "type by alpine\\r", "type Hello Bruno\\r",
                "type \\x18", "wait PASSWORD:", "type " + sigillo.password("anna") + "\\r", "wait DISK", "insist n until sent", "leave q");
            expect("first").addAll(List.of("\\Flagged", "\\Seen"));
            expected.get("Archive").put("second", new TreeSet<>());
            List.of("second", "third").forEach(expected.get("INBOX")::remove);
            run(mbsync);
            isSent(imap);
            newHere("INBOX", "here", 1);
            run(mbsync);
            assertSame(imap);
            alpine(Map.of(), "wait of here0", "leave q");
            assertSame(imap);
            assertEquals(List.of(), sigillo.faults("anna"));
        }
    }

    /** On both sides; then it goes from the server, since the ledger knows nothing of it. */
    private void isSent(ImapProbe imap) throws IOException {
        assertEquals(1, tree.files("Sent").size());
        imap.command("SELECT Sent");
        assertEquals("* SEARCH 1", imap.command("SEARCH SUBJECT \"by alpine\" BODY \"Hello Bruno\"").lines().getFirst());
        imap.command("STORE 1 +FLAGS.SILENT (\\Deleted)");
        imap.command("EXPUNGE");
        try (var bruno = sigillo.imap("bruno")) {
            bruno.command("SELECT INBOX");
            assertEquals(3, bruno.command("SEARCH SUBJECT \"by alpine\"").lines().getFirst().split(" ").length);
        }
    }

    /** Signs in, opens INBOX at the first message that was not seen, and does what is said. */
    private void alpine(Map<String, BooleanSupplier> facts, String... steps) throws IOException {
        var server = "{localhost:%d/ssl/user=%s}".formatted(sigillo.port("imaps"), sigillo.address("anna"));
        var config = Files.writeString(folder.resolve("pinerc"), """
            personal-name=Anna
            user-domain=%s
            customized-hdrs=From: Anna <%s>
            inbox-path=%sINBOX
            folder-collections=Mail %s[]
            default-fcc=%sSent
            smtp-server=localhost:%d/ssl/user=%s
            feature-list=enable-flag-cmd,quit-without-confirm,expunge-without-confirm,send-without-confirm,disable-keymenu
            last-version-used=6.26
            """.formatted(sigillo.address("").substring(1), sigillo.address("anna"), server, server, server, sigillo.port("submissions"), sigillo.address("anna")));
        var all = new ArrayList<>(List.of("wait ENTER PASSWORD:", "type " + sigillo.password("anna") + "\\r", "wait DISK", "insist n opened", "wait opened", "type i"));
        all.addAll(List.of(steps));
        Terminal.run(folder, Duration.ofSeconds(60), Map.of("HOME", folder.toString(), "TERM", "xterm", "LC_ALL", "C.UTF-8", "SSL_CERT_FILE", sigillo.ca().toString()),
            List.of("alpine", "-p", config.toString()), all, facts).orFail();
    }

    /** How many the server has, asked by somebody else. */
    private long messages(String mailbox) {
        try (var other = sigillo.imap("anna")) {
            return other.messages(mailbox);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void offlineImap(Level level) throws Exception {
        assumeTrue(Program.isInstalled("offlineimap"), "offlineimap is not installed");
        start(level, UnaryOperator.identity(), UnaryOperator.identity());
        // a folder that is renamed is for it one that is new and another that is missing, and comes back: as its manual says
        synchronise(List.of("offlineimap", "-c", offlineImapConfig().toString(), "-o"), false);
    }

    private void start(Level level, UnaryOperator<String> names, UnaryOperator<String> mailboxes) {
        sigillo = SigilloPeer.demo(folder, "--level", level.name());
        tree = new MailTree(folder.resolve("mail"), names, mailboxes);
    }

    private void synchronise(List<String> program, boolean renames) throws Exception {
        try (var imap = sigillo.imap("anna")) {
            fill(imap, MESSAGES);
            run(program);
            assertSame(imap);
            changeThere(imap);
            changeHere(renames);
            if (renames) renameThere(imap);
            run(program);
            run(program);
            assertSame(imap);
            var before = state(imap);
            run(program);
            assertEquals(before, state(imap), "nothing was to be done");
            assertEquals(List.of(), sigillo.faults("anna"));
        }
    }

    private void run(List<String> program) {
        var done = Program.run(LIMIT, Map.of("HOME", folder.toString(), "LC_ALL", "C.UTF-8"), program).orFail();
        if (done.printed().contains("ERROR")) throw new AssertionError(done.printed());
    }

    private void assertSame(ImapProbe imap) throws IOException {
        var must = new TreeMap<String, List<String>>();
        expected.forEach((mailbox, messages) -> must.put(mailbox, messages.entrySet().stream()
            .map(m -> m.getKey() + " " + m.getValue() + " " + text(m.getKey())).sorted().toList()));
        assertSame(must, MailTree.ledger(imap, mailboxes(imap)), "the server has");
        var here = tree.ledger();
        here.keySet().removeIf(mailbox -> mailbox.equals("Alt") && !must.containsKey(mailbox)); // mbsync leaves what was renamed there
        assertSame(withoutKeywords(must), withoutKeywords(here), "is here");
    }

    /** Says what differs, and no more of it than one can read. */
    private static void assertSame(TreeMap<String, List<String>> must, TreeMap<String, List<String>> is, String where) {
        assertEquals(must.keySet(), is.keySet(), "mailboxes that " + where);
        must.forEach((mailbox, lines) -> {
            var missing = new ArrayList<>(lines);
            var extra = new ArrayList<>(is.get(mailbox));
            extra.forEach(missing::remove);
            lines.forEach(extra::remove);
            if (missing.size() + extra.size() == 0) return;
            fail(mailbox + ": " + missing.size() + " of what must be and " + extra.size() + " others of what " + where + ": "
                + missing.subList(0, Math.min(10, missing.size())) + " but " + extra.subList(0, Math.min(10, extra.size())));
        });
    }

    /** mbsync carries no keywords, OfflineIMAP carries the server's here and none back: those that the server has must stay there. */
    private TreeMap<String, List<String>> withoutKeywords(TreeMap<String, List<String>> ledger) {
        if (tree.carriesKeywords()) return ledger;
        var without = new TreeMap<>(ledger);
        without.replaceAll((_, lines) -> lines.stream().map(line -> line.replaceFirst("\\$label1(, )?", "")).sorted().toList());
        return without;
    }

    /** Whatever a change would change: of the server the numbers of each mailbox, of this machine the names of files. */
    private String state(ImapProbe imap) throws IOException {
        var state = new StringBuilder();
        for (var mailbox : mailboxes(imap)) {
            var said = imap.command("STATUS \"" + mailbox + "\" (MESSAGES UNSEEN UIDNEXT UIDVALIDITY HIGHESTMODSEQ SIZE)");
            said.lines().stream().filter(line -> line.startsWith("* STATUS ")).forEach(line -> state.append(line).append('\n'));
        }
        return state + String.join("\n", tree.paths());
    }

    private static List<String> mailboxes(ImapProbe imap) throws IOException {
        return imap.command("LIST \"\" *").lines().stream().filter(line -> line.startsWith("* LIST "))
            .map(line -> line.replaceFirst(".* \"/\" \"(.*)\"$", "$1")).toList();
    }

    // ---- at the beginning ----

    private void fill(ImapProbe imap, int messages) throws IOException {
        imap.command("ENABLE UTF8=ACCEPT");
        imap.command("SELECT INBOX");
        imap.command("STORE 1:* +FLAGS.SILENT (\\Deleted)");
        imap.command("EXPUNGE");
        expected = new TreeMap<>();
        for (var mailbox : mailboxes(imap)) expected.put(mailbox, new TreeMap<>());
        for (var mailbox : List.of(THERE, HERE, "Alt", "Zu alt")) create(imap, mailbox);
        append(imap, "INBOX", IntStream.range(0, messages).mapToObj(n -> "m" + n).toList(), List.of("\\Seen"));
        append(imap, "Alt", IntStream.range(0, 20).mapToObj(n -> "alt" + n).toList(), List.of("\\Seen", "\\Flagged", "$label1"));
        append(imap, "Zu alt", IntStream.range(0, 20).mapToObj(n -> "old" + n).toList(), List.of("\\Answered"));
    }

    private void create(ImapProbe imap, String mailbox) throws IOException {
        imap.command("CREATE \"" + mailbox + "\"");
        if (mailbox.contains("/")) expected.putIfAbsent(mailbox.substring(0, mailbox.lastIndexOf('/')), new TreeMap<>());
        made(mailbox);
    }

    private void made(String mailbox) {
        expected.put(mailbox, new TreeMap<>());
    }

    private void append(ImapProbe imap, String mailbox, List<String> ids, List<String> flags) throws IOException {
        for (int from = 0; from < ids.size(); from += 100) {
            var command = new StringBuilder("APPEND \"" + mailbox + "\"");
            for (var id : ids.subList(from, Math.min(ids.size(), from + 100))) {
                command.append(" (").append(String.join(" ", flags)).append(") {").append(message(id).length()).append("+}\r\n").append(message(id));
                expected.get(mailbox).put(id, new TreeSet<>(flags));
            }
            imap.command(command.toString());
        }
    }

    private static String message(String id) {
        return "From: Carl <carl@sender.example>\r\nTo: anna@home.example\r\nSubject: of " + id + "\r\nMessage-ID: <" + id
            + ">\r\nDate: Sun, 1 Mar 2026 11:59:00 +0000\r\n\r\n" + text(id) + "\r\n";
    }

    private static String text(String id) { return "This is what " + id + " says."; }

    // ---- what changes ----

    /** Of the messages in INBOX that have this rest by 100. */
    private static List<String> some(int rest) {
        return IntStream.iterate(rest, n -> n < MESSAGES, n -> n + 100).mapToObj(n -> "m" + n).toList();
    }

    private void changeThere(ImapProbe imap) throws IOException {
        imap.command("SELECT INBOX");
        var uids = uids(imap);
        storeThere(imap, uids, some(0), "+FLAGS.SILENT (\\Flagged)");
        storeThere(imap, uids, some(2), "-FLAGS.SILENT (\\Seen)");
        storeThere(imap, uids, some(8), "+FLAGS.SILENT ($label1)");
        storeThere(imap, uids, some(9), "+FLAGS.SILENT (\\Flagged)");
        storeThere(imap, uids, some(10), "FLAGS.SILENT (\\Answered \\Draft $label1)");
        for (var id : some(0)) expect(id).add("\\Flagged");
        for (var id : some(2)) expect(id).remove("\\Seen");
        for (var id : some(8)) expect(id).add("$label1");
        for (var id : some(9)) expect(id).add("\\Flagged");
        for (var id : some(10)) expect(id).removeIf("\\Seen"::equals);
        for (var id : some(10)) expect(id).addAll(List.of("\\Answered", "\\Draft", "$label1"));
        storeThere(imap, uids, some(4), "+FLAGS.SILENT (\\Deleted)");
        imap.command("EXPUNGE");
        some(4).forEach(expected.get("INBOX")::remove);
        imap.command("UID MOVE " + set(uids, some(6)) + " \"" + THERE + "\"");
        move(some(6), THERE);
        append(imap, "INBOX", IntStream.range(0, 50).mapToObj(n -> "there" + n).toList(), List.of("\\Flagged"));
        create(imap, "Neu & drüben/ganz unten");
        append(imap, "Neu & drüben/ganz unten", List.of("below"), List.of("\\Seen"));
    }

    private void renameThere(ImapProbe imap) throws IOException {
        imap.command("RENAME Alt \"Anders & schön\"");
        expected.put("Anders & schön", expected.remove("Alt"));
    }

    private void changeHere(boolean renames) throws IOException {
        var files = tree.files("INBOX");
        flagHere(files, some(1), "FS", "\\Flagged", "\\Seen");
        flagHere(files, some(3), "");
        flagHere(files, some(9), "RS", "\\Answered", "\\Seen"); // what the server has changed meanwhile stays
        for (var id : some(9)) expect(id).add("\\Flagged");
        flagHere(files, some(8), "DS", "\\Draft", "\\Seen");
        for (var id : some(8)) expect(id).add("$label1");
        for (var id : some(5)) tree.remove(files.get(id));
        some(5).forEach(expected.get("INBOX")::remove);
        for (var id : some(7)) tree.move(files.get(id), HERE);
        move(some(7), HERE);
        newHere("INBOX", "here", 50);
        tree.make("Hier neu Ω");
        made("Hier neu Ω");
        newHere("Hier neu Ω", "omega", 3);
        if (renames) renameHere();
    }

    /** A mail program makes another folder, and moves all into it; the old one stays, empty. */
    private void renameHere() throws IOException {
        var old = tree.files("Zu alt");
        tree.make("Noch älter");
        for (var id : new TreeSet<>(old.keySet())) tree.move(old.get(id), "Noch älter");
        expected.put("Noch älter", expected.put("Zu alt", new TreeMap<>()));
    }

    private void newHere(String mailbox, String name, int count) throws IOException {
        for (int n = 0; n < count; n++) {
            tree.put(mailbox, n % 2 == 0 ? "FS" : "", message(name + n));
            expected.get(mailbox).put(name + n, new TreeSet<>(n % 2 == 0 ? List.of("\\Flagged", "\\Seen") : List.of()));
        }
    }

    private TreeSet<String> expect(String id) { return expected.get("INBOX").get(id); }

    private void move(List<String> ids, String mailbox) {
        for (var id : ids) expected.get(mailbox).put(id, expected.get("INBOX").remove(id));
    }

    private void flagHere(Map<String, Path> files, List<String> ids, String letters, String... flags) throws IOException {
        for (var id : ids) {
            tree.flag(files.get(id), letters);
            expected.get("INBOX").put(id, new TreeSet<>(List.of(flags)));
        }
    }

    private void storeThere(ImapProbe imap, Map<String, Long> uids, List<String> ids, String how) throws IOException {
        imap.command("UID STORE " + set(uids, ids) + " " + how);
    }

    private static String set(Map<String, Long> uids, List<String> ids) {
        return ids.stream().map(id -> uids.get(id).toString()).collect(Collectors.joining(","));
    }

    private static Map<String, Long> uids(ImapProbe imap) throws IOException {
        var uids = new TreeMap<String, Long>();
        var uid = Pattern.compile("UID (\\d+)");
        for (var response : imap.command("FETCH 1:* (UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])").untagged()) {
            var m = uid.matcher(response.line());
            if (m.find()) uids.put(MailTree.id(new String(response.literals().getFirst(), StandardCharsets.US_ASCII)), Long.parseLong(m.group(1)));
        }
        return uids;
    }

    // ---- how they are set up ----

    private Path mbsyncConfig() throws Exception {
        Files.createDirectories(tree.root());
        var config = folder.resolve("mbsyncrc");
        Files.writeString(config, """
            FSync no

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
            Remove Both
            Expunge Both
            SyncState %s/
            """.formatted(sigillo.port("imaps"), sigillo.address("anna"), sigillo.password("anna"), sigillo.ca(), tree.root(),
            tree.root(), Files.createDirectories(folder.resolve("state")))); // beside the mail: it knows of folders that went
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        return config;
    }

    private Path offlineImapConfig() throws Exception {
        tree.keywords();
        return Files.writeString(folder.resolve("offlineimaprc"), """
            [general]
            accounts = sigillo
            metadata = %s
            ui = basic
            fsync = false

            [Account sigillo]
            localrepository = here
            remoterepository = there
            utf8foldernames = yes

            [Repository here]
            type = Maildir
            localfolders = %s
            sep = /
            customflag_a = $label1

            [Repository there]
            type = IMAP
            remotehost = localhost
            remoteport = %d
            remoteuser = %s
            remotepass = %s
            ssl = yes
            sslcacertfile = %s
            maxconnections = 4
            """.formatted(folder.resolve("offlineimap"), tree.root(), sigillo.port("imaps"), sigillo.address("anna"),
            sigillo.password("anna"), sigillo.ca()));
    }
}
