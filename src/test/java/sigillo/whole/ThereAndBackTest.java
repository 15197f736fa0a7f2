package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Chromium;
import sigillo.peers.ImapProbe;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.web.Browser;

/**
 * 200 mails go to level L2 and back in a real browser, many of one second, in several mailboxes, with flags, keywords
 * and dates: the browser is closed in the middle, the server killed, two browsers do it at once, mail comes, moves and goes
 * meanwhile. No mail is lost or there twice, and in the end each is what it was, to the octet. mbsync keeps a copy.
 */
@Tag("long")
@Timeout(500)
class ThereAndBackTest {
    private static final int MAILS = 192;
    private static final Path PICTURES = Path.of("target/pictures/webmail");
    private static final Duration PATIENCE = Duration.ofSeconds(300);
    private static final List<String> MAILBOXES = List.of("INBOX", "Archive", "Work", "Sent", "Trash", "Junk");
    private static final List<String> FLAGS = List.of("", "\\Seen", "\\Flagged \\Seen", "\\Answered", "$work",
        "\\Seen $label1 $work");
    private static final Pattern ITEM =
        Pattern.compile("UID (\\d+) .*?FLAGS \\(([^)]*)\\).*?INTERNALDATE \"([^\"]+)\"");
    private static final Pattern ID = Pattern.compile("(?im)^Message-ID: <([^>]+)>");

    /** Of others, none of which is to be touched; but {@code pretended} only says that it is encrypted. */
    private static final Map<String, String> OF_OTHERS = Map.of(
        "encrypted", """
            Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b

            --b
            Content-Type: application/pgp-encrypted

            Version: 1

            --b
            Content-Type: application/octet-stream

            -----BEGIN PGP MESSAGE-----

            wV4DAAAAAAAAAAASAQdA
            -----END PGP MESSAGE-----

            --b--
            """,
        "signed", """
            Content-Type: multipart/signed; micalg=pgp-sha512; protocol="application/pgp-signature"; boundary=b

            --b
            Content-Type: text/plain; charset=utf-8

            signed\s
            --b
            Content-Type: application/pgp-signature

            -----BEGIN PGP SIGNATURE-----

            wnUEARYK
            -----END PGP SIGNATURE-----

            --b--
            """,
        "pretended", """
            Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b

            --b
            Content-Type: text/plain

            canarythatisinclear
            --b--
            """,
        "strange", """
            Content-Type: text/plain; charset="open
            Subject: =?x?
            X-Empty:

            dotted
            .
            text
            """);

    /** Of a message: where it lies, and how. */
    private record Kept(String mailbox, String flags, String date, String octets, long uid) {
        String but(String what) { return what.equals("octets") ? mailbox + " | " + flags + " | " + date : toString(); }
    }

    @TempDir Path folder;
    private String app;
    private SigilloPeer sigillo;

    @Test void nothingIsLostOrDoubled() throws Exception {
        assumeTrue(Chromium.isThere() && Program.isInstalled("node")
            && Files.isDirectory(Path.of("web/node_modules/playwright-core")),
            "Chromium, Node.js or the webmail's libraries are not there");
        try (var demo = SigilloPeer.demo(folder); var stranger = new Browser(demo.port("https"))) {
            sigillo = demo;
            stranger.get("/mail/");
            assumeTrue(stranger.status() == 200, "the webmail was not built into this program");
            app = demo.appPassword("bruno");
            fill();
            var before = kept();
            var copy = mbsync();
            story("begin");
            var half = kept();
            assertWhole(before, half, Set.of());
            assertTrue(encrypted(half) >= 20 && encrypted(half) < before.size() - 20,
                "the browser was closed in the middle: " + encrypted(half));
            killed();
            assertWhole(before, kept(), Set.of());
            var changed = there(before);
            var there = kept();
            assertWhole(changed, there, Set.of("arrived"));
            there.values().forEach(all -> all.forEach(one -> isEncrypted(one)));
            newUids(before, there);
            copy.run();
            assertEquals(count(there), copy.files(), "mbsync has each once");
            story("back");
            var back = kept();
            assertWhole(changed, back, Set.of("arrived"));
            changed.forEach((id, all) -> assertEquals(all.getFirst().octets, back.get(id).getFirst().octets,
                id + " is what it was"));
            copy.run();
            assertEquals(copy.texts(), back.values().stream().flatMap(List::stream).map(one -> text(one.octets))
                .sorted().toList());
            assertEquals(List.of(), sigillo.faults("bruno"));
        }
    }

    // ---- what is there ----

    private void fill() throws IOException {
        try (var imap = imap()) {
            for (var name : List.of("Work")) imap.command("CREATE " + name);
            for (var mailbox : MAILBOXES) {
                var all = new StringBuilder();
                for (int n = MAILBOXES.indexOf(mailbox); n < MAILS; n += MAILBOXES.size()) all.append(item(n, mail(n)));
                int number = MAILS;
                for (var other : new TreeMap<>(OF_OTHERS).entrySet()) {
                    var octets = ("From: Bea <bea@elsewhere.test>\nMessage-ID: <" + other.getKey()
                        + "@elsewhere.test>\nMIME-Version: 1.0\n" + other.getValue()).replace("\n", "\r\n");
                    if (mailbox.equals("INBOX")) all.append(item(number++, octets));
                }
                imap.send("a APPEND " + mailbox + all + "\r\n");
                for (var said = imap.response(); !said.line().startsWith("a "); said = imap.response()) continue;
            }
            imap.command("SELECT Archive");
            imap.command("COPY 1:3 Work"); // the same Email in two mailboxes
        }
    }

    /** 64 of one second each. */
    private static String item(int n, String octets) {
        return " (" + FLAGS.get(n % FLAGS.size()) + ") \"%02d-Nov-2026 08:00:00 +0000\" {".formatted(3 - n / 64 % 3)
            + octets.length() + "+}\r\n" + octets;
    }

    private static String mail(int n) {
        var type = n % 5 == 0 ? "" : "Content-Type: text/plain; charset=utf-8\r\n";
        return "From: Writer " + n % 7 + " <writer" + n % 7 + "@elsewhere.test>\r\nSubject: Thing " + n
            + "\r\nMessage-ID: <m" + n + "@elsewhere.test>\r\nMIME-Version: 1.0\r\n" + type
            + "\r\nText of thing " + n + ".\r\n" + "x".repeat(n % 11 * 60) + (n % 3 == 0 ? "" : "\r\n");
    }

    private ImapProbe imap() throws IOException {
        return ImapProbe.overTls(sigillo.port("imaps"), sigillo.address("bruno"), app);
    }

    /** By Message-ID. */
    private TreeMap<String, List<Kept>> kept() throws IOException {
        var all = new TreeMap<String, List<Kept>>();
        try (var imap = imap()) {
            for (var mailbox : MAILBOXES) {
                imap.command("EXAMINE " + mailbox);
                for (var one : imap.command("UID FETCH 1:* (UID FLAGS INTERNALDATE BODY.PEEK[])").untagged()) {
                    if (one.literals().isEmpty()) continue;
                    var item = ITEM.matcher(one.line());
                    var octets = new String(one.literals().getFirst(), StandardCharsets.ISO_8859_1);
                    var id = ID.matcher(octets);
                    if (!item.find() || !id.find()) throw new AssertionError(one.line());
                    var flags = Arrays.stream(item.group(2).split(" ")).filter(flag -> !flag.equals("\\Recent"))
                        .sorted().collect(Collectors.joining(" "));
                    all.computeIfAbsent(id.group(1), _ -> new ArrayList<>())
                        .add(new Kept(mailbox, flags, item.group(3), octets, Long.parseLong(item.group(1))));
                }
            }
        }
        return all;
    }

    private static int count(Map<String, List<Kept>> all) { return all.values().stream().mapToInt(List::size).sum(); }

    private static boolean isWrapped(Kept one) { return one.octets.startsWith("Encrypted-At-Delivery: "); }

    private static long encrypted(Map<String, List<Kept>> all) {
        return all.values().stream().filter(those -> isWrapped(those.getFirst())).count();
    }

    private static void isEncrypted(Kept one) {
        if (one.octets.contains("<encrypted@elsewhere.test>")) assertFalse(isWrapped(one),
            "what others encrypted is as they sent it");
        else assertTrue(isWrapped(one) && one.octets.contains("-----BEGIN PGP MESSAGE-----")
            && !one.octets.contains("Text of thing") && !one.octets.contains("canary"), one.octets);
    }

    /** Each is where it was, with its flags and its date, and there are no others but {@code besides}. */
    private static void assertWhole(Map<String, List<Kept>> before, Map<String, List<Kept>> after,
        Set<String> besides) {
        var ids = new TreeSet<>(after.keySet());
        ids.removeAll(besides);
        assertEquals(before.keySet(), ids);
        assertTrue(after.keySet().containsAll(besides));
        before.forEach((id, all) -> assertEquals(all.stream().map(one -> one.but("octets")).sorted().toList(),
            after.get(id).stream().map(one -> one.but("octets")).sorted().toList(), id));
    }

    /** A UID never stands for other octets. */
    private static void newUids(Map<String, List<Kept>> before, Map<String, List<Kept>> after) {
        var was = new HashMap<String, String>();
        before.values().forEach(all -> all.forEach(one -> was.put(one.mailbox + "/" + one.uid, one.octets)));
        after.values().forEach(all -> all.forEach(one -> {
            var octets = was.get(one.mailbox + "/" + one.uid);
            assertTrue(octets == null || octets.equals(one.octets), one.mailbox + "/" + one.uid);
        }));
    }

    // ---- what happens ----

    private void story(String step, String... more) {
        var command = new ArrayList<>(List.of("node", "web/stories/there-and-back.mjs", sigillo.folder().toString(),
            PICTURES.toString(), sigillo.address("bruno"),
            sigillo.password("bruno"), step));
        command.addAll(List.of(more));
        long begun = System.nanoTime();
        Program.run(PATIENCE, command.toArray(String[]::new)).orFail();
        System.out.printf("  %-8s %6d ms%n", step, (System.nanoTime() - begun) / 1_000_000);
    }

    private void killed() throws Exception {
        var killed = new Thread(() -> {
            Program.waitUntil("the story kills the server", PATIENCE, () -> !sigillo.program().isRunning());
            sigillo.again();
        });
        killed.start();
        story("killed", Long.toString(sigillo.program().pid()));
        killed.join();
    }

    /** While two browsers are at it a mail comes, some move, some are thrown away. What is to be there then. */
    private TreeMap<String, List<Kept>> there(Map<String, List<Kept>> before) throws Exception {
        var failed = new ArrayList<Throwable>();
        var changed = new TreeMap<>(before);
        var busy = Thread.ofPlatform().uncaughtExceptionHandler((_, why) -> failed.add(why)).start(() -> {
            try (var imap = imap(); var smtp = sigillo.smtp()) {
                var moved = List.of("m2@elsewhere.test", "m8@elsewhere.test", "m98@elsewhere.test");
                for (var id : moved) {
                    imap.command("SELECT " + before.get(id).getFirst().mailbox);
                    moves(imap, id);
                    changed.put(id, before.get(id).stream().map(one -> new Kept("Archive", one.flags, one.date,
                        one.octets, 0)).toList());
                }
                smtp.expect("250", "EHLO client.test");
                var mail = "From: Bea <bea@elsewhere.test>\r\nMessage-ID: <arrived>\r\nSubject: late\r\n\r\n"
                    + "Text of thing late.\r\n";
                assertTrue(smtp.send("bea@elsewhere.test", sigillo.address("bruno"),
                    mail.getBytes(StandardCharsets.US_ASCII)).startsWith("250"));
                for (var id : List.of("m0@elsewhere.test", "m6@elsewhere.test", "m186@elsewhere.test")) {
                    imap.command("SELECT INBOX");
                    expunges(imap, id);
                    changed.remove(id);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        story("there");
        busy.join();
        assertEquals(List.of(), failed);
        return changed;
    }

    /** Until it is found: its UID is another from one moment to the next. */
    private static void moves(ImapProbe imap, String id) throws IOException {
        do imap.command("UID MOVE " + uid(imap, id) + " Archive");
        while (!uid(imap, id).equals("4294967295"));
    }

    private static void expunges(ImapProbe imap, String id) throws IOException {
        do {
            var uid = uid(imap, id);
            imap.command("UID STORE " + uid + " +FLAGS.SILENT (\\Deleted)");
            imap.command("UID EXPUNGE " + uid);
        } while (!uid(imap, id).equals("4294967295"));
    }

    /** Of one that is not there: a UID that no message has. */
    private static String uid(ImapProbe imap, String id) throws IOException {
        imap.command("NOOP");
        var found = imap.command("UID SEARCH HEADER Message-ID <" + id + ">").lines().stream()
            .filter(line -> line.startsWith("* SEARCH")).findFirst().orElseThrow().split(" ");
        return found.length > 2 ? found[2] : "4294967295";
    }

    // ---- a copy ----

    private record Copy(Path folder, Path config) {
        void run() { Program.run(PATIENCE, "mbsync", "-q", "-c", config.toString(), "-a").orFail(); }

        int files() throws IOException { return texts().size(); }

        List<String> texts() throws IOException {
            var texts = new ArrayList<String>();
            try (var all = Files.walk(folder)) {
                for (var file : (Iterable<Path>) all.filter(one -> one.getParent().endsWith("cur") || one.getParent()
                    .endsWith("new"))::iterator)
                    texts.add(text(Files.readString(file, StandardCharsets.ISO_8859_1)));
            }
            return texts.stream().sorted().toList();
        }
    }

    /** Without what mbsync notes in it. */
    private static String text(String octets) {
        return octets.replace("\r\n", "\n").replaceFirst("(?m)^X-TUID: .*\n", "");
    }

    private Copy mbsync() throws IOException {
        assumeTrue(Program.isInstalled("mbsync"), "mbsync is not installed");
        var copy = Files.createDirectories(folder.resolve("copy"));
        var config = Files.writeString(folder.resolve("mbsyncrc"), """
            FSync no

            IMAPAccount there
            Host localhost
            Port %d
            User %s
            Pass %s
            SSLType IMAPS
            CertificateFile %s

            IMAPStore there
            Account there

            MaildirStore here
            Path %s/
            Inbox %s/INBOX
            SubFolders Verbatim

            Channel all
            Far :there:
            Near :here:
            Patterns *
            Create Near
            Remove Near
            Expunge Near
            Sync Pull
            SyncState %s/
            """.formatted(sigillo.port("imaps"), sigillo.address("bruno"), app, sigillo.ca(), copy, copy,
            folder.resolve("state")));
        var done = new Copy(copy, config);
        done.run();
        return done;
    }
}
