package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.directory.Edited;
import sigillo.login.Grant;
import sigillo.login.Programs;
import sigillo.login.Programs.Issued;
import sigillo.oauth.Pkce;
import sigillo.oauth.RedirectUri;
import sigillo.oauth.Registration;
import sigillo.oauth.Scope;

/** A program asks, its owner says yes or no in a browser. */
@Tag("gate")
class ConsentPageTest {
    private static final String BACK = "http://127.0.0.1:7777/back";
    private static final String VERIFIER = "v".repeat(43);

    private WebHouse house;
    private String client;

    @BeforeEach void start(@TempDir Path folder) throws Exception {
        house = new WebHouse(folder);
        client = house.authorizing.register(new Registration("my <b>mutt</b>", List.of(RedirectUri.parse(BACK).orElseThrow())));
    }

    @AfterEach void stop() { house.close(); }

    private String query(String... more) {
        return "/authorize?response_type=code&client_id=" + client + "&redirect_uri=" + URLEncoder.encode(BACK, StandardCharsets.UTF_8)
            + "&state=s%26t&scope=imap+smtp&code_challenge_method=S256&code_challenge=" + Pkce.challenge(VERIFIER) + String.join("", more);
    }

    private static String found(String text, String pattern) {
        var matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), pattern + " is not in " + text);
        return matcher.group(1).replace("&amp;", "&");
    }

    private List<Grant> programs() { return ((Edited.Done<List<Grant>>) house.grants.list(WebHouse.ANNA, Grant.Kind.PROGRAM)).now(); }

    private boolean gets(String code) {
        return house.authorizing.programs().redeem(code, new Programs.Proof(client, BACK, Pkce.challenge(VERIFIER))) instanceof Issued.Tokens;
    }

    @Test void whoSignsInForItSaysYes() {
        house.kits.confirm(WebHouse.ANNA, house.code.text());
        try (var browser = house.browser()) {
            var page = browser.get(query());
            assertEquals("/sign-in", browser.path());
            page = browser.post("/sign-in", "do", "password", "address", WebHouse.ANNA.toString(), "password", WebHouse.PASSWORD, "to", found(page, "name=\"to\" value=\"([^\"]+)\""));
            assertEquals("/authorize", browser.path());
            assertTrue(page.contains("my &lt;b&gt;mutt&lt;/b&gt; wants to be let in"), page);
            assertTrue(page.contains("read, change and delete") && page.contains("send mail") && !page.contains("change the rules"), page);
            var jmap = browser.get(query().replace("imap+smtp", "jmap"));
            assertTrue(jmap.contains("read, change and delete") && jmap.contains("send mail") && !jmap.contains("change the rules"), jmap);
            assertTrue(browser.get(query().replace("imap+smtp", "jmap+sieve")).contains("by which it is sent on to others and answered"));
            page = browser.get(query());
            assertFalse(page.contains("type=\"password\""), "it was said just now");
            assertTrue(browser.header("content-security-policy").contains("form-action 'self' http://127.0.0.1:7777; base-uri 'none'; frame-ancestors 'none'"));
            browser.post("/authorize", "do", "yes", "asked", found(page, "name=\"asked\" value=\"([^\"]+)\""));
            assertEquals(303, browser.status());
            assertEquals(List.of(), programs(), "until the program has come");
            var code = found(browser.header("location"), "^http://127.0.0.1:7777/back\\?code=(sgc_[^&]+)&state=s%26t&iss=https%3A%2F%2Fmail.home.example$");
            assertTrue(gets(code));
            page = browser.get("/programs");
            assertTrue(page.contains("my &lt;b&gt;mutt&lt;/b&gt;") && browser.get("/").contains("/programs"), page);
            browser.get("/programs");
            browser.post("/programs", "do", "revoke", "number", Long.toString(programs().getFirst().number()));
            assertEquals(List.of(), programs());
        }
    }

    @Test void whoSignedInLongAgoSaysThePasswordAgain() {
        try (var browser = house.anna()) {
            house.pass(Duration.ofMinutes(6));
            var page = browser.get(query());
            assertTrue(page.contains("type=\"password\""), page);
            var asked = found(page, "name=\"asked\" value=\"([^\"]+)\"");
            page = browser.post("/authorize", "do", "yes", "asked", asked, "password", "wrong");
            assertEquals(403, browser.status());
            browser.post("/authorize", "do", "yes", "asked", found(page, "name=\"asked\" value=\"([^\"]+)\""), "password", WebHouse.PASSWORD);
            assertTrue(gets(found(browser.header("location"), "code=([^&]+)")));
        }
    }

    /** At the first sign-in of an account at L1. */
    @Test void whereTheKitComesFirstThePageIsNotForgotten() {
        try (var browser = house.browser()) {
            browser.get(query());
            browser.post("/sign-in", "do", "password", "address", WebHouse.ANNA.toString(), "password", WebHouse.PASSWORD, "to", query());
            assertEquals("/kit", browser.path());
            browser.post("/kit", "do", "confirm", "code", "wrong");
            browser.get("/kit");
            assertTrue(browser.post("/kit", "do", "confirm", "code", house.code.text()).contains("wants to be let in"));
            assertEquals("/authorize", browser.path());
        }
    }

    @Test void whoSaysNo() {
        try (var browser = house.anna()) {
            var asked = found(browser.get(query()), "name=\"asked\" value=\"([^\"]+)\"");
            browser.post("/authorize", "do", "no", "asked", asked);
            assertEquals("http://127.0.0.1:7777/back?error=access_denied&state=s%26t&iss=https%3A%2F%2Fmail.home.example", browser.header("location"));
            assertEquals(List.of(), programs());
        }
    }

    @Test void formsOfOthersAreNotTaken() {
        try (var browser = house.anna()) {
            var asked = found(browser.get(query()), "name=\"asked\" value=\"([^\"]+)\"");
            browser.postWithout("/authorize", "do", "yes", "asked", asked);
            assertEquals(403, browser.status());
            browser.get(query());
            browser.saying("origin-said", "https://evil.example").post("/authorize", "do", "yes", "asked", asked);
            assertEquals(403, browser.status());
            assertFalse(browser.heard().stream().anyMatch(reply -> reply.headers().firstValue("location").orElse("").contains("code=")));
        }
    }

    @Test void nobodyIsSentToWhereTheProgramIsNot() {
        try (var browser = house.anna()) {
            assertTrue(browser.get(query().replace("back&", "other&").replace("%2Fback", "%2Fother")).contains("not its own"));
            assertEquals(400, browser.status());
            browser.get(query().replace("client_id=", "client_id=x"));
            assertEquals(400, browser.status());
            browser.get(query("&scope=pop"));
            assertEquals("http://127.0.0.1:7777/back?error=invalid_request&state=s%26t&iss=https%3A%2F%2Fmail.home.example", browser.header("location"));
            browser.get(query());
            browser.post("/authorize", "do", "yes", "asked", "client_id=x");
            assertEquals(400, browser.status());
            for (var to : List.of("https://evil.example/", "//evil.example/authorize?", "/authorize@evil", "/authorized", "\r\nX: y"))
                assertEquals(Optional.empty(), Onward.parse(to), to);
            assertEquals("/authorize?x=a%0D%0Ab", Onward.parse("/authorize?x=a\r\nb").orElseThrow().text());
        }
    }

    @Test void inItalian() {
        try (var browser = house.anna().saying("Accept-Language", "it")) {
            assertTrue(browser.get(query()).contains("vuole accedere a anna@home.example"));
            browser.get(query("&lang=en"));
            assertEquals("/authorize", browser.path());
            assertEquals(200, browser.status());
        }
    }

    // ---- devices ----

    @Test void aDevice() {
        var begun = house.authorizing.devices().begin(house.authorizing.client(client).orElseThrow(), Set.of(Scope.IMAP), InetAddress.getLoopbackAddress()).orElseThrow();
        try (var browser = house.anna()) {
            var page = browser.get("/device?code=" + begun.user().text());
            assertTrue(page.contains("value=\"" + begun.user().text() + "\"") && !page.contains("my &lt;b&gt;mutt"), "it is shown, not taken");
            page = browser.post("/device", "do", "look", "code", begun.user().text().toLowerCase());
            assertTrue(page.contains("127.0.0.1") && page.contains("my &lt;b&gt;mutt&lt;/b&gt; wants to be let in"), page);
            page = browser.post("/device", "do", "yes", "code", begun.user().text());
            assertTrue(page.contains("It is let in"), page);
            assertTrue(house.authorizing.programs().redeem(begun.device(), Programs.Proof.ofDevice(client)) instanceof Issued.Tokens);
            assertEquals(1, programs().size());
            browser.post("/device", "do", "yes", "code", begun.user().text());
            assertEquals(404, browser.status());
            for (int i = 0; i < 10; i++) {
                browser.get("/device");
                browser.post("/device", "do", "look", "code", "BCDF-BCDF");
            }
            assertEquals(429, browser.status());
        }
    }

    @Test void aDeviceIsRefused() {
        var begun = house.authorizing.devices().begin(house.authorizing.client(client).orElseThrow(), Set.of(Scope.IMAP), InetAddress.getLoopbackAddress()).orElseThrow();
        try (var browser = house.anna()) {
            browser.get("/device");
            assertTrue(browser.post("/device", "do", "no", "code", begun.user().text()).contains("not let in"));
            assertTrue(house.authorizing.devices().shown(begun.user()).isEmpty());
        }
    }

    @Test void programsByJson() {
        try (var browser = house.anna()) {
            assertEquals("{\"grants\":[]}\n", browser.json("GET", "/api/programs", ""));
            browser.json("POST", "/api/programs", "{}");
            assertEquals(405, browser.status());
        }
    }
}
