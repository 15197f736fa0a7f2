package sigillo.main.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sigillo.https.HttpsClient;
import sigillo.https.HttpsSettings;
import sigillo.preflight.Result;
import sigillo.preflight.State;
import sigillo.reporting.TlsServer;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;
import sigillo.upgrade.Feed;
import sigillo.upgrade.Installation;
import sigillo.upgrade.Manifest;
import sigillo.upgrade.Progress;
import sigillo.upgrade.Release;
import sigillo.upgrade.ReleaseKeys;
import sigillo.upgrade.Snapshot;
import sigillo.upgrade.Step;
import sigillo.upgrade.Upgrade;
import sigillo.upgrade.UpgradeSettings;
import sigillo.upgrade.UpgradeSettings.Look;
import sigillo.upgrade.Version;

/** What is fetched of releases over real HTTPS, what is believed of it, and what the board says. */
class ReleaseWatchTest {
    private static final String HOST = "releases.test";
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private static final Resolver LOOPBACK = new Resolver() {
        @Override public Answer<MailExchanger> mx(String domain) { return new Answer.NoData<>(); }

        @Override public Answer<InetAddress> addresses(String host) { return new Answer.Found<>(List.of(InetAddress.getLoopbackAddress()), false); }

        @Override public Optional<String> trouble() { return Optional.empty(); }
    };

    @TempDir Path folder;
    private final Map<String, byte[]> served = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private KeyPair key;
    private Instant now = NOW;

    @Test void theListOfReleasesIsFetchedAndBelieved() throws Exception {
        key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var home = installed();
        try (var service = TlsServer.of(folder, HOST, _ -> 404)) {
            service.server().createContext("/sigillo", this::answer);
            var client = new HttpsClient(new HttpsSettings(service.port(), true), LOOPBACK, service.trust());
            var settings = new UpgradeSettings(Look.ALL, Optional.of(URI.create("https://" + HOST + "/sigillo/")));
            var watch = new ReleaseWatch(settings, Optional.of(client), upgrade(), home, () -> now);
            Files.createDirectories(folder.resolve("data"));

            serve("stable", 5, "2026-12-31", key);
            watch.look();
            assertEquals("", watch.found().trouble());
            assertEquals("GET /sigillo/stable/feed.txt Sigillo", asked.getFirst(), "nothing of this server is said");
            var told = board(settings, watch);
            assertEquals(State.WRONG, told.state());
            assertTrue(told.sentence().english().contains("1.2") && told.sentence().italian().contains("Corregge"), told.toString());

            refused(watch, "answers 404", served::clear);
            refused(watch, "somebody may be showing an old one", () -> serve("stable", 4, "2026-12-31", key));
            refused(watch, "not signed", () -> serve("stable", 6, "2026-12-31", other()));
            refused(watch, "of the channel next", () -> {
                serve("next", 6, "2026-12-31", key);
                served.put("/sigillo/stable/feed.txt", served.get("/sigillo/next/feed.txt"));
                served.put("/sigillo/stable/feed.sig", served.get("/sigillo/next/feed.sig"));
            });
            refused(watch, "good until 2026-11-29", () -> serve("stable", 7, "2026-11-29", key));
            refused(watch, "longer", () -> served.put("/sigillo/stable/feed.txt", new byte[Feed.OCTETS_MAX + 1]));
            assertEquals(State.WRONG, board(settings, watch).state(), "what was known is known");
            now = NOW.plusSeconds(4 * 86_400);
            assertEquals(State.WARNING, board(settings, watch).state());
            assertTrue(board(settings, watch).sentence().english().contains("Since 2026-11-30 nobody knows"));
            serve("stable", 8, "2026-12-31", key);
            watch.look();
            assertEquals("", watch.found().trouble());
        }
    }

    /** The manifest first, then what it names; a file that is longer, or is not there, ends it. */
    @Test void aReleaseIsFetched() throws Exception {
        key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var home = installed();
        try (var files = Files.walk(home); var service = TlsServer.of(folder, HOST, _ -> 404)) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) served.put("/sigillo/stable/1.1/" + home.relativize(file), Files.readAllBytes(file));
            service.server().createContext("/sigillo", this::answer);
            var fetch = new ReleaseFetch(new HttpsClient(new HttpsSettings(service.port(), true), LOOPBACK, service.trust()), URI.create("https://" + HOST + "/sigillo"));
            var keys = new ReleaseKeys(List.of(key.getPublic()));
            var version = Version.parse("1.1").orElseThrow();
            var into = folder.resolve("fetched");
            fetch.files(fetch.manifest("stable", version, into, keys), _ -> { });
            Release.open(into, keys).check();

            var release = fetch.manifest("stable", version, folder.resolve("again"), keys);
            served.put("/sigillo/stable/1.1/sigillo", new byte[100_000]);
            assertThrows(IOException.class, () -> fetch.files(release, _ -> { }));
            served.remove("/sigillo/stable/1.1/sigillo");
            assertTrue(assertThrows(IOException.class, () -> fetch.files(release, _ -> { })).getMessage().contains("answers 404"));
            for (var name : List.of(Manifest.NAME, Manifest.SIGNATURE)) served.put("/sigillo/stable/1.2/" + name, served.get("/sigillo/stable/1.1/" + name));
            assertTrue(assertThrows(IOException.class, () -> fetch.manifest("stable", Version.parse("1.2").orElseThrow(), into, keys)).getMessage().contains("is stable 1.1"));
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("User-Agent"));
        var body = served.get(exchange.getRequestURI().getPath());
        exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
        if (body != null) exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test void withoutAnAddressNobodyIsAsked() {
        var watch = new ReleaseWatch(UpgradeSettings.NONE, Optional.empty(), upgrade(), folder, () -> now);
        watch.look();
        assertEquals(Optional.empty(), watch.found().feed());
        assertFalse(Files.exists(folder.resolve("data")));
    }

    private interface Change {
        void make() throws Exception;
    }

    private void refused(ReleaseWatch watch, String why, Change change) throws Exception {
        change.make();
        watch.look();
        assertTrue(watch.found().trouble().contains(why) || why.equals("longer") && !watch.found().trouble().isEmpty(), watch.found().trouble());
    }

    private Result board(UpgradeSettings settings, ReleaseWatch watch) { return UpdateLines.releases(settings, watch.installed(), watch.found(), now); }

    private Upgrade upgrade() {
        var data = folder.resolve("data");
        return new Upgrade(data, new Snapshot(Upgrade.snapshot(data), data, Map.of()), () -> now, _ -> { });
    }

    private void serve(String channel, long serial, String goodUntil, KeyPair signer) throws IOException {
        var entry = new Feed.Entry(Version.parse("1.2").orElseThrow(), Version.parse("1.0").orElseThrow(), true, "Mends a fault.", "Corregge un errore.");
        var octets = new Feed(channel, serial, LocalDate.parse(goodUntil), List.of(entry)).encode();
        served.put("/sigillo/" + channel + "/feed.txt", octets);
        served.put("/sigillo/" + channel + "/feed.sig", ReleaseKeys.sign(octets, Base64.getEncoder().encode(signer.getPrivate().getEncoded())).getBytes(StandardCharsets.US_ASCII));
    }

    private static KeyPair other() throws Exception { return KeyPairGenerator.getInstance("Ed25519").generateKeyPair(); }

    private Path installed() throws IOException {
        var tree = Files.createDirectories(folder.resolve("made"));
        Files.writeString(tree.resolve("sigillo"), "#!/bin/sh\n");
        var keys = new ReleaseKeys(List.of(key.getPublic()));
        Files.write(tree.resolve(ReleaseKeys.NAME), keys.encode());
        var version = Version.parse("1.1").orElseThrow();
        var manifest = new Manifest(version, "stable", 1, LocalDate.of(2026, 11, 1), version, false, "New.", "Nuovo.", Optional.empty(), new ArrayList<>(Release.files(tree))).encode();
        Files.write(tree.resolve(Manifest.NAME), manifest);
        Files.writeString(tree.resolve(Manifest.SIGNATURE), ReleaseKeys.sign(manifest, Base64.getEncoder().encode(key.getPrivate().getEncoded())));
        var installation = new Installation(Files.createDirectories(folder.resolve("root")).toRealPath());
        var home = installation.install(Release.open(tree, keys));
        installation.lead(home);
        return home;
    }

    // ---- what the board says beside ----

    @ParameterizedTest
    @CsvSource({"2026-11-30, 2026-10-20", "2026-10-20, 2026-10-20", "2026-10-19, 2026-07-21", "2026-01-19, 2025-10-21", "2026-01-20, 2026-01-20"})
    void javaIsPublishedByTheQuarter(LocalDate day, LocalDate published) { assertEquals(published, UpdateLines.lastPublished(day)); }

    @ParameterizedTest
    @CsvSource({"2026-10-20, 2026-11-30, FINE", "2026-07-21, 2026-11-30, WARNING", "2026-07-21, 2026-10-30, FINE", "2026-07-21, 2026-11-03, WARNING"})
    void oldJavaIsTold(LocalDate made, LocalDate today, State state) { assertEquals(state, UpdateLines.java(Optional.of(made), today).state()); }

    @Test void anUpgradeThatWentBackIsTold() {
        var one = Version.parse("1.0").orElseThrow();
        var failed = new Progress(Step.FAILED, one, one, folder, folder, "id", "", "no search", NOW);
        assertTrue(UpdateLines.last(failed).orElseThrow().sentence().english().contains("no search"));
        assertEquals(Optional.empty(), UpdateLines.last(failed.with(Step.DONE, NOW)));
    }

    @ParameterizedTest
    @CsvSource({"ClamAV 1.4.3/27800/Mon Nov 24 09:00:00 2026, FINE", "ClamAV 1.4.3/27800/Sun Nov  1 09:00:00 2026, WARNING", "ClamAV 1.4.3, UNKNOWN", "ClamAV 1.4.3/27800/Mon Xxx 24 09:00:00 2026, UNKNOWN",
        "ClamAV 1.4.3/27800/Mon Feb 31 09:00:00 2026, UNKNOWN", "'', UNKNOWN"})
    void oldSignaturesOfClamAvAreTold(String said, State state) { assertEquals(state, UpdateLines.clamd(Optional.of(said), LocalDate.of(2026, 11, 30)).state()); }

    @Test void securityUpdatesOfTheSystemAreCounted() {
        var lines = List.of("Inst base-files [12.4] (12.5 Debian:12.15/oldstable [amd64])", "Conf base-files (12.5 Debian:12.15/oldstable [amd64])",
            "Inst libgcrypt20-dev [1.10.1-3] (1.10.1-4 Debian:12.15/oldstable, Debian-Security:12/oldstable-security [amd64]) []", "Inst g++ (1 Ubuntu:24.04/noble-security [amd64])",
            "Inst evil\u001b[31m [1] (2 x-security [amd64])", "E: broken", "");
        assertEquals(List.of("libgcrypt20-dev", "g++"), SystemUpdates.waiting(lines));
        assertEquals(State.WARNING, SystemUpdates.judge(List.of("a", "b", "c", "d"), NOW, NOW).state());
        assertEquals(State.FINE, SystemUpdates.judge(List.of(), NOW, NOW).state());
        assertEquals(State.WARNING, SystemUpdates.judge(List.of(), NOW.minusSeconds(8 * 86_400), NOW).state());
    }
}
