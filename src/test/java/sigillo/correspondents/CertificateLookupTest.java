package sigillo.correspondents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.LoggedAlarms;
import sigillo.correspondents.CertificateLookup.Found;
import sigillo.correspondents.CertificateLookup.Result;
import sigillo.correspondents.CertificateLookup.Source;
import sigillo.directory.Town;
import sigillo.https.HttpsClient;
import sigillo.https.HttpsSettings;
import sigillo.openpgp.Armour;
import sigillo.openpgp.KeyMaking;
import sigillo.reporting.TlsServer;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;
import sigillo.sealing.Secret;
import sigillo.wkd.WkdLocation;

/** Certificates of people elsewhere, from servers of strangers that answer as they like. */
@Timeout(60)
class CertificateLookupTest {
    private static final AccountId ANNA = Town.id("anna@home.example");
    private static final Address EVE = Address.of("Eve@far.example");
    private static final String ADVANCED = "openpgpkey.far.example";

    @TempDir Path folder;
    private final Town town = new Town().domain("home.example").account("anna@home.example");
    private final Random random = new Random(9);
    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private final PublishedCertificates published = PublishedCertificates.of(town.store, town.directory,
        Domain.of("mail.home.example"),
        Secret.take(new byte[Secret.OCTETS]), random::nextBytes, () -> now, new LoggedAlarms());
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> dns = new HashMap<>();
    private TlsServer stranger;

    @AfterEach void close() {
        if (stranger != null) stranger.close();
    }

    /** The only server that there is, for all names that lead to this machine. */
    private void serve(String name, byte[] octets) throws Exception {
        open(name, exchange -> {
            exchange.sendResponseHeaders(200, octets.length == 0 ? -1 : octets.length);
            try (var body = exchange.getResponseBody()) {
                body.write(octets);
            } catch (IOException goneAway) {
                // it was too much
            }
        });
    }

    private interface Answering {
        void answer(HttpExchange exchange) throws IOException;
    }

    private void open(String name, Answering answering) throws Exception {
        stranger = TlsServer.of(folder, name, _ -> 404);
        stranger.server().removeContext("/");
        stranger.server().createContext("/", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Host").replaceFirst(":.*", "") + exchange.getRequestURI());
            answering.answer(exchange);
            exchange.close();
        });
        dns.put(name, "127.0.0.1");
    }

    private CertificateLookup lookup(LookupSettings settings, boolean loopback) {
        var resolver = new Resolver() {
            @Override public Answer<MailExchanger> mx(String domain) { return new Answer.NoData<>(); }

            @Override public Answer<InetAddress> addresses(String host) {
                return dns.containsKey(host) ? new Answer.Found<>(List.of(InetAddress.ofLiteral(dns.get(host))), false)
                    : new Answer.NoSuchDomain<>();
            }

            @Override public Optional<String> trouble() { return Optional.empty(); }
        };
        var https = new HttpsClient(new HttpsSettings(stranger.port(), loopback), resolver, stranger.trust());
        return new CertificateLookup(published, Optional.of(https), settings, () -> now);
    }

    private CertificateLookup lookup() { return lookup(LookupSettings.DEFAULT, true); }

    private static List<Found> found(CertificateLookup lookup, Address address) {
        return assertInstanceOf(Result.Certificates.class, lookup.lookUp(ANNA, address)).found();
    }

    private byte[] key(String userId) { return key(userId, Optional.empty()); }

    private byte[] key(String userId, Optional<Duration> lifetime) {
        try (var made = KeyMaking.make(userId, now.minusSeconds(3_600), lifetime)) {
            return made.certificate().octets();
        }
    }

    @Test void theDomainIsAskedFirst() throws Exception {
        var octets = key("Eve <eve@far.example>");
        serve(ADVANCED, octets);
        var one = found(lookup(), EVE).getFirst();
        assertEquals(Source.WKD, one.source());
        assertArrayEquals(octets, one.octets().toArray());
        assertEquals(List.of(ADVANCED + WkdLocation.advanced(EVE).path()), asked);
    }

    @Test void theDirectMethodWhereThereIsNoHostForTheOther() throws Exception {
        serve("far.example", Armour.of(Armour.Kind.PUBLIC_KEY, key("eve@far.example")));
        assertEquals(1, found(lookup(), EVE).size(), "armoured too, as some serve it");
        assertEquals(List.of("far.example" + WkdLocation.direct(EVE).path()), asked);
    }

    @Test void anAnswerCountsWhicheverItIs() throws Exception {
        open(ADVANCED, exchange -> exchange.sendResponseHeaders(404, -1));
        dns.put("far.example", "127.0.0.1");
        assertEquals(List.of(), found(lookup(), EVE));
        assertEquals(1, asked.size());
    }

    @Test void onlyWhatNamesTheAddressIsTaken() throws Exception {
        var keyring = new ByteArrayOutputStream();
        keyring.writeBytes(key("Mallory <mallory@far.example>"));
        keyring.writeBytes(key("eve@far.example", Optional.of(Duration.ofSeconds(10))));
        var good = key("Eve <eve@far.example>");
        keyring.writeBytes(good);
        serve(ADVANCED, keyring.toByteArray());
        var all = found(lookup(), EVE);
        assertEquals(1, all.size(), "neither another's nor one that has ended");
        assertArrayEquals(good, all.getFirst().octets().toArray());
    }

    @Test void whatIsNoCertificateIsNothing() throws Exception {
        var garbage = new byte[100_000];
        random.nextBytes(garbage);
        for (var bad : List.of(new byte[0], garbage, new byte[CorrespondentLimits.FETCHED_OCTETS_MAX + 1], "<html>".getBytes())) {
            serve(ADVANCED, bad);
            assertEquals(List.of(), found(lookup(), EVE));
            stranger.close();
        }
    }

    @Test void redirectsAreFollowedAFewTimesAndNeverInside() throws Exception {
        var octets = key("eve@far.example");
        for (var to : List.of("/k", "https://private.example/k", "https://127.0.0.1/k", "https://" + ADVANCED + ":8443/k", "/round", "file:///etc/passwd")) {
            open(ADVANCED, exchange -> {
                boolean isThere = exchange.getRequestURI().getPath().equals("/k");
                if (!isThere) exchange.getResponseHeaders().add("Location", to);
                exchange.sendResponseHeaders(isThere ? 200 : 302, isThere ? octets.length : -1);
                if (isThere) exchange.getResponseBody().write(octets);
            });
            dns.put("private.example", "10.0.0.1");
            assertEquals(to.equals("/k") ? 1 : 0, found(lookup(), EVE).size(), to);
            stranger.close();
        }
        assertEquals(2 + 1 + 1 + 1 + 1 + CorrespondentLimits.REDIRECTS_MAX + 1, asked.size());
    }

    @Test void privateAddressesAreNotCalled() throws Exception {
        serve(ADVANCED, key("eve@far.example"));
        assertEquals(List.of(), found(lookup(LookupSettings.DEFAULT, false), EVE));
        assertEquals(List.of(), asked);
    }

    @Test void theKeyServerOnlyWhereItIsWanted() throws Exception {
        serve("keys.example", Armour.of(Armour.Kind.PUBLIC_KEY, key("eve@far.example")));
        assertEquals(List.of(), found(lookup(), EVE));
        assertEquals(List.of(), asked);
        var wanted = new LookupSettings(true, Optional.of(Domain.of("keys.example")));
        assertEquals(Source.KEYSERVER, found(lookup(wanted, true), EVE).getFirst().source());
        assertEquals(List.of("keys.example/vks/v1/by-email/Eve%40far.example"), asked);
        assertEquals(List.of(), found(lookup(new LookupSettings(false, Optional.of(Domain.of("keys.example"))), true),
            EVE), "nobody outside");
    }

    @Test void ourOwnNeverLeavesThisMachine() throws Exception {
        serve("openpgpkey.home.example", key("anna@home.example"));
        assertEquals(List.of(), found(lookup(), Address.of("anna@home.example")));
        var own = key("anna@home.example");
        published.publish(ANNA, own);
        assertEquals(Source.HERE, found(lookup(), Address.of("Anna@home.example")).getFirst().source());
        assertEquals(List.of(), asked);
    }

    @Test void whatWasAskedLatelyIsKeptForWhoAsked() throws Exception {
        serve(ADVANCED, key("eve@far.example"));
        var lookup = lookup();
        found(lookup, EVE);
        found(lookup, Address.of("EVE@far.example"));
        assertEquals(1, asked.size());
        lookup.lookUp(Town.id("bob@home.example"), EVE);
        assertEquals(2, asked.size(), "how quick an answer comes tells nobody whom others write to");
        now = now.plus(CorrespondentLimits.FOUND_KEPT).plusSeconds(1);
        found(lookup, EVE);
        assertEquals(3, asked.size());
        stranger.close();
        found(lookup, Address.of("nobody@nowhere.example"));
        found(lookup, Address.of("nobody@nowhere.example"));
    }

    @Test void whoAsksForAListOfAddressesIsSlowed() throws Exception {
        open(ADVANCED, exchange -> exchange.sendResponseHeaders(404, -1));
        var lookup = lookup();
        for (int i = 0; i < CorrespondentLimits.LOOKUPS_MAX; i++) found(lookup, Address.of("a" + i + "@nowhere.example"));
        assertInstanceOf(Result.Slowed.class, lookup.lookUp(ANNA, EVE));
        assertInstanceOf(Result.Certificates.class, lookup.lookUp(ANNA, Address.of("a3@nowhere.example")),
            "what is known is told");
        now = now.plus(CorrespondentLimits.LOOKUPS_IN);
        assertInstanceOf(Result.Certificates.class, lookup.lookUp(ANNA, EVE));
    }
}
