package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.ContentSeal;
import sigillo.base.Address;
import sigillo.login.SignIn;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON interface as docs/web.md says it, over real HTTPS. */
@Timeout(60)
class ApiTest {
    private static final String SIGN_IN = "{\"address\": \"anna@home.example\", \"password\": \"" + WebHouse.PASSWORD + "\"}";
    private static final String MAKE = "{\"name\": \"phone\", \"services\": [\"imap\", \"smtp\"], \"password\": \"" + WebHouse.PASSWORD + "\"}";

    @TempDir Path folder;
    private WebHouse house;
    private Browser program;

    @BeforeEach void open() throws Exception {
        house = new WebHouse(folder);
        program = house.browser();
    }

    @AfterEach void close() {
        program.close();
        house.close();
    }

    private JsonNode ask(int status, String call, String with) {
        var words = call.split(" ");
        var answer = program.json(words[0], words[1], with);
        assertEquals(status, program.status(), call + ": " + answer);
        assertTrue(program.header("Content-Type").startsWith("application/json"));
        return JsonMapper.builder().build().readTree(answer);
    }

    private void refused(int status, String error, String call, String with) { assertEquals(error, ask(status, call, with).get("error").asString()); }

    private void signIn() {
        house.kits.confirm(WebHouse.ANNA, house.code.text());
        program.saying(Api.TOKEN, ask(200, "POST /api/sign-in", SIGN_IN).get("token").asString());
    }

    @Test void aSession() {
        refused(401, "notSignedIn", "GET /api/session", "");
        refused(403, "refused", "POST /api/sign-in", SIGN_IN.replace("first", "second"));
        refused(400, "notJson", "POST /api/sign-in", "[]");
        refused(400, "notJson", "POST /api/sign-in", "{\"a\":".repeat(20) + "1" + "}".repeat(20));
        refused(404, "notFound", "GET /api/nothing", "");
        signIn();
        var session = ask(200, "GET /api/session", "");
        assertEquals("anna@home.example L1", session.get("address").asString() + " " + session.get("level").asString());
        assertFalse(session.get("kitToConfirm").asBoolean());
        ask(200, "POST /api/sign-out", "{}");
        refused(401, "notSignedIn", "GET /api/session", "");
    }

    /** The browser has it sealed; who has that and no session, or another's, has nothing. */
    @Test void theKeyOfABrowser() {
        refused(401, "notSignedIn", "GET /api/browser-key", "");
        signIn();
        var made = ask(200, "GET /api/browser-key", "");
        var sealed = made.get("sealed").asString();
        assertEquals(32, Base64.getDecoder().decode(made.get("key").asString()).length);
        assertFalse(made.equals(ask(200, "GET /api/browser-key", "")), "each browser has its own");
        program.saying(ApiBrowserKey.SEALED, sealed);
        assertEquals(made.get("key"), ask(200, "GET /api/browser-key", "").get("key"));
        for (var wrong : List.of("=", "AAAA", "A".repeat(200), sealed.substring(0, sealed.length() - 4), sealed.replaceFirst(".", "B"), "A".repeat(4_000),
            Base64.getEncoder().encodeToString(house.login.keyring.seal(WebHouse.ANNAS, ContentSeal.Kind.META, 0, new byte[32])))) {
            program.saying(ApiBrowserKey.SEALED, wrong);
            refused(404, "notFound", "GET /api/browser-key", "");
        }
        program.saying(ApiBrowserKey.SEALED, sealed);
        ask(200, "POST /api/sign-out", "{}");
        refused(401, "notSignedIn", "GET /api/browser-key", "");
        program.saying(Api.TOKEN, ask(200, "POST /api/sign-in", SIGN_IN.replace("anna", "leo")).get("token").asString());
        refused(404, "notFound", "GET /api/browser-key", "");
    }

    @Test void whatWasRefusedAndWhoIsLetIn() {
        refused(401, "notSignedIn", "GET /api/refused", "");
        signIn();
        assertTrue(ask(200, "GET /api/refused", "").get("days").isEmpty());
        for (int i = 0; i < 3; i++) {
            house.refused.note(Optional.of(Address.of("carl@far.example")), List.of(WebHouse.ANNA), "mx.far.example [192.0.2.1]", 550, "5.7.1 No");
        }
        house.refused.note(Optional.empty(), List.of(WebHouse.ANNA), "mx.far.example", 452, "4.2.2 Full");
        house.refused.settle();
        var day = ask(200, "GET /api/refused", "").get("days").get(0);
        assertEquals("2026-11-28 0", day.get("date").asString() + " " + day.get("others").asInt());
        var one = day.get("refused").get(0);
        assertEquals("carl@far.example 3 550 5.7.1 No", one.get("sender").asString() + " " + one.get("times").asInt() + " " + one.get("code").asInt() + " "
            + one.get("reply").asString());
        assertFalse(one.get("isLetIn").asBoolean());
        assertFalse(day.get("refused").get(1).has("sender"));
        ask(200, "POST /api/refused/let-in", "{\"sender\": \"carl@far.example\"}");
        assertTrue(ask(200, "GET /api/refused", "").get("days").get(0).get("refused").get(0).get("isLetIn").asBoolean());
        refused(400, "address", "POST /api/refused/let-in", "{\"sender\": \"carl\"}");
        ask(200, "POST /api/refused/let-in", "{\"sender\": \"dora@far.example\"}");
        refused(409, "notDone", "POST /api/refused/let-in", "{\"sender\": \"eve@far.example\"}");
    }

    @Test void withoutItsTokenNothingIsDone() {
        house.kits.confirm(WebHouse.ANNA, house.code.text());
        ask(200, "POST /api/sign-in", SIGN_IN);
        refused(403, "notOurs", "POST /api/app-passwords", MAKE);
        program.saying("Origin", "https://evil.example");
        refused(403, "notOurs", "POST /api/sign-in", SIGN_IN);
    }

    @Test void theKitComesFirst() {
        program.saying(Api.TOKEN, ask(200, "POST /api/sign-in", SIGN_IN).get("token").asString());
        assertTrue(ask(200, "GET /api/session", "").get("kitToConfirm").asBoolean());
        refused(403, "kitFirst", "GET /api/app-passwords", "");
        refused(403, "passwordWrong", "POST /api/kit", "{\"password\": \"x\"}");
        var code = ask(200, "POST /api/kit", "{\"password\": \"" + WebHouse.PASSWORD + "\"}").get("code").asString();
        refused(403, "codeWrong", "POST /api/kit/confirm", "{\"code\": \"" + house.code.text() + "\"}");
        ask(200, "POST /api/kit/confirm", "{\"code\": \"" + code + "\"}");
        assertEquals(0, ask(200, "GET /api/app-passwords", "").get("grants").size());
    }

    /** What a reset has locked opens before the kit as well as after it, by the code that was replaced. */
    @Test void whatIsLockedDoesNotWaitForTheKit() {
        house.login.keyring.prepare(WebHouse.ANNAS);
        house.login.keyring.seal(WebHouse.ANNAS, ContentSeal.Kind.META, 1, new byte[10]);
        house.login.credentials.reset(WebHouse.ANNA, "the second password");
        program.saying(Api.TOKEN, ask(200, "POST /api/sign-in", SIGN_IN.replace("first", "second")).get("token").asString());
        refused(403, "refused", "POST /api/locked", "{\"former\": \"neither\"}");
        var code = ask(200, "POST /api/kit", "{\"password\": \"the second password\"}").get("code").asString();
        ask(200, "POST /api/kit/confirm", "{\"code\": \"" + code + "\"}");
        refused(403, "refused", "POST /api/recover",
            "{\"address\": \"anna@home.example\", \"code\": \"" + house.code.text() + "\", \"next\": \"the third password\"}");
        assertFalse(ask(200, "GET /api/session", "").get("isWhole").asBoolean());
        assertTrue(ask(200, "POST /api/locked", "{\"former\": \"" + house.code.text() + "\"}").get("isWhole").asBoolean());
        assertTrue(ask(200, "GET /api/session", "").get("isWhole").asBoolean());
    }

    @Test void grants() {
        signIn();
        refused(403, "passwordWrong", "POST /api/app-passwords", MAKE.replace("first", "second"));
        refused(400, "services", "POST /api/app-passwords", MAKE.replace("imap", "telnet"));
        refused(409, "notDone", "POST /api/app-passwords", MAKE.replace("phone", ""));
        var made = ask(200, "POST /api/app-passwords", MAKE);
        assertTrue(house.programs.signIn("anna@home.example", made.get("secret").asString(), SignIn.Service.IMAP, Optional.empty()) instanceof SignIn.Answer.Welcome);
        var listed = ask(200, "GET /api/app-passwords", "").get("grants").get(0);
        assertEquals("phone [\"imap\",\"smtp\"] imap", listed.get("name").asString() + " " + listed.get("services") + " " + listed.get("lastUse").get("service").asString());
        assertFalse(listed.has("secret"));
        refused(404, "notFound", "DELETE /api/tokens", "{\"number\": " + listed.get("number") + "}");
        ask(200, "DELETE /api/app-passwords", "{\"number\": " + listed.get("number") + "}");
        assertTrue(ask(200, "POST /api/tokens", MAKE.replace("\"name\"", "\"days\": 90, \"name\"")).has("expiresAt"));
    }

    @Test void aCodeToScan() {
        refused(401, "notSignedIn", "POST /api/qr", "{\"text\": \"a\"}");
        signIn();
        var code = ask(200, "POST /api/qr", "{\"text\": \"v6ssj-p0cje\"}");
        assertEquals(29, code.get("size").asInt(), "version 1, of 21 signs, with four around it");
        assertTrue(code.get("path").asString().matches("(M[0-9]+,[0-9]+h[0-9]+v1h-[0-9]+z)+"));
        refused(400, "text", "POST /api/qr", "{}");
        refused(400, "text", "POST /api/qr", "{\"text\": \"" + "a".repeat(ApiQr.OCTETS_MAX + 1) + "\"}");
        refused(400, "text", "POST /api/qr", "{\"text\": \"" + "\u20ac".repeat(ApiQr.OCTETS_MAX / 3 + 1) + "\"}");
    }

    @Test void whatTheBrowserMadeOfAnotherPasswordIsWrong() {
        signIn();
        var wrong = Base64.getEncoder().encodeToString(new byte[32]);
        for (var call : List.of("POST /api/app-passwords", "POST /api/kit", "POST /api/second-factor/begin", "POST /api/level")) {
            refused(403, "passwordWrong", call, "{\"name\": \"x\", \"services\": [\"imap\"], \"level\": \"L0\", \"authenticating\": \"" + wrong + "\"}");
            refused(403, "passwordWrong", call, "{\"name\": \"x\", \"services\": [\"imap\"], \"level\": \"L0\", \"authenticating\": \"?\", \"password\": \"x\"}");
        }
        assertEquals(0, ask(200, "GET /api/app-passwords", "").get("grants").size());
    }

    @Test void passwords() {
        var strangers = IntStream.range(0, 500).mapToObj(i -> Address.of("r" + i + "@remote.example")).toList();
        house.sending.take(WebHouse.ANNAS, strangers);
        signIn();
        refused(400, "passwordShort", "POST /api/password", "{\"password\": \"x\", \"next\": \"short\"}");
        refused(403, "passwordWrong", "POST /api/password", "{\"password\": \"x\", \"next\": \"a longer password\"}");
        ask(200, "POST /api/password", "{\"password\": \"" + WebHouse.PASSWORD + "\", \"next\": \"a longer password\"}");
        assertTrue(house.sending.mayOwnerLift(WebHouse.ANNAS, false), "as after a change at the pages");
        refused(401, "notSignedIn", "GET /api/session", "");
        refused(403, "refused", "POST /api/recover", "{\"address\": \"leo@home.example\", \"code\": \"" + house.code.text() + "\", \"next\": \"" + WebHouse.PASSWORD + "\"}");
        ask(200, "POST /api/recover", "{\"address\": \"anna@home.example\", \"code\": \"" + house.code.text() + "\", \"next\": \"" + WebHouse.PASSWORD + "\"}");
        signIn();
    }

    @Test void whoComesWithTheCodeMayEndAPauseOfSending() {
        var strangers = IntStream.range(0, 500).mapToObj(i -> Address.of("r" + i + "@remote.example")).toList();
        house.sending.take(WebHouse.ANNAS, strangers);
        assertFalse(house.sending.mayOwnerLift(WebHouse.ANNAS, false));
        ask(200, "POST /api/recover", "{\"address\": \"anna@home.example\", \"code\": \"" + house.code.text() + "\", \"next\": \"a longer password\"}");
        assertTrue(house.sending.mayOwnerLift(WebHouse.ANNAS, false));
    }

    @Test void theSecondFactor() {
        signIn();
        assertFalse(ask(200, "GET /api/second-factor", "").get("isOn").asBoolean());
        var begun = ask(200, "POST /api/second-factor/begin", "{\"password\": \"" + WebHouse.PASSWORD + "\"}");
        assertTrue(begun.get("link").asString().startsWith("otpauth://totp/mail.home.example:"));
        var phone = new Authenticator(begun.get("secret").asString());
        refused(403, "codeWrong", "POST /api/second-factor/confirm", "{\"code\": \"000000\"}");
        var codes = ask(200, "POST /api/second-factor/confirm", "{\"code\": \"" + phone.code(house.clock.instant()) + "\"}").get("codes");
        assertEquals(10, codes.size());
        ask(200, "POST /api/sign-out", "");
        var wanted = ask(200, "POST /api/sign-in", SIGN_IN).get("codeWanted");
        wanted = ask(403, "POST /api/sign-in/code", "{\"continuation\": " + wanted.get("continuation") + ", \"code\": \"nonsense\"}").get("codeWanted");
        var session = ask(200, "POST /api/sign-in/code", "{\"continuation\": " + wanted.get("continuation") + ", \"code\": " + codes.get(0) + "}");
        program.saying(Api.TOKEN, session.get("token").asString());
        refused(403, "codeWrong", "POST /api/second-factor/off", "{\"password\": \"" + WebHouse.PASSWORD + "\", \"code\": " + codes.get(0) + "}");
        ask(200, "POST /api/second-factor/off", "{\"password\": \"" + WebHouse.PASSWORD + "\", \"code\": " + codes.get(1) + "}");
    }

    @Test void whatTheBrowserMakesOfThePasswordLetsIn() {
        var parameters = ask(200, "POST /api/sign-in/parameters", "{\"address\": \"anna@home.example\"}");
        assertEquals(16, Base64.getDecoder().decode(parameters.get("salt").asString()).length);
        assertEquals(parameters.propertyNames(), ask(200, "POST /api/sign-in/parameters", "{\"address\": \"nobody@home.example\"}").propertyNames());
        var wrong = Base64.getEncoder().encodeToString(new byte[32]);
        refused(403, "refused", "POST /api/sign-in/stretched",
            "{\"address\": \"anna@home.example\", \"authenticating\": \"" + wrong + "\", \"opening\": \"" + wrong + "\"}");
        refused(403, "refused", "POST /api/sign-in/stretched", "{\"address\": \"anna@home.example\", \"authenticating\": \"?\"}");
    }
}
