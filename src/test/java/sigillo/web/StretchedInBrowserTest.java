package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Chromium;
import sigillo.peers.HashWasm;
import tools.jackson.databind.JsonNode;

/**
 * The JSON interface as a web application uses it: the password is stretched in a real browser, by WebAssembly and
 * WebCrypto, as docs/signing-in.md says it, and only the two values go to the server. Nothing of the server's own code
 * computes what the browser says.
 */
@Tag("gate")
@Timeout(120)
class StretchedInBrowserTest {
    /** One sign as two code points: NFC makes it one. */
    private static final String TYPED = "la citta\u0300 di Anna \ud83d\ude00";
    private static final String COMPOSED = "la citt\u00e0 di Anna \ud83d\ude00";

    private static final String SIGN_IN = """
        (async (address, password) => {
          const post = async (path, body) => {
            const reply = await fetch(path, {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)});
            return {status: reply.status, ...await reply.json()};
          };
          const text = new TextEncoder();
          const with_ = await post('/api/sign-in/parameters', {address});
          const from = performance.now();
          const stretched = await hashwasm.argon2id({
            password: password.normalize('NFC'), salt: Uint8Array.from(atob(with_.salt), c => c.charCodeAt(0)),
            memorySize: with_.memoryKib, iterations: with_.passes, parallelism: with_.lanes, hashLength: 64, outputType: 'binary'});
          const millis = performance.now() - from;
          const key = await crypto.subtle.importKey('raw', stretched, 'HKDF', false, ['deriveBits']);
          const part = async label => {
            const info = new Uint8Array([label.length, ...text.encode(label), ...text.encode(with_.account)]);
            const bits = await crypto.subtle.deriveBits({name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info}, key, 256);
            return btoa(String.fromCharCode(...new Uint8Array(bits)));
          };
          const answer = await post('/api/sign-in/stretched',
            {address, authenticating: await part('sigillo/v1/auth'), opening: await part('sigillo/v1/slotS')});
          return {millis, version: with_.version, ...answer};
        })(%s, %s)
        """;

    @TempDir Path folder;
    private WebHouse house;
    private Chromium browser;

    @BeforeEach void open() throws Exception {
        assumeTrue(Chromium.isThere(), "Chromium is not installed");
        var argon2 = HashWasm.script();
        assumeTrue(argon2.isPresent(), "hash-wasm cannot be had: no npm, or no network");
        house = new WebHouse(folder);
        house.kits.confirm(WebHouse.ANNA, house.code.text());
        house.login.credentials.change(WebHouse.ANNA, WebHouse.PASSWORD, COMPOSED);
        browser = new Chromium(folder.resolve("chromium"));
        browser.command("Page.setBypassCSP", Map.of("enabled", true)); // our pages let no script run
        browser.go("https://localhost:" + house.port() + "/sign-in");
        browser.evaluate(argon2.get());
    }

    @AfterEach void close() {
        if (browser != null) browser.close();
        if (house != null) house.close();
    }

    private JsonNode signIn(String address, String password) {
        var script = SIGN_IN.formatted(Chromium.quoted(address), Chromium.quoted(password));
        var done = browser.command("Runtime.evaluate", Map.of("expression", script, "awaitPromise", true, "returnByValue", true));
        assertTrue(done.path("exceptionDetails").isMissingNode(), done.toString());
        return done.get("result").get("value");
    }

    @Test void whatTheBrowserMakesOfThePasswordSignsInAndOpensTheMail() {
        var session = signIn(WebHouse.ANNA.toString(), TYPED);
        assertEquals("200 1 L1 true", session.get("status") + " " + session.get("version") + " " + session.get("level").asString()
            + " " + session.get("isWhole"), session.toString());
        assertEquals(1, house.site.sessions().of(WebHouse.ANNAS).size());
        house.login.keyring.joinAsServer(WebHouse.ANNAS).ifPresent(_ -> { throw new AssertionError("L1"); });
        browser.go("https://localhost:" + house.port() + "/sessions");
        browser.await("document.body.innerText.includes('Chrome')");
    }

    @Test void whateverIsWrongLooksAlikeAndCountsAsAGuess() {
        for (var who : new String[] {WebHouse.ANNA.toString(), "nobody@home.example"}) {
            var refused = signIn(who, "not the password");
            assertEquals("403 \"refused\"", refused.get("status") + " " + refused.get("error"), refused.toString());
        }
        assertEquals(0, house.site.sessions().of(WebHouse.ANNAS).size());
    }

    @Test void aCodeIsWantedAfterItWhereASecondFactorIsOn() {
        var phone = new Authenticator(begin());
        house.factor.confirm(WebHouse.ANNAS, phone.code(house.clock.instant()));
        house.pass(Duration.ofMinutes(1));
        var wanted = signIn(WebHouse.ANNA.toString(), TYPED);
        assertTrue(wanted.has("codeWanted"), wanted.toString());
        assertEquals(0, house.site.sessions().of(WebHouse.ANNAS).size());
    }

    private String begin() {
        var begun = house.factor.begin(WebHouse.ANNAS, WebHouse.ANNA, "mail.home.example");
        return ((sigillo.directory.Edited.Done<sigillo.login.SecondFactor.Enrolment>) begun).now().secret();
    }
}
