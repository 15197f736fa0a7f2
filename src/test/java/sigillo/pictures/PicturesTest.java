package sigillo.pictures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.AccountId;
import sigillo.https.HttpsClient;
import sigillo.https.HttpsSettings;
import sigillo.pictures.Pictures.Fetched;
import sigillo.reporting.TlsServer;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;
import sigillo.spool.Spool;
import sigillo.spool.SpoolSettings;

/** What mail may have the server fetch, from a stranger's server that answers as it likes. */
class PicturesTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final String STRANGER = "https://pictures.example";
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 1, 2, 3};

    @TempDir Path folder;
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<String> fields = Collections.synchronizedList(new ArrayList<>());
    private TlsServer stranger;
    private Spool spool;

    @BeforeEach void open() throws Exception {
        spool = Spool.open(SpoolSettings.at(folder.resolve("spool")));
        stranger = TlsServer.of(folder, "pictures.example", exchange -> {
            hear(exchange);
            return 404;
        });
        serve("/good.png", PNG);
        serve("/page", "<html>".getBytes());
        serve("/none", new byte[0]);
        serve("/short", new byte[] {(byte) 0x89, 'P'});
        serve("/large", large());
        sendsTo("/one", STRANGER + "/good.png");
        sendsTo("/relative", "good.png");
        sendsTo("/plain", "http://pictures.example/good.png");
        sendsTo("/inside", "https://private.example/good.png");
        sendsTo("/address", "https://127.0.0.1/good.png");
        sendsTo("/port", STRANGER + ":8443/good.png");
        sendsTo("/file", "file:///etc/passwd");
        sendsTo("/round", "/round");
        for (int i = 0; i < 9; i++) sendsTo("/far" + i, i == 0 ? "/good.png" : "/far" + (i - 1));
    }

    @AfterEach void nothingIsLeft() {
        assertEquals(0, spool.diskUsed());
        stranger.close();
    }

    private static byte[] large() {
        var octets = new byte[PictureLimits.OCTETS_MAX + 1];
        System.arraycopy(PNG, 0, octets, 0, PNG.length);
        return octets;
    }

    private void hear(HttpExchange exchange) {
        asked.add(exchange.getRequestURI().toString());
        exchange.getRequestHeaders().forEach((name, values) -> fields.add(name.toLowerCase(Locale.ROOT)));
    }

    private void serve(String path, byte[] octets) {
        stranger.server().createContext(path, exchange -> {
            hear(exchange);
            exchange.getResponseHeaders().add("Set-Cookie", "who=reads");
            exchange.sendResponseHeaders(200, octets.length == 0 ? -1 : octets.length);
            try (exchange; var body = exchange.getResponseBody()) {
                body.write(octets);
            } catch (IOException goneAway) {
                // it was too much
            }
        });
    }

    private void sendsTo(String path, String location) {
        stranger.server().createContext(path, exchange -> {
            hear(exchange);
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
    }

    private Pictures pictures(boolean loopback) {
        var addresses = Map.of("pictures.example", "127.0.0.1", "private.example", "10.0.0.1");
        var dns = new Resolver() {
            @Override public Answer<MailExchanger> mx(String domain) { return new Answer.NoData<>(); }

            @Override public Answer<InetAddress> addresses(String host) {
                return addresses.containsKey(host) ? new Answer.Found<>(List.of(InetAddress.ofLiteral(addresses.get(host))), false) : new Answer.NoSuchDomain<>();
            }

            @Override public Optional<String> trouble() { return Optional.empty(); }
        };
        return new Pictures(new HttpsClient(new HttpsSettings(stranger.port(), loopback), dns, stranger.trust()), spool, InstantSource.system());
    }

    private Fetched fetch(String url) {
        var fetched = pictures(true).fetch(ANNA, url);
        if (fetched instanceof Fetched.Picture picture) picture.over().run();
        return fetched;
    }

    @Test void picturesArePassedOn() {
        var picture = assertInstanceOf(Fetched.Picture.class, pictures(true).fetch(ANNA, STRANGER + "/good.png?who=a b&x={1}"));
        assertEquals(PictureKind.PNG, picture.kind());
        assertEquals(PNG.length, picture.octets().length());
        picture.over().run();
        assertEquals(List.of("/good.png?who=a%20b&x=%7B1%7D"), asked);
    }

    @Test void redirectsAreFollowedAFewTimes() {
        for (var good : List.of("/one", "/relative", "/plain", "/far3")) assertInstanceOf(Fetched.Picture.class, fetch(STRANGER + good), good);
        for (var bad : List.of("/far8", "/round")) assertInstanceOf(Fetched.Nothing.class, fetch(STRANGER + bad), bad);
    }

    /** Wherever a redirect leads: to another network, a port, a file. */
    @Test void noRedirectLeadsInside() {
        var all = List.of("/inside", "/address", "/port", "/file");
        for (var bad : all) assertInstanceOf(Fetched.Nothing.class, fetch(STRANGER + bad), bad);
        assertEquals(all, asked);
    }

    /** The name is one of this machine's own: it is not called. */
    @Test void privateAddressesAreNotCalled() {
        assertInstanceOf(Fetched.Nothing.class, pictures(false).fetch(ANNA, STRANGER + "/good.png"));
        assertEquals(List.of(), asked);
    }

    @Test void whatIsNoPictureIsNotPassedOn() {
        for (var bad : List.of("/page", "/none", "/short", "/missing", "/large")) assertInstanceOf(Fetched.Nothing.class, fetch(STRANGER + bad), bad);
    }

    @Test void nobodyIsToldWhoReads() {
        fetch(STRANGER + "/good.png");
        fetch(STRANGER + "/one");
        for (var field : List.of("cookie", "referer", "origin", "x-forwarded-for", "accept-language")) assertFalse(fields.contains(field), field);
        assertTrue(fields.contains("accept"));
    }

    @Test void otherAddressesAreUnfit() {
        for (var bad : List.of("", "x", "data:image/png;base64,AA", "file:///etc/passwd", "ftp://pictures.example/", "https://127.0.0.1/", "https://[::1]/", "https://localhost/",
            "https://2130706433/", "https://0x7f.1/", "https://anna:pw@pictures.example/", "https://pictures.example:22/", "http://pictures.example:443/", "https:///x",
            "https://pictures.example/%zz", "https://" + "a".repeat(4_000) + ".example/", "//pictures.example/x", "\0", "https://pictures.example\\@10.0.0.1/")) {
            assertInstanceOf(Fetched.Unfit.class, fetch(bad), bad);
        }
        assertEquals(List.of(), asked);
    }

    /** Pictures that wait to be read are their account's own: others have theirs fetched meanwhile. */
    @Test void whoReadsSlowlyHoldsUpNobodyElse() {
        var pictures = pictures(true);
        var held = new ArrayList<Fetched.Picture>();
        for (int account = 0; account < 2; account++) {
            var slow = new AccountId("slow" + account);
            for (int i = 0; i < PictureLimits.HELD_OF_ACCOUNT; i++) held.add(assertInstanceOf(Fetched.Picture.class, pictures.fetch(slow, STRANGER + "/good.png")));
            assertInstanceOf(Fetched.Busy.class, pictures.fetch(slow, STRANGER + "/good.png"));
        }
        assertTrue(held.size() > PictureLimits.AT_ONCE);
        held.add(assertInstanceOf(Fetched.Picture.class, pictures.fetch(ANNA, STRANGER + "/good.png")));
        held.getFirst().over().run();
        held.set(0, assertInstanceOf(Fetched.Picture.class, pictures.fetch(new AccountId("slow0"), STRANGER + "/good.png")));
        held.forEach(one -> one.over().run());
    }

    /** No line of the request can be ended by what a mail says. */
    @Test void nothingEndsALine() {
        fetch(STRANGER + "/good.png?a\r\nCookie: x\r\nb");
        assertEquals(1, asked.size());
        assertFalse(fields.contains("cookie"));
    }

    @Test void anAccountHasSoMuchFetchedAndNoMore() {
        var now = Instant.parse("2026-11-30T12:00:00Z");
        var allowance = new Allowance();
        for (int i = 0; i < PictureLimits.AT_ONCE_OF_ACCOUNT; i++) assertEquals(Allowance.Entered.YES, allowance.enter(ANNA, now));
        assertEquals(Allowance.Entered.BUSY, allowance.enter(ANNA, now));
        assertEquals(Allowance.Entered.YES, allowance.enter(new AccountId("leo"), now), "the others go on");
        for (int i = 0; i < PictureLimits.AT_ONCE_OF_ACCOUNT; i++) allowance.leave(ANNA, PictureLimits.OCTETS_IN_WINDOW_MAX / 4);
        assertEquals(Allowance.Entered.SLOWED, allowance.enter(ANNA, now));
        assertEquals(Allowance.Entered.YES, allowance.enter(ANNA, now.plus(PictureLimits.WINDOW)));
    }
}
