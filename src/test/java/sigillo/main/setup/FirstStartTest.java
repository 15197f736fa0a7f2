package sigillo.main.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Address;
import sigillo.dns.Zone;
import sigillo.main.Cli;
import sigillo.main.command.Place;
import sigillo.main.config.Door;
import sigillo.main.config.Shown;
import sigillo.main.folder.HostCertificate;
import sigillo.main.kept.Kept;
import sigillo.main.mail.Relaying;
import sigillo.main.process.Running;
import sigillo.main.server.Server;
import sigillo.net.CertificateFiles;
import sigillo.net.PortTaken;
import sigillo.peers.KnotPeer;
import sigillo.peers.Ports;
import sigillo.peers.Program;
import sigillo.preflight.Checks;
import sigillo.preflight.Dial;
import sigillo.preflight.OwnAddresses;
import sigillo.sealing.Randomness;
import sigillo.setup.HandOver;
import sigillo.setup.Progress;
import sigillo.setup.Progress.Stage;
import sigillo.web.Browser;
import sigillo.webauthn.TestAuthenticator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server from its first start to its first account, by a browser without script: the pages, and who sees them. */
@Tag("gate") // a whole server, started twice
class FirstStartTest {
    private static final String PASSPHRASE = "correct horse battery";
    private static final Pattern CODE = Pattern.compile("(?:[0-9A-Z]{4}-){8}[0-9A-Z]{4}");

    private static final String SECRET = Base64.getEncoder().encodeToString("a key of thirty-two octets......".getBytes(StandardCharsets.US_ASCII));

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir static Path shared;
    private static Optional<KnotPeer> knot = Optional.empty();
    @TempDir Path folder;
    private Path file;
    private int port;

    @BeforeAll static void start() {
        if (KnotPeer.isInstalled()) knot = Optional.of(new KnotPeer(shared, "home.test", SECRET, List.of("mail A 127.0.0.1")));
    }

    @AfterAll static void stop() { knot.ifPresent(KnotPeer::close); }

    @BeforeEach void write() throws IOException {
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var dns = knot.map(KnotPeer::address).map(at -> "127.0.0.1:" + at.getPort()).orElse("127.0.0.1:9");
        var text = new StringBuilder("data = " + Shown.quoted(folder.resolve("data").toString()) + "\n[relay]\nloopback_only = true\n[doctor]\nmail_to = \"me@elsewhere.test\"\n[resolver]\nservers = [" + Shown.quoted(dns) + "]\n");
        for (var door : Door.values()) {
            text.append("[listeners.").append(door.key()).append("]\n");
            text.append(door == Door.HTTPS ? "address = \"127.0.0.1\"\nport = " + port + "\n" : "on = false\n");
        }
        file = Files.writeString(folder.resolve("sigillo.toml"), text);
    }

    private Checks nobody() {
        var world = new Checks.World(new Zone(), () -> { throw new IllegalStateException("no resolver"); }, _ -> Dial.Heard.GREETED);
        return new Checks(world, new Checks.Tables(List.of(), List.of(), List.of(), List.of(port)));
    }

    private String code() throws IOException { return Files.readAllLines(folder.resolve("data/setup/code")).getFirst(); }

    /** A server as {@code serve} starts it. */
    private record Running(Kept kept, Relaying relaying, Server server) implements AutoCloseable {
        @Override public void close() {
            server.close();
            relaying.close();
            kept.close();
        }
    }

    private Running start(Optional<FirstStart> before) throws IOException { return start(before, Duration.ZERO); }

    private Running start(Optional<FirstStart> before, Duration within) throws IOException {
        var config = Place.read(file);
        var kept = Kept.open(config);
        var relaying = new Relaying(config, kept);
        var server = new Server(config, kept, relaying, before.map(FirstStart::reached).or(() -> SetupOpening.of(config, kept)));
        before.ifPresent(FirstStart::close);
        try {
            return new Running(kept, relaying, server.start(() -> { }, within));
        } catch (IOException failed) {
            new Running(kept, relaying, server).close();
            throw failed;
        }
    }

    private static void await(Browser browser, String what) throws InterruptedException {
        for (int i = 0; i < 600 && !browser.get("/setup").contains(what); i++) Thread.sleep(50);
        assertTrue(browser.get("/setup").contains(what), what);
    }

    @Test void fromTheFirstStartToTheFirstAccount() throws Exception {
        assertTrue(FirstStart.isWanted(file));
        try (var stranger = new Browser(port); var owner = new Browser(port)) {
            try (var first = FirstStart.of(file, nobody(), InstantSource.system())) {
                strangersSeeNothing(stranger);
                owner.get("/");
                owner.post("/setup", "do", "code", "code", code());
                await(owner, "Step 1 of 6");
                assertTrue(owner.get("/setup").contains("Sigillo itself listens at " + port), "its own port is no other program's");
                advised(owner);
                neverCame(owner, "do", "checked");
                owner.post("/setup", "do", "checked");
                assertTrue(owner.post("/setup", "do", "names", "domain", "nodot", "host", "").contains("This is no domain"));
                isCut(owner, () -> stage() == Stage.CERTIFICATE, NAMED);
                owner.post("/setup", "do", "to-names");
                owner.post("/setup", NAMED);
                assertTrue(owner.post("/setup", "do", "certificate", "terms", "agreed", "contact", "\"").contains("This is no address"));
                await(owner, "What others see of home.test");
                assertTrue(owner.get("/setup").contains("The registry could not be asked: nobody is to be asked."), "each line of the domain's is there");
                neverCame(owner, TERMS);
                var begins = owner.post("/setup", TERMS);
                assertTrue(begins.contains("begins anew") && begins.contains("/begins.js") && begins.contains("http-equiv=\"refresh\""), begins);
                first.await();
                assertEquals("mail.home.test", Place.read(file).hostname().name());
                try (var _ = start(Optional.of(first))) {
                    assertTrue(owner.get("/setup").contains("Name before @home.test"), "the same browser goes on");
                    strangersSeeNothing(stranger);
                }
            }
            try (var running = start(Optional.empty())) {
                assertTrue(owner.get("/setup").contains("Name before @home.test"), "also after a stop");
                account(owner, stranger);
                owner.cookies().clear();
                assertTrue(owner.get("/setup").contains("name=\"to\" value=\"/setup\""), "who signs in goes on");
                var page = owner.post("/sign-in", "address", "anna@home.test", "password", PASSPHRASE, "to", "/setup");
                assertEquals("/setup", owner.path());
                recordsAndEnd(owner, page);
                strangersFindNothing(stranger);
                assertEquals(404, status(owner, "/setup/zone"));
                doctor(running.server());
            }
        }
        assertFalse(FirstStart.isWanted(file));
        assertEquals(Progress.Stage.DONE, Progress.open(folder.resolve("data/setup"), InstantSource.system(), Randomness.secure()).stage(), "for the next start");
    }

    /** A program that has a port of mail would end the server that is to follow: that is told while somebody is there to read it. */
    @Test void theServerDoesNotBeginWhereAPortIsTaken() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); var owner = new Browser(port)) {
            var off = "[listeners.smtp]\non = false\n";
            var taken = "[listeners.smtp]\naddress = \"127.0.0.1\"\nport = " + other.getLocalPort() + "\n";
            assertTrue(Files.readString(file).contains(off));
            Files.writeString(file, Files.readString(file).replace(off, taken));
            try (var _ = FirstStart.of(file, nobody(), InstantSource.system())) {
                owner.get("/setup");
                owner.post("/setup", "do", "code", "code", code());
                owner.post("/setup", "do", "checked");
                owner.post("/setup", NAMED);
                assertTrue(owner.post("/setup", TERMS).contains("cannot open these ports: " + other.getLocalPort() + ". "));
                assertEquals(Stage.CERTIFICATE, stage());
                assertTrue(FirstStart.isWanted(file), "nothing is written down");
            }
        }
    }

    /** Another program takes it just then: who sets the server up is told, also after a stop, and goes on. */
    @Test void aPortThatIsTakenBetweenIsTold() throws Exception {
        int smtp = Ports.free();
        try (var owner = new Browser(port)) {
            Files.writeString(file, Files.readString(file).replace("[listeners.smtp]\non = false\n",
                "[listeners.smtp]\naddress = \"127.0.0.1\"\nport = " + smtp + "\n"));
            try (var first = FirstStart.of(file, nobody(), InstantSource.system())) {
                owner.get("/setup");
                owner.post("/setup", "do", "code", "code", code());
                owner.post("/setup", "do", "checked");
                owner.post("/setup", NAMED);
                assertTrue(owner.post("/setup", TERMS).contains("begins anew"));
                first.await();
                try (var _ = new ServerSocket(smtp, 1, InetAddress.getLoopbackAddress())) {
                    var taken = assertThrows(PortTaken.class, () -> start(Optional.of(first)));
                    assertEquals(smtp, taken.port());
                    first.goBack(taken.port());
                    told(owner, smtp);
                }
            }
            assertTrue(FirstStart.isWanted(file), "the configuration is as it was");
            try (var again = FirstStart.of(file, nobody(), InstantSource.system())) {
                assertEquals(Stage.CERTIFICATE, stage(), "also after a stop: its store is empty");
                owner.post("/setup", TERMS);
                again.await();
                try (var _ = start(Optional.of(again))) {
                    assertTrue(owner.get("/setup").contains("Name before @home.test"));
                }
            }
            Files.writeString(file, Files.readString(file).replaceFirst("hostname = .*\n", ""));
            var lost = assertThrows(IOException.class, () -> FirstStart.of(file, nobody(), InstantSource.system()));
            assertTrue(lost.getMessage().contains("bring the configuration back"), "it is the server's from then on");
        }
    }

    private void told(Browser owner, int port) throws InterruptedException {
        await(owner, "cannot open these ports: " + port + ". ");
        assertTrue(owner.get("/setup?lang=it").contains("non può aprire queste porte: " + port + ". "));
        owner.get("/setup?lang=en");
        var again = owner.post("/setup", TERMS);
        assertTrue(again.contains("cannot open these ports: " + port + ". "), "it is still taken");
    }

    private static void givesBack(ServerSocket taken) {
        try {
            Thread.sleep(1_500);
            taken.close();
        } catch (IOException | InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What another program gives back meanwhile is waited for. */
    @Test void aPortThatComesFreeIsTaken() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(file, "hostname = \"mail.home.test\"\n" + Files.readString(file).replace(
                "[listeners.smtp]\non = false\n", "[listeners.smtp]\naddress = \"127.0.0.1\"\nport = "
                + other.getLocalPort() + "\n"));
            assertEquals(other.getLocalPort(), assertThrows(PortTaken.class, () -> start(Optional.empty())).port());
            var giving = Thread.ofVirtual().start(() -> givesBack(other));
            try (var _ = start(Optional.empty(), Duration.ofMinutes(1))) {
                int smtp = Place.read(file).listeners().get(Door.SMTP).port();
                new Socket(InetAddress.getLoopbackAddress(), smtp).close();
            }
            giving.join();
        }
    }

    /** Who chooses a passkey types no passphrase, also after a stop; it is made at the server's name. No DNS server answers. */
    @Test void theFirstAccountMayHaveAPasskey() throws Exception {
        Files.writeString(file, "hostname = \"mail.home.test\"\n" + Files.readString(file).replaceAll("servers = .*", "servers = [\"127.0.0.1:9\"]"));
        try (var owner = new Browser(port)) {
            try (var _ = start(Optional.empty())) {
                owner.get("/setup");
                var shown = Progress.open(folder.resolve("data/setup"), InstantSource.system(), Randomness.secure()).freshCode().shown();
                owner.post("/setup", "do", "code", "code", shown);
                for (var form : new String[][] {{"do", "checked"}, {"do", "names", "domain", "home.test"}}) owner.post("/setup", form);
                owner.post("/setup", "do", "certificate");
                assertTrue(owner.post("/setup", "do", "account", "way", "passkey", "name", "anna@evil.example").contains("cannot stand before the @"));
                var made = owner.post("/setup", "do", "account", "way", "passkey", "name", "anna");
                var passphrase = Pattern.compile("<p class=\"secret\">([^<]+)</p>").matcher(made);
                assertTrue(passphrase.find() && !Files.readString(folder.resolve("data/setup/passkey")).contains(passphrase.group(1)), made);
                var kit = owner.post("/setup", "do", "account", "way", "passkey", "name", "anna", "next", passphrase.group(1), "again", passphrase.group(1));
                var code = CODE.matcher(kit);
                assertTrue(code.find(), kit);
                owner.get("/setup");
                owner.post("/kit", "do", "confirm", "code", code.group());
            }
            try (var _ = start(Optional.empty())) {
                assertTrue(owner.get("/setup").contains("DNS"), "without a word typed");
                assertEquals("/setup", owner.path());
                oneLineOfDeadDns(owner);
                var watch = owner.post("/setup", "do", "watch");
                assertTrue(watch.contains("Your passkey") && watch.contains("in the settings under Security"), watch);
                var secret = owner.cookies().get("__Host-setup-passkey");
                assertTrue(owner.post("/setup", "do", "end").contains("This server is set up"));
                passkey(secret);
            }
        }
    }

    private static void oneLineOfDeadDns(Browser owner) throws InterruptedException {
        await(owner, "Step 5 of 6");
        var english = owner.get("/setup");
        assertEquals(1, english.split("do not say who has the zone of", -1).length - 1, english);
        var italian = owner.get("/setup?lang=it");
        assertTrue(italian.contains("i server DNS a cui questa macchina chiede non dicono chi ha la zona di") && !italian.contains("do not say"), italian);
        owner.get("/setup?lang=en");
    }

    private TestAuthenticator authenticator() {
        var key = new TestAuthenticator(TestAuthenticator.Kind.ES256);
        key.origin = "https://localhost:" + port;
        key.party = "localhost";
        return key;
    }

    private void passkey(String secret) throws IOException {
        try (var there = new Browser(port); var stranger = new Browser(port)) {
            stranger.json("POST", "/api/first-passkey/begin", "{\"secret\": \"" + secret.replace(secret.charAt(3), 'A') + "x\"}");
            assertEquals(404, stranger.status());
            assertFalse(finished(there, authenticator(), secret, "").get("opens").asBoolean(), "one that has no secret opens nothing");
            assertTrue(finished(there, authenticator(), secret, Base64.getEncoder().encodeToString(new byte[32])).get("opens").asBoolean());
            assertFalse(Files.exists(folder.resolve("data/setup/passkey")));
            there.json("POST", "/api/first-passkey/begin", "{\"secret\": \"" + secret + "\"}");
            assertEquals(404, there.status(), "it is good until the passkey is there");
        }
    }

    private static JsonNode finished(Browser there, TestAuthenticator key, String secret, String opening) {
        var begun = JSON.readTree(there.json("POST", "/api/first-passkey/begin", "{\"secret\": \"" + secret + "\"}"));
        there.saying("sigillo-token", begun.get("token").asString());
        var client = key.client("webauthn.create", Base64.getDecoder().decode(begun.get("challenge").asString()));
        var said = JSON.createObjectNode().put("secret", secret).put("name", "first").put("client", Base64.getEncoder().encodeToString(client))
            .put("attestation", Base64.getEncoder().encodeToString(key.attestation())).put("opening", opening);
        return JSON.readTree(there.json("POST", "/api/first-passkey/finish", said.toString()));
    }

    private Stage stage() {
        try {
            return Progress.open(folder.resolve("data/setup"), InstantSource.system(), Randomness.secure()).stage();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final String[] NAMED = {"do", "names", "domain", "Home.Test", "host", ""};
    private static final String[] TERMS = {"do", "certificate", "terms", "not", "contact", ""};

    /** One whose connection ends within it is as if it never came; with half of what it says, nothing is done. */
    private void neverCame(Browser owner, String... form) {
        var before = stage();
        for (double part : new double[] {0, 0.5, 0.9}) owner.cut(part, "/setup", form);
        owner.get("/setup");
        assertEquals(before, stage(), form[1]);
    }

    /** One whose answer nobody reads is done all the same; after it the test gives it once more, as a person would who saw nothing. */
    private void isCut(Browser owner, BooleanSupplier isDone, String... form) {
        neverCame(owner, form);
        owner.cut(1, "/setup", form);
        Program.waitUntil(form[1] + " is done", Duration.ofSeconds(30), isDone);
        owner.get("/setup");
    }

    private static void advised(Browser owner) {
        owner.get("/setup");
        var incomplete = owner.post("/setup", "do", "advise", "people", "<5", "growth", "usual");
        assertTrue(owner.status() == 400 && incomplete.contains("<details open>") && incomplete.contains("value=\"&lt;5\""), incomplete);
        var advice = owner.post("/setup", "do", "advise", "people", "5", "growth", "usual", "availability", "days", "budget", "10", "place", "rented", "country", "IT");
        assertTrue(advice.contains("55 GiB of SSD") && advice.contains("Step 1 of 6"), advice);
        owner.get("/setup");
    }

    private static int status(Browser browser, String path) {
        browser.get(path);
        return browser.status();
    }

    private void strangersSeeNothing(Browser stranger) throws IOException {
        var page = stranger.get("/setup");
        assertTrue(page.contains("name=\"code\"") && !page.contains("home.test"), page);
        for (var form : new String[][] {{"do", "checked"}, {"do", "names", "domain", "evil.example", "host", ""}, {"do", "certificate", "terms", "not"},
            {"do", "account", "name", "eve", "next", PASSPHRASE, "again", PASSPHRASE}, {"do", "end"}, {"do", "publish"}, {"do", "watch"}}) {
            assertTrue(stranger.post("/setup", form).contains("name=\"code\""), form[1]);
        }
        assertTrue(stranger.post("/setup", "do", "code", "code", "0000-0000-0000-0000").contains("This is not the code"));
        stranger.saying("origin-said", "https://evil.example");
        stranger.post("/setup", "do", "code", "code", code());
        assertEquals(403, stranger.status(), "a form of another site's");
        stranger.saying("origin-said", "https://localhost:" + port);
        assertTrue(stranger.get("/setup/zone").contains("name=\"code\""));
    }

    private void account(Browser owner, Browser stranger) {
        assertTrue(owner.post("/setup", "do", "account", "name", "anna", "next", "short", "again", "short").contains("role=\"alert\""));
        assertTrue(owner.post("/setup", "do", "account", "name", "anna@evil.example", "next", PASSPHRASE, "again", PASSPHRASE).contains("cannot stand before the @"));
        neverCame(owner, "do", "account", "name", "anna", "next", PASSPHRASE, "again", PASSPHRASE);
        var kit = owner.post("/setup", "do", "account", "name", "anna", "next", PASSPHRASE, "again", PASSPHRASE);
        var code = CODE.matcher(kit);
        assertTrue(code.find(), kit);
        assertFalse(Files.exists(folder.resolve("data/setup/code")));
        stranger.get("/setup");
        assertEquals("/sign-in", stranger.path());
        owner.get("/setup");
        assertEquals("/kit", owner.path(), "first it is shown that the code is on paper");
        owner.post("/kit", "do", "confirm", "code", code.group());
        assertEquals("/setup", owner.path());
    }

    private void recordsAndEnd(Browser owner, String page) throws Exception {
        await(owner, "Step 5 of 6");
        var records = owner.get("/setup");
        assertTrue(records.contains("10 mail.home.test.") && records.contains("v=DKIM1"), records);
        assertTrue(records.contains(knot.isPresent() ? "It is not there." : "nobody can say"), records);
        assertTrue(owner.get("/setup/zone").contains("home.test. IN MX 10 mail.home.test."));
        owner.get("/setup");
        assertTrue(owner.post("/setup", "do", "publish", "server", "ns.example", "key", "k", "algorithm", "hmac-sha256", "secret", "AAAAAAAAAAAA").contains("not as it should be"));
        provider(owner);
        if (knot.isPresent()) published(owner);
        owner.get("/setup");
        isCut(owner, () -> stage() == Stage.WATCH, "do", "watch");
        owner.post("/setup", "do", "to-records");
        var watch = owner.post("/setup", "do", "watch");
        assertEquals(knot.isPresent(), watch.contains("What mail needs of DNS is there."), watch);
        assertTrue(watch.contains("write to anna@home.test") && watch.contains("Nothing has come yet"), watch);
        router(owner);
        neverCame(owner, "do", "end");
        owner.get("/setup");
        assertTrue(owner.post("/setup", "do", "end").contains("This server is set up"));
    }

    /** Where no address of this machine is public: what there is to do, instead of that all is there. */
    private static void router(Browser owner) throws Exception {
        boolean isBehind = OwnAddresses.reachable(OwnAddresses.ofThisMachine()).isEmpty();
        if (!isBehind) return;
        await(owner, "Behind a router");
        var page = owner.get("/setup");
        assertTrue(page.contains("DNS gives no address of mail.home.test. Add an A record") && page.contains("forward the ports 25, 80, 443"), page);
        assertFalse(page.contains("What mail needs of DNS is there."), page);
    }

    /** Chosen from the list; nobody outside is asked here, so that nothing is published and no token is kept. */
    private void provider(Browser owner) {
        owner.get("/setup");
        var chosen = owner.post("/setup", "do", "by", "by", "ovh");
        assertTrue(chosen.contains("Consumer key") && chosen.contains("/domain/zone/DOMAIN"), chosen);
        assertTrue(owner.post("/setup", "do", "publish", "by", "ovh", "id", "k", "secret", "two words", "consumer", "c").contains("not as it should be"));
        var no = owner.post("/setup", "do", "publish", "by", "ovh", "id", "k", "secret", "s3cretOfTheOwner", "consumer", "c", "region", "ca");
        assertTrue(owner.status() == 502 && no.contains("OVH") && !no.contains("s3cretOfTheOwner"), no);
        assertFalse(Place.read(file).acme().provider().isPresent());
    }

    /** A real server of the zone takes the changes, with the right key only; then it shows them. */
    private void published(Browser owner) {
        var at = "127.0.0.1:" + knot.orElseThrow().address().getPort();
        owner.get("/setup");
        var wrong = owner.post("/setup", "do", "publish", "server", at, "key", KnotPeer.KEY, "algorithm", "hmac-sha256", "secret", SECRET.replace("YSBr", "YSBs"));
        assertTrue(owner.status() == 502 && wrong.contains("Nothing could be published"), wrong);
        assertFalse(Place.read(file).acme().dns().isPresent());
        owner.get("/setup");
        var form = new String[] {"do", "publish", "server", at, "key", KnotPeer.KEY, "algorithm", "hmac-sha256", "secret", SECRET, "mail", "here"};
        neverCame(owner, form);
        assertFalse(Place.read(file).acme().dns().isPresent());
        isCut(owner, () -> Place.read(file).acme().dns().isPresent(), form);
        var right = owner.post("/setup", form);
        assertTrue(right.contains("Records published:") && right.contains("These are right already"), right);
        var needed = Pattern.compile("(\\d+) of (\\d+) records that mail needs are right").matcher(right);
        assertTrue(needed.find() && needed.group(1).equals(needed.group(2)), right);
        assertEquals(KnotPeer.KEY, Place.read(file).acme().dns().orElseThrow().key(), "also for the next start");
        var now = Cli.run(List.of("dns", "publish", "home.test", "--config", file.toString()));
        assertTrue(now.code() == 0 && !now.err().contains("nobody lets"), "it is in force at once: " + now);
        assertTrue(Cli.run(List.of("dns", "publish", "home.test", "--dry-run", "--config", file.toString())).code() == 0);
    }

    /** The board of a server that is well; who is elsewhere hears of it by mail. */
    private void doctor(Server server) throws IOException {
        var board = Cli.run(List.of("doctor", "--config", file.toString()));
        assertTrue(board.code() == 0 && board.out().contains("Names") && board.out().contains("The certificate was made by this server"), board.out());
        server.doctor().makeRounds();
        var queue = Cli.run(List.of("queue", "list", "--config", file.toString()));
        assertTrue(queue.out().contains("me@elsewhere.test"), queue.out() + server.doctor().last());
    }

    private static void strangersFindNothing(Browser stranger) {
        assertEquals(404, status(stranger, "/setup/zone"));
        stranger.get("/setup");
        assertEquals("/sign-in", stranger.path());
        stranger.post("/setup", "do", "code", "code", "0000-0000-0000-0000");
        assertEquals(404, stranger.status());
    }

    @Test void aServerThatKeepsMailIsNotSetUpAnew() throws IOException {
        Files.createDirectories(folder.resolve("data/store"));
        assertTrue(assertThrows(IOException.class, () -> FirstStart.of(file, nobody(), InstantSource.system())).getMessage().contains("bring the configuration back"));
    }

    @Test void whatIsWrongOtherwiseIsNoFirstStart() throws IOException {
        assertFalse(FirstStart.isWanted(Files.writeString(folder.resolve("wrong.toml"), "data = \"/d\"\nhostnme = \"a.b\"\n")));
        assertFalse(FirstStart.isWanted(Files.writeString(folder.resolve("named.toml"), "data = \"/d\"\nhostname = \"a.b\"\n")));
        assertFalse(FirstStart.isWanted(folder.resolve("no folder/sigillo.toml")));
        assertTrue(FirstStart.isWanted(folder.resolve("none.toml")));
    }

    /** A log is kept, and read by many: the code is not in it. */
    @Test void onlyATerminalIsToldTheCode() throws IOException {
        var made = HostCertificate.in(folder, "localhost", List.of(), InstantSource.system().instant());
        var progress = Progress.open(folder.resolve("setup"), InstantSource.system(), Randomness.secure());
        for (var isTerminal : List.of(true, false)) {
            var told = new ByteArrayOutputStream();
            var at = new InetSocketAddress("192.0.2.7", 8443);
            SetupOpening.announce(progress, at, new CertificateFiles(made.chain(), made.key()), isTerminal, new PrintStream(told, true, StandardCharsets.UTF_8));
            var code = Files.readAllLines(progress.codeFile()).getFirst();
            assertEquals(1, told.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("https://")).count(), "where it listens, and nowhere else");
            assertTrue(told.toString(StandardCharsets.UTF_8).contains("https://192.0.2.7:8443/setup"));
            assertEquals(isTerminal, told.toString(StandardCharsets.UTF_8).contains(code));
            assertTrue(told.toString(StandardCharsets.UTF_8).contains(SetupOpening.fingerprint(made.chain())));
        }
    }

    /** Whoever has no browser there makes the passkey by a link, good for what waits beside the server. */
    private void byLink() throws IOException {
        var made = Cli.run(List.of("setup", "home.test", "--config", file.toString(), "--account", "bea", "--passkey", "--json"));
        assertEquals(0, made.code(), made.err());
        var said = JSON.readTree(made.out());
        var link = said.get("passkey").asString().split("#", 2);
        assertTrue(link[0].startsWith("https://mail.home.test") && link[0].endsWith("/passkey"), link[0]);
        var left = new HandOver(folder.resolve("data/setup"), InstantSource.system(), Randomness.secure()).open(link[1]).orElseThrow();
        assertEquals(new HandOver.Left(Address.of("bea@home.test"), said.get("password").asString()), left);
    }

    @Test void theCommandDoesTheSameWithoutABrowser() throws IOException {
        var secret = Files.writeString(folder.resolve("secret"), PASSPHRASE + "\n");
        var words = List.of("setup", "home.test", "--config", file.toString(), "--account", "anna", "--password-file", secret.toString(), "--json");
        var made = Cli.run(words);
        assertEquals(0, made.code(), made.err());
        assertTrue(CODE.matcher(made.out()).find(), made.out());
        assertEquals("mail.home.test", Place.read(file).hostname().name());
        var again = Cli.run(words);
        assertTrue(again.code() == 1 && again.err().contains("anna@home.test"), again.err());
        try (var kept = Kept.open(Place.read(file))) {
            assertTrue(kept.directory().account(Address.of("anna@home.test")).isPresent());
            assertTrue(SetupOpening.of(Place.read(file), kept).isEmpty(), "nothing is left to set up");
        }
        byLink();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data/setup/state"))));
    }
}
