package sigillo.peers;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Debian's Thunderbird without a window, told what to do by its Marionette protocol: lengths and JSON over TCP. What is run
 * is JavaScript within the program itself, with its own objects for accounts, folders and messages. It reaches this machine
 * and nothing else: all other places are behind a proxy that is not there.
 */
public final class Thunderbird implements AutoCloseable {
    private static final Path BINARY = Path.of("/usr/bin/thunderbird");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** One account at one server, signed in to by a password over TLS. */
    public record Account(String address, String password, int imaps, int submissions) {}

    private final Path profile;
    private final Path imapLog;
    private final Program program;
    private final Socket socket;
    private final DataInputStream in;
    private int commands;

    public static boolean isThere() { return Files.isExecutable(BINARY); }

    /** {@code 153.8.0}, from its own file. */
    public static String version() throws IOException {
        return Files.readAllLines(Path.of("/usr/lib/thunderbird/application.ini")).stream().filter(line -> line.startsWith("Version="))
            .map(line -> line.substring(8)).findFirst().orElse("unknown");
    }

    /** A fresh profile in {@code folder}, in which everything of it is. {@code authority}: whose certificates it believes, PEM. */
    public Thunderbird(Path folder, Account account, Path authority) throws IOException {
        this(folder, preferences(account), List.of(), port -> new Socket(InetAddress.getLoopbackAddress(), port), authority);
        signsIn(account);
    }

    /**
     * Without an account, on a host of a network of its own, all of which it reaches. {@code at}: before its command, so that it runs there. {@code dial}:
     * connects to a port of that host's loopback.
     */
    public Thunderbird(Path folder, List<String> at, Dial dial, Path authority) throws IOException {
        this(folder, preferencesOfAHost(), at, dial, authority);
    }

    /** Connects to a port. */
    public interface Dial {
        Socket to(int port) throws IOException;
    }

    private Thunderbird(Path folder, String preferences, List<String> at, Dial dial, Path authority) throws IOException {
        profile = Files.createDirectories(folder.resolve("profile"));
        imapLog = folder.resolve("imap.moz_log");
        Files.writeString(profile.resolve("user.js"), preferences);
        var active = profile.resolve("MarionetteActivePort");
        var command = new ArrayList<>(at);
        command.addAll(List.of(BINARY.toString(), "--headless", "--no-remote", "--marionette", "--remote-allow-system-access", "--profile", profile.toString()));
        program = Program.start(folder.resolve("thunderbird.log"), Map.of("HOME", folder.toString(), "MOZ_LOG", "IMAP:4,sync,timestamp", "MOZ_LOG_FILE", imapLog.toString(),
            "MOZ_CRASHREPORTER_DISABLE", "1", "XDG_RUNTIME_DIR", folder.toString()), command);
        try {
            Program.waitUntil("Thunderbird listens", PATIENCE, () -> isWritten(active) || !program.isRunning());
            if (!program.isRunning()) throw new AssertionError("Thunderbird ended:\n" + program.printed());
            socket = dial.to(Integer.parseInt(Files.readString(active).strip()));
            socket.setSoTimeout((int) PATIENCE.plusSeconds(10).toMillis());
            in = new DataInputStream(socket.getInputStream());
            begin(authority);
        } catch (IOException | RuntimeException | AssertionError failed) {
            program.close();
            throw failed;
        }
    }

    private void begin(Path authority) throws IOException {
        read(); // who it is
        command("WebDriver:NewSession", Map.of("capabilities", Map.of("alwaysMatch", Map.of("timeouts", Map.of("script", PATIENCE.toMillis())))));
        command("Marionette:SetContext", Map.of("value", "chrome"));
        run("""
            const authorities = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
            authorities.addCertFromBase64(args[0], "C,,");
            """, base64(authority));
    }

    private void signsIn(Account account) {
        run("""
            for (const place of ["imap://localhost", "smtp://localhost"]) {
              const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
              login.init(place, null, place, args[0], args[1], "", "");
              await Services.logins.addLoginAsync(login);
            }
            """, account.address, account.password);
    }

    /** The port, and the end of its line. */
    private static boolean isWritten(Path active) {
        try {
            return Files.exists(active) && !Files.readString(active).isBlank();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String base64(Path pem) throws IOException {
        return Files.readAllLines(pem).stream().filter(line -> !line.startsWith("-----")).collect(Collectors.joining());
    }

    // ---- the profile ----

    private static String preferences(Account account) {
        var all = new LinkedHashMap<String, Object>();
        ofTheServer(all, account);
        ofTheIdentity(all, account);
        ofPeace(all);
        return text(all);
    }

    private static String preferencesOfAHost() {
        var all = new LinkedHashMap<String, Object>();
        ofPeace(all);
        all.put("network.proxy.type", 0);
        return text(all);
    }

    private static String text(Map<String, Object> all) {
        return all.entrySet().stream().map(one -> "user_pref(\"" + one.getKey() + "\", " + JSON.writeValueAsString(one.getValue()) + ");\n")
            .collect(Collectors.joining());
    }

    private static void ofTheServer(Map<String, Object> all, Account account) {
        all.put("mail.accountmanager.accounts", "account1");
        all.put("mail.accountmanager.defaultaccount", "account1");
        all.put("mail.account.account1.server", "server1");
        all.put("mail.account.account1.identities", "id1");
        all.put("mail.server.server1.type", "imap");
        all.put("mail.server.server1.hostname", "localhost");
        all.put("mail.server.server1.port", account.imaps);
        all.put("mail.server.server1.socketType", 3); // TLS from the beginning
        all.put("mail.server.server1.authMethod", 3); // a password
        all.put("mail.server.server1.userName", account.address);
        all.put("mail.server.server1.name", account.address);
        all.put("mail.server.server1.login_at_startup", false);
        all.put("mail.server.server1.check_new_mail", false);
        all.put("mail.server.server1.offline_download", true);
        all.put("mail.server.server1.trash_folder_name", "Trash");
    }

    private static void ofTheIdentity(Map<String, Object> all, Account account) {
        var folders = "imap://" + account.address.replace("@", "%40") + "@localhost/";
        all.put("mail.identity.id1.fullName", "Anna");
        all.put("mail.identity.id1.useremail", account.address);
        all.put("mail.identity.id1.smtpServer", "smtp1");
        all.put("mail.identity.id1.fcc", true);
        all.put("mail.identity.id1.fcc_folder", folders + "Sent");
        all.put("mail.identity.id1.draft_folder", folders + "Drafts");
        all.put("mail.identity.id1.valid", true);
        all.put("mail.smtpservers", "smtp1");
        all.put("mail.smtp.defaultserver", "smtp1");
        all.put("mail.smtpserver.smtp1.hostname", "localhost");
        all.put("mail.smtpserver.smtp1.port", account.submissions);
        all.put("mail.smtpserver.smtp1.try_ssl", 3);
        all.put("mail.smtpserver.smtp1.authMethod", 3);
        all.put("mail.smtpserver.smtp1.username", account.address);
    }

    /** No questions, no start pages, and nothing that goes beyond this machine. */
    private static void ofPeace(Map<String, Object> all) {
        all.put("marionette.port", 0);
        all.put("network.proxy.type", 1);
        all.put("network.proxy.socks", "127.0.0.1");
        all.put("network.proxy.socks_port", 9);
        all.put("network.proxy.socks_remote_dns", true);
        all.put("app.update.enabled", false);
        all.put("datareporting.policy.dataSubmissionEnabled", false);
        all.put("mail.provider.suppress_dialog_on_startup", true);
        all.put("mail.spotlight.firstRunDone", true);
        all.put("mail.winsearch.firstRunDone", true);
        all.put("mail.shell.checkDefaultClient", false);
        all.put("mailnews.start_page.enabled", false);
        all.put("mailnews.start_page_override.mstone", "ignore");
        all.put("mail.rights.version", 1);
        all.put("mail.chat.enabled", false);
        all.put("calendar.timezone.useSystemTimezone", true);
        all.put("extensions.autoDisableScopes", 15);
        all.put("extensions.update.enabled", false);
        all.put("mail.inappnotifications.enabled", false);
        all.put("mail.compose.attachment_reminder", false);
        all.put("security.default_personal_cert", "Ask Never");
    }

    // ---- what it is told ----

    /** What every script of {@link #run} has: its mail, and waiting. */
    private static final String HOUSE = """
        const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
        const account = MailServices.accounts.accounts.find(one => one.incomingServer?.type == "imap");
        const server = account?.incomingServer;
        const folder = path => path.split("/").reduce((at, name) => at.getChildNamed(name), server.rootFolder);
        const messages = at => [...at.messages].sort((a, b) => a.messageKey - b.messageKey);
        const titled = (at, subject) => messages(at).find(one => one.mime2DecodedSubject == subject);
        const until = async (what, isSo) => {
          for (let i = 0; i < 1000; i++) { const it = await isSo(); if (it) return it; await new Promise(go => setTimeout(go, 50)); }
          throw new Error("never: " + what);
        };
        const window = Cc["@mozilla.org/messenger/msgwindow;1"].createInstance(Ci.nsIMsgWindow);
        const octets = (at, one) => {
          const stream = Cc["@mozilla.org/binaryinputstream;1"].createInstance(Ci.nsIBinaryInputStream);
          stream.setInputStream(at.getMsgInputStream(one));
          const parts = [];
          try { for (let n; (n = stream.available()) > 0; ) parts.push(stream.readBytes(n)); } finally { stream.close(); }
          return btoa(parts.join(""));
        };
        const heard = start => new Promise((go, fail) => start({
          QueryInterface: ChromeUtils.generateQI(["nsIUrlListener", "nsIMsgCopyServiceListener", "nsIMsgSendListener"]),
          OnStartRunningUrl() {}, OnStopRunningUrl(url, code) { code ? fail(new Error("url: " + code.toString(16))) : go(); },
          onStartCopy() {}, onProgress() {}, setMessageKey() {}, getMessageId() {}, onStopCopy(code) { code ? fail(new Error("copy: " + code.toString(16))) : go(); },
        }));
        // which tells nobody when it looks there already
        const update = at => Promise.race([heard(listener => at.QueryInterface(Ci.nsIMsgImapMailFolder).updateFolderWithListener(window, listener)), new Promise(go => setTimeout(go, 5000))]);
        """;

    /** The body of an async function within Thunderbird; what it returns. {@code args}: strings and numbers, there as {@code args}. */
    public JsonNode run(String script, Object... args) {
        var whole = """
            const done = arguments[arguments.length - 1];
            const args = [...arguments].slice(0, -1);
            (async () => { %s %s })().then(value => done({ value: value === undefined ? null : value }), fault => done({ fault: fault + "\\n" + fault.stack }));
            """.formatted(HOUSE, script);
        var answer = command("WebDriver:ExecuteAsyncScript", Map.of("script", whole, "args", List.of(args), "newSandbox", true, "sandbox", "system")).get("value");
        if (answer.has("fault")) throw new AssertionError(answer.get("fault").asString() + "\nin: " + script);
        return answer.get("value");
    }

    /** Writes a mail and sends it; a copy is in Sent when this returns. */
    public void send(String to, String subject, String text) {
        run("""
            const identity = account.defaultIdentity;
            const fields = Cc["@mozilla.org/messengercompose/composefields;1"].createInstance(Ci.nsIMsgCompFields);
            fields.from = identity.email;
            fields.to = args[0];
            fields.subject = args[1];
            const send = Cc["@mozilla.org/messengercompose/send;1"].createInstance(Ci.nsIMsgSend);
            await new Promise((go, fail) => send.createAndSendMessage(null, identity, account.key, fields, false, false, Ci.nsIMsgSend.nsMsgDeliverNow, null,
              "text/plain", args[2], null, null, {
                QueryInterface: ChromeUtils.generateQI(["nsIMsgSendListener", "nsIMsgCopyServiceListener"]),
                onStartSending() {}, onSendProgress() {}, onStatus() {}, onGetDraftFolderURI() {}, onSendNotPerformed() { fail(new Error("not sent")); }, onTransportSecurityError() {},
                onStopSending(id, code, message) { if (code) fail(new Error("sending: " + code.toString(16) + message)); },
                onStartCopy() {}, onProgress() {}, setMessageKey() {}, getMessageId() {}, onStopCopy(code) { code ? fail(new Error("copy: " + code.toString(16))) : go(); },
              }, null, null, Ci.nsIMsgCompType.New));
            await update(folder("Sent"));
            await until("a copy is in Sent", () => titled(folder("Sent"), args[1]));
            """, to, subject, text);
    }

    /**
     * Has it find out all that it needs of an address, try it, and make the account, as its dialog does: with what a person types there. What it has
     * found, and where.
     */
    public JsonNode setUp(String name, String address, String password) {
        return run("""
            const load = file => ChromeUtils.importESModule(`resource:///modules/accountcreation/${file}.sys.mjs`)[file];
            const [name, address, password] = args;
            const search = load("FindConfig").parallelAutoDiscovery(address.split("@")[1], address, new AbortController().signal, password);
            const { value: config } = await search.next();
            if (!config) throw new Error("nothing is found for " + address);
            load("AccountConfig").replaceVariables(config, name, address, password);
            config.rememberPassword = true;
            const told = one => ({ type: one.type, host: one.hostname, port: one.port, socketType: one.socketType, auth: one.auth, user: one.username });
            const found = { source: config.source, subSource: config.subSource, incoming: told(config.incoming), outgoing: told(config.outgoing) };
            const Verifier = load("ConfigVerifier");
            await new Verifier(window, new AbortController().signal).verifyConfig(config, false);
            await load("CreateInBackend").createAccountInBackend(config);
            return found;
            """, name, address, password);
    }

    private JsonNode command(String name, Map<String, ?> parameters) {
        try {
            int id = ++commands;
            var octets = JSON.writeValueAsBytes(List.of(0, id, name, parameters));
            var out = socket.getOutputStream();
            out.write((octets.length + ":").getBytes(StandardCharsets.US_ASCII));
            out.write(octets);
            var answer = read();
            if (answer.get(1).asInt() != id || !answer.get(2).isNull()) throw new AssertionError(name + ": " + answer);
            return answer.get(3);
        } catch (IOException e) {
            throw new AssertionError(name + "\n" + program.printed(), e);
        }
    }

    private JsonNode read() throws IOException {
        int length = 0;
        for (int sign; (sign = in.readUnsignedByte()) != ':'; ) length = length * 10 + sign - '0';
        return JSON.readTree(in.readNBytes(length));
    }

    /** What it wrote of its IMAP connections so far: a line each, with its connection's number and mailbox. */
    public List<String> imapLog() throws IOException { return Files.readAllLines(imapLog, StandardCharsets.ISO_8859_1); }

    @Override public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // closed is closed
        }
        program.close();
    }
}
