package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.ImapProbe;
import sigillo.peers.Program;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SmtpProbe;
import sigillo.web.Browser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * App passwords and tokens as people's programs use them, where account passwords are refused: each mechanism with a program
 * that has it from another house (Cyrus SASL, GNU SASL, curl). What the program wrote of its conversation says by which
 * mechanism it came.
 */
@Tag("gate")
class AppPasswordsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static SigilloPeer sigillo;
    private static String anna;
    private static String phone;
    private static String reader;
    private static String token;
    @TempDir Path folder;

    @BeforeAll static void start(@TempDir Path folder) throws Exception {
        sigillo = SigilloPeer.demo(folder);
        anna = sigillo.address("anna");
        var password = Files.writeString(folder.resolve("password"), sigillo.password("anna") + "\n").toString();
        phone = made("app-password", "add", anna, "phone", "--secret-file", password);
        reader = made("app-password", "add", anna, "reader", "--for", "imap", "--secret-file", password);
        token = made("token", "add", anna, "program", "--secret-file", password);
        try (var smtp = sigillo.smtp()) {
            smtp.say("EHLO friend.test");
            smtp.send("friend@elsewhere.test", anna, "Subject: for anna\r\n\r\nCiao Anna\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        sigillo.stop();
        Files.writeString(sigillo.folder().resolve("sigillo.toml"), "\n[login]\naccount_passwords = false\n", StandardOpenOption.APPEND);
        sigillo.againAsServer();
    }

    /** Of all that was done here, nothing but ids and IP addresses. */
    @AfterAll static void stop() throws IOException {
        sigillo.close();
        var log = Files.readString(sigillo.log().resolveSibling("serve.log"));
        assertTrue(log.contains(" user ") && log.contains("127.0.0.1"), log);
        assertFalse(log.contains("@"), log);
    }

    private static String made(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.add("--json");
        var printed = sigillo.cli(all.toArray(String[]::new)).orFail().printed();
        return JsonMapper.builder().build().readTree(printed.substring(printed.indexOf('{'))).get("secret").asString();
    }

    private static Program.Done run(String... words) { return Program.run(LIMIT, Map.of(), List.of(words)); }

    private static void needs(String program) { assumeTrue(Program.isInstalled(program), program + " is not installed"); }

    private static boolean isInInbox(String subject) {
        try (var imap = ImapProbe.overTls(sigillo.port("imaps"), anna, phone)) {
            imap.command("SELECT INBOX");
            return imap.command("SEARCH SUBJECT \"" + subject + "\"").lines().getFirst().matches(".*SEARCH \\d+");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertArrives(String subject) { Program.waitUntil(subject + " is in the inbox", LIMIT, () -> isInInbox(subject)); }

    private static String mail(String subject) { return "Subject: " + subject + "\r\nFrom: " + anna + "\r\nTo: " + anna + "\r\n\r\nx\r\n"; }

    // ---- SCRAM-SHA-256 by Cyrus SASL ----

    @Test void mbsyncByScram() throws Exception {
        needs("mbsync");
        var maildir = Files.createDirectories(folder.resolve("maildir"));
        var config = Files.writeString(folder.resolve("mbsyncrc"), """
            IMAPAccount sigillo
            Host localhost
            Port %d
            User %s
            Pass %s
            SSLType IMAPS
            CertificateFile %s
            AuthMechs SCRAM-SHA-256

            IMAPStore there
            Account sigillo

            MaildirStore here
            Path %s/
            Inbox %s/INBOX

            Channel all
            Far :there:
            Near :here:
            Patterns INBOX
            Create Near
            SyncState *
            """.formatted(sigillo.port("imaps"), anna, reader, sigillo.ca(), maildir, maildir));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        var said = run("mbsync", "-D", "-c", config.toString(), "-a").orFail().printed();
        assertTrue(said.contains("AUTHENTICATE SCRAM-SHA-256 "), said);
        try (var files = Files.walk(maildir)) {
            assertTrue(files.filter(Files::isRegularFile).anyMatch(file -> read(file).contains("Ciao Anna")));
        }
    }

    // ---- SCRAM-SHA-256 by GNU SASL ----

    @Test void muttByScram() throws Exception {
        needs("mutt");
        var copy = folder.resolve("copy.mbox");
        var rc = Files.writeString(folder.resolve("muttrc"), """
            set imap_user="%s" imap_pass="%s" folder="imaps://localhost:%d/" spoolfile=+INBOX imap_authenticators="scram-sha-256"
            set ssl_starttls=no ssl_force_tls=yes certificate_file="%s" ssl_usesystemcerts=no debug_file="%s" debug_level=2
            set mbox_type=mbox confirmappend=no confirmcreate=no copy=no wait_key=no
            """.formatted(anna, phone, sigillo.port("imaps"), sigillo.ca(), folder.resolve("mutt")));
        Program.run(LIMIT, Map.of("TERM", "xterm", "HOME", folder.toString()), List.of("script", "-qec", "mutt -n -d 2 -F " + rc
            + " -e 'push \"<tag-pattern>~A<enter><tag-prefix><copy-message>" + copy + "<enter><quit>y\"'", folder.resolve("screen").toString())).orFail();
        assertTrue(read(copy).contains("Ciao Anna"));
        try (var files = Files.list(folder)) {
            var trace = files.filter(file -> file.getFileName().toString().matches("\\.?mutt(debug)?0")).map(AppPasswordsTest::read).findFirst().orElseThrow();
            assertTrue(trace.contains("AUTHENTICATE SCRAM-SHA-256 "), trace);
        }
    }

    private Program.Done msmtp(String secret, String subject) throws IOException {
        var message = Files.writeString(folder.resolve("mail"), mail(subject).replace("\r", ""));
        return run("sh", "-c", "msmtp --debug --host=localhost --port=" + sigillo.port("submissions") + " --tls=on --tls-starttls=off --tls-trust-file="
            + sigillo.ca() + " --auth=scram-sha-256 --user=" + anna + " --passwordeval='echo " + secret + "' --from=" + anna + " " + anna + " < " + message);
    }

    @Test void msmtpByScram() throws Exception {
        needs("msmtp");
        var said = msmtp(phone, "by msmtp").orFail().printed();
        assertTrue(said.contains("--> AUTH SCRAM-SHA-256"), said);
        assertArrives("by msmtp");
    }

    @Test void anAppPasswordForReadingDoesNotSend() throws Exception {
        needs("msmtp");
        var refused = msmtp(reader, "never sent");
        assertTrue(refused.code() != 0 && refused.printed().contains("535 5.7.8 This app password or token is not for sending"), refused.printed());
        var wrong = msmtp(phone.substring(0, 24) + "000000", "never sent");
        assertTrue(wrong.code() != 0 && wrong.printed().contains("535 5.7.8 Wrong user or password"), wrong.printed());
        var people = msmtp(sigillo.password("anna"), "never sent");
        assertTrue(people.code() != 0 && people.printed().contains("535 5.7.8"), people.printed());
        assertFalse(isInInbox("never sent"));
    }

    // ---- SCRAM-SHA-256-PLUS ----

    private static Program.Done gsasl(String protocol, String port, String... more) {
        var all = new ArrayList<>(List.of("gsasl", "--verbose", protocol, "--connect", "localhost:" + sigillo.port(port), "--starttls",
            "--x509-ca-file=" + sigillo.ca(), "-a", anna));
        all.addAll(List.of(more));
        return Program.run(LIMIT, Map.of(), all);
    }

    /** "Server trusted" is that the server has shown that it knows the password too; c= has what the client took of its TLS. */
    @Test void gsaslByScramPlus() {
        needs("gsasl");
        for (var door : List.of(List.of("--imap", "imap", "AUTHENTICATE SCRAM-SHA-256-PLUS"), List.of("--smtp", "submission", "AUTH SCRAM-SHA-256-PLUS"))) {
            var said = gsasl(door.get(0), door.get(1), "-p", phone, "-m", "SCRAM-SHA-256-PLUS").printed();
            assertTrue(said.contains(door.get(2)) && said.contains("TLS1.3") && said.contains("(server trusted)"), said);
            var messages = Pattern.compile("(?m)^(?:\\+ |334 )?([A-Za-z0-9+/]{20,}=*)$").matcher(said).results()
                .map(found -> new String(Base64.getDecoder().decode(found.group(1)), StandardCharsets.UTF_8)).toList();
            assertTrue(messages.stream().anyMatch(one -> one.startsWith("p=tls-exporter,,n=" + anna)), messages.toString());
        }
    }

    @Test void gsaslWithAWrongPassword() {
        needs("gsasl");
        var said = gsasl("--imap", "imap", "-p", "00000-00000-00000-00000-000000", "-m", "SCRAM-SHA-256-PLUS").printed();
        assertFalse(said.contains("(server trusted)"), said);
        assertTrue(said.contains("NO [AUTHENTICATIONFAILED] Wrong name or password"), said);
    }

    // ---- PLAIN and LOGIN ----

    @Test void swaksByPlainAndLogin() {
        needs("swaks");
        for (var mechanism : List.of("PLAIN", "LOGIN")) {
            var said = run("swaks", "--server", "127.0.0.1:" + sigillo.port("submission"), "--tls", "--auth", mechanism, "--auth-user", anna,
                "--auth-password", phone, "--from", anna, "--to", anna, "--header", "Subject: by swaks " + mechanism).orFail().printed();
            assertTrue(said.contains("~> AUTH " + mechanism), said);
            assertArrives("by swaks " + mechanism);
        }
        var people = run("swaks", "--server", "127.0.0.1:" + sigillo.port("submission"), "--tls", "--auth", "PLAIN", "--auth-user", anna,
            "--auth-password", sigillo.password("anna"), "--from", anna, "--to", anna);
        assertTrue(people.code() != 0 && people.printed().contains("534 5.7.9 Mail programs need an app password"), people.printed());
    }

    // ---- OAUTHBEARER ----

    private static Program.Done curl(String token, String... words) {
        var all = new ArrayList<>(List.of("curl", "-sv", "--cacert", sigillo.ca().toString(), "--oauth2-bearer", token, "-u", anna + ":",
            "--login-options", "AUTH=OAUTHBEARER"));
        all.addAll(List.of(words));
        return Program.run(LIMIT, Map.of(), all);
    }

    @Test void curlByToken() throws Exception {
        needs("curl");
        var read = curl(token, "imaps://localhost:" + sigillo.port("imaps") + "/INBOX;MAILINDEX=2").orFail().printed();
        assertTrue(read.contains("AUTHENTICATE OAUTHBEARER") && read.contains("Ciao Anna"), read);
        var message = Files.writeString(folder.resolve("mail"), mail("by curl"));
        var sent = curl(token, "smtps://localhost:" + sigillo.port("submissions"), "--mail-from", anna, "--mail-rcpt", anna, "-T", message.toString());
        assertTrue(sent.orFail().printed().contains("> AUTH OAUTHBEARER"), sent.printed());
        assertArrives("by curl");
        var wrong = curl(token.substring(0, 40) + "xxxxxxx", "imaps://localhost:" + sigillo.port("imaps") + "/INBOX;MAILINDEX=2");
        assertTrue(wrong.code() != 0 && wrong.printed().contains(Base64.getEncoder().encodeToString("{\"status\":\"invalid_token".getBytes(StandardCharsets.US_ASCII))), wrong.printed());
    }

    // ---- OAuth 2 ----

    private static JsonNode json(String text) { return JsonMapper.builder().build().readTree(text); }

    private static String kitConfirmed(Browser browser) {
        browser.json("POST", "/api/sign-in", "{\"address\":\"" + anna + "\",\"password\":\"" + sigillo.password("anna") + "\"}");
        browser.saying("Sigillo-Token", json(browser.json("GET", "/api/session", "")).path("token").asString());
        var code = json(browser.json("POST", "/api/kit", "{\"password\":\"" + sigillo.password("anna") + "\"}")).path("code").asString();
        return browser.json("POST", "/api/kit/confirm", "{\"code\":\"" + code + "\"}");
    }

    /** A program in a terminal: its owner types its code into a browser; it reads and sends, and is out when he says so. */
    @Test void aDeviceIsLetInAndRevoked() throws Exception {
        needs("curl");
        try (var owner = new Browser(sigillo.port("https")); var program = new Browser(sigillo.port("https"))) {
            assertEquals("{}", kitConfirmed(owner).strip());
            var client = json(program.json("POST", "/oauth/register", "{\"client_name\":\"terminal\",\"grant_types\":[\"urn:ietf:params:oauth:grant-type:device_code\"]}")).path("client_id").asString();
            var device = json(program.postWithout("/oauth/device", "client_id", client));
            var code = device.path("user_code").asString();
            owner.get("/device");
            assertTrue(owner.post("/device", "do", "look", "code", code).contains("terminal wants to be let in"));
            assertTrue(owner.post("/device", "do", "yes", "code", code).contains("It is let in"));
            var tokens = json(program.postWithout("/oauth/token", "grant_type", "urn:ietf:params:oauth:grant-type:device_code", "client_id", client,
                "device_code", device.path("device_code").asString()));
            var access = tokens.path("access_token").asString();
            var mail = "imaps://localhost:" + sigillo.port("imaps") + "/INBOX;MAILINDEX=2";
            assertTrue(curl(access, mail).orFail().printed().contains("Ciao Anna"));
            var message = Files.writeString(folder.resolve("device"), mail("by a device"));
            curl(access, "smtps://localhost:" + sigillo.port("submissions"), "--mail-from", anna, "--mail-rcpt", anna, "-T", message.toString()).orFail();
            assertArrives("by a device");
            var listed = sigillo.cli("program", "list", anna).orFail().printed();
            sigillo.cli("program", "revoke", anna, listed.lines().filter(line -> line.contains("terminal")).findFirst().orElseThrow().strip().split(" ")[0]).orFail();
            assertTrue(curl(access, mail).code() != 0);
            assertEquals("invalid_grant", json(program.postWithout("/oauth/token", "grant_type", "refresh_token", "client_id", client,
                "refresh_token", tokens.path("refresh_token").asString())).path("error").asString());
        }
    }

    // ---- taken away while it is used ----

    @Test void whoIsRevokedSendsAndReadsNothingMore() throws Exception {
        var password = Files.writeString(folder.resolve("password"), sigillo.password("anna") + "\n").toString();
        var lost = made("app-password", "add", anna, "lost", "--secret-file", password);
        try (var smtp = SmtpProbe.connect(sigillo.port("submission")); var imap = ImapProbe.overTls(sigillo.port("imaps"), anna, lost)) {
            smtp.say("EHLO lost.test");
            smtp.startTls();
            smtp.say("EHLO lost.test");
            smtp.authPlain(anna, lost);
            smtp.expect("250", "MAIL FROM:<" + anna + ">");
            smtp.expect("250", "RCPT TO:<" + anna + ">");
            sigillo.cli("app-password", "revoke", anna, "4").orFail();
            smtp.expect("354", "DATA");
            smtp.write(mail("from a lost telephone") + ".\r\n");
            assertTrue(smtp.reply().startsWith("421 4.7.0"));
            assertEquals("cut", outcome(imap));
        }
        assertFalse(isInInbox("from a lost telephone"));
    }

    private static String outcome(ImapProbe imap) {
        try {
            return imap.ask("NOOP").tagged().line();
        } catch (IOException | RuntimeException cut) {
            return "cut";
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
