package sigillo.rdap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Domain;
import sigillo.https.HttpsClient;
import sigillo.https.HttpsSettings;
import sigillo.rdap.Registration.Owner;
import sigillo.rdap.Registries.Outcome;
import sigillo.reporting.TlsServer;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;

/** IANA, a registry and a registrar on one port of loopback, over TLS with a certificate that is verified. */
class RegistriesTest {
    static final String FILE = """
        {"version":"1.0","publication":"2026-11-01T00:00:00Z","services":[
          [["net","org"],["http://plain.test/","https://data.iana.org/old"]],
          [["test"],["https://data.iana.org/registry/"]],
          [["co.test"],["https://data.iana.org/co"]]]}""";
    static final String FULL = """
        {"objectClassName":"domain","ldhName":"HOME.test","rdapConformance":["rdap_level_0"],
         "events":[{"eventAction":"last changed","eventDate":"2026-01-01T00:00:00Z"},{"eventAction":"registration","eventDate":"2019-03-02T01:02:03+01:00"},
                   {"eventAction":"expiration","eventDate":"2027-03-02T00:00:00.0Z"}],
         "nameservers":[{"objectClassName":"nameserver","ldhName":"NS1.provider.test."},{"objectClassName":"nameserver","ldhName":"ns2.provider.test"}],
         "secureDNS":{"delegationSigned":true},
         "entities":[{"objectClassName":"entity","roles":["registrar"],"vcardArray":["vcard",[["version",{},"text","4.0"],["fn",{},"text","Example\\u001b[2J Registrar"]]]},
                     {"objectClassName":"entity","roles":["registrant","administrative"],"vcardArray":["vcard",[["version",{},"text","4.0"],["fn",{},"text","%s"],["org",{},"text",["",""]]]]}]}""";
    private static final String THIN = """
        {"objectClassName":"domain","ldhName":"thin.test","events":[],"nameservers":[],
         "links":[{"rel":"self","href":"https://data.iana.org/registry/domain/thin.test"},{"rel":"related","type":"application/rdap+json","href":"https://data.iana.org/registrar/domain/thin.test"}]}""";
    private static final String THICK = """
        {"objectClassName":"domain","ldhName":"thin.test","redacted":[{"name":{"description":"Registrant Name"},"method":"removal"}],
         "entities":[{"roles":["registrar"],"vcardArray":["vcard",[["fn",{},"text","Second"]]]}]}""";

    @TempDir static Path folder;
    private static TlsServer tls;
    private static final Map<String, String> SAID = new java.util.concurrent.ConcurrentHashMap<>();
    private static final List<String> ASKED = new ArrayList<>();

    @BeforeAll static void start() throws Exception {
        tls = TlsServer.of(folder, Registries.IANA, _ -> 500);
        tls.server().removeContext("/");
        tls.server().createContext("/", RegistriesTest::answer);
    }

    @AfterAll static void stop() { tls.close(); }

    @BeforeEach void fill() {
        synchronized (ASKED) {
            ASKED.clear();
            SAID.clear();
            SAID.put("/rdap/dns.json", FILE);
            SAID.put("/registry/domain/home.test", FULL.formatted("REDACTED FOR PRIVACY"));
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String said;
            synchronized (ASKED) {
                ASKED.add(exchange.getRequestURI().getPath());
                said = SAID.get(exchange.getRequestURI().getPath());
            }
            if (said == null) exchange.sendResponseHeaders(404, -1);
            else if (said.startsWith("->")) {
                exchange.getResponseHeaders().set("Location", said.substring(2));
                exchange.sendResponseHeaders(302, -1);
            } else if (said.startsWith("status ")) exchange.sendResponseHeaders(Integer.parseInt(said.substring(7)), -1);
            else {
                var octets = said.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, octets.length);
                exchange.getResponseBody().write(octets);
            }
        } catch (IOException gone) {
            // who asks hangs up at what is too long
        }
    }

    private static Outcome ask(String domain) {
        Resolver dns = new Resolver() {
            @Override public Answer<MailExchanger> mx(String name) { return new Answer.NoData<>(); }

            @Override public Answer<InetAddress> addresses(String host) { return new Answer.Found<>(List.of(InetAddress.getLoopbackAddress()), false); }

            @Override public Optional<String> trouble() { return Optional.empty(); }
        };
        return new Registries(new HttpsClient(new HttpsSettings(tls.port(), true), dns, tls.trust())).of(Domain.of(domain));
    }

    private static Registration known(String domain) { return assertInstanceOf(Outcome.Known.class, ask(domain), domain).registration(); }

    private static void unknown(String domain, String says) {
        var outcome = ask(domain);
        assertTrue(outcome instanceof Outcome.Unknown(var why) && why.contains(says), outcome.toString());
    }

    @Test void aRegistrationIsRead() {
        var found = known("home.test");
        assertEquals(new Registration("home.test", Optional.of(Instant.parse("2019-03-02T00:02:03Z")), Optional.of(Instant.parse("2027-03-02T00:00:00Z")), "Example\ufffd[2J Registrar", Owner.HIDDEN,
            List.of("ns1.provider.test", "ns2.provider.test"), Optional.empty()), found);
        SAID.put("/registry/domain/home.test", FULL.formatted("Anna Rossi"));
        assertEquals(Owner.SHOWN, known("home.test").owner());
        assertEquals(found.since(), known("mail.home.test").since(), "a host's domain is the one that was registered");
    }

    @Test void whatTheRegistryDoesNotSayTheRegistrarDoes() {
        SAID.put("/registry/domain/thin.test", THIN);
        assertEquals(Owner.NOT_SAID, known("thin.test").owner(), "it does not answer");
        SAID.put("/registrar/domain/thin.test", THICK);
        assertEquals(Owner.HIDDEN, known("thin.test").owner());
        assertEquals("Second", known("thin.test").registrar());
        SAID.put("/registrar/domain/thin.test", THICK.replace("thin.test", "other.test"));
        assertEquals("", known("thin.test").registrar(), "of another domain");
    }

    @Test void redirectsAreFollowedTwice() {
        SAID.put("/registry/domain/a.test", "->/two");
        SAID.put("/two", "->https://data.iana.org/registry/domain/home.test");
        assertEquals("home.test", known("a.test").name());
        SAID.put("/two", "->/two");
        unknown("a.test", "leads from one address to the next");
        SAID.put("/two", "->https://127.0.0.1/");
        unknown("a.test", "status 302");
    }

    @Test void theLongestNameOfTheFileCounts() {
        SAID.put("/co/domain/a.co.test", FULL.formatted("x").replace("HOME.test", "a.co.test"));
        assertEquals("a.co.test", known("a.co.test").name());
        assertEquals(new Outcome.Nobody("data.iana.org"), ask("none.test"));
        assertTrue(ask("x.example") instanceof Outcome.Unknown(var why) && why.contains("no registry of example"));
        ASKED.clear();
        ask("a.net");
        assertEquals(List.of("/rdap/dns.json", "/old/domain/a.net"), ASKED, "not without TLS");
    }

    @Test void whatIsNoAnswerIsUnknown() {
        for (var bad : List.of("", "{", "[]", "{\"objectClassName\":\"entity\"}", "{\"objectClassName\":[\"domain\"],\"ldhName\":3}", "[".repeat(5_000))) {
            SAID.put("/registry/domain/home.test", bad);
            unknown("home.test", "otherwise than RFC 9083");
        }
        SAID.put("/registry/domain/home.test", "{\"a\":\"" + "x".repeat(300_000) + "\"}");
        unknown("home.test", "longer than 262144");
        SAID.put("/registry/domain/home.test", "status 429");
        unknown("home.test", "status 429");
        SAID.put("/rdap/dns.json", "{\"services\":{}}");
        unknown("home.test", "no list of registries");
        SAID.put("/rdap/dns.json", "{\"services\":[[],3,[[\"test\"]],[[\"test\"],[\"https://user@evil.test/\",\"https://127.0.0.1/\",\"ftp://x.test/\"]]]}");
        unknown("home.test", "no registry of test");
    }

    /** Octets bent: always an answer, and texts that can be shown. */
    @Test void readersAreTotal() {
        var random = new Random(9083);
        for (int i = 0; i < 3_000; i++) {
            var octets = (i % 2 == 0 ? FULL : FILE).getBytes(StandardCharsets.UTF_8);
            for (int n = random.nextInt(6); n >= 0; n--) octets[random.nextInt(octets.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : "{}[]\",:0nt".charAt(random.nextInt(10)));
            check(octets);
        }
    }

    static String check(byte[] octets) {
        var file = Bootstrap.of(octets).map(one -> one.registry("mail.a.co.test").map(Object::toString).orElse("none")).orElse("no file");
        var found = Registration.of(octets);
        found.ifPresent(one -> assertTrue((one.name() + one.registrar() + one.nameServers()).chars().noneMatch(Character::isISOControl), one.toString()));
        return file + found.map(one -> one.owner() + " " + one.since().isPresent() + one.nameServers().size()).orElse("none");
    }
}
