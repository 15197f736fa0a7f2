package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.BufferedReader;
import java.io.StringReader;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.ledger.LedgerCheck;
import sigillo.openpgp.KeyMaking;
import sigillo.wkd.LocalPartHash;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The vault of an account, its certificate and the Web Key Directory as docs/web.md says them, over real HTTPS. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndToEndTest {
    private WebHouse house;

    @BeforeAll void open(@TempDir Path folder) throws Exception { house = new WebHouse(folder); }

    @AfterAll void close() { house.close(); }

    private static JsonNode ask(Browser browser, int status, String call, String with) {
        var words = call.split(" ");
        var answer = browser.json(words[0], words[1], with);
        assertEquals(status, browser.status(), call + ": " + answer);
        return JsonMapper.builder().build().readTree(answer);
    }

    private Browser anna() { return signedIn("anna"); }

    private Browser signedIn(String who) {
        house.kits.confirm(WebHouse.ANNA, house.code.text());
        var browser = house.browser();
        var said = "{\"address\": \"" + who + "@home.example\", \"password\": \"" + WebHouse.PASSWORD + "\"}";
        return browser.saying(Api.TOKEN, ask(browser, 200, "POST /api/sign-in", said).get("token").asString());
    }

    private static String slots(long whenVersion, String password, String... idsAndKinds) {
        var text = new StringBuilder();
        for (int i = 0; i < idsAndKinds.length; i += 2) {
            text.append(i == 0 ? "" : ", ").append("{\"id\": \"").append(idsAndKinds[i]).append("\", \"kind\": \"")
                .append(idsAndKinds[i + 1]).append("\", \"wrapped\": \"AAEC\"}");
        }
        return "{\"whenVersion\": " + whenVersion + ", \"password\": \"" + password + "\", \"slots\": [" + text + "]}";
    }

    @Test void thePepperIsForWhoHasSignedIn() {
        try (var stranger = house.browser(); var anna = anna(); var leo = signedIn("leo")) {
            ask(stranger, 401, "GET /api/vault", "");
            assertFalse(ask(stranger, 200, "POST /api/sign-in/parameters", "{\"address\": \"anna@home.example\"}")
                .has("vaultPepper"));
            assertFalse(ask(stranger, 403, "POST /api/sign-in",
                "{\"address\": \"anna@home.example\", \"password\": \"x\"}").has("vaultPepper"));
            var pepper = ask(anna, 200, "GET /api/session", "").get("vaultPepper").asString();
            assertEquals(32, Base64.getDecoder().decode(pepper).length);
            assertEquals(pepper, ask(anna, 200, "GET /api/vault", "").get("pepper").asString());
            assertFalse(pepper.equals(ask(leo, 200, "GET /api/session", "").get("vaultPepper").asString()),
                "each account has its own");
        }
    }

    @Test void slotsNeedThePasswordOnceMore() {
        try (var leo = signedIn("leo")) {
            ask(leo, 403, "POST /api/vault/slots", slots(0, "wrong password", "p", "password"));
            ask(leo, 400, "POST /api/vault/slots", slots(0, WebHouse.PASSWORD, "p", "server"));
            ask(leo, 400, "POST /api/vault/slots", slots(0, WebHouse.PASSWORD, "p", "password", "p", "recovery"));
            assertEquals(1, ask(leo, 200, "POST /api/vault/slots",
                slots(0, WebHouse.PASSWORD, "p", "password", "r", "recovery")).get("version").asLong());
            assertEquals("elsewhere", ask(leo, 412, "POST /api/vault/slots",
                slots(0, WebHouse.PASSWORD, "q", "password")).get("error").asString());
            var shown = ask(leo, 200, "GET /api/vault", "");
            assertEquals("{\"id\":\"p\",\"kind\":\"password\",\"wrapped\":\"AAEC\"}", shown.get("slots").get(0)
                .toString());
            assertEquals(2, shown.get("slots").size());
        }
    }

    @Test void blobsComeAndGoByTheirVersion() {
        try (var anna = anna(); var leo = signedIn("leo")) {
            var content = "x".repeat(300_000);
            assertEquals("versionNeeded", ask(anna, 428, "PUT /api/vault/blobs/search.2026-11.0", content).get("error")
                .asString());
            anna.saying("If-Match", "\"0\"");
            assertEquals(1, ask(anna, 200, "PUT /api/vault/blobs/search.2026-11.0", content).get("version").asLong());
            assertEquals(1, ask(anna, 412, "PUT /api/vault/blobs/search.2026-11.0", content).get("version").asLong());
            ask(anna, 404, "PUT /api/vault/blobs/NOT-A-NAME", "x");
            assertEquals(content, anna.get("/api/vault/blobs/search.2026-11.0"));
            assertEquals("\"1\"", anna.header("ETag"));
            assertEquals("application/octet-stream", anna.header("Content-Type"));
            var listed = ask(anna, 200, "GET /api/vault", "").get("blobs").get(0);
            assertEquals("search.2026-11.0 1 300000", listed.get("name").asString() + " " + listed.get("version")
                .asLong() + " " + listed.get("size").asLong());
            ask(leo, 404, "GET /api/vault/blobs/search.2026-11.0", "");
            ask(anna, 413, "PUT /api/vault/blobs/too-long", "x".repeat(4 * 1024 * 1024 + 1));
            ask(anna, 405, "POST /api/vault/blobs/search.2026-11.0", "x");
            ask(anna.saying("If-Match", "1"), 200, "DELETE /api/vault/blobs/search.2026-11.0", "");
            ask(anna, 404, "GET /api/vault/blobs/search.2026-11.0", "");
        }
    }

    @Test void blobsAreForPagesOfOurs() {
        try (var stranger = house.browser(); var anna = anna()) {
            stranger.saying("If-Match", "0");
            ask(stranger, 401, "PUT /api/vault/blobs/a", "x".repeat(100_000));
            ask(stranger, 401, "GET /api/vault/blobs/a", "");
            anna.saying("If-Match", "0");
            ask(anna.saying("Sec-Fetch-Site", "cross-site"), 401, "PUT /api/vault/blobs/a", "x");
            ask(anna.saying("Sec-Fetch-Site", "same-origin").saying(Api.TOKEN, "not-the-token"), 401,
                "PUT /api/vault/blobs/a", "x");
        }
    }

    // ---- passwords ----

    private static String base64(int octet) {
        var octets = new byte[32];
        java.util.Arrays.fill(octets, (byte) octet);
        return Base64.getEncoder().encodeToString(octets);
    }

    private static JsonNode fresh(Browser browser, String who) {
        return ask(browser, 200, "POST /api/password/parameters", "{\"address\": \"" + who + "\"}");
    }

    private static String next(JsonNode by, int octet) {
        return "\"next\": {\"salt\": \"" + by.get("salt").asString() + "\", \"memoryKib\": " + by.get("memoryKib")
            + ", \"passes\": " + by.get("passes")
            + ", \"lanes\": 1, \"authenticating\": \"" + base64(octet) + "\", \"opening\": \"" + base64(octet + 1)
            + "\"}";
    }

    private static String vault(long whenVersion, String id) {
        return "\"vault\": {\"whenVersion\": " + whenVersion + ", \"slots\": [{\"id\": \"" + id
            + "\", \"kind\": \"password\", \"wrapped\": \"AAEC\"},"
            + "{\"id\": \"code\", \"kind\": \"recovery\", \"wrapped\": \"AAEC\"}]}";
    }

    private Browser stretched(String who, int octet) {
        var browser = house.browser();
        var said = "{\"address\": \"" + who + "\", \"authenticating\": \"" + base64(octet) + "\", \"opening\": \""
            + base64(octet + 1) + "\"}";
        return browser.saying(Api.TOKEN, ask(browser, 200, "POST /api/sign-in/stretched", said).get("token")
            .asString());
    }

    private static String ids(Browser browser) {
        return String.join(" ", ask(browser, 200, "GET /api/vault", "").get("slots").valueStream()
            .map(one -> one.get("id").asString()).toList());
    }

    /** From the first password through a change, a lost password and a new code: the server sees none of them. */
    @Test void aPasswordIsChangedWithItsSlotOrNotAtAll(@TempDir Path folder) throws Exception {
        try (var own = new WebHouse(folder)) {
            var before = house;
            house = own;
            try {
                changes();
            } finally {
                house = before;
            }
        }
    }

    private void changes() {
        var anna = "anna@home.example";
        var current = "\"password\": \"" + WebHouse.PASSWORD + "\"";
        try (var browser = anna()) {
            ask(browser, 200, "POST /api/vault/slots",
                slots(0, WebHouse.PASSWORD, "first", "password", "code", "recovery"));
            var by = fresh(browser, anna);
            assertFalse(by.equals(fresh(browser, anna)), "each has its own salt");
            ask(browser, 403, "POST /api/password", "{\"password\": \"wrong one here\", " + next(by, 5) + ", "
                + vault(1, "second") + "}");
            ask(browser, 412, "POST /api/password", "{" + current + ", " + next(by, 5) + ", " + vault(0, "second")
                + "}");
            ask(browser, 409, "POST /api/password", "{" + current + ", " + next(by, 5) + "}");
            ask(browser, 409, "POST /api/password", "{" + current + ", " + next(by, 5)
                .replace("\"passes\": ", "\"passes\": 1") + ", " + vault(1, "second") + "}");
            assertEquals("first code", ids(browser), "what was refused changed nothing");
            ask(browser, 200, "GET /api/session", "");
            var version = ask(browser, 200, "GET /api/vault", "").get("version").asLong();
            ask(browser, 409, "POST /api/password", "{" + current + ", \"next\": \"a second password\"}");
            ask(browser, 200, "POST /api/password", "{" + current + ", " + next(by, 5) + ", " + vault(version, "second")
                + "}");
            ask(browser, 401, "GET /api/session", "");
        }
        try (var browser = stretched(anna, 5)) {
            assertEquals("second code", ids(browser));
        }
        recovered(anna);
    }

    private void recovered(String anna) {
        var part = Base64.getEncoder().encodeToString(house.code.secret().toArray());
        try (var stranger = house.browser()) {
            var address = "\"address\": \"" + anna + "\"";
            ask(stranger, 403, "POST /api/recover/vault", "{" + address + ", \"part\": \"" + base64(9) + "\"}");
            ask(stranger, 403, "POST /api/recover/vault", "{\"address\": \"leo@home.example\", \"part\": \"" + part
                + "\"}");
            var shown = ask(stranger, 200, "POST /api/recover/vault", "{" + address + ", \"part\": \"" + part + "\"}");
            assertEquals(32, Base64.getDecoder().decode(shown.get("pepper").asString()).length);
            long version = shown.get("version").asLong();
            var by = fresh(stranger, anna);
            ask(stranger, 403, "POST /api/recover", "{" + address + ", \"part\": \"" + base64(9) + "\", " + next(by, 7)
                + ", " + vault(version, "third") + "}");
            ask(stranger, 409, "POST /api/recover", "{" + address + ", \"part\": \"" + part + "\", " + next(by, 7)
                + "}");
            ask(stranger, 200, "POST /api/recover", "{" + address + ", \"part\": \"" + part + "\", " + next(by, 7)
                + ", " + vault(version, "third") + "}");
        }
        try (var browser = stretched(anna, 7)) {
            assertEquals("third code", ids(browser));
            newCode(browser);
        }
    }

    /** Of which the server gets its part, and not the code. */
    private void newCode(Browser browser) {
        long version = ask(browser, 200, "GET /api/vault", "").get("version").asLong();
        var shown = "\"authenticating\": \"" + base64(7) + "\"";
        ask(browser, 409, "POST /api/kit", "{" + shown + "}");
        ask(browser, 400, "POST /api/kit", "{" + shown + ", \"part\": \"AAEC\", " + vault(version, "third") + "}");
        ask(browser, 200, "POST /api/kit", "{" + shown + ", \"part\": \"" + base64(11) + "\", "
            + vault(version, "third") + "}");
        ask(browser, 403, "POST /api/kit/confirm", "{\"code\": \"" + house.code.text() + "\"}");
        ask(browser, 403, "POST /api/kit/confirm", "{\"part\": \"" + base64(12) + "\"}");
        ask(browser, 200, "POST /api/kit/confirm", "{\"part\": \"" + base64(11) + "\"}");
        assertFalse(ask(browser, 200, "GET /api/session", "").get("kitToConfirm").asBoolean());
    }

    // ---- certificates ----

    private byte[] key(String userId) {
        try (var made = KeyMaking.make(userId, house.clock.instant(), Optional.empty())) {
            return made.certificate().octets();
        }
    }

    private static String json(byte[] certificate, String more) {
        return "{\"certificate\": \"" + Base64.getEncoder().encodeToString(certificate) + "\"" + more + "}";
    }

    private static final String AGAIN = ", \"password\": \"" + WebHouse.PASSWORD + "\"";

    @Test void aCertificateIsPublishedShownProvenAndWithdrawn() throws Exception {
        try (var leo = signedIn("leo"); var stranger = house.browser()) {
            ask(leo, 404, "GET /api/openpgp/certificate", "");
            ask(stranger, 401, "PUT /api/openpgp/certificate", json(key("leo@home.example"), ""));
            assertEquals("notOurs", ask(leo, 400, "PUT /api/openpgp/certificate", json(key("anna@home.example"), ""))
                .get("error").asString());
            assertEquals("broken", ask(leo, 400, "PUT /api/openpgp/certificate", "{\"certificate\": \"AAEC\"}")
                .get("error").asString());
            var first = key("Leo <leo@home.example>");
            var shown = ask(leo, 200, "PUT /api/openpgp/certificate", json(first, ""));
            assertEquals("leo@home.example", shown.get("addresses").get(0).asString());
            assertEquals(shown, ask(leo, 200, "GET /api/openpgp/certificate", ""));
            assertWkd(stranger, 200, first);
            provenToAnna(first);
            var hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(first));
            assertEquals(Base64.getEncoder().encodeToString(first), ask(leo, 200, "GET /api/openpgp/served?hash="
                + hash, "").get("certificate").asString());
            var second = key("leo@home.example");
            ask(leo, 403, "PUT /api/openpgp/certificate", json(second, ""));
            assertWkd(stranger, 200, first);
            ask(leo, 200, "PUT /api/openpgp/certificate", json(second, AGAIN));
            assertWkd(stranger, 200, second);
            ask(leo, 403, "DELETE /api/openpgp/certificate", "{}");
            ask(leo, 200, "DELETE /api/openpgp/certificate", "{" + AGAIN.substring(2) + "}");
            assertWkd(stranger, 404, second);
        }
    }

    /** What others wrote into the store is given to nobody, and not told to be none; its owner mends it. */
    @Test void whatOthersWroteIsAnAnswerToo() throws Exception {
        try (var leo = signedIn("leo"); var stranger = house.browser()) {
            var mine = key("Leo <leo@home.example>");
            ask(leo, 200, "PUT /api/openpgp/certificate", json(mine, AGAIN));
            house.spoilCertificate(house.login.directory.account(WebHouse.LEO).orElseThrow().id());
            assertEquals("spoiled", ask(leo, 409, "GET /api/openpgp/certificate", "").get("error").asString());
            house.spoil("w/home.example/" + sigillo.wkd.LocalPartHash.of("leo"));
            assertWkd(stranger, 503, mine);
            assertEquals("damaged", ask(leo, 503, "GET /api/openpgp/certificates?address=leo@home.example", "")
                .get("error").asString());
            ask(leo, 200, "PUT /api/openpgp/certificate", json(mine, AGAIN));
            ask(leo, 200, "GET /api/openpgp/certificate", "");
            assertWkd(stranger, 200, mine);
            house.spoil("h");
            assertEquals("damaged", ask(leo, 503, "GET /api/openpgp/log", "").get("error").asString());
            assertEquals("damaged", ask(leo, 503, "PUT /api/openpgp/certificate", json(key("leo@home.example"), AGAIN))
                .get("error").asString());
            house.published.takeOverLog();
            ask(leo, 200, "GET /api/openpgp/log", "");
            ask(leo, 200, "DELETE /api/openpgp/certificate", "{" + AGAIN.substring(2) + "}");
        }
    }

    /** Who signs up has just shown who he is; who has found a session open has not. */
    @Test void theFirstCertificateIsPublishedByWhoHasSignedInLately() {
        try (var leo = signedIn("leo")) {
            for (int i = 0; i < 2; i++) {
                house.pass(Duration.ofMinutes(8));
                ask(leo, 404, "GET /api/openpgp/certificate", "");
            }
            var first = key("Leo <leo@home.example>");
            assertEquals("passwordNeeded", ask(leo, 403, "PUT /api/openpgp/certificate", json(first, "")).get("error")
                .asString());
            assertEquals("passwordWrong", ask(leo, 403, "PUT /api/openpgp/certificate", json(first,
                ", \"password\": \"wrong\"")).get("error").asString());
            ask(leo, 200, "PUT /api/openpgp/certificate", json(first, AGAIN));
            // the same key once more, as a browser does that has renewed it
            ask(leo, 200, "PUT /api/openpgp/certificate", json(first, ""));
            ask(leo, 200, "DELETE /api/openpgp/certificate", "{" + AGAIN.substring(2) + "}");
        }
    }

    private void provenToAnna(byte[] certificate) throws Exception {
        try (var anna = anna()) {
            var there = ask(anna, 200, "GET /api/openpgp/certificates?address=LEO@home.example", "").get("certificates")
                .get(0);
            assertEquals("here " + Base64.getEncoder().encodeToString(certificate), there.get("source").asString() + " "
                + there.get("certificate").asString());
            assertEquals(0, ask(anna, 200, "GET /api/openpgp/certificates?address=nobody@home.example", "")
                .get("certificates").size());
            assertEquals("here", ask(anna, 200, "POST /api/openpgp/lookup", "{\"address\": \"leo@home.example\"}")
                .get("certificates").get(0).get("source").asString());
            ask(anna, 400, "POST /api/openpgp/lookup", "{\"address\": \"nobody\"}");
            var proven = ask(anna, 200, "GET /api/openpgp/log?address=leo@home.example", "");
            var hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate));
            assertEquals(hash, proven.get("entry").get("certificate").asString());
            ask(anna, 404, "GET /api/openpgp/served?hash=" + hash, "");
            ask(anna, 400, "GET /api/openpgp/served?hash=x", "");
            ask(anna, 404, "GET /api/openpgp/log?address=nobody@home.example", "");
            var since = ask(anna, 200, "GET /api/openpgp/log?since=0", "");
            assertEquals(since.get("size").asInt(), since.get("entries").size());
            assertEquals(since.get("root"), ask(anna, 200, "GET /api/openpgp/log", "").get("root"));
            ask(anna, 409, "GET /api/openpgp/log?since=999", "");
            ask(anna, 400, "GET /api/openpgp/log?since=-1", "");
        }
    }

    private static final String HASH = LocalPartHash.of("leo");

    /** By both methods; the host is this machine's, so the direct one finds nothing. */
    private static void assertWkd(Browser stranger, int status, byte[] certificate) {
        var body = stranger.get("/.well-known/openpgpkey/home.example/hu/" + HASH + "?l=leo");
        assertEquals(status, stranger.status());
        assertEquals("*", stranger.header("Access-Control-Allow-Origin"));
        if (status != 200) return;
        assertEquals("application/octet-stream", stranger.header("Content-Type"));
        assertEquals(Integer.toString(certificate.length), stranger.header("Content-Length"));
        assertFalse(body.isEmpty());
    }

    @Test void theDirectoryListsNothing() {
        try (var stranger = house.browser()) {
            var root = "/.well-known/openpgpkey/";
            stranger.get(root + "home.example/policy");
            assertEquals(200, stranger.status());
            for (var nothing : List.of("policy", "other.example/policy", "home.example/hu/", "home.example/", "", "home.example/hu/" + "y".repeat(32),
                "other.example/hu/" + HASH, "home.example/submission-address", "hu/" + HASH)) {
                stranger.get(root + nothing);
                assertEquals(404, stranger.status(), nothing);
            }
            stranger.json("POST", root + "home.example/policy", "");
            assertEquals(405, stranger.status());
            stranger.json("HEAD", root + "home.example/policy", "");
            assertEquals(200, stranger.status());
        }
    }

    // ---- the ledger ----

    @Test void whatHappenedIsToldToItsOwner() throws Exception {
        try (var leo = signedIn("leo"); var stranger = house.browser()) {
            ask(stranger, 401, "GET /api/ledger", "");
            ask(leo, 400, "GET /api/ledger?before=x", "");
            ask(leo, 200, "PUT /api/openpgp/certificate", json(key("leo@home.example"), AGAIN));
            var told = ask(leo, 200, "GET /api/ledger", "").get("entries");
            assertEquals("certificatePublished", told.get(0).get("entry").get("what").asString());
            assertFalse(told.valueStream().filter(one -> one.get("entry").get("what").asString().equals("signIn"))
                .toList().isEmpty());
            var file = leo.get("/api/ledger/export");
            try (var lines = new BufferedReader(new StringReader(file))) {
                assertInstanceOf(LedgerCheck.Result.Whole.class, LedgerCheck.of(lines));
            }
        }
    }
}
