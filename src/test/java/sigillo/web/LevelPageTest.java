package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.AccountId;
import sigillo.keyring.Level;
import tools.jackson.databind.json.JsonMapper;

/** Owners change who can open their mail, at the page and as JSON, where the operator lets them. */
@Timeout(60)
class LevelPageTest {
    private static final AccountId LEOS = new AccountId("leo");

    @TempDir Path folder;

    private static Browser leo(WebHouse house) {
        var browser = house.browser();
        browser.post("/sign-in", "do", "password", "address", WebHouse.LEO.toString(), "password", WebHouse.PASSWORD);
        return browser;
    }

    private static Level level(WebHouse house, AccountId account) { return house.login.keyring.level(account); }

    @Test void onlyHimselfThenAndTheKitIsAskedFor() throws Exception {
        try (var house = new WebHouse(folder); var browser = leo(house); var elsewhere = leo(house)) {
            assertTrue(browser.get("/level").contains("Who runs this server, or has its keys, can read your mail"));
            assertTrue(browser.post("/level", "do", "L1", "password", "not his").contains("The password is wrong."));
            assertEquals(Level.L0, level(house, LEOS));
            browser.post("/level", "do", "L1", "password", WebHouse.PASSWORD);
            assertEquals("/kit", browser.path(), "before anything else he shows that he has a recovery code");
            assertEquals(Level.L1, level(house, LEOS));
            assertTrue(house.login.keyring.joinAsServer(LEOS).isEmpty(), "the server has no way in");
            elsewhere.get("/");
            assertEquals("/kit", elsewhere.path(), "at his other browser too, which is still signed in");
            var page = browser.post("/kit", "do", "new", "password", WebHouse.PASSWORD);
            var code = page.replaceFirst("(?s).*<p class=\"secret\">([0-9A-Z-]+)</p>.*", "$1");
            browser.get("/kit");
            browser.post("/kit", "do", "confirm", "code", code);
            assertTrue(browser.get("/level").contains("Only you open your mail"));
        }
    }

    @Test void thisServerTooThenAndBack() throws Exception {
        try (var house = new WebHouse(folder); var browser = house.anna()) {
            browser.get("/level");
            var page = browser.post("/level", "do", "L0", "password", WebHouse.PASSWORD);
            assertTrue(page.contains("From now on this server opens your mail too."), page);
            assertEquals(Level.L0, level(house, WebHouse.ANNAS));
            house.login.keyring.joinAsServer(WebHouse.ANNAS).orElseThrow().close();
            page = browser.post("/level", "do", "L0", "password", WebHouse.PASSWORD);
            assertFalse(page.contains("role=\"alert\""), "a form from before does nothing");
            page = browser.post("/level", "do", "L1", "password", WebHouse.PASSWORD);
            assertTrue(page.contains("From now on only you open your mail."), page);
            assertEquals(Level.L1, level(house, WebHouse.ANNAS));
            browser.post("/sign-out");
            try (var again = house.anna()) {
                assertEquals("/", again.path(), "her password opens it");
            }
        }
    }

    @Test void notWhereTheOperatorKeepsItToHimself() throws Exception {
        try (var house = new WebHouse(folder, false); var browser = leo(house)) {
            var page = browser.get("/level");
            assertTrue(page.contains("changed by who runs it") && !page.contains("name=\"password\""), page);
            browser.post("/level", "do", "L1", "password", WebHouse.PASSWORD);
            assertEquals(403, browser.status());
            assertEquals(Level.L0, level(house, LEOS));
        }
    }

    @Test void theSameAsJson() throws Exception {
        try (var house = new WebHouse(folder); var program = house.browser()) {
            var json = JsonMapper.builder().build();
            var session = json.readTree(program.json("POST", "/api/sign-in",
                "{\"address\": \"leo@home.example\", \"password\": \"" + WebHouse.PASSWORD + "\"}"));
            program.saying(Api.TOKEN, session.get("token").asString());
            var level = json.readTree(program.json("GET", "/api/level", ""));
            assertEquals("L0 true", level.get("level").asString() + " " + level.get("mayChange").asBoolean());
            program.json("POST", "/api/level", "{\"level\": \"L3\", \"password\": \"x\"}");
            assertEquals(400, program.status());
            program.json("POST", "/api/level", "{\"level\": \"L1\", \"password\": \"x\"}");
            assertEquals(403, program.status());
            level = json.readTree(program.json("POST", "/api/level",
                "{\"level\": \"L1\", \"password\": \"" + WebHouse.PASSWORD + "\"}"));
            assertEquals("L1 true", level.get("level").asString() + " " + level.get("kitToConfirm").asBoolean());
            assertTrue(program.json("GET", "/api/app-passwords", "").contains("kitFirst"));
        }
    }
}
