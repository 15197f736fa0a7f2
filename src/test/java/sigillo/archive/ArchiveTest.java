package sigillo.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sigillo.account.Account;
import sigillo.account.AccountContract;
import sigillo.account.Deposit;
import sigillo.account.Keyword;
import sigillo.account.UidSet;
import sigillo.base.Octets;
import sigillo.spool.Spool;
import sigillo.spool.SpoolSettings;
import sigillo.store.memory.MemoryStore;

/** Mail comes in from files of other programs and goes out into them, each message once, with flags, folders and dates (B30). */
class ArchiveTest {
    private static final Instant THEN = Instant.parse("2019-05-04T03:02:01Z");

    @TempDir Path folder;
    private Spool spool;
    private final Account account = AccountContract.account(new MemoryStore());

    static Account fresh() { return AccountContract.account(new MemoryStore()); }

    @BeforeEach void open() throws IOException { spool = Spool.open(SpoolSettings.at(folder.resolve("spool"))); }

    // ---- what begins a message ----

    @ParameterizedTest @ValueSource(strings = {
        "From carl@sender.example Sat May  4 03:02:01 2019", "From carl@sender.example Sat May 4 05:02:01 +0200 2019",
        "From 1632@xxx Sat May 04 03:02:01 +0000 2019", "From - Sat May 04 03:02:01 2019", "From MAILER-DAEMON Sat May  4 03:02:01 2019",
        "From \"a b\"@c.example Sat, May  4 03:02:01 2019 +0000", "From ??? Sat May  4 03:02:01 GMT 2019"})
    void aSeparatorHasADate(String line) { assertEquals(Optional.of(new Separator(Optional.of(THEN))), Separator.parse(line)); }

    @Test void anAddressAloneWillDo() {
        assertEquals(Optional.of(new Separator(Optional.empty())), Separator.parse("From carl@sender.example"));
    }

    @ParameterizedTest @ValueSource(strings = {
        "From memory I would say that it was Sat", "From: carl@sender.example", "from carl@sender.example Sat May  4 03:02:01 2019",
        "From the desk of Carl", "From ", "From carl@sender.example to you", "From x Sat May 44 03:02:01 2019", ">From carl@sender.example"})
    void aLineOfTextIsNone(String line) { assertEquals(Optional.empty(), Separator.parse(line)); }

    // ---- mbox ----

    private Path file(String name, String text) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test void messagesOfOneSizeAreToldApartAndEachIsThereOnce() throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            int number = i % 250 + 100; // fifty come twice
            text.append("From a@b.example Sat May  4 03:02:01 2019\nSubject: number ").append(number).append("\n\nx\n\n");
        }
        var archive = file("same.mbox", text.toString());
        assertEquals(250, imported(archive).kept());
        assertEquals(250, mails());
        assertEquals(0, imported(archive).kept());
        assertEquals(250, mails());
    }

    private long mails() {
        long[] count = new long[1];
        for (var mailbox : account.mailboxes()) account.entries(mailbox.id(), UidSet.ALL, _ -> { count[0]++; return true; });
        return count[0];
    }

    private Imported imported(Path archive) throws IOException { return new Import(account, Optional.empty(), new ComparingRoom()).run(archive, spool); }

    /** By mailbox, in the order of UIDs. */
    static Map<String, List<String>> texts(Account account) {
        var all = new TreeMap<String, List<String>>();
        for (var mailbox : account.mailboxes()) {
            var texts = new ArrayList<String>();
            account.entries(mailbox.id(), UidSet.ALL, entry -> texts.add(text(account.content(entry.email()).orElseThrow())));
            if (!texts.isEmpty()) all.put(account.path(mailbox), texts);
        }
        return all;
    }

    private static String text(Octets octets) {
        try {
            var out = new ByteArrayOutputStream();
            octets.writeTo(out);
            return out.toString(StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is, when it came, and what is marked. */
    private static List<String> marks(Account account) {
        var all = new ArrayList<String>();
        for (var mailbox : account.mailboxes()) {
            account.entries(mailbox.id(), UidSet.ALL, entry -> all.add(account.path(mailbox) + " " + entry.receivedAt()
                + entry.keywords().stream().map(Keyword::name).sorted().collect(Collectors.joining(" ", " ", "")) + (entry.deleted() ? " deleted" : "")));
        }
        return all;
    }

    @Test void textThatLooksLikeASeparatorIsText() throws IOException {
        imported(file("a.mbox", """
            From carl@sender.example Sat May  4 03:02:01 2019
            Subject: one

            From memory I would say that it rained.

            From memory too.
            >From quoted
            >>From quoted twice
            > From not quoted

             From dora@sender.example Sat May  4 03:02:02 2019

            From dora@sender.example Sat May  4 03:02:02 2019
            Return-Path:
             <dora@sender.example>
            Subject: two

            no end"""));
        assertEquals(Map.of("a", List.of("Subject: one\r\n\r\nFrom memory I would say that it rained.\r\n\r\nFrom memory too.\r\nFrom quoted\r\n"
            + ">From quoted twice\r\n> From not quoted\r\n\r\n From dora@sender.example Sat May  4 03:02:02 2019\r\n", "Return-Path:\r\n <dora@sender.example>\r\nSubject: two\r\n\r\nno end")), texts(account));
    }

    @Test void lineEndsOfWindowsAreTheSame() throws IOException {
        imported(file("INBOX", "From a@b.example Sat May  4 03:02:01 2019\r\nSubject: x\r\n\r\ny\r\n\r\nFrom a@b.example Sat May  4 03:02:01 2019\r\nSubject: z\r\n\r\n"));
        assertEquals(Map.of("INBOX", List.of("Subject: x\r\n\r\ny\r\n", "Subject: z\r\n")), texts(account));
    }

    @Test void flagsAreReadAsEachProgramWritesThem() throws IOException {
        imported(file("INBOX", """
            From a@b.example Sat May  4 03:02:01 2019
            Status: RO
            X-Status: AF
            X-Keywords: $Forwarded holiday
            Subject: dovecot

            From - Sat May  4 03:02:01 2019
            X-Mozilla-Status: 0005
            X-Mozilla-Keys: $label1 work
            Subject: thunderbird

            From - Sat May  4 03:02:01 2019
            X-Mozilla-Status: 0009
            Subject: expunged, not compacted

            From a@b.example Sat May  4 03:02:01 2019
            Subject: mutt
            Status: O
            X-Status: T

            """));
        assertEquals(List.of("INBOX 2019-05-04T03:02:01Z $answered $flagged $forwarded $seen holiday", "INBOX 2019-05-04T03:02:01Z $flagged $label1 $seen work",
            "INBOX 2019-05-04T03:02:01Z $seen deleted", "INBOX 2019-05-04T03:02:01Z $draft"), marks(account));
        assertEquals("Subject: dovecot\r\n", texts(account).get("INBOX").getFirst(), "what is the mbox's is not the message's");
        assertEquals("Subject: mutt\r\n", texts(account).get("INBOX").getLast(), "wherever it stands");
    }

    @Test void withoutADateTheMessageSaysWhenItCameAndItIsNeverNow() throws IOException {
        var file = file("INBOX", """
            From a@b.example
            Received: from x by y; Sat, 4 May 2019 05:02:01 +0200
            Received: from w by x; Sat, 4 May 2019 01:00:00 +0000
            Date: Fri, 3 May 2019 00:00:00 +0000

            From a@b.example
            Date: Fri, 3 May 2019 00:00:00 +0000

            From a@b.example
            Subject: says nothing

            """);
        Files.setLastModifiedTime(file, FileTime.from(THEN.minus(Duration.ofDays(9))));
        imported(file);
        assertEquals(List.of("INBOX 2019-05-04T03:02:01Z ", "INBOX 2019-05-03T00:00:00Z ", "INBOX 2019-04-25T03:02:01Z "), marks(account));
    }

    @Test void labelsOfGmailAreMailboxesAndTheMessageIsKeptOnce() throws IOException {
        var done = imported(file("All mail.mbox", """
            From 1@xxx Sat May 04 03:02:01 +0000 2019\r
            X-Gmail-Labels: =?UTF-8?Q?Inbox,=C3=9A=C4=8Dty,"a,b",Important,Starred?=\r
            Subject: several\r
            \r
            x\r
            \r
            From 2@xxx Sat May 04 03:02:01 +0000 2019\r
            X-Gmail-Labels: Archived,Unread,Work/Bills,Category Updates\r
            Subject: nested\r
            \r
            \r
            From 3@xxx Sat May 04 03:02:01 +0000 2019\r
            X-Gmail-Labels: Archived\r
            Subject: nowhere\r
            \r
            """));
        assertEquals(3, done.kept());
        assertEquals(Set.of("INBOX", "Účty", "a,b", "Work/Bills", "Archive"), texts(account).keySet());
        assertEquals(3, account.verify().emails());
        assertEquals(5, account.verify().memberships());
        assertTrue(marks(account).contains("INBOX 2019-05-04T03:02:01Z $flagged $important $seen"), marks(account).toString());
        assertTrue(marks(account).contains("Work/Bills 2019-05-04T03:02:01Z "), marks(account).toString());
    }

    @Test void anExportOfProtonHasItsLabelsBesideEachMessage() throws IOException {
        var labels = """
            {"Version": 1, "Payload": [{"ID": "bills==", "Name": "Bills", "Path": "Work/Bills", "Type": 3}, {"ID": "7", "Name": "Sent", "Path": "Sent", "Type": 4},
             {"ID": "list==", "Name": "a/b", "Path": ["Lists", "a/b"], "Type": 1}, {"ID": "12", "Name": "Scheduled", "Path": "Scheduled", "Type": 4}]}""";
        var in = "export/anna@proton.example/mail_20240101_120000/";
        file(in + "labels.json", labels);
        proton(in + "one==", "Subject: one\r\n\r\nx\r\n", "\"LabelIDs\": [\"0\", \"5\", \"10\", \"bills==\", \"list==\"], \"Time\": 1556938921, \"Unread\": 1");
        proton(in + "two==", "Subject: two\r\n\r\nx\r\n", "\"LabelIDs\": [\"2\", \"7\", \"15\", \"12\"], \"Time\": 1556938921, \"Unread\": 0, \"IsReplied\": 1, \"IsForwarded\": true");
        proton(in + "three==", "Subject: three\r\nDate: Sat, 4 May 2019 03:02:01 +0000\r\n\r\n", "\"LabelIDs\": [\"5\", \"gone==\"], \"Time\": 0, \"Unread\": false");
        file(in + "four==.eml", "Subject: four\r\nDate: Sat, 4 May 2019 03:02:01 +0000\r\n\r\n");
        file(in + "broken==/body.pgp", "-----BEGIN PGP MESSAGE-----");
        assertEquals(4, imported(folder.resolve("export")).kept());
        assertEquals(List.of("Archive 2019-05-04T03:02:01Z ", "Archive 2019-05-04T03:02:01Z $seen", "INBOX 2019-05-04T03:02:01Z $flagged", "Lists/a_b 2019-05-04T03:02:01Z $flagged",
            "Sent 2019-05-04T03:02:01Z $answered $forwarded $seen", "Work/Bills 2019-05-04T03:02:01Z $flagged"), marks(account).stream().sorted().toList());
        assertEquals(4, account.verify().emails());
        assertEquals(4, imported(folder.resolve(in)).there(), "also when that folder is named");
        proton(in + "five==", "Subject: five\r\n\r\n", "\"LabelIDs\": [");
        assertTrue(assertThrows(IOException.class, () -> imported(folder.resolve(in))).getMessage().contains("is not JSON"));
    }

    private void proton(String id, String message, String known) throws IOException {
        file(id + ".eml", message);
        file(id + ".metadata.json", "{\"Version\": 1, \"Payload\": {\"ID\": \"x\", \"Subject\": \"\\u00e8\", " + known + "}}");
    }

    @Test void whatIsNoArchiveIsRefusedWithAReason() throws IOException {
        var none = file("letter", "Dear Carl,\n");
        assertTrue(assertThrows(IOException.class, () -> imported(none)).getMessage().contains("neither an mbox"));
        assertTrue(assertThrows(IOException.class, () -> imported(folder.resolve("nothing"))).getMessage().contains("neither a file nor a folder"));
        assertEquals(Map.of(), texts(account));
    }

    @Test void aLineOfManyMebibytesTakesNoMemory() throws IOException {
        var file = folder.resolve("INBOX");
        try (var out = Files.newOutputStream(file)) {
            out.write("From a@b.example Sat May  4 03:02:01 2019\nSubject: long\n\n".getBytes(StandardCharsets.US_ASCII));
            var piece = new byte[1 << 20];
            Arrays.fill(piece, (byte) 'x');
            for (int i = 0; i < 20; i++) out.write(piece);
            out.write("\n\n".getBytes(StandardCharsets.US_ASCII));
        }
        assertEquals(1, imported(file).kept());
        var email = account.entry(account.mailboxId("INBOX").orElseThrow(), 1).orElseThrow();
        assertEquals(15 + 2 + (20 << 20) + 2, email.size());
        assertEquals(0, spool.diskUsed(), "nothing is left of it");
    }

    // ---- trees and Maildirs ----

    private static final String ONE = "From a@b.example Sat May  4 03:02:01 2019\nSubject: %s\n\n\n";

    @Test void aProfileOfThunderbirdIsATree() throws IOException {
        file("Mail/Inbox", ONE.formatted("in"));
        file("Mail/Inbox.msf", "// <!-- <mdb:mork -->");
        file("Mail/msgFilterRules.dat", "version=\"9\"");
        file("Mail/Work", ONE.formatted("work"));
        file("Mail/Work.sbd/Bills", ONE.formatted("bills"));
        file("Mail/Apple.mbox/mbox", ONE.formatted("apple"));
        file("Mail/Kept/letter.eml", "Subject: single\n\nx\n");
        Files.createSymbolicLink(folder.resolve("Mail/linked"), folder.resolve("Mail/Work"));
        imported(folder.resolve("Mail"));
        assertEquals(Set.of("INBOX", "Work", "Work/Bills", "Apple", "Kept"), texts(account).keySet());
        assertEquals(List.of("Subject: single\r\n\r\nx\r\n"), texts(account).get("Kept"));
    }

    @Test void aMaildirHasFoldersFlagsKeywordsAndDates() throws IOException {
        var one = file("Maildir/cur/1556938921.M1P2.host,S=20:2,RSab", "Subject: seen\n\nx\n");
        Files.setLastModifiedTime(one, FileTime.from(THEN));
        Files.setLastModifiedTime(file("Maildir/new/1556938900.M1P1.host", "Subject: fresh\r\n\r\nx\r\n"), FileTime.from(THEN));
        file("Maildir/dovecot-keywords", "0 $Forwarded\n1 Holiday\n99 wrong\n");
        file("Maildir/.Work.R&AOk-sum&AOk-/cur/1.a:2,DFT", "Subject: deep\n\n");
        file("Maildir/tmp/2.b", "Subject: half\n");
        imported(folder.resolve("Maildir"));
        assertEquals(List.of("Subject: fresh\r\n\r\nx\r\n", "Subject: seen\r\n\r\nx\r\n"), texts(account).get("INBOX"));
        assertEquals(Set.of("INBOX", "Work/Résumé"), texts(account).keySet());
        assertTrue(marks(account).contains("INBOX 2019-05-04T03:02:01Z $answered $forwarded $seen holiday"), marks(account).toString());
        assertTrue(marks(account).stream().anyMatch(line -> line.matches("Work/Résumé \\S+ \\$draft \\$flagged deleted")), marks(account).toString());
    }

    // ---- there and back ----

    private static final List<String> ODD = List.of(
        "Subject: plain\r\n\r\nx\r\n", "Subject: from\r\n\r\nFrom me\r\n>From you\r\n>>From them\r\nFromage\r\n> From\r\n>\r\nFrom", "Subject: no body\r\n",
        "Subject: empty body\r\n\r\n", "Subject: blank lines\r\n\r\n\r\n\r\n", "Subject: bare LF\n\nFrom me\n\nFrom a@b.example Sat May  4 03:02:01 2019\nx\n",
        "Subject: bare CR\r\n\r\na\rb\r\n", "Subject: mixed\r\n\r\na\nb\r\nFrom x\n\r\n", "Subject: 8 bit \u00e9\u00ff\r\n\r\n\u0000\u0001\r\n", "\r\nno header\r\n");

    private void fill(Account from) {
        var work = AccountContract.make(from, "Work");
        var bills = AccountContract.make(from, "Work/Bills & fees");
        AccountContract.make(from, "Empty");
        int at = 0;
        for (var text : ODD) {
            var mailbox = List.of(AccountContract.inbox(from), work, bills).get(at % 3);
            var keywords = new ArrayList<Keyword>();
            for (var keyword : List.of(Keyword.SEEN, Keyword.FLAGGED, Keyword.ANSWERED, Keyword.DRAFT, new Keyword("holiday"), new Keyword("$forwarded"))) {
                if (at % (keywords.size() + 2) == 0) keywords.add(keyword);
            }
            from.deposit(new Deposit(Octets.of(text.getBytes(StandardCharsets.ISO_8859_1)), List.of(mailbox.id()), Set.copyOf(keywords), at % 4 == 3,
                THEN.plusSeconds(at++), Optional.empty()));
        }
    }

    private static Map<String, List<String>> ended(Map<String, List<String>> texts) {
        texts.replaceAll((mailbox, all) -> all.stream().map(text -> text.endsWith("\n") ? text : text + "\r\n").toList());
        return texts;
    }

    @ParameterizedTest @EnumSource(value = Export.Format.class, names = {"MBOX", "MAILDIR"})
    void whatIsWrittenIsReadAgainAsItWas(Export.Format format) throws IOException {
        fill(account);
        var target = folder.resolve("out");
        var exported = new Export(account, target, format).run();
        assertEquals(ODD.size(), exported.messages());
        assertEquals(0, exported.failures());
        var other = AccountContract.account(new MemoryStore());
        var done = new Import(other, Optional.empty(), new ComparingRoom()).run(target, spool);
        assertEquals(ODD.size(), done.kept() + done.there() + done.placed());
        assertEquals(marks(account).stream().sorted().toList(), marks(other).stream().sorted().toList());
        if (format == Export.Format.MBOX) assertEquals(ended(texts(account)), texts(other), "only a last line without an end gets one");
    }

    /** Dovecot takes a file's size from its name, and hangs up on who reads one that has another. */
    @Test void aFileOfAMaildirHasTheSizeThatItsNameSays() throws IOException {
        fill(account);
        new Export(account, folder.resolve("out"), Export.Format.MAILDIR).run();
        long seen = 0;
        try (var files = Files.walk(folder.resolve("out"))) {
            for (var file : files.filter(path -> path.getParent().endsWith("cur")).toList()) {
                var text = Files.readString(file, StandardCharsets.ISO_8859_1);
                var name = file.getFileName().toString();
                assertTrue(name.matches(".*,S=" + text.length() + "[,:].*"), name);
                if (name.contains(",W=")) assertTrue(name.contains(",W=" + text.replace("\n", "\r\n").length() + ":"), name);
                seen++;
            }
        }
        assertEquals(ODD.size(), seen);
    }

    @ParameterizedTest @EnumSource(Export.Format.class)
    void whatIsImportedTwiceIsThereOnce(Export.Format format) throws IOException {
        fill(account);
        var target = folder.resolve("out");
        new Export(account, target, format).run();
        var other = AccountContract.account(new MemoryStore());
        var first = new Import(other, Optional.empty(), new ComparingRoom()).run(target, spool);
        var before = texts(other);
        var second = new Import(other, Optional.empty(), new ComparingRoom()).run(target, spool);
        assertEquals(0, second.kept());
        assertEquals(0, second.placed());
        assertEquals(first.kept() + first.there() + first.placed(), second.there());
        assertEquals(before, texts(other));
        AccountContract.assertSound(other);
    }

    @Test void theSameMessageInTwoMailboxesIsKeptOnce() throws IOException {
        file("tree/One", ONE.formatted("same"));
        file("tree/Two", ONE.formatted("same"));
        var done = imported(folder.resolve("tree"));
        assertEquals(1, done.kept());
        assertEquals(1, done.placed());
        assertEquals(1, account.verify().emails());
        assertEquals(Set.of("One", "Two"), texts(account).keySet());
    }

    @Test void allCanBePutBelowAMailbox() throws IOException {
        file("tree/One", ONE.formatted("x"));
        new Import(account, Optional.of("From before"), new ComparingRoom()).run(folder.resolve("tree"), spool);
        assertEquals(Set.of("From before/One"), texts(account).keySet());
    }

    @Test void aFolderThatIsNotEmptyIsLeftAlone() throws IOException {
        file("out/mine", "x");
        assertTrue(assertThrows(IOException.class, () -> new Export(account, folder.resolve("out"), Export.Format.MBOX).run()).getMessage().contains("is not empty"));
        assertArrayEquals(new String[] {"mine"}, folder.resolve("out").toFile().list());
    }

    @ParameterizedTest @CsvSource({"1", "2", "3", "4", "5"})
    void anyLinesComeBackFromAnMbox(long seed) throws IOException {
        var random = new Random(seed);
        var pieces = List.of("From ", ">", "\r\n", "\n", "\r", "a@b.example", " Sat May  4 03:02:01 2019", "Subject: x", "x".repeat(1_200), "\r\n\r\n", "é");
        var expected = new ArrayList<String>();
        for (int i = 0; i < 60; i++) {
            var text = new StringBuilder("X-Number: " + i + "\r\n\r\n");
            for (int piece = random.nextInt(40); piece > 0; piece--) text.append(pieces.get(random.nextInt(pieces.size())));
            expected.add(text.append("\r\n").toString());
            AccountContract.kept(account.deposit(Deposit.of(Octets.of(expected.getLast().getBytes(StandardCharsets.ISO_8859_1)),
                account.mailboxId("INBOX").orElseThrow(), THEN)));
        }
        new Export(account, folder.resolve("out"), Export.Format.MBOX).run();
        var other = AccountContract.account(new MemoryStore());
        assertEquals(60, new Import(other, Optional.empty(), new ComparingRoom()).run(folder.resolve("out"), spool).kept());
        assertEquals(expected, texts(other).get("INBOX"));
    }

    // ---- what POP called them ----

    private Map<String, String> popNames() {
        var names = new TreeMap<String, String>();
        var inbox = account.mailboxId("INBOX").orElseThrow();
        account.popNames(inbox, UidSet.ALL, (uid, name) -> {
            var email = account.entry(inbox, uid).orElseThrow().email();
            names.put(account.meta(email).orElseThrow().envelope().subject().orElse(""), name.text());
            return true;
        });
        return names;
    }

    @Test void namesOfPopAreKeptFromAnMbox() throws IOException {
        var longest = "n".repeat(70);
        var mbox = file("INBOX", """
            From a@b.example Sat May  4 03:02:01 2019
            Subject: one
            X-UIDL: k\"Z!!pQ~"!
            Status: RO

            1

            From a@b.example Sat May  4 03:02:02 2019
            X-UIDL: %s
            Subject: two

            2

            From a@b.example Sat May  4 03:02:03 2019
            Subject: the same name again
            X-UIDL: k\"Z!!pQ~"!

            3

            From a@b.example Sat May  4 03:02:04 2019
            Subject: none that can be one
            X-UIDL: with a blank

            4

            From a@b.example Sat May  4 03:02:05 2019
            Subject: too long
            X-UIDL: %s

            5
            """.formatted(longest, "n".repeat(71)));
        new Import(account, Optional.empty(), new ComparingRoom()).run(mbox, spool);
        var names = popNames();
        assertEquals("k\"Z!!pQ~\"!", names.get("one"));
        assertEquals(longest, names.get("two"));
        assertEquals(5, Set.copyOf(names.values()).size(), "each name once");
        for (var other : List.of("the same name again", "none that can be one", "too long")) assertTrue(names.get(other).matches("[0-9a-z]{8}M[0-9a-z]+"), other);
        var again = names;
        new Import(account, Optional.empty(), new ComparingRoom()).run(mbox, spool);
        assertEquals(again, popNames(), "a second import changes nothing");
        // another archive that says a name which is taken
        var other = file("more/INBOX", "From a@b.example Sat May  4 03:02:06 2019\nSubject: later\nX-UIDL: %s\n\n6\n".formatted(longest));
        new Import(account, Optional.empty(), new ComparingRoom()).run(other, spool);
        assertEquals(6, Set.copyOf(popNames().values()).size());
    }

    @Test void namesOfPopAreKeptFromAMaildirOfDovecot() throws IOException {
        file("md/cur/1000.M1.host:2,S", "Subject: standard\n\n1\n");
        file("md/cur/1001.M2.host:2,", "Subject: given\n\n2\n");
        file("md/new/1002.M3.host", "Subject: not in the list\n\n3\n");
        file("md/.Sub/cur/1003.M4.host:2,", "Subject: elsewhere\n\n4\n");
        file("md/dovecot-uidlist", "3 V1262304000 N13 G0123\n11 :1000.M1.host\n12 P0007.old,x W99 :1001.M2.host:2,RS\nnonsense\n");
        new Import(account, Optional.empty(), new ComparingRoom()).run(folder.resolve("md"), spool);
        var names = popNames();
        assertEquals("0000000b4b3d3b00", names.get("standard"));
        assertEquals("0007.old,x", names.get("given"));
        assertTrue(names.get("not in the list").matches("[0-9a-z]{8}M[0-9a-z]+"));
        assertEquals(3, names.size());
    }
}
