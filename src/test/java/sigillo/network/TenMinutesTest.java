package sigillo.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
import sigillo.peers.DovecotImap;
import sigillo.peers.PebblePeer;
import sigillo.peers.Program;
import sigillo.peers.Thunderbird;
import sigillo.whole.Guide;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The first ten minutes of a mail domain, scripted: a bare machine among other hosts, a person with a browser, and real
 * programs for all others. What was set up so is then tried with what goes wrong in the field.
 */
@Tag("gate")
@Timeout(400)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TenMinutesTest {
    private static final Duration PROMISED = Duration.ofMinutes(3);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Path PICTURES = Path.of("target/pictures/first-minutes").toAbsolutePath();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String HOME = "192.0.1.10", OUTSIDE = "192.0.1.80", PERSON = "192.0.1.90", AUTHORITY = "192.0.1.60";
    private static final String DOMAIN = "home.example", HOST = "mail.home.example", ANNA = "anna@" + DOMAIN;
    private static final List<String> LISTS = List.of("zen.spamhaus.org", "bl.spamcop.net", "psbl.surriel.com", "dnsbl.dronebl.org");

    private static final TestCertificates.Authority BEFORE = before();

    @TempDir static Path folder;
    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    private static Hosts hosts;
    private static NamesHost dns;
    private static AuthorityHost authority;
    private static OutsideHost outside;
    private static HomeHost home;
    private static final Map<String, Object> FACTS = new LinkedHashMap<>();

    @BeforeAll static void network() throws Exception {
        assumeTrue(OutsideHost.isInstalled() && PebblePeer.isInstalled() && Chromium.isThere() && Stream.of("knotd", "keymgr", "unbound", "node", "python3", "curl").allMatch(Program::isInstalled),
            "of Postfix, OpenDKIM, OpenDMARC, swaks, Pebble, Knot, Unbound, Chromium, Node.js, Python and curl not all are installed");
        assumeTrue(Files.isDirectory(Path.of("web/node_modules/playwright-core")), "the webmail's libraries are not there: no npm, or no network");
        var missing = Hosts.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        hosts = opened(new Hosts(Map.of("home", List.of(HOME), "outside", List.of(OUTSIDE), "person", List.of(PERSON), "ca", List.of(AUTHORITY),
            "dns", List.of(NamesHost.RESOLVER, NamesHost.SERVER)), NamesHost.RESOLVER));
        dns = opened(new NamesHost(hosts, "dns", folder, DOMAIN, world(), List.of("10 PTR " + HOST + ".", "80 PTR mx." + OutsideHost.DOMAIN + ".")));
        authority = opened(new AuthorityHost(hosts, "ca", AUTHORITY, folder));
        outside = opened(new OutsideHost(hosts, "outside", OUTSIDE, folder));
        trusted();
        home = opened(new HomeHost(hosts, "home", folder, """
            [acme]
            directory = "%s"
            trust = "%s"
            [resolver]
            trust_anchors = "%s"
            """.formatted(AuthorityHost.DIRECTORY, authority.trust(), dns.anchors()), believed()));
    }

    private static TestCertificates.Authority before() {
        try {
            return TestCertificates.Authority.make("of the server of before");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T extends AutoCloseable> T opened(T one) {
        OPEN.add(one);
        return one;
    }

    @AfterAll static void close() throws Exception {
        for (var one : OPEN.reversed()) one.close();
    }

    /** Names that a machine asks for before it believes that it is on the Internet. */
    private static List<String> world() {
        var all = new ArrayList<>(List.of(AuthorityHost.NAME + ". A " + AUTHORITY, OutsideHost.DOMAIN + ". MX 10 mx." + OutsideHost.DOMAIN + ".",
            "mx." + OutsideHost.DOMAIN + ". A " + OUTSIDE, OutsideHost.DOMAIN + ". TXT \"v=spf1 ip4:" + OUTSIDE + " -all\"", "www.nic.cz. A " + OUTSIDE));
        for (var receiver : List.of("gmail.com", "outlook.com", "gmx.net", "libero.it", "proton.me")) all.add(receiver + ". MX 10 mx." + OutsideHost.DOMAIN + ".");
        for (var old : List.of("imap.old.example", "imap.gmail.com")) all.add(old + ". A " + OUTSIDE);
        for (var list : LISTS) all.add("2.0.0.127." + list + ". A 127.0.0.2");
        return all;
    }

    /** The person's browser believes the authority. */
    private static void trusted() throws Exception {
        var der = Files.readAllLines(authority.root()).stream().filter(line -> !line.startsWith("-----")).collect(Collectors.joining());
        var policies = Files.createDirectories(hosts.files("person").resolve("chromium/policies/managed"));
        Files.writeString(policies.resolve("authority.json"), JSON.writeValueAsString(Map.of("CACertificates", List.of(der))));
    }

    /** By the server's JVM: the authority of the names, and that of the server of before. */
    private static Path believed() throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var root = Files.newInputStream(authority.root())) {
            store.setCertificateEntry("authority", CertificateFactory.getInstance("X.509").generateCertificate(root));
        }
        store.setCertificateEntry("of before", BEFORE.certificate());
        var file = folder.resolve("believed.p12");
        try (var out = Files.newOutputStream(file)) {
            store.store(out, "no-secret".toCharArray());
        }
        return file;
    }

    // ---- the ten minutes ----

    private static JsonNode person(String step) {
        long begun = System.nanoTime();
        var done = hosts.run("person", "node", "web/stories/first-minutes.mjs", step, JSON.writeValueAsString(FACTS), PICTURES.toString());
        if (done.code() != 0) throw new AssertionError(step + ":\n" + done.printed() + "\nthe server:\n" + home.printed() + "\nthe authority:\n" + authority.log() + "\noutside:\n" + outside.log());
        System.out.printf("  %-12s %5d ms%n", step, (System.nanoTime() - begun) / 1_000_000);
        return JSON.readTree(done.printed().lines().filter(line -> line.startsWith("{")).findFirst().orElseThrow());
    }

    private static void await(String what, BooleanSupplier isSo) {
        try {
            Program.waitUntil(what, SOON, isSo);
        } catch (AssertionError late) {
            throw new AssertionError(String.join("\n", late.getMessage(), home.printed(), home.ask("queue", "list").printed(), home.ask("trace", ANNA).printed(), outside.log()));
        }
    }

    @Test @Order(1) void fromABareMachineToTheFirstMail() {
        long begun = System.nanoTime();
        FACTS.putAll(Map.of("origin", "https://" + HOME, "domain", DOMAIN, "host", HOST, "address", ANNA, "state", folder.resolve("cookies.json").toString(), "server", NamesHost.SERVER,
            "key", NamesHost.KEY, "secret", NamesHost.SECRET, "subject", "To a new server", "text", "Good morning."));
        FACTS.putAll(Map.of("to", "paula@" + OutsideHost.DOMAIN, "answer", "From a new server"));
        FACTS.put("code", home.start());
        var lines = person("check").get("lines");
        assertTrue(lines.valueStream().noneMatch(line -> line.get("state").asString().equalsIgnoreCase("wrong")), lines.toString());
        person("names");
        person("certificate");
        FACTS.put("passphrase", person("account").get("passphrase").asString());
        FACTS.put("kit", person("code").get("kit").asString());
        person("kit");
        home.kill();
        home.again();
        var published = person("dns").get("published").asString();
        assertTrue(published.matches("Records published: \\d+; left to you: \\d+\\."), published);
        outside.send(ANNA, "To a new server", "Good morning.");
        FACTS.put("link", person("watch").get("link").asString());
        person("mail");
        await("the mail is outside", () -> !outside.mails().isEmpty());
        var elapsed = Duration.ofNanos(System.nanoTime() - begun);
        System.out.println("From a bare machine to the first mail in both directions: " + elapsed.toSeconds() + " s");
        var mail = outside.mails().getFirst();
        assertTrue(mail.contains("The first mail from here."), mail);
        var verdict = OutsideHost.verdict(mail);
        for (var result : List.of("dkim=pass", "spf=pass", "dmarc=pass", "header.from=" + DOMAIN)) assertTrue(verdict.contains(result), result + " is not in what the outside says: " + verdict + "\n" + mail);
        assertTrue(elapsed.compareTo(PROMISED) < 0, elapsed.toString());
        person("passkey");
    }

    // ---- a mail program ----

    /** At real ports, with a certificate of an authority that it believes; what the account hub of its windows does, with what is typed there. */
    @Test @Order(2) void thunderbirdSetsItselfUp() throws Exception {
        assumeTrue(Thunderbird.isThere(), "thunderbird is not installed");
        try (var thunderbird = new Thunderbird(Files.createDirectories(folder.resolve("thunderbird")), hosts.at("person"), port -> hosts.dial("person", port), authority.root())) {
            var found = thunderbird.setUp("Anna", ANNA, FACTS.get("passphrase").toString());
            assertEquals("xml-from-isp-https", found.get("subSource").asString(), found.toString());
            assertEquals(JSON.readTree("{\"type\":\"imap\",\"host\":\"" + HOST + "\",\"port\":993,\"socketType\":3,\"auth\":3,\"user\":\"" + ANNA + "\"}"), found.get("incoming"));
            assertEquals(JSON.readTree("{\"type\":\"smtp\",\"host\":\"" + HOST + "\",\"port\":465,\"socketType\":3,\"auth\":3,\"user\":\"" + ANNA + "\"}"), found.get("outgoing"));
            outside.send(ANNA, "For a mail program", "Good evening.");
            thunderbird.run("await until('the mail is here', async () => { await update(folder('INBOX')); return titled(folder('INBOX'), args[0]); });", "For a mail program");
            thunderbird.send("paula@" + OutsideHost.DOMAIN, "From a mail program", "Good night.\n");
        }
        await("the program's mail is outside", () -> outside.mails().stream().anyMatch(mail -> mail.contains("Subject: From a mail program")));
    }

    // ---- what goes wrong in the field, each played, and what is said of it ----

    /** {@code check}: the red lines of {@code sigillo check}; {@code doctor}: those of the board. */
    private record Fault(String name, Runnable play, Runnable mend, Map<String, String> check, Map<String, String> doctor) {
        /** That both see. */
        static Fault ofMachine(String name, Runnable play, Runnable mend, String line, String sentence) {
            return new Fault(name, play, mend, Map.of(line, sentence), Map.of(line, sentence));
        }

        static Fault ofZone(String name, Runnable play, Runnable mend, Map<String, String> doctor) { return new Fault(name, play, mend, Map.of(), doctor); }
    }

    private static void zone(String name, String type, String... values) { dns.change(DOMAIN + ".", name + ".", type, values); }

    /** From what is in the zone, and back to it. */
    private static Fault changed(String name, String at, String type, UnaryOperator<List<String>> change, Map<String, String> check, Map<String, String> doctor) {
        var right = dns.values(DOMAIN + ".", at + ".", type);
        assertTrue(!right.isEmpty(), at + " has no " + type);
        return new Fault(name, () -> zone(at, type, change.apply(right).toArray(String[]::new)), () -> zone(at, type, right.toArray(String[]::new)), check, doctor);
    }

    private static void route(String word) {
        hosts.run("home", "ip", "rule", word, "ipproto", "tcp", "dport", "25", "prohibit").orFail();
    }

    /** Nothing of the outside's port 25 comes back: who connects hears neither yes nor no. */
    private static void drop(String word) {
        hosts.run("outside", "ip", "rule", word, "to", HOME, "ipproto", "tcp", "sport", "25", "blackhole").orFail();
    }

    private static List<Fault> faults() {
        var provider = "dyn-10.outside.example";
        var listed = "10.1.0.192.zen.spamhaus.org.";
        var key = home.ask("dkim", "list", "--json").orFail().printed();
        var rsa = JSON.readTree(key).valueStream().map(one -> one.get("name").asString()).filter(name -> name.contains("-rsa.")).findFirst().orElseThrow();
        return List.of(
            Fault.ofMachine("outgoing port 25 is closed", () -> route("add"), () -> route("delete"), "outgoing port 25",
                "No connection to port 25 of others succeeds (tried: gmail.com, outlook.com, gmx.net, libero.it, proton.me): the provider or a firewall forbids it."),
            Fault.ofMachine("packets to port 25 of others are dropped", () -> drop("add"), () -> drop("delete"), "outgoing port 25",
                "No connection to port 25 of others succeeds (tried: gmail.com, outlook.com, gmx.net, libero.it, proton.me): the provider or a firewall forbids it."),
            Fault.ofMachine("wrong reverse name", () -> dns.pointer(HOME, provider + "."), () -> dns.pointer(HOME, HOST + "."), "reverse name",
                "The reverse name of " + HOME + " is " + provider + ", which does not lead back to it."),
            Fault.ofMachine("no reverse name", () -> dns.pointer(HOME), () -> dns.pointer(HOME, HOST + "."), "reverse name",
                "The address " + HOME + " has no reverse name."),
            Fault.ofMachine("a listed address", () -> dns.change(".", listed, "A", "127.0.0.2"), () -> dns.change(".", listed, "A"), "block lists",
                "Lists have an address of this machine, so that many refuse its mail: " + HOME + " (Spamhaus)."),
            changed("MX elsewhere", DOMAIN, "MX", _ -> List.of("10 mx." + OutsideHost.DOMAIN + "."),
                Map.of("MX", "Mail for " + DOMAIN + " goes elsewhere first: mx." + OutsideHost.DOMAIN + "."),
                Map.of("dns mx " + DOMAIN, "MX " + DOMAIN + " is something else: 10 mx." + OutsideHost.DOMAIN + "..")),
            changed("two SPF records", DOMAIN, "TXT", right -> Stream.concat(right.stream(), Stream.of("\"v=spf1 a -all\"")).toList(), Map.of(),
                Map.of("dns spf " + DOMAIN, "TXT " + DOMAIN + ": there are several SPF records, and of several none counts.")),
            changed("a DKIM key that a form has cut", rsa, "TXT", right -> List.of(right.getFirst().replaceFirst("^(\"[^\"]*\").*$", "$1")), Map.of(),
                Map.of("dns dkim " + rsa, "TXT " + rsa + " is cut after 255 characters: the form of the DNS provider cuts long texts.")));
    }

    private static Map<String, String> red(Program.Done said) {
        var red = new TreeMap<String, String>();
        for (var line : JSON.readTree(said.printed())) if (line.get("state").asString().equals("wrong")) red.put(line.get("name").asString(), line.get("sentence").asString());
        assertEquals(red.isEmpty() ? 0 : 1, said.code(), said.printed());
        return red;
    }

    private static Map<String, String> check() { return red(home.ask("check", DOMAIN, "--json", "--data", folder.toString())); }

    private static Map<String, String> doctor() { return red(home.ask("doctor", "--json")); }

    @Test @Order(3) void eachFaultIsOneRedLine() {
        assertEquals(Map.of(), check(), "what was set up is well");
        assertEquals(Map.of(), doctor());
        assertEquals(0, home.ask("dns", "check", DOMAIN).code());
        for (var fault : faults()) {
            fault.play.run();
            try {
                if (!fault.check.isEmpty()) shows(fault.check, TenMinutesTest::check, fault.name);
                shows(fault.doctor, TenMinutesTest::doctor, fault.name);
                if (fault.doctor.keySet().iterator().next().startsWith("dns ")) assertEquals(1, home.ask("dns", "check", DOMAIN).code(), fault.name);
            } finally {
                fault.mend.run();
            }
        }
        await("well again: mail is signed with the key that DNS shows once more", () -> doctor().isEmpty());
        shows(Map.of(), TenMinutesTest::check, "well again");
    }

    // ---- the guide ----

    /** Those commands of the guide that ask servers elsewhere; all others are done by {@code whole.GuideTest}. */
    @Test @Order(4) void theGuidesCommandsThatAskOthersAreDone() throws Exception {
        assumeTrue(Program.isInstalled("dovecot"), "dovecot is not installed");
        var files = BEFORE.issue(folder, "imap.old.example", "imap.gmail.com");
        var paper = Files.createDirectories(folder.resolve("paper"));
        Files.writeString(paper.resolve("old-password"), DovecotImap.PASSWORD + "\n");
        Files.writeString(paper.resolve("passphrase"), FACTS.get("passphrase") + "\n");
        var place = new DovecotImap.Place(hosts.at("outside"), OUTSIDE, 143, 993, List.of("anna@old.example", "anna@gmail.com"));
        try (var before = new DovecotImap(folder, place, files.chain(), files.key())) {
            Files.writeString(Files.createDirectories(before.maildir().resolve("cur")).resolve("1.a.b:2,S"), "From: bea@old.example\nSubject: Of before\n\nHello.\n");
            before.own();
            for (var block : Guide.marked("internet")) for (var line : block.lines()) done(line, block.instead().replace("/paper/", paper + "/"));
        }
    }

    private static void done(String line, String instead) {
        var words = new ArrayList<>(List.of((line + " " + instead).strip().split(" ")));
        assertEquals("sigillo", words.removeFirst(), line);
        var said = home.ask(words.toArray(String[]::new));
        System.out.println("> " + line + "\n" + said.printed());
        assertEquals(0, said.code(), line + "\n" + said.printed());
        assertTrue(!said.printed().isBlank(), line);
    }

    /** A question that was under way while the zone was changed may be remembered for a second. */
    private static void shows(Map<String, String> wanted, Supplier<Map<String, String>> said, String name) {
        for (int i = 0; i < 5; i++) if (said.get().equals(wanted)) return;
        assertEquals(wanted, said.get(), name);
    }
}
