package sigillo.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.spool.Spool;
import sigillo.spool.SpoolSettings;

/** Mail in files that are on their way, in and out: what the door of the webmail does with them. */
class StreamedTest {
    private static final String MBOX = "From a@b.example Sat May  4 03:02:01 2019\nSubject: one\n\nx\n\nFrom a@b.example Sat May  4 03:02:01 2019\nSubject: two\n\ny\n";

    @TempDir Path folder;
    private Spool spool;
    private final List<String> seen = new ArrayList<>();

    @BeforeEach void open() throws IOException { spool = Spool.open(SpoolSettings.at(folder.resolve("spool"))); }

    @AfterEach void nothingIsLeft() { assertEquals(0, spool.diskUsed()); }

    private void read(String name, byte[] octets) throws IOException {
        seen.clear();
        new Streamed(new ByteArrayInputStream(octets), name, spool, Streamed.MESSAGE_OCTETS_MAX).each(mail -> {
            var text = new ByteArrayOutputStream();
            mail.content().writeTo(text);
            seen.add(mail.mailboxes() + " " + text.toString(StandardCharsets.ISO_8859_1).lines().findFirst().orElse(""));
        });
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    private static byte[] ascii(String text) { return text.getBytes(StandardCharsets.US_ASCII); }

    @Test void anMboxAMessageAndAZipOfBoth() throws IOException {
        read("C:\\mail\\Work.mbox", ascii(MBOX));
        assertEquals(List.of("[Work] Subject: one", "[Work] Subject: two"), seen);
        read("Inbox", ascii(MBOX));
        assertEquals("[INBOX] Subject: one", seen.getFirst());
        read("a.eml", ascii("Subject: alone\n\nx\n"));
        assertEquals(List.of("[INBOX] Subject: alone"), seen);
        var files = new java.util.LinkedHashMap<String, byte[]>();
        files.put("Mail/", new byte[0]);
        files.put("Mail/Work.sbd/Bills.mbox", ascii(MBOX));
        files.put("readme.html", ascii("<p>no mail"));
        files.put("../../etc/passwd.eml", ascii("Subject: away\n\nx\n"));
        files.put("Work/mbox", ascii(MBOX));
        read("all.zip", zip(files));
        assertEquals(List.of("[Mail/Work/Bills] Subject: one", "[Mail/Work/Bills] Subject: two", "[etc] Subject: away", "[Work] Subject: one", "[Work] Subject: two"), seen);
    }

    /** Behind the files is a list of them, of some megabytes in a large account: what is sent and not read ends a connection without an answer. */
    @Test void whatIsSentIsReadToItsEnd() throws IOException {
        var files = new java.util.LinkedHashMap<String, byte[]>();
        for (int i = 0; i < 300; i++) files.put("x".repeat(900) + i + "/a.html", ascii("<p>no mail"));
        var sent = new ByteArrayInputStream(zip(files));
        new Streamed(sent, "all.zip", spool, Streamed.MESSAGE_OCTETS_MAX).each(_ -> seen.add("mail"));
        assertEquals(0, sent.available());
        var longest = new ByteArrayInputStream(ascii("Subject: long\n\n" + "0123456789\n".repeat(100_000)));
        new Streamed(longest, "a.eml", spool, 1_000).each(_ -> seen.add("mail"));
        assertEquals(0, longest.available());
    }

    @Test void whatIsNoMailIsSaid() {
        for (var octets : List.of(new byte[0], ascii("<html>"), ascii("PK"))) assertThrows(IOException.class, () -> read("x", octets));
    }

    /** One million of one octet is packed to a thousandth. */
    @Test void whatIsPackedToNothingIsNotUnpacked() throws IOException {
        // also what is passed over: a folder that has something in it, a name that is too long
        for (var name : List.of("zeros.bin", "zeros/", "z".repeat(1_001))) {
            var bomb = new ByteArrayOutputStream();
            try (var zip = new ZipOutputStream(bomb)) {
                zip.putNextEntry(new ZipEntry(name));
                var piece = new byte[1 << 20];
                for (int i = 0; i < 120; i++) zip.write(piece);
                zip.closeEntry();
            }
            var why = assertThrows(IOException.class, () -> read("bomb.zip", bomb.toByteArray()), name);
            assertTrue(why.getMessage().contains("packed to less than mail"), why.getMessage());
        }
    }

    /** The spool is that of all mail: nobody fills it with one message. */
    @Test void aMessageThatIsTooLongIsLeftOutAndTheOthersAreNot() throws IOException {
        var longest = ascii("Subject: long\n\n" + "0123456789\n".repeat(100_000));
        var files = new java.util.LinkedHashMap<String, byte[]>();
        files.put("a.eml", longest);
        files.put("b.eml", ascii("Subject: b\n\nx\n"));
        files.put("c.mbox", ascii("From a@b.example Sat May  4 03:02:01 2019\n" + new String(longest, StandardCharsets.US_ASCII) + "\n" + MBOX));
        var most = new long[1];
        new Streamed(new ByteArrayInputStream(zip(files)), "all.zip", spool, 1_000).each(mail -> most[0] = Math.max(most[0], mail.content().length()));
        assertTrue(most[0] > 1_000 && most[0] < 50_000, most[0] + " octets were kept");
        try (var brought = new Import(ArchiveTest.fresh(), Optional.empty(), new ComparingRoom())) {
            var done = brought.run(new Streamed(new ByteArrayInputStream(zip(files)), "all.zip", spool, 1_000), Instant.EPOCH);
            assertEquals("3 kept, 2 left out", done.kept() + " kept, " + done.refusals() + " left out");
        }
    }

    /** A file may have a folder for each of its messages. */
    @Test void namesThatNoMailboxCanHaveAreNotRemembered() throws IOException {
        var files = new java.util.LinkedHashMap<String, byte[]>();
        for (int i = 0; i < 1_500; i++) files.put("\u0007" + i + "/a.eml", ascii("Subject: " + i + "\n\nx\n"));
        try (var brought = new Import(ArchiveTest.fresh(), Optional.empty(), new ComparingRoom())) {
            assertEquals(1_500, brought.run(new ByteArrayInputStream(zip(files)), "all.zip", spool, Instant.EPOCH).refusals());
            assertTrue(brought.remembered() <= 1_000, brought.remembered() + " are remembered");
        }
    }

    /** Whatever is cut or bent ends with a sentence, or with the mail before it. */
    @Test void anythingHasAnEnd() throws IOException {
        var whole = zip(Map.of("a.mbox", ascii(MBOX), "b.eml", ascii("Subject: b\n\nx\n")));
        var random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            var bent = java.util.Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            for (int n = random.nextInt(4); n-- > 0 && bent.length > 0; ) bent[random.nextInt(bent.length)] = (byte) random.nextInt(256);
            try {
                read("a.zip", bent);
            } catch (IOException | IllegalArgumentException said) {
                assertFalse(String.valueOf(said.getMessage()).isEmpty());
            }
        }
    }

    /** Out of one account and into another: each message in its place, once, however often it is brought. */
    @Test void whatIsTakenAwayCanBeBrought() throws IOException {
        var from = ArchiveTest.fresh();
        try (var brought = new Import(from, Optional.empty(), new ComparingRoom())) {
            var files = new java.util.LinkedHashMap<String, byte[]>();
            files.put("Work/Bills.mbox", ascii(MBOX));
            files.put("a.eml", ascii("Subject: alone\n\nx\n"));
            assertEquals(3, brought.run(new ByteArrayInputStream(zip(files)), "all.zip", spool, Instant.EPOCH).kept());
        }
        var out = new ByteArrayOutputStream();
        new ZipExport(from).writeTo(out);
        var names = new ArrayList<String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) names.add(entry.getName());
        }
        assertTrue(names.containsAll(List.of("INBOX.mbox", "Work/Bills.mbox")) && !names.contains(ZipExport.UNREAD), names.toString());
        var to = ArchiveTest.fresh();
        for (int kept : List.of(3, 0)) {
            try (var brought = new Import(to, Optional.empty(), new ComparingRoom())) {
                var done = brought.run(new ByteArrayInputStream(out.toByteArray()), "mail.zip", spool, Instant.EPOCH);
                assertEquals(kept + " " + (3 - kept), done.kept() + " " + done.there());
            }
        }
        assertEquals(ArchiveTest.texts(from), ArchiveTest.texts(to));
    }

    /** What waits to be kept together with others is kept when a file breaks: it was lost, and counted as none. */
    @Test void whatCameBeforeAZipBreaksIsKept() throws IOException {
        var files = new java.util.LinkedHashMap<String, byte[]>();
        files.put("Work.mbox", ascii(MBOX));
        files.put("notes.mbox", ascii("No mail at all."));
        files.put("a.eml", ascii("Subject: alone\n\n" + "never again ".repeat(5_000)));
        var whole = zip(files);
        var account = ArchiveTest.fresh();
        try (var brought = new Import(account, Optional.empty(), new ComparingRoom())) {
            int in = new String(whole, StandardCharsets.ISO_8859_1).indexOf("a.eml") + 40;
            var cut = new ByteArrayInputStream(whole, 0, in);
            var said = assertThrows(DamagedArchive.class, () -> brought.run(cut, "all.zip", spool, Instant.EPOCH));
            assertEquals("a.eml", said.inside());
            assertEquals("all.zip is damaged in a.eml", said.getMessage());
            assertEquals(2, brought.soFar().kept());
            assertEquals(List.of("notes.mbox"), brought.unread());
        }
        assertEquals(2, ArchiveTest.texts(account).get("Work").size());
    }

    /** One file of a zip that is damaged, in what it holds or in its sum, takes no others away, and is named. */
    @Test void aDamagedFileInAZipLosesNoOther() throws IOException {
        var files = new java.util.LinkedHashMap<String, byte[]>();
        for (var name : List.of("a", "b", "c")) {
            files.put(name + ".eml", ascii("Subject: " + name + "\n\n" + name + " once and again".repeat(50)));
        }
        files.put("Work.mbox", ascii(MBOX));
        var whole = zip(files);
        var text = new String(whole, StandardCharsets.ISO_8859_1);
        int begin = text.indexOf("b.eml") + "b.eml".length();
        int sum = text.indexOf("PK\7\10", begin) + 4;
        for (int at = begin; at < sum + 4; at++) {
            for (int with : List.of(0x01, 0x55, 0xFF)) {
                var bent = whole.clone();
                bent[at] ^= (byte) with;
                try (var brought = new Import(ArchiveTest.fresh(), Optional.empty(), new ComparingRoom())) {
                    var done = brought.run(new ByteArrayInputStream(bent), "all.zip", spool, Instant.EPOCH);
                    // damage that makes it look longer may take the beginning of the one behind
                    assertTrue(done.kept() >= (at >= sum ? 4 : 3), at + ": " + done);
                    if (at >= sum) assertEquals(List.of("b.eml"), brought.damaged(), at + ": " + done);
                    assertFalse(brought.damaged().isEmpty(), at + ": " + done);
                }
            }
        }
    }
}
