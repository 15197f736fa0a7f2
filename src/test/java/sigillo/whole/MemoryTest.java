package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.main.RootKey;
import sigillo.peers.ImapProbe;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SmtpProbe;
import sigillo.peers.TrustAll;
import sigillo.web.Browser;

/**
 * What is left in the memory of the shipped server when the last session of an account has ended and the grace is over:
 * nothing by which it opens, and nothing of what was read; nor, a minute later, of mail that has come while nobody had a
 * session. Read as another process of root reads it; nothing in the server is asked to tidy up.
 */
@Tag("gate")
class MemoryTest {
    private static final Pattern READABLE = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) r\\S* .*");
    private static final int PIECE = 16 << 20;
    private static final String CANARY = "memorycanary4711";
    private static final String LATER = "latecomer0815xyz";
    /** Beyond the last time that the server overwrites what is free, by itself. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir Path folder;

    @Test void nothingIsLeftOfASessionThatIsOver() throws Exception {
        try (var sigillo = SigilloPeer.demoAsShipped(folder, "--keys-stay", "5 seconds")) {
            sigillo.stop();
            var needles = new LinkedHashMap<String, byte[]>();
            needles.put("root key", RootKey.of(sigillo.folder(), sigillo.address("anna"), sigillo.password("anna")));
            for (var text : Map.of("password", sigillo.password("anna"), "canary", CANARY).entrySet()) {
                needles.put(text.getKey(), text.getValue().getBytes(StandardCharsets.US_ASCII));
                needles.put(text.getKey() + " in UTF-16", text.getValue().getBytes(StandardCharsets.UTF_16LE));
                needles.put(text.getKey() + " in base64", Base64.getEncoder().encode(text.getValue().substring(0, 12).getBytes(StandardCharsets.US_ASCII)));
            }
            sigillo.againAsServer(); // a demo knows its passwords by itself
            deliver(sigillo, CANARY);
            try (var imap = ImapProbe.overTls(sigillo.port("imaps"), sigillo.address("anna"), sigillo.password("anna"))) {
                imap.command("SELECT INBOX");
                var during = whileRead(sigillo, imap, needles);
                imap.command("LOGOUT");
                atOtherDoors(sigillo);
                atThePages(sigillo, needles);
                byCommands(sigillo, needles);
                assertTrue(during.containsAll(List.of("root key", "password", "canary")), "this search finds: " + during);
            }
            // what was said may be in a buffer of TLS, until the threads that carried conversations let go of the last one
            awaitGone(Duration.ofSeconds(9), sigillo, Map.of("root key", needles.get("root key")));
            needles.put("mail that came afterwards", LATER.getBytes(StandardCharsets.US_ASCII));
            assertTrue(isSeenAsItComes(sigillo, Map.of("later", needles.get("mail that came afterwards"))), "and nobody has a session");
            awaitGone(Duration.ofSeconds(65), sigillo, needles);
        }
    }

    /** That the search finds what is there: octets that nobody has any more may be written over at any moment, so it is read again until all were seen. */
    private static Set<String> whileRead(SigilloPeer sigillo, ImapProbe imap, Map<String, byte[]> needles) throws IOException {
        var seen = new HashSet<String>();
        for (var end = Instant.now().plus(PATIENCE); !seen.containsAll(List.of("root key", "password", "canary")) && Instant.now().isBefore(end); ) {
            ImapProbe.overTls(sigillo.port("imaps"), sigillo.address("anna"), sigillo.password("anna")).close();
            imap.command("FETCH 1:* (ENVELOPE BODYSTRUCTURE BODY.PEEK[])");
            assertTrue(imap.command("SEARCH TEXT memorycanary").lines().getFirst().matches(".*\\d"));
            seen.addAll(found(sigillo, needles));
        }
        return seen;
    }

    /** Mail that is taken while nobody has a session: it may be written over before it was looked for, so more of it is sent. */
    private static boolean isSeenAsItComes(SigilloPeer sigillo, Map<String, byte[]> later) throws IOException {
        for (var end = Instant.now().plus(PATIENCE); Instant.now().isBefore(end); ) {
            deliver(sigillo, LATER);
            if (!found(sigillo, later).isEmpty()) return true;
        }
        return false;
    }

    /** After {@code usually}, when it is done unless the machine has too much to do; then until it is. */
    static void awaitGone(Duration usually, SigilloPeer sigillo, Map<String, byte[]> needles) throws IOException {
        var end = Instant.now().plus(usually).plus(PATIENCE);
        Program.pause(usually.toMillis());
        for (var left = found(sigillo, needles); !left.isEmpty(); left = found(sigillo, needles)) {
            if (Instant.now().isAfter(end)) throw new AssertionError("still in memory: " + left);
            Program.pause(3_000);
        }
    }

    /** Compressed, as Thunderbird reads; by POP; and by submission, with the same word. */
    private static void atOtherDoors(SigilloPeer sigillo) throws IOException {
        var user = sigillo.address("anna");
        try (var imap = TrustAll.context().getSocketFactory().createSocket("127.0.0.1", sigillo.port("imaps"))) {
            say(imap.getOutputStream(), "a LOGIN " + user + " " + sigillo.password("anna") + "\r\nb SELECT INBOX\r\nc COMPRESS DEFLATE\r\n");
            until(imap.getInputStream(), "c OK");
            try (var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true); var inflater = new Inflater(true)) {
                say(new DeflaterOutputStream(imap.getOutputStream(), deflater, 512, true), "d FETCH 1:* (ENVELOPE BODY.PEEK[])\r\ne LOGOUT\r\n");
                assertTrue(until(new InflaterInputStream(imap.getInputStream(), inflater, 1), "e OK").contains(CANARY));
            }
        }
        try (var pop = TrustAll.context().getSocketFactory().createSocket("127.0.0.1", sigillo.port("pop3s"))) {
            say(pop.getOutputStream(), "USER " + user + "\r\nPASS " + sigillo.password("anna") + "\r\nRETR 2\r\nQUIT\r\n");
            assertTrue(new String(pop.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).contains(CANARY));
        }
        try (var smtp = SmtpProbe.connect(sigillo.port("submission"))) {
            smtp.expect("250", "EHLO client.test");
            smtp.startTls();
            smtp.expect("250", "EHLO client.test");
            smtp.authPlain(user, sigillo.password("anna"));
            var message = ("From: " + user + "\r\nSubject: " + CANARY + "\r\n\r\nAnd " + CANARY + " again.\r\n").getBytes(StandardCharsets.US_ASCII);
            assertTrue(smtp.send(user, user, message).startsWith("250"));
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** An octet at a time: what comes after it is read otherwise. */
    private static String until(InputStream in, String end) throws IOException {
        var heard = new StringBuilder();
        while (heard.indexOf("\r\n" + end) < 0 || heard.charAt(heard.length() - 1) != '\n') {
            int octet = in.read();
            if (octet < 0) throw new AssertionError("closed after: " + heard);
            heard.append((char) octet);
        }
        return heard.toString();
    }

    /** Signs in, has secrets made and shown, and signs out; what was shown is looked for too. */
    private static void atThePages(SigilloPeer sigillo, Map<String, byte[]> needles) {
        var password = sigillo.password("anna");
        try (var browser = new Browser(sigillo.port("https"))) {
            browser.post("/sign-in", "do", "password", "address", sigillo.address("anna"), "password", password);
            assertEquals("/kit", browser.path());
            var code = secret(browser.post("/kit", "do", "new", "password", password));
            browser.post("/kit", "do", "text", "code", code);
            browser.get("/kit");
            browser.post("/kit", "do", "confirm", "code", code);
            browser.get("/app-passwords");
            var app = secret(browser.post("/app-passwords", "do", "make", "name", "phone", "scope", "IMAP", "password", password));
            browser.get("/tokens");
            var token = secret(browser.post("/tokens", "do", "make", "name", "script", "scope", "IMAP", "days", "30", "password", password));
            browser.json("POST", "/api/sign-in", "{\"address\": \"" + sigillo.address("anna") + "\", \"password\": \"" + password + "\"}");
            assertEquals(200, browser.status());
            browser.get("/account");
            browser.post("/sign-out", "all", "yes");
            assertEquals("/sign-in", browser.path());
            Map.of("recovery code", code, "app password", app, "token", token).forEach((name, text) -> needles.put(name, text.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    /** The operator's socket takes passwords and gives a code. */
    private void byCommands(SigilloPeer sigillo, Map<String, byte[]> needles) throws IOException {
        var secret = Files.writeString(folder.resolve("secret"), sigillo.password("anna") + "\n").toString();
        var made = sigillo.cli("account", "recovery-code", sigillo.address("anna"), "--secret-file", secret);
        assertEquals(0, made.code(), made.printed());
        assertEquals(0, sigillo.cli("undelete", "list", sigillo.address("anna"), "--secret-file", secret).code());
        var code = made.printed().replaceFirst("(?s).*recovery code: (\\S+).*", "$1");
        needles.put("code of a command", code.getBytes(StandardCharsets.US_ASCII));
    }

    private static String secret(String page) { return page.replaceFirst("(?s).*<p class=\"secret\">([^<]+)</p>.*", "$1"); }

    /** As other servers do, by STARTTLS: what comes in clear stays in the system's buffers until others overwrite it. */
    private static void deliver(SigilloPeer sigillo, String word) throws IOException {
        try (var smtp = sigillo.smtp()) {
            smtp.expect("250", "EHLO client.test");
            smtp.startTls();
            smtp.expect("250", "EHLO client.test");
            var message = ("From: x@client.test\r\nSubject: " + word + "\r\n\r\nAnd " + word + " again.\r\n").getBytes(StandardCharsets.US_ASCII);
            assertTrue(smtp.send("x@client.test", sigillo.address("anna"), message).startsWith("250"));
        }
    }

    static List<String> found(SigilloPeer sigillo, Map<String, byte[]> needles) throws IOException {
        var process = Path.of("/proc", Long.toString(sigillo.program().pid()));
        var found = new ArrayList<String>();
        try (var memory = new RandomAccessFile(process.resolve("mem").toFile(), "r")) {
            for (var line : Files.readAllLines(process.resolve("maps"))) {
                var range = READABLE.matcher(line);
                if (!range.matches() || line.contains("[v")) continue;
                look(memory, Long.parseLong(range.group(1), 16), Long.parseLong(range.group(2), 16), needles, found);
            }
        }
        assertFalse(needles.isEmpty());
        return new ArrayList<>(found.stream().distinct().toList());
    }

    /** In pieces that overlap by the longest needle. What cannot be read is no memory: a page that is only reserved. */
    private static void look(RandomAccessFile memory, long from, long to, Map<String, byte[]> needles, List<String> found) throws IOException {
        var piece = new byte[PIECE];
        for (long at = from; at < to; at += PIECE - 64) {
            int count = (int) Math.min(PIECE, to - at);
            try {
                memory.seek(at);
                memory.readFully(piece, 0, count);
            } catch (IOException | IllegalArgumentException noMemory) {
                return;
            }
            for (var needle : needles.entrySet()) if (has(piece, count, needle.getValue())) found.add(needle.getKey());
        }
    }

    private static boolean has(byte[] piece, int count, byte[] needle) {
        for (int at = 0; at + needle.length <= count; at++) {
            if (piece[at] == needle[0] && java.util.Arrays.equals(piece, at, at + needle.length, needle, 0, needle.length)) return true;
        }
        return false;
    }
}
