package sigillo.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.net.TestCertificates;
import sigillo.peers.Chromium;
import sigillo.peers.Program;
import sigillo.peers.Thunderbird;
import sigillo.peers.ThunderbirdOpenPgp;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two servers of two domains, on hosts of their own, whose people write to each other end to end: certificates are found by
 * the Web Key Directory, and nobody touches a key. On a third host somebody with gpg takes part, and a Thunderbird.
 */
@Tag("gate")
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoHomesTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Path PICTURES = Path.of("target/pictures/two-homes").toAbsolutePath();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String OUTSIDE = "192.0.1.80", PERSON = "192.0.1.90", PAULA = "paula@" + OutsideHost.DOMAIN;
    private static final Pattern RECOVERY = Pattern.compile("\"recoveryCode\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern PASSWORD = Pattern.compile("\"password\"\\s*:\\s*\"([^\"]+)\"");

    /** One of the two, and who lives there. */
    private enum Home {
        FIRST("home.example", "192.0.1.10", "anna"), SECOND("other.example", "192.0.1.20", "bruno");

        private final String domain;
        private final String address;
        private final String person;

        Home(String domain, String address, String person) {
            this.domain = domain;
            this.address = address;
            this.person = person;
        }

        String host() { return "mail." + domain; }

        String mail() { return person + "@" + domain; }
    }

    @TempDir static Path folder;
    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    private static final Map<Home, HomeHost> HOMES = new LinkedHashMap<>();
    private static final Map<Home, Map<String, Object>> PEOPLE = new HashMap<>();
    private static Hosts hosts;
    private static OutsideHost outside;
    private static Path root;

    @BeforeAll static void network() throws Exception {
        assumeTrue(OutsideHost.isInstalled() && Chromium.isThere() && Stream.of("knotd", "keymgr", "unbound", "node", "python3", "gpg", "dirmngr", "swaks").allMatch(Program::isInstalled),
            "of Postfix, OpenDKIM, OpenDMARC, swaks, Knot, Unbound, Chromium, Node.js, Python, gpg and dirmngr not all are installed");
        assumeTrue(Files.isDirectory(Path.of("web/node_modules/playwright-core")), "the webmail's libraries are not there: no npm, or no network");
        var missing = Hosts.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        hosts = opened(new Hosts(Map.of("first", List.of(Home.FIRST.address), "second", List.of(Home.SECOND.address), "outside", List.of(OUTSIDE),
            "person", List.of(PERSON), "dns", List.of(NamesHost.RESOLVER, NamesHost.SERVER)), NamesHost.RESOLVER));
        var dns = opened(new NamesHost(hosts, "dns", folder, "empty.example", world(), List.of("10 PTR mail.home.example.", "20 PTR mail.other.example.", "80 PTR mx." + OutsideHost.DOMAIN + ".")));
        var authority = TestCertificates.Authority.make("Everybody's authority");
        trusted(authority);
        outside = opened(new OutsideHost(hosts, "outside", OUTSIDE, folder));
        for (var home : Home.values()) HOMES.put(home, begun(home, authority, dns.anchors()));
    }

    private static <T extends AutoCloseable> T opened(T one) {
        OPEN.add(one);
        return one;
    }

    @AfterAll static void close() throws Exception {
        for (var one : OPEN.reversed()) one.close();
    }

    private static List<String> world() {
        var all = new ArrayList<>(List.of(OutsideHost.DOMAIN + ". MX 10 mx." + OutsideHost.DOMAIN + ".", "mx." + OutsideHost.DOMAIN + ". A " + OUTSIDE,
            "openpgpkey." + OutsideHost.DOMAIN + ". A " + OUTSIDE, OutsideHost.DOMAIN + ". TXT \"v=spf1 ip4:" + OUTSIDE + " -all\""));
        for (var home : Home.values()) all.addAll(List.of(home.domain + ". MX 10 " + home.host() + ".", home.host() + ". A " + home.address,
            "openpgpkey." + home.domain + ". CNAME " + home.host() + ".",
            "autoconfig." + home.domain + ". CNAME " + home.host() + ".", home.domain + ". TXT \"v=spf1 mx -all\""));
        return all;
    }

    /** By the browser, by gpg and by both servers. */
    private static void trusted(TestCertificates.Authority authority) throws Exception {
        var files = authority.issue(folder, "openpgpkey." + OutsideHost.DOMAIN);
        var chain = Files.readString(files.chain());
        root = Files.writeString(folder.resolve("root.pem"), chain.substring(chain.lastIndexOf("-----BEGIN")));
        var der = Files.readAllLines(root).stream().filter(line -> !line.startsWith("-----")).collect(Collectors.joining());
        var policies = Files.createDirectories(hosts.files("person").resolve("chromium/policies/managed"));
        Files.writeString(policies.resolve("authority.json"), JSON.writeValueAsString(Map.of("CACertificates", List.of(der))));
        var system = Files.createDirectories(hosts.files("outside").resolve("ssl/certs"));
        Files.copy(root, system.resolve("ca-certificates.crt"));
        Program.run(SOON, System.getProperty("java.home") + "/bin/keytool", "-importcert", "-noprompt", "-alias", "ca", "-file", root.toString(),
            "-keystore", folder.resolve("trust.p12").toString(), "-storetype", "PKCS12", "-storepass", "no-secret").orFail();
    }

    private static HomeHost begun(Home home, TestCertificates.Authority authority, Path anchors) throws Exception {
        var files = authority.issue(folder, home.host(), "openpgpkey." + home.domain, "autoconfig." + home.domain);
        var host = opened(new HomeHost(hosts, home.name().toLowerCase(Locale.ROOT), folder, """
            hostname = "%s"
            [tls]
            certificate = "%s"
            key = "%s"
            [resolver]
            trust_anchors = "%s"
            """.formatted(home.host(), files.chain(), files.key(), anchors),
            folder.resolve("trust.p12")));
        host.start();
        host.ask("domain", "add", home.domain).orFail();
        var made = host.ask("account", "add", home.mail(), "--generate", "--level", "L1", "--json").orFail().printed();
        PEOPLE.put(home, Map.of("host", home.host(), "address", home.mail(), "name", home.person, "password", found(PASSWORD, made), "code", found(RECOVERY, made)));
        return host;
    }

    private static String found(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        if (!found.find()) throw new AssertionError(pattern + " is not in " + text);
        return found.group(1);
    }

    private static void person(Home home, String step, Map<String, Object> more) {
        var facts = new HashMap<>(PEOPLE.get(home));
        facts.putAll(more);
        long begun = System.nanoTime();
        var done = hosts.run("person", "node", "web/stories/two-homes.mjs", step, JSON.writeValueAsString(facts), PICTURES.toString());
        System.out.printf("  %-8s %-20s %5d ms%n", step, home.mail(), (System.nanoTime() - begun) / 1_000_000);
        if (done.code() == 0) return;
        var said = HOMES.entrySet().stream().map(one -> one.getKey() + ":\n" + one.getValue().printed()).collect(Collectors.joining("\n"));
        throw new AssertionError(step + " of " + home.mail() + ":\n" + done.printed() + "\n" + said);
    }

    private static void await(String what, BooleanSupplier isSo) {
        try {
            Program.waitUntil(what, SOON, isSo);
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "\n" + HOMES.get(Home.FIRST).ask("queue", "list").printed() + outside.log());
        }
    }

    // ---- between the two ----

    @Test @Order(1) void theyWriteToEachOtherAndTouchNoKey() {
        for (var home : Home.values()) person(home, "begin", Map.of());
        person(Home.FIRST, "write", Map.of("to", Home.SECOND.mail(), "subject", "Between two homes", "text", "The attic is dry."));
        person(Home.SECOND, "answer", Map.of("from", "anna", "subject", "Between two homes", "text", "The attic is dry.", "signature", "Signed", "lock", "Encrypted", "answer", "So is the cellar."));
        person(Home.FIRST, "read", Map.of("from", "bruno", "subject", "Between two homes", "text", "So is the cellar.", "signature", "Signed by its sender"));
    }

    // ---- a third host ----

    private static Program.Done gpg(String... words) {
        var all = new ArrayList<>(List.of("env", "GNUPGHOME=" + folder.resolve("gnupg"), "gpg", "--batch", "--yes", "--trust-model", "always"));
        all.addAll(List.of(words));
        return hosts.run("outside", all.toArray(String[]::new));
    }

    /** Her domain's directory: files, as most domains have it. */
    private static void published() throws Exception {
        Files.createDirectory(folder.resolve("gnupg"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        gpg("--passphrase", "", "--quick-generate-key", "Paula <" + PAULA + ">", "default", "default", "1y").orFail();
        var hash = gpg("--with-wkd-hash", "--list-keys", PAULA).orFail().printed().lines().map(String::strip).filter(line -> line.matches("[a-z0-9]{32}@.*")).findFirst().orElseThrow().substring(0, 32);
        var well = Files.createDirectories(folder.resolve("www/.well-known/openpgpkey/" + OutsideHost.DOMAIN + "/hu"));
        Files.writeString(well.resolveSibling("policy"), "");
        gpg("--output", well.resolve(hash).toString(), "--export", PAULA).orFail();
        var serving = """
            import http.server, ssl, os
            os.chdir('%s')
            server = http.server.ThreadingHTTPServer(('%s', 443), http.server.SimpleHTTPRequestHandler)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain('%s', '%s')
            server.socket = context.wrap_socket(server.socket, server_side=True)
            print('serving', flush=True)
            server.serve_forever()
            """.formatted(folder.resolve("www"), OUTSIDE, folder.resolve("openpgpkey." + OutsideHost.DOMAIN + ".crt"), folder.resolve("openpgpkey." + OutsideHost.DOMAIN + ".key"));
        var server = opened(hosts.start("outside", folder.resolve("www.log"), Map.of(), "python3", "-c", serving));
        Program.waitUntil("the directory is there", SOON, () -> server.printed().contains("serving") || !server.isRunning());
        assertTrue(server.isRunning(), server.printed());
    }

    @Test @Order(2) void gpgFindsThemAndIsFound() throws Exception {
        published();
        var found = gpg("--auto-key-locate", "clear,wkd", "--locate-external-keys", Home.FIRST.mail());
        assertTrue(found.printed().contains("anna"), found.printed());
        Files.writeString(folder.resolve("inner.eml"), "Content-Type: text/plain; charset=utf-8\n\nThe shop has paper again.\n");
        gpg("--armor", "--local-user", PAULA, "--recipient", Home.FIRST.mail(), "--sign", "--encrypt", "--output", folder.resolve("inner.asc").toString(), folder.resolve("inner.eml").toString()).orFail();
        var mail = "From: Paula <" + PAULA + ">\nTo: " + Home.FIRST.mail() + "\nSubject: Paper\nMIME-Version: 1.0\nContent-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=\"b\"\n\n--b\n"
            + "Content-Type: application/pgp-encrypted\n\nVersion: 1\n\n--b\nContent-Type: application/octet-stream\n\n" + Files.readString(folder.resolve("inner.asc")) + "\n--b--\n";
        Files.writeString(folder.resolve("mail.eml"), mail);
        hosts.run("outside", "swaks", "--server", OUTSIDE, "--from", PAULA, "--to", Home.FIRST.mail(), "--data", "@" + folder.resolve("mail.eml"), "--suppress-data").orFail();
        person(Home.FIRST, "answer", Map.of("from", "Paula", "subject", "Paper", "text", "The shop has paper again.", "signature", "Signed", "answer", "I need two reams."));
        await("the answer is outside", () -> !outside.mails().isEmpty());
        var answer = outside.mails().getFirst();
        assertFalse(answer.contains("two reams"), answer);
        assertTrue(answer.contains("Subject: [...]"), answer);
        var sealed = answer.substring(answer.indexOf("-----BEGIN PGP MESSAGE"), answer.indexOf("-----END PGP MESSAGE")) + "-----END PGP MESSAGE-----\n";
        var opened = gpg("--decrypt", Files.writeString(folder.resolve("answer.asc"), sealed).toString()).orFail().printed();
        assertTrue(opened.contains("I need two reams."), opened);
        assertTrue(opened.contains("Subject: Re: Paper"), opened);
        assertTrue(opened.contains("Good signature from"), opened);
    }

    // ---- a mail program of a third person ----

    /** Of an account as the command line makes it, at the second of the two: a password, and nothing of OpenPGP. */
    @Test @Order(3) void thunderbirdTakesPartByItself() throws Exception {
        assumeTrue(Thunderbird.isThere(), "thunderbird is not installed");
        var tino = "tino@" + Home.SECOND.domain;
        var made = HOMES.get(Home.SECOND).ask("account", "add", tino, "--generate", "--level", "L1", "--json").orFail();
        var files = Files.createDirectories(folder.resolve("thunderbird"));
        try (var program = new Thunderbird(files, hosts.at("outside"), port -> hosts.dial("outside", port), root)) {
            program.setUp("Tino", tino, found(PASSWORD, made.printed()));
            var openPgp = new ThunderbirdOpenPgp(program);
            openPgp.makeKey();
            assertEquals(List.of("wkd"), openPgp.find(Home.FIRST.mail()));
            openPgp.send(Home.FIRST.mail(), "The harvest", "The plums are ripe.");
            person(Home.FIRST, "answer", Map.of("from", "Tino", "subject", "The harvest", "text", "The plums are ripe.",
                "signature", "Signed by its sender", "lock", "Encrypted", "answer", "Then I shall bring sugar."));
            var answer = openPgp.open(Home.FIRST.mail());
            assertEquals("Re: The harvest", answer.get("subject").asString(), answer.toString());
            assertTrue(answer.get("inside").asString().contains("Then I shall bring sugar."), answer.toString());
            assertTrue(answer.get("isEncrypted").asBoolean() && answer.get("isSigned").asBoolean(), answer.toString());
            var outside = answer.get("outside").asString();
            assertTrue(outside.contains("\nAutocrypt: addr=" + Home.FIRST.mail()) && !outside.contains("harvest"), outside);
        }
    }
}
