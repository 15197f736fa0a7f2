package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;

/** The programs that fetch mail by POP3, as people have them: getmail, fetchmail, mpop, curl. What they keep is what came. */
@Tag("gate")
@Tag("levels")
class PopClientsTest {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    @TempDir Path folder;
    private SigilloPeer sigillo;

    /** What a demo has at its beginning goes. */
    @BeforeEach void start() throws IOException {
        sigillo = SigilloPeer.demo(folder);
        for (var local : List.of("anna", "bruno")) {
            try (var imap = sigillo.imap(local)) {
                imap.command("SELECT INBOX");
                imap.command("STORE 1:* +FLAGS.SILENT (\\Deleted)");
                imap.command("EXPUNGE");
            }
        }
    }

    @AfterEach void stop() { sigillo.close(); }

    // ---- what is there ----

    /** Of others' messages those that can be in a Maildir as lines: the importer gives each LF a CR. By its name. */
    private TreeMap<String, byte[]> importMessages(int max) throws IOException {
        var all = new TreeMap<String, byte[]>();
        var seen = new TreeSet<String>();
        var source = Files.createDirectories(folder.resolve("source/cur"));
        int number = 0;
        for (var one : Corpora.mimeMessages().entrySet()) {
            boolean isRegular = !Corpora.hasBareCr(one.getValue()) && one.getValue().length > 0 && endsWithLine(one.getValue());
            if (!isRegular || all.size() == max || !seen.add(new String(one.getValue(), StandardCharsets.ISO_8859_1))) continue;
            Files.write(source.resolve((1_000_000 + number++) + ".x:2,"), one.getValue());
            all.put(one.getKey(), one.getValue());
        }
        importFolder(source.getParent());
        return all;
    }

    private void importFolder(Path source) throws IOException {
        var secret = folder.resolve("secret");
        Files.writeString(secret, sigillo.password("anna") + "\n");
        sigillo.launched("import", sigillo.address("anna"), source.toString(), "--secret-file", secret.toString()).orFail();
    }

    private static boolean endsWithLine(byte[] message) { return message[message.length - 1] == '\n'; }

    /** Without what a program adds in front: Received and the like have no place in what is compared. */
    private static TreeSet<String> texts(Iterable<byte[]> messages) {
        var texts = new TreeSet<String>();
        for (var message : messages) texts.add(new String(message, StandardCharsets.ISO_8859_1).replace("\r\n", "\n"));
        return texts;
    }

    private static List<byte[]> files(Path maildir) throws IOException {
        var all = new ArrayList<byte[]>();
        try (var files = Files.walk(maildir)) {
            for (var file : files.filter(Files::isRegularFile).toList()) all.add(Files.readAllBytes(file));
        }
        return all;
    }

    private static Path privately(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private static Path maildir(Path at) throws IOException {
        for (var part : List.of("cur", "new", "tmp")) Files.createDirectories(at.resolve(part));
        return at;
    }

    private long held() throws IOException {
        try (var imap = sigillo.imap("anna")) {
            var line = imap.command("STATUS INBOX (MESSAGES)").lines().getFirst();
            return Long.parseLong(line.replaceAll(".*MESSAGES (\\d+).*", "$1"));
        }
    }

    // ---- the programs ----

    @Test void mpopFetchesEachMessageOnceAndTheOctetsAreThose() throws Exception {
        assumeTrue(Program.isInstalled("mpop"), "mpop is not installed");
        var messages = importMessages(400);
        var got = maildir(folder.resolve("got"));
        var rc = privately(folder.resolve("mpoprc"), """
            account default
            host localhost
            port %d
            tls on
            tls_starttls off
            tls_trust_file %s
            user %s
            password %s
            auth plain
            keep on
            received_header off
            uidls_file %s
            delivery maildir %s
            """.formatted(sigillo.port("pop3s"), sigillo.ca(), sigillo.address("anna"), sigillo.password("anna"), folder.resolve("uidls"), got));
        Program.run(LIMIT, "mpop", "-C", rc.toString(), "-q").orFail();
        assertTrue(texts(messages.values()).equals(texts(files(got))), "what mpop keeps is what came");
        int count = files(got).size();
        assertEquals(messages.size(), count);
        // what is moved by IMAP and back is not fetched again, nor after a restart
        try (var imap = sigillo.imap("anna")) {
            imap.command("SELECT INBOX");
            imap.command("MOVE 1:10 Archive");
            imap.command("SELECT Archive");
            imap.command("MOVE 1:10 INBOX");
        }
        sigillo.stop();
        sigillo.again();
        Files.writeString(rc, Files.readString(rc).replaceFirst("port \\d+", "port " + sigillo.port("pop3s")));
        Program.run(LIMIT, "mpop", "-C", rc.toString(), "-q").orFail();
        assertEquals(count, files(got).size(), "nothing is fetched again");
        assertEquals(count, held());
    }

    /** With mail of ours: getmail takes apart what it fetches, and others' broken headers are too much for it. */
    @Test void getmailFetchesAndDeletes() throws Exception {
        assumeTrue(Program.isInstalled("getmail"), "getmail6 is not installed");
        var messages = new ArrayList<String>();
        var source = Files.createDirectories(folder.resolve("own/cur"));
        for (int i = 0; i < 60; i++) {
            messages.add("From: carl@sender.example\nMessage-ID: <%d@sender.example>\nSubject: own %d\n\n.\n..dots\nText é of %d\n%s\n"
                .formatted(i, i, i, "x".repeat(30 * i)));
            Files.writeString(source.resolve((1_000_000 + i) + ".x:2,"), messages.getLast());
        }
        importFolder(source.getParent());
        var got = Files.createDirectories(folder.resolve("got"));
        var home = Files.createDirectories(folder.resolve("getmail"));
        privately(home.resolve("getmailrc"), """
            [retriever]
            type = SimplePOP3SSLRetriever
            server = localhost
            port = %d
            username = %s
            password = %s
            ca_certs = %s
            [destination]
            type = MDA_external
            path = /bin/sh
            arguments = ("-c", "cat > $(mktemp %s/XXXXXXXX)")
            allow_root_commands = true
            unixfrom = false
            [options]
            delete = true
            delivered_to = false
            received = false
            read_all = true
            """.formatted(sigillo.port("pop3s"), sigillo.address("anna"), sigillo.password("anna"), sigillo.ca(), got));
        Program.run(LIMIT, Map.of("HOME", folder.toString()), List.of("getmail", "--getmaildir", home.toString())).orFail();
        var texts = new TreeSet<String>(); // behind a Return-Path of its own
        for (var file : files(got)) texts.add(new String(file, StandardCharsets.UTF_8).replace("Return-Path: <unknown>\n", ""));
        assertEquals(new TreeSet<>(messages), texts);
        assertEquals(0, held());
        assertTrue(sigillo.cli("account", "verify", sigillo.address("anna")).orFail().printed().contains("sound"));
    }

    @Test void fetchmailFetchesByStartTlsIntoTheTrash() throws Exception {
        assumeTrue(Program.isInstalled("fetchmail"), "fetchmail is not installed");
        var messages = importMessages(60);
        sigillo.cli("account", "pop", sigillo.address("anna"), "--deletes", "trash").orFail();
        var got = folder.resolve("got.mbox");
        var rc = privately(folder.resolve("fetchmailrc"), """
            poll localhost proto POP3 port %d auth password bad-header accept
              user "%s" password "%s"
              sslproto "TLS1.2+" sslcertck sslcertfile "%s"
              mda "cat >> %s && echo >> %s" no rewrite nokeep fetchall
            """.formatted(sigillo.port("pop3"), sigillo.address("anna"), sigillo.password("anna"), sigillo.ca(), got, got));
        var done = Program.run(LIMIT, Map.of("HOME", folder.toString(), "FETCHMAILHOME", folder.toString()),
            List.of("fetchmail", "--nosyslog", "--fetchmailrc", rc.toString(), "-v"));
        assertTrue(done.code() == 0, done.printed());
        assertTrue(done.printed().contains("STLS"), done.printed());
        assertTrue(Files.size(got) > messages.values().stream().mapToLong(m -> m.length).sum() * 9 / 10);
        assertEquals(0, held());
        try (var imap = sigillo.imap("anna")) {
            assertTrue(imap.command("STATUS Trash (MESSAGES)").lines().getFirst().contains("MESSAGES " + messages.size()));
        }
    }

    @Test void curlGetsAListAndAMessageOctetForOctet() throws Exception {
        assumeTrue(Program.isInstalled("curl"), "curl is not installed");
        var messages = List.copyOf(importMessages(40).values());
        for (var auth : List.of("PLAIN", "LOGIN")) {
            var listed = curl(auth, "pop3s://localhost:" + sigillo.port("pop3s") + "/");
            assertEquals(messages.size(), listed.strip().lines().count(), listed);
        }
        for (int number = 1; number <= messages.size(); number++) {
            var file = folder.resolve("m" + number);
            curl("PLAIN", "pop3s://localhost:" + sigillo.port("pop3s") + "/" + number, "-o", file.toString());
            assertArrayEquals(messages.get(number - 1), Files.readAllBytes(file), "message " + number);
        }
        var byStls = curl("PLAIN", "pop3://localhost:" + sigillo.port("pop3") + "/", "--ssl-reqd");
        assertEquals(messages.size(), byStls.strip().lines().count());
    }

    private String curl(String auth, String url, String... more) {
        var words = new ArrayList<>(List.of("curl", "-sS", "--max-time", "60", "--cacert", sigillo.ca().toString(), "-u",
            sigillo.address("anna") + ":" + sigillo.password("anna"), "--login-options", "AUTH=" + auth, url));
        words.addAll(List.of(more));
        return Program.run(LIMIT, Map.of(), words).orFail().printed();
    }

    // ---- many, and those that die ----

    /** More than have room before they sign in: those beyond are told so, and who can sign in comes in all the same. */
    @Test void threeHundredAreIdleAndOthersAreServed() throws Exception {
        var open = new ArrayList<Socket>();
        int refused = 0;
        try {
            for (int i = 0; i < 300; i++) {
                var socket = new Socket("127.0.0.1", sigillo.port("pop3"));
                open.add(socket);
                var greeting = reader(socket).readLine();
                if (greeting == null || greeting.startsWith("-ERR [SYS/TEMP] ")) refused++;
                else assertTrue(greeting.startsWith("+OK"), greeting);
            }
            assertTrue(refused < 250, refused + " were refused");
            Program.waitUntil("an owner comes in", Duration.ofSeconds(20), this::isServed);
        } finally {
            for (var socket : open) socket.close();
        }
    }

    private boolean isServed() {
        try (var socket = signedIn("bruno")) {
            return ask(socket, "STAT").startsWith("+OK 0 0");
        } catch (IOException | AssertionError | NullPointerException refused) {
            return false;
        }
    }

    @Test void aClientOrAServerThatDiesBeforeQuitLosesNothing() throws Exception {
        var messages = importMessages(20);
        try (var socket = signedIn("anna")) {
            for (int n = 1; n <= messages.size(); n++) assertTrue(ask(socket, "DELE " + n).startsWith("+OK"));
            socket.setSoLinger(true, 0); // a reset
        }
        assertEquals(messages.size(), held());
        try (var socket = signedIn("anna")) {
            assertTrue(ask(socket, "DELE 1").startsWith("+OK"));
            sigillo.kill();
        }
        sigillo.again();
        assertEquals(messages.size(), held());
    }

    private static final Map<Socket, BufferedReader> READERS = new java.util.concurrent.ConcurrentHashMap<>();

    private static BufferedReader reader(Socket socket) throws IOException {
        return READERS.computeIfAbsent(socket, one -> {
            try {
                return new BufferedReader(new InputStreamReader(one.getInputStream(), StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private static String ask(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        return reader(socket).readLine();
    }

    private Socket signedIn(String local) throws IOException {
        var socket = new Socket("127.0.0.1", sigillo.port("pop3"));
        reader(socket).readLine();
        ask(socket, "USER " + sigillo.address(local));
        var answer = ask(socket, "PASS " + sigillo.password(local));
        assertTrue(answer.startsWith("+OK"), answer);
        return socket;
    }
}
