package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The vault of an account as docs/web.md says it, over real HTTPS. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiVaultTest {
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
            assertFalse(ask(stranger, 200, "POST /api/sign-in/parameters", "{\"address\": \"anna@home.example\"}").has("vaultPepper"));
            assertFalse(ask(stranger, 403, "POST /api/sign-in", "{\"address\": \"anna@home.example\", \"password\": \"x\"}").has("vaultPepper"));
            var pepper = ask(anna, 200, "GET /api/session", "").get("vaultPepper").asString();
            assertEquals(32, Base64.getDecoder().decode(pepper).length);
            assertEquals(pepper, ask(anna, 200, "GET /api/vault", "").get("pepper").asString());
            assertFalse(pepper.equals(ask(leo, 200, "GET /api/session", "").get("vaultPepper").asString()), "each account has its own");
        }
    }

    @Test void slotsNeedThePasswordOnceMore() {
        try (var leo = signedIn("leo")) {
            ask(leo, 403, "POST /api/vault/slots", slots(0, "wrong password", "p", "password"));
            ask(leo, 400, "POST /api/vault/slots", slots(0, WebHouse.PASSWORD, "p", "server"));
            ask(leo, 400, "POST /api/vault/slots", slots(0, WebHouse.PASSWORD, "p", "password", "p", "recovery"));
            assertEquals(1, ask(leo, 200, "POST /api/vault/slots", slots(0, WebHouse.PASSWORD, "p", "password", "r", "recovery")).get("version").asLong());
            assertEquals("elsewhere", ask(leo, 412, "POST /api/vault/slots", slots(0, WebHouse.PASSWORD, "q", "password")).get("error").asString());
            var shown = ask(leo, 200, "GET /api/vault", "");
            assertEquals("{\"id\":\"p\",\"kind\":\"password\",\"wrapped\":\"AAEC\"}", shown.get("slots").get(0).toString());
            assertEquals(2, shown.get("slots").size());
        }
    }

    @Test void blobsComeAndGoByTheirVersion() {
        try (var anna = anna(); var leo = signedIn("leo")) {
            var content = "x".repeat(300_000);
            assertEquals("versionNeeded", ask(anna, 428, "PUT /api/vault/blobs/search.2026-11.0", content).get("error").asString());
            anna.saying("If-Match", "\"0\"");
            assertEquals(1, ask(anna, 200, "PUT /api/vault/blobs/search.2026-11.0", content).get("version").asLong());
            assertEquals(1, ask(anna, 412, "PUT /api/vault/blobs/search.2026-11.0", content).get("version").asLong());
            ask(anna, 404, "PUT /api/vault/blobs/NOT-A-NAME", "x");
            assertEquals(content, anna.get("/api/vault/blobs/search.2026-11.0"));
            assertEquals("\"1\"", anna.header("ETag"));
            assertEquals("application/octet-stream", anna.header("Content-Type"));
            var listed = ask(anna, 200, "GET /api/vault", "").get("blobs").get(0);
            assertEquals("search.2026-11.0 1 300000", listed.get("name").asString() + " " + listed.get("version").asLong() + " " + listed.get("size").asLong());
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
            ask(anna.saying("Sec-Fetch-Site", "same-origin").saying(Api.TOKEN, "not-the-token"), 401, "PUT /api/vault/blobs/a", "x");
        }
    }
}
