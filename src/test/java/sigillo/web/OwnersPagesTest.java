package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.ContentSeal;
import sigillo.base.Address;
import sigillo.directory.Edited;
import sigillo.login.Grant;
import sigillo.login.SignIn;
import sigillo.sealing.Slot;

/** What owners do at their pages, over real HTTPS: app passwords, passwords, the second factor. */
@Timeout(60)
class OwnersPagesTest {
    private static final String ANNA = WebHouse.ANNA.toString();
    private static final String NEXT = "correct horse battery";

    @TempDir Path folder;
    private WebHouse house;

    @BeforeEach void open() throws Exception { house = new WebHouse(folder); }

    @AfterEach void close() { house.close(); }

    private static String found(String page, String pattern) {
        var found = Pattern.compile(pattern, Pattern.DOTALL).matcher(page);
        assertTrue(found.find(), pattern + " in " + page);
        return found.group(1);
    }

    private static String signIn(Browser browser, String password) {
        return browser.post("/sign-in", "do", "password", "address", ANNA, "password", password);
    }

    private boolean letsIn(String password, SignIn.Service service) {
        if (!(house.programs.signIn(ANNA, password, service, Optional.empty()) instanceof SignIn.Answer.Welcome(_, var unlocked, _))) return false;
        unlocked.close();
        return true;
    }

    private List<Grant> grants(Grant.Kind kind) { return ((Edited.Done<List<Grant>>) house.grants.list(WebHouse.ANNA, kind)).now(); }

    @Test void everyPageIsThereInBothLanguages() {
        try (var browser = house.anna()) {
            for (var language : List.of("en", "it")) {
                browser.get("/?lang=" + language);
                for (var path : List.of("/", "/app-passwords", "/tokens", "/second-factor", "/kit", "/password", "/level", "/sessions", "/sending", "/refused", "/forgot")) {
                    var page = browser.get(path);
                    assertEquals(200, browser.status(), path);
                    assertEquals(path, browser.path());
                    assertTrue(page.contains("<html lang=\"" + language + "\">") && page.contains("<h1>"), page);
                    assertFalse(page.contains("<script") || page.contains("style=") || page.contains("http://"), page);
                }
            }
        }
    }

    @Test void aPauseOfSendingIsToldAndEndsOnceItsOwnerHasANewPassword() {
        var strangers = IntStream.range(0, 500).mapToObj(i -> Address.of("r" + i + "@remote.example")).toList();
        house.sending.take(WebHouse.ANNAS, strangers);
        try (var browser = house.anna()) {
            assertTrue(browser.get("/").contains("Sending from your account is paused."));
            browser.get("/sending?lang=it");
            var page = browser.get("/sending");
            assertTrue(page.contains("ha scritto a 500 destinatari a cui non aveva mai scritto"), page);
            browser.get("/sending?lang=en");
            page = browser.get("/sending");
            assertTrue(page.contains("500 recipients to whom it had not written before"), page);
            assertFalse(page.contains("It was me"), page);
            browser.post("/sending", "do", "keep");
            assertEquals(403, browser.status());
            assertTrue(house.sending.paused(WebHouse.ANNAS).isPresent());
            browser.get("/password");
            browser.post("/password", "do", "change", "password", WebHouse.PASSWORD, "next", "an other passphrase", "again", "an other passphrase");
            signIn(browser, "an other passphrase");
            assertTrue(browser.get("/sending").contains("It was me"));
            assertTrue(browser.post("/sending", "do", "drop").contains("Your account sends."));
            assertTrue(house.sending.paused(WebHouse.ANNAS).isEmpty());
            assertFalse(browser.get("/").contains("is paused"));
        }
    }

    @Test void whatWasRefusedIsShownAndLetInNextTime() {
        var carl = Address.of("carl@far.example");
        try (var browser = house.anna()) {
            assertTrue(browser.get("/refused?lang=en").contains("Nothing was refused."));
            for (int i = 0; i < 1_241; i++) note(Optional.of(carl), 550, "5.7.1 Not wanted <here>");
            note(Optional.empty(), 452, "4.2.2 Mailbox full");
            note(Optional.of(Address.of("eve@far.example")), 550, "5.6.0 Broken");
            var page = browser.get("/refused");
            assertTrue(page.contains("carl@far.example") && page.contains("mx.far.example [192.0.2.1]") && page.contains("And 1,240 more like it."), page);
            assertTrue(page.contains("550 5.7.1 Not wanted &lt;here&gt;"), page);
            assertTrue(page.contains("A notification, without a sender") && page.contains("Your mailbox was full. Its server was asked"), page);
            assertEquals(2, page.split("let-in").length, "one that helps");
            browser.get("/refused?lang=it");
            assertTrue(browser.get("/refused").contains("E altri 1.240 come questo."));
            browser.get("/refused?lang=en");
            assertTrue(browser.post("/refused", "do", "let-in", "sender", carl.toString()).contains("goes to your inbox from now on"));
            assertFalse(browser.get("/refused").contains("let-in"));
            browser.post("/refused", "do", "let-in", "sender", "no address");
            assertEquals(400, browser.status());
        }
    }

    private void note(Optional<Address> sender, int code, String reply) {
        house.refused.note(sender, List.of(WebHouse.ANNA), "mx.far.example [192.0.2.1]", code, reply);
        house.refused.settle();
    }

    @Test void anAppPasswordIsMadeShownOnceAndRevoked() {
        try (var browser = house.anna()) {
            var offered = browser.get("/app-passwords");
            assertTrue(offered.contains("Reading and sending mail (JMAP)") && offered.contains("is sent on and answered"), offered);
            browser.post("/app-passwords", "do", "make", "name", "phone", "scope", "IMAP", "password", "not hers");
            assertEquals(403, browser.status(), "a stolen session makes none");
            var page = browser.post("/app-passwords", "do", "make", "name", "my <b>phone</b>", "scope", "IMAP", "password", WebHouse.PASSWORD);
            assertFalse(page.contains("class=\"qr\""), "it sends nothing");
            var secret = found(page, "<p class=\"secret\">([0-9a-z-]{30})</p>");
            assertTrue(page.contains("my &lt;b&gt;phone&lt;/b&gt;"), page);
            assertTrue(letsIn(secret, SignIn.Service.IMAP));
            assertInstanceOf(SignIn.Answer.OutOfScope.class, house.programs.signIn(ANNA, secret, SignIn.Service.SMTP, Optional.empty()));
            page = browser.get("/app-passwords");
            assertFalse(page.contains(secret));
            assertTrue(page.contains("Last used"), page);
            browser.post("/app-passwords", "do", "revoke", "number", found(page, "name=\"number\" value=\"(\\d+)\""));
            assertFalse(letsIn(secret, SignIn.Service.IMAP));
            assertEquals(List.of(), grants(Grant.Kind.APP_PASSWORD));
            var scanned = browser.post("/app-passwords", "do", "make", "name", "both", "scope", "IMAP", "scope", "SMTP", "password", WebHouse.PASSWORD);
            assertEquals(3, scanned.split("class=\"qr\"").length, "for Thunderbird of Android, and for iPhones");
        }
    }

    @Test void aTokenEnds() {
        try (var browser = house.anna()) {
            browser.get("/tokens");
            var page = browser.post("/tokens", "do", "make", "name", "script", "scope", "IMAP", "scope", "SMTP", "days", "30", "password", WebHouse.PASSWORD);
            assertTrue(found(page, "<p class=\"secret\">(sgt_[^<]+)</p>").length() > 40);
            var token = grants(Grant.Kind.TOKEN).getFirst();
            assertEquals(Optional.of(house.clock.instant().plus(Duration.ofDays(30))), token.expiresAt());
            assertEquals(2, token.scopes().size());
            browser.get("/tokens");
            browser.post("/app-passwords", "do", "revoke", "number", Long.toString(token.number()));
            assertEquals(1, grants(Grant.Kind.TOKEN).size(), "each at its own page");
            browser.get("/tokens");
            browser.post("/tokens", "do", "revoke", "number", Long.toString(token.number()));
            assertEquals(List.of(), grants(Grant.Kind.TOKEN));
            assertFalse(house.login.keyring.slots(WebHouse.ANNAS).containsValue(Slot.Kind.TOKEN), "it opens nothing any more");
            browser.get("/tokens");
            browser.post("/tokens", "do", "make", "name", "x", "password", WebHouse.PASSWORD);
            assertEquals(400, browser.status(), "for nothing");
        }
    }

    @Test void thePasswordIsChangedAndAllAreOut() {
        try (var browser = house.anna(); var other = house.anna()) {
            browser.get("/password");
            assertTrue(browser.post("/password", "password", WebHouse.PASSWORD, "next", "short", "again", "short").contains("fewer than 12"));
            assertTrue(browser.post("/password", "password", WebHouse.PASSWORD, "next", NEXT, "again", "another one than that").contains("differ"));
            assertTrue(browser.post("/password", "password", "wrong", "next", NEXT, "again", NEXT).contains("The password is wrong."));
            var page = browser.post("/password", "password", WebHouse.PASSWORD, "next", NEXT, "again", NEXT);
            assertTrue(page.contains("Your password is the new one."), page);
            other.get("/");
            assertEquals("/sign-in", other.path());
            signIn(browser, WebHouse.PASSWORD);
            assertEquals(403, browser.status());
            signIn(browser, NEXT);
            assertEquals("/", browser.path());
        }
    }

    @Test void aLostPasswordIsSetByTheCode() {
        try (var browser = house.browser()) {
            var right = house.code.text();
            for (var wrong : List.of(List.of(ANNA, "AAAA"), List.of("nobody@home.example", right), List.of(WebHouse.LEO.toString(), right))) {
                var page = browser.post("/forgot", "address", wrong.getFirst(), "code", wrong.getLast(), "next", NEXT, "again", NEXT);
                assertEquals(403, browser.status());
                assertTrue(page.contains("Address and recovery code do not match."), page);
            }
            browser.post("/forgot", "address", ANNA, "code", right.toLowerCase().replace("-", ""), "next", NEXT, "again", NEXT);
            assertEquals("/sign-in", browser.path());
            signIn(browser, NEXT);
            assertEquals(200, browser.status());
        }
    }

    @Test void triesOfCodesAreCounted() {
        try (var browser = house.browser()) {
            for (int i = 0; i <= WebLimits.RECOVERY_TRIES_MAX; i++) browser.post("/forgot", "address", ANNA, "code", "AAAA", "next", NEXT, "again", NEXT);
            assertEquals(429, browser.status());
            house.pass(WebLimits.RECOVERY_TRIES_IN);
            browser.post("/forgot", "address", ANNA, "code", house.code.text(), "next", NEXT, "again", NEXT);
            assertEquals("/sign-in", browser.path());
        }
    }

    @Test void mailFromBeforeAResetIsOpened() { assertOpensMailFromBeforeAReset(WebHouse.PASSWORD); }

    @Test void mailFromBeforeAResetIsOpenedByTheKit() { assertOpensMailFromBeforeAReset(house.code.text()); }

    private void assertOpensMailFromBeforeAReset(String secret) {
        house.kits.confirm(WebHouse.ANNA, house.code.text());
        house.login.keyring.prepare(WebHouse.ANNAS);
        house.login.keyring.seal(WebHouse.ANNAS, ContentSeal.Kind.META, 1, new byte[10]);
        house.login.credentials.reset(WebHouse.ANNA, NEXT);
        try (var browser = house.browser()) {
            var page = signIn(browser, NEXT);
            assertTrue(page.contains("Mail from before is still closed"), page);
            browser.get("/locked");
            assertTrue(browser.post("/locked", "former", "no, this neither").contains("neither"));
            page = browser.post("/locked", "former", secret);
            assertTrue(page.contains("All your mail is open again.") && !page.contains("still closed"), page);
            browser.get("/locked");
            assertEquals("/", browser.path(), "there is nothing to open");
        }
    }

    /** Who has never typed his code back may open first what is locked, or later, by the code that he has replaced. */
    @Test void whatIsLockedIsOpenedBeforeTheKitOrAfterIt() {
        house.login.keyring.prepare(WebHouse.ANNAS);
        house.login.keyring.seal(WebHouse.ANNAS, ContentSeal.Kind.META, 1, new byte[10]);
        house.login.credentials.reset(WebHouse.ANNA, NEXT);
        try (var browser = house.browser()) {
            var page = signIn(browser, NEXT);
            assertEquals("/kit", browser.path());
            assertTrue(page.contains("is still closed") && page.contains("href=\"/locked\""), page);
            assertTrue(page.contains("opens only the mail that is still closed") && !page.contains("opens nothing any more"), page);
            page = browser.get("/kit?lang=it");
            assertTrue(browser.get("/kit").contains("apre solo la posta ancora chiusa"), page);
            browser.get("/kit?lang=en");
            browser.get("/locked");
            assertEquals("/locked", browser.path());
            assertTrue(browser.post("/locked", "former", "no, this neither").contains("neither"));
            browser.get("/kit");
            page = browser.post("/kit", "do", "new", "password", NEXT);
            var next = found(page, "<p class=\"secret\">([0-9A-Z-]{44})</p>");
            browser.get("/kit");
            browser.post("/kit", "do", "confirm", "code", next);
            assertEquals("/", browser.path());
            browser.get("/locked");
            page = browser.post("/locked", "former", house.code.text());
            assertTrue(page.contains("All your mail is open again."), page);
            assertTrue(browser.get("/kit").contains("opens nothing any more"));
        }
    }

    @Test void whatIsLockedIsOpenedFirst() {
        house.login.keyring.prepare(WebHouse.ANNAS);
        house.login.keyring.seal(WebHouse.ANNAS, ContentSeal.Kind.META, 1, new byte[10]);
        house.login.credentials.reset(WebHouse.ANNA, NEXT);
        try (var browser = house.browser()) {
            signIn(browser, NEXT);
            browser.get("/locked");
            var page = browser.post("/locked", "former", WebHouse.PASSWORD);
            assertEquals("/kit", browser.path());
            assertTrue(page.contains("All your mail is open again.") && page.contains("opens nothing any more"), page);
        }
    }

    @Test void theSecondFactorIsTurnedOnAskedForAndTurnedOff() {
        try (var browser = house.anna()) {
            browser.get("/second-factor");
            var page = browser.post("/second-factor", "do", "begin", "password", WebHouse.PASSWORD);
            assertTrue(page.contains("<svg class=\"qr\"") && page.contains("viewBox"), page);
            var phone = new Authenticator(found(page, "<p class=\"secret\">([A-Z2-7 ]+)</p>"));
            assertTrue(browser.post("/second-factor", "do", "confirm", "code", "000000").contains("wrong"));
            page = browser.post("/second-factor", "do", "confirm", "code", phone.code(house.clock.instant()));
            assertEquals(10, page.split("<li>", -1).length - 1, page);
            var backup = found(page, "<li>([^<]+)</li>");
            browser.get("/second-factor");
            browser.post("/sign-out");

            signInWithCode(browser, phone, backup);
            browser.get("/second-factor");
            house.pass(Duration.ofSeconds(30));
            assertEquals(10, browser.post("/second-factor", "do", "codes", "code", phone.code(house.clock.instant())).split("<li>", -1).length - 1);
            browser.get("/second-factor");
            assertTrue(browser.post("/second-factor", "do", "off", "password", WebHouse.PASSWORD, "off-code", phone.code(house.clock.instant())).contains("wrong"), "used");
            house.pass(Duration.ofSeconds(30));
            assertTrue(browser.post("/second-factor", "do", "off", "password", WebHouse.PASSWORD, "off-code", phone.code(house.clock.instant())).contains("is off"));
        }
    }

    private void signInWithCode(Browser browser, Authenticator phone, String backup) {
        var page = signIn(browser, WebHouse.PASSWORD);
        assertFalse(browser.cookies().containsKey(Site.COOKIE), "not in yet");
        house.pass(Duration.ofSeconds(30));
        page = browser.post("/sign-in", "do", "code", "continuation", found(page, "name=\"continuation\" value=\"([^\"]+)\""), "code", "000000");
        assertTrue(page.contains("This code is wrong"), page);
        browser.post("/sign-in", "do", "code", "continuation", found(page, "name=\"continuation\" value=\"([^\"]+)\""), "code", phone.code(house.clock.instant()));
        assertEquals("/", browser.path());
        browser.post("/sign-out");
        page = signIn(browser, WebHouse.PASSWORD);
        browser.post("/sign-in", "do", "code", "continuation", found(page, "name=\"continuation\" value=\"([^\"]+)\""), "code", backup);
        assertEquals("/", browser.path(), "by a backup code");
    }

    @Test void theLevelIsSaidHonestly() {
        try (var browser = house.browser()) {
            browser.post("/sign-in", "do", "password", "address", WebHouse.LEO.toString(), "password", WebHouse.PASSWORD);
            assertTrue(browser.get("/level").contains("can read your mail at any time"));
            browser.get("/kit");
            assertEquals("/level", browser.path(), "where nobody else would have the code, there is none to be told of");
        }
        try (var browser = house.anna()) {
            assertTrue(browser.get("/level").contains("Mail comes in as its senders sent it"));
        }
    }
}
