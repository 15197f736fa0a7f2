package sigillo.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
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
import sigillo.peers.Chromium;
import sigillo.peers.PebblePeer;
import sigillo.peers.Program;
import sigillo.peers.Thunderbird;
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
    private static final String PASSPHRASE = "correct horse battery staple";
    private static final List<String> LISTS = List.of("zen.spamhaus.org", "bl.spamcop.net", "psbl.surriel.com", "dnsbl.dronebl.org");

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
            """.formatted(AuthorityHost.DIRECTORY, authority.trust(), dns.anchors())));
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
        for (var list : LISTS) all.add("2.0.0.127." + list + ". A 127.0.0.2");
        return all;
    }

    /** The person's browser believes the authority. */
    private static void trusted() throws Exception {
        var der = Files.readAllLines(authority.root()).stream().filter(line -> !line.startsWith("-----")).collect(Collectors.joining());
        var policies = Files.createDirectories(hosts.files("person").resolve("chromium/policies/managed"));
        Files.writeString(policies.resolve("authority.json"), JSON.writeValueAsString(Map.of("CACertificates", List.of(der))));
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
        FACTS.putAll(Map.of("origin", "https://" + HOME, "domain", DOMAIN, "host", HOST, "address", ANNA, "passphrase", PASSPHRASE, "server", NamesHost.SERVER,
            "key", NamesHost.KEY, "secret", NamesHost.SECRET, "subject", "To a new server", "text", "Good morning."));
        FACTS.putAll(Map.of("to", "paula@" + OutsideHost.DOMAIN, "answer", "From a new server"));
        FACTS.put("code", home.start());
        var lines = person("check").get("lines");
        assertTrue(lines.valueStream().noneMatch(line -> line.get("state").asString().equalsIgnoreCase("wrong")), lines.toString());
        person("names");
        person("certificate");
        FACTS.put("kit", person("account").get("kit").asString());
        person("kit");
        home.kill();
        home.again();
        var published = person("dns").get("published").asString();
        assertTrue(published.matches("Records published: \\d+; left to you: \\d+\\."), published);
        outside.send(ANNA, "To a new server", "Good morning.");
        person("watch");
        person("mail");
        await("the mail is outside", () -> !outside.mails().isEmpty());
        var elapsed = Duration.ofNanos(System.nanoTime() - begun);
        System.out.println("From a bare machine to the first mail in both directions: " + elapsed.toSeconds() + " s");
        var mail = outside.mails().getFirst();
        assertTrue(mail.contains("The first mail from here."), mail);
        for (var result : List.of("dkim=pass", "spf=pass", "dmarc=pass")) assertTrue(mail.contains(result), result + " is not in:\n" + mail);
        assertTrue(elapsed.compareTo(PROMISED) < 0, elapsed.toString());
    }

    // ---- a mail program ----

    /** At real ports, with a certificate of an authority that it believes; what the account hub of its windows does, with what is typed there. */
    @Test @Order(2) void thunderbirdSetsItselfUp() throws Exception {
        assumeTrue(Thunderbird.isThere(), "thunderbird is not installed");
        try (var thunderbird = new Thunderbird(Files.createDirectories(folder.resolve("thunderbird")), hosts.at("person"), port -> hosts.dial("person", port), authority.root())) {
            var found = thunderbird.setUp("Anna", ANNA, PASSPHRASE);
            assertEquals("xml-from-isp-https", found.get("subSource").asString(), found.toString());
            assertEquals(JSON.readTree("{\"type\":\"imap\",\"host\":\"" + HOST + "\",\"port\":993,\"socketType\":3,\"auth\":3,\"user\":\"" + ANNA + "\"}"), found.get("incoming"));
            assertEquals(JSON.readTree("{\"type\":\"smtp\",\"host\":\"" + HOST + "\",\"port\":465,\"socketType\":3,\"auth\":3,\"user\":\"" + ANNA + "\"}"), found.get("outgoing"));
            outside.send(ANNA, "For a mail program", "Good evening.");
            thunderbird.run("await until('the mail is here', async () => { await update(folder('INBOX')); return titled(folder('INBOX'), args[0]); });", "For a mail program");
            thunderbird.send("paula@" + OutsideHost.DOMAIN, "From a mail program", "Good night.\n");
        }
        await("the program's mail is outside", () -> outside.mails().stream().anyMatch(mail -> mail.contains("Subject: From a mail program")));
    }
}
