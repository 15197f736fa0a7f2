package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import sigillo.openpgp.Armour;
import sigillo.openpgp.KeyMaking;
import sigillo.openpgp.SecretKeys;
import sigillo.peers.SigilloPeer;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealedKey;
import sigillo.sealing.Secret;
import sigillo.web.Browser;

/**
 * Takes an account of a demo to level L2 as its owner's browser does: a key that is made here, and never goes there.
 */
final class LevelTwo implements AutoCloseable {
    /** For IMAP and sending; the account's own password is taken by nobody from then on. */
    final String appPassword;
    final String armouredKey;
    /** Of the key pair to which text records are sealed. */
    final Secret textsSeed;
    private final Browser browser;

    private LevelTwo(Browser browser, String appPassword, String armouredKey, Secret textsSeed) {
        this.textsSeed = textsSeed;
        this.browser = browser;
        this.appPassword = appPassword;
        this.armouredKey = armouredKey;
    }

    static LevelTwo of(SigilloPeer sigillo, String name) throws Exception {
        return of(sigillo.port("https"), sigillo.address(name), sigillo.password(name));
    }

    static LevelTwo of(int https, String address, String password) throws Exception {
        var browser = new Browser(https);
        browser.post("/sign-in", "do", "password", "address", address, "password", password);
        var code = secret(browser.post("/kit", "do", "new", "password", password));
        browser.get("/kit");
        browser.post("/kit", "do", "confirm", "code", code);
        browser.get("/app-passwords");
        var app = secret(browser.post("/app-passwords", "do", "make", "name", "reader", "scope", "IMAP", "scope",
            "SMTP",
            "password", password));
        try (var keys = KeyMaking.make("Reader <" + address + ">", Instant.now().minusSeconds(60),
                Optional.empty())) {
            return goes(browser, password, app, keys);
        }
    }

    private static LevelTwo goes(Browser browser, String password, String app, SecretKeys keys) throws Exception {
        var session = browser.json("GET", "/api/session", "");
        browser.saying("sigillo-token", session.replaceFirst("(?s).*\"token\":\"([^\"]+)\".*", "$1"));
        var said = "\"password\": \"" + password + "\"";
        call(browser, "POST", "/api/vault/slots", "{\"whenVersion\": 0, " + said
            + ", \"slots\": [{\"id\": \"p\", \"kind\": \"password\", \"wrapped\": \"AAEC\"}]}");
        var certificate = Base64.getEncoder().encodeToString(keys.certificate().octets());
        call(browser, "PUT", "/api/openpgp/certificate", "{\"certificate\": \"" + certificate + "\"}");
        call(browser, "POST", "/api/level", "{\"level\": \"L2\", " + said + "}");
        var seed = Secret.random(Randomness.secure());
        var textsKey = Base64.getEncoder().encodeToString(SealedKey.publicKey(seed));
        call(browser, "PUT", "/api/vault/texts/key", "{\"key\": \"" + textsKey + "\"}");
        return new LevelTwo(browser, app,
            new String(Armour.of(Armour.Kind.SECRET_KEY, keys.plain()), StandardCharsets.US_ASCII), seed);
    }

    /** What the server has made of mail that came. */
    String texts() { return browser.json("GET", "/api/vault/texts", ""); }

    private static void call(Browser browser, String method, String path, String with) {
        var answer = browser.json(method, path, with);
        assertEquals(200, browser.status(), path + ": " + answer);
    }

    private static String secret(String page) {
        return page.replaceFirst("(?s).*<p class=\"secret\">([^<]+)</p>.*", "$1");
    }

    /** In which he is signed in. */
    Browser browser() { return browser; }

    /** His session ends. */
    @Override public void close() { browser.close(); }
}
