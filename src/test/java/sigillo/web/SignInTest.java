package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.login.Grant;
import sigillo.peers.Program;

/** Signing in, sessions and forms, over real HTTPS. */
@Timeout(60)
class SignInTest {
    private static final String ANNA = WebHouse.ANNA.toString();

    @TempDir Path folder;
    private WebHouse house;

    @BeforeEach void open() throws Exception { house = new WebHouse(folder); }

    @AfterEach void close() { house.close(); }

    private static String signIn(Browser browser, String user, String password) {
        return browser.post("/sign-in", "do", "password", "address", user, "password", password);
    }

    @Test void whoHasThePasswordIsInAndOutAgain() {
        try (var browser = house.anna()) {
            assertEquals("/", browser.path());
            assertTrue(browser.get("/").contains("anna@home.example"));
            assertEquals(1, house.site.sessions().of(WebHouse.ANNAS).size());
            var page = browser.post("/sign-out");
            assertTrue(page.contains("You are signed out."), page);
            assertEquals(0, house.site.sessions().of(WebHouse.ANNAS).size());
            assertFalse(browser.cookies().containsKey(Site.COOKIE));
            browser.get("/");
            assertEquals("/sign-in", browser.path());
        }
    }

    @Test void whateverIsWrongLooksAlike() {
        try (var browser = house.browser()) {
            var wrong = signIn(browser, ANNA, "not this one").replace(ANNA, "X");
            assertEquals(403, browser.status());
            assertEquals(wrong, signIn(browser, "nobody@home.example", "not this one").replace("nobody@home.example", "X"));
            assertEquals(403, browser.status());
            assertTrue(wrong.contains("Address and password do not match."), wrong);
            assertTrue(browser.cookies().isEmpty());
        }
    }

    @Test void anAppPasswordDoesNotOpenThePages() throws Exception {
        var made = house.grants.make(WebHouse.ANNA, java.util.Optional.of(WebHouse.PASSWORD), new sigillo.login.Grants.Wish(Grant.Kind.APP_PASSWORD, "all",
            java.util.Set.of(sigillo.login.SignIn.Service.values()), java.util.Optional.empty()));
        var secret = ((sigillo.directory.Edited.Done<sigillo.login.Grants.Made>) made).now().secret();
        try (var browser = house.browser()) {
            signIn(browser, ANNA, secret);
            assertEquals(403, browser.status());
        }
    }

    @Test void guessingIsSlowed() {
        try (var browser = house.browser()) {
            for (int i = 0; i < 11; i++) signIn(browser, ANNA, "guess " + i);
            assertEquals(429, browser.status());
            assertTrue(Integer.parseInt(browser.header("Retry-After")) > 0);
        }
    }

    @Test void theKitComesFirst() {
        try (var browser = house.browser()) {
            var page = signIn(browser, ANNA, WebHouse.PASSWORD);
            assertEquals("/kit", browser.path());
            assertTrue(page.contains("Before anything else"), page);
            browser.get("/");
            assertEquals("/kit", browser.path(), "nothing else is shown");
            assertTrue(browser.post("/kit", "do", "confirm", "code", "AAAA-BBBB").contains("has a slip"));
            browser.post("/kit", "do", "confirm", "code", house.code.text().toLowerCase().replace('-', ' '));
            assertEquals("/", browser.path());
            assertFalse(house.kits.isToConfirm(WebHouse.ANNAS));
        }
        try (var leo = house.browser()) {
            signIn(leo, WebHouse.LEO.toString(), WebHouse.PASSWORD);
            assertEquals("/", leo.path(), "at L0 the operator helps");
        }
    }

    @Test void aNewKitIsPrintedAndTypedBack() {
        try (var browser = house.browser()) {
            signIn(browser, ANNA, WebHouse.PASSWORD);
            browser.post("/kit", "do", "new", "password", "wrong one");
            assertEquals(403, browser.status());
            var page = browser.post("/kit", "do", "new", "password", WebHouse.PASSWORD);
            var code = page.replaceFirst("(?s).*<p class=\"secret\">([0-9A-Z-]+)</p>.*", "$1");
            assertEquals(44, code.length(), page);
            var text = browser.post("/kit", "do", "text", "code", code);
            assertTrue(text.contains(code) && text.contains(ANNA), text);
            assertTrue(browser.header("Content-Disposition").startsWith("attachment"));
            browser.get("/kit");
            assertTrue(browser.post("/kit", "do", "confirm", "code", house.code.text()).contains("not your newest"), "the code before is void");
            browser.post("/kit", "do", "confirm", "code", code);
            assertEquals("/", browser.path());
        }
    }

    @Test void sessionsEnd() {
        try (var browser = house.anna()) {
            house.pass(Duration.ofMinutes(14));
            assertEquals("/", visited(browser));
            house.pass(Duration.ofMinutes(15));
            assertEquals("/sign-in", visited(browser), "idle");
            Program.waitUntil("it is gone by itself", Duration.ofSeconds(10), () -> house.site.sessions().of(WebHouse.ANNAS).isEmpty());
            signIn(browser, ANNA, WebHouse.PASSWORD);
            for (int i = 0; i < 12 * 6; i++) {
                assertEquals("/", visited(browser));
                house.pass(Duration.ofMinutes(10));
            }
            assertEquals("/sign-in", visited(browser), "however busy");
        }
    }

    private static String visited(Browser browser) {
        browser.get("/");
        return browser.path();
    }

    @Test void whoseAccountIsDisabledIsOut() {
        try (var browser = house.anna()) {
            house.login.editor.setDisabled(WebHouse.ANNA, true);
            assertEquals("/sign-in", visited(browser));
        }
    }

    @Test void whoseWayInIsTakenAwayIsOut() {
        try (var browser = house.anna()) {
            house.login.credentials.change(WebHouse.ANNA, WebHouse.PASSWORD, "another password of hers");
            assertEquals("/sign-in", visited(browser));
        }
    }

    @Test void oneAccountHasSomeSessionsAtMost() {
        try (var first = house.anna()) {
            for (int i = 0; i < WebLimits.SESSIONS_BY_ACCOUNT_MAX; i++) {
                house.pass(Duration.ofSeconds(1));
                house.anna().close();
            }
            assertEquals(WebLimits.SESSIONS_BY_ACCOUNT_MAX, house.site.sessions().of(WebHouse.ANNAS).size());
            assertEquals("/sign-in", visited(first), "the one that was used longest ago gave way");
        }
    }

    // ---- forms of others ----

    @Test void formsOfOthersAreNotTaken() {
        try (var browser = house.anna()) {
            browser.get("/");
            browser.postWithout("/sign-out");
            assertEquals(403, browser.status(), "without the token");
            browser.get("/");
            browser.saying("origin-said", "https://evil.example").post("/sign-out");
            assertEquals(403, browser.status(), "from elsewhere");
            browser.get("/");
            browser.saying("origin-said", "null").post("/sign-out");
            assertEquals(403, browser.status(), "from nowhere");
            assertEquals(1, house.site.sessions().of(WebHouse.ANNAS).size());
        }
        try (var browser = house.browser()) {
            browser.saying("Sec-Fetch-Site", "cross-site");
            signIn(browser, ANNA, WebHouse.PASSWORD);
            assertEquals(403, browser.status(), "nobody signs others in");
            assertTrue(browser.cookies().isEmpty());
        }
    }
}
