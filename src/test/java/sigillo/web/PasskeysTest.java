package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Bytes;
import sigillo.store.PartitionName;
import sigillo.store.Transactions;
import sigillo.vault.VaultSlot;
import sigillo.webauthn.TestAuthenticator;
import sigillo.webauthn.TestAuthenticator.Kind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Passkeys over real HTTPS, by an authenticator that lies as it likes. In a browser: web/stories. */
@Timeout(60)
class PasskeysTest {
    private static final String PASSWORD = "\"password\": \"" + WebHouse.PASSWORD + "\"";
    private static final String OPENING = text(new byte[32]).replace('A', 'b');
    private static final String SHOW = "POST /api/sign-in/passkey";

    @TempDir Path folder;
    private WebHouse house;
    private Browser desk;
    private Browser phone;
    private final TestAuthenticator key = new TestAuthenticator(Kind.ES256);

    @BeforeEach void open() throws Exception {
        house = new WebHouse(folder);
        house.kits.confirm(WebHouse.ANNA, house.code.text());
        desk = house.browser();
        phone = house.browser();
        key.origin = "https://localhost:" + house.port();
        key.party = "localhost";
        signIn(WebHouse.ANNA.toString());
    }

    @AfterEach void close() {
        desk.close();
        phone.close();
        house.close();
    }

    private static String text(byte[] octets) { return Base64.getEncoder().encodeToString(octets); }

    private static JsonNode ask(Browser who, int status, String call, String with) {
        var words = call.split(" ");
        var answer = who.json(words[0], words[1], with);
        assertEquals(status, who.status(), call + ": " + answer);
        return JsonMapper.builder().build().readTree(answer);
    }

    private void signIn(String address) {
        desk.saying(Api.TOKEN, ask(desk, 200, "POST /api/sign-in", "{\"address\": \"" + address + "\", " + PASSWORD + "}").get("token").asString());
    }

    private String made(String opening) {
        var begun = ask(desk, 200, "POST /api/passkeys/begin", "{" + PASSWORD + "}");
        return made(begun, opening);
    }

    private String made(JsonNode begun, String opening) {
        var challenge = Base64.getDecoder().decode(begun.get("challenge").asString());
        return "{\"name\": \"ring\", \"client\": \"" + text(key.client("webauthn.create", challenge)) + "\", \"attestation\": \"" + text(key.attestation()) + "\""
            + (opening.isEmpty() ? "" : ", \"opening\": \"" + opening + "\"") + "}";
    }

    private JsonNode make(String opening) { return ask(desk, 200, "POST /api/passkeys/finish", made(opening)); }

    private String shown(String continuation, String user, String opening) {
        return shown(ask(phone, 200, SHOW + "/begin", continuation.isEmpty() ? "{}" : "{\"continuation\": \""
            + continuation + "\"}"), continuation, user, opening);
    }

    private String shown(JsonNode begun, String continuation, String user, String opening) {
        var client = key.client("webauthn.get", Base64.getDecoder().decode(begun.get("challenge").asString()));
        var data = key.data();
        return "{\"credential\": \"" + text(key.credential().toArray()) + "\", \"client\": \"" + text(client) + "\", \"data\": \"" + text(data) + "\", \"signature\": \""
            + text(key.sign(data, client)) + "\", \"user\": \"" + text(user.getBytes()) + "\"" + (opening.isEmpty() ? "" : ", \"opening\": \"" + opening + "\"")
            + (continuation.isEmpty() ? "" : ", \"continuation\": \"" + continuation + "\"") + "}";
    }

    private static void refused(Browser who, int status, String error, String call, String with) { assertEquals(error, ask(who, status, call, with).get("error").asString()); }

    @Test void oneThatHasASecretOpensTheMail() {
        assertTrue(make(OPENING).get("opens").asBoolean());
        var listed = ask(desk, 200, "GET /api/passkeys", "").get("passkeys").get(0);
        assertEquals("ring true false", listed.get("name").asString() + " " + listed.get("opens") + " " + listed.get("isSuspect"));
        key.counter = 1;
        var session = ask(phone, 200, SHOW, shown("", "anna", OPENING));
        assertEquals("anna@home.example L1 true", session.get("address").asString() + " " + session.get("level").asString() + " " + session.get("isWhole"));
        assertTrue(ask(desk, 200, "GET /api/passkeys", "").get("passkeys").get(0).has("lastUse"));
        key.counter = 2;
        refused(phone, 403, "passwordNeeded", SHOW, shown("", "anna", ""));
        key.counter = 3;
        refused(phone, 403, "passwordNeeded", SHOW, shown("", "anna", OPENING.replace('b', 'c')));
    }

    @Test void takenAwayItAndItsSessionsAreOver() {
        long number = make(OPENING).get("number").asLong();
        key.counter = 1;
        ask(phone, 200, SHOW, shown("", "anna", OPENING));
        ask(desk, 200, "POST /api/passkeys", "{\"number\": " + number + ", \"name\": \"other\"}");
        refused(desk, 404, "notFound", "POST /api/passkeys", "{\"number\": " + number + ", \"name\": \"" + "x".repeat(101) + "\"}");
        assertEquals("other", ask(desk, 200, "GET /api/passkeys", "").get("passkeys").get(0).get("name").asString());
        ask(desk, 200, "DELETE /api/passkeys", "{\"number\": " + number + "}");
        refused(phone, 401, "notSignedIn", "GET /api/session", "");
        key.counter = 2;
        refused(phone, 403, "refused", SHOW, shown("", "anna", OPENING));
        refused(desk, 404, "notFound", "DELETE /api/passkeys", "{\"number\": " + number + "}");
    }

    /** Whoever takes it away; the other slots stay, and other browsers see that the list is another. */
    @Test void takenAwayItOpensTheVaultNoMore() {
        var credential = key.credential();
        var slots = "{\"id\": \"p\", \"kind\": \"password\", \"wrapped\": \"AAEC\"}, {\"id\": \"other\", \"kind\": \"passkey\", \"wrapped\": \"AAEC\"},"
            + " {\"id\": \"" + VaultSlot.ofPasskey(credential) + "\", \"kind\": \"passkey\", \"wrapped\": \"AAEC\"}";
        long number = make(OPENING).get("number").asLong();
        ask(desk, 200, "POST /api/vault/slots", "{\"whenVersion\": 0, " + PASSWORD + ", \"slots\": [" + slots + "]}");
        ask(desk, 200, "DELETE /api/passkeys", "{\"number\": " + number + "}");
        assertEquals("2 p other", vault());
        assertEquals("elsewhere", ask(desk, 412, "POST /api/vault/slots", "{\"whenVersion\": 1, " + PASSWORD
            + ", \"slots\": [" + slots + "]}").get("error").asString());
        ask(desk, 200, "POST /api/vault/slots", "{\"whenVersion\": 2, " + PASSWORD + ", \"slots\": [" + slots + "]}");
        key.counter = 0;
        make(OPENING);
        house.grants.revokeAll(house.login.directory.account(WebHouse.ANNA).orElseThrow().id());
        assertEquals("4 p other", vault());
    }

    /** A damaged vault keeps no passkey alive that was stolen. */
    @Test void takenAwayItIsOverThoughTheVaultIsDamaged() {
        long number = make(OPENING).get("number").asLong();
        ask(desk, 200, "POST /api/vault/slots", "{\"whenVersion\": 0, " + PASSWORD
            + ", \"slots\": [{\"id\": \"p\", \"kind\": \"password\", \"wrapped\": \"AAEC\"}]}");
        var partition = new PartitionName("v/" + house.vault.accounts().getFirst().text());
        new Transactions(house.vault.store().partition(partition)).write(tx -> {
            tx.put(Bytes.utf8("s"), new byte[] {1});
            return null;
        });
        ask(desk, 200, "DELETE /api/passkeys", "{\"number\": " + number + "}");
        key.counter = 1;
        refused(phone, 403, "refused", SHOW, shown("", "anna", OPENING));
    }

    private String vault() {
        var shown = ask(desk, 200, "GET /api/vault", "");
        return shown.get("version").asString() + " " + String.join(" ", shown.get("slots").valueStream().map(one ->
            one.get("id").asString()).toList());
    }

    /** In the place of the password, where something is his to do alone: in this session, once, and his own. */
    @Test void aPasskeyShowsThatHeIsThere() {
        refused(desk, 409, "notHere", "POST /api/passkeys/again", "{}");
        make(OPENING);
        key.counter = 1;
        refused(desk, 409, "notDone", "POST /api/level", "{\"level\": \"L2\", \"passkey\": " + shown("", "anna", "")
            + "}");
        key.counter = 2;
        var said = again(desk);
        refused(desk, 409, "vaultFirst", "POST /api/level", "{\"level\": \"L2\", \"passkey\": " + said + "}");
        refused(desk, 409, "notDone", "POST /api/level", "{\"level\": \"L2\", \"passkey\": " + said + "}");
        key.counter = 3;
        var fresh = again(desk);
        try (var other = house.browser()) {
            other.saying(Api.TOKEN, ask(other, 200, "POST /api/sign-in", "{\"address\": \"anna@home.example\", "
                + PASSWORD + "}").get("token").asString());
            refused(other, 409, "notDone", "POST /api/level", "{\"level\": \"L2\", \"passkey\": " + fresh + "}");
        }
    }

    private String again(Browser who) {
        var begun = ask(who, 200, "POST /api/passkeys/again", "{}");
        assertEquals(text(key.credential().toArray()), begun.get("known").get(0).asString());
        return shown(begun, "", "anna", "");
    }

    @Test void withoutASecretItStandsInForACode() {
        var begun = ask(desk, 200, "POST /api/second-factor/begin", "{" + PASSWORD + "}");
        ask(desk, 200, "POST /api/second-factor/confirm", "{\"code\": \"" + new Authenticator(begun.get("secret").asString()).code(house.clock.instant()) + "\"}");
        assertFalse(make("").get("opens").asBoolean());
        key.counter = 1;
        refused(phone, 403, "passwordNeeded", SHOW, shown("", "anna", OPENING));
        var signIn = "{\"address\": \"anna@home.example\", " + PASSWORD + "}";
        var continuation = ask(phone, 200, "POST /api/sign-in", signIn).get("codeWanted").get("continuation").asString();
        assertEquals(text(key.credential().toArray()), ask(phone, 200, SHOW + "/begin", "{\"continuation\": \"" + continuation + "\"}").get("known").get(0).asString());
        key.counter = 2;
        assertEquals("L1", ask(phone, 200, SHOW, shown(continuation, "", "")).get("level").asString());
        key.counter = 3;
        refused(phone, 403, "refused", SHOW, shown(continuation, "", ""));
    }

    @Test void anothersIsNotHis() {
        make(OPENING);
        refused(desk, 409, "notDone", "POST /api/passkeys/finish", made(OPENING));
        signIn(WebHouse.LEO.toString());
        refused(desk, 409, "notDone", "POST /api/passkeys/finish", made(""));
        key.counter = 1;
        refused(phone, 403, "refused", SHOW, shown("", "leo", OPENING));
        assertEquals(0, ask(desk, 200, "GET /api/passkeys", "").get("passkeys").size());
    }

    @Test void atL0TheServerOpensItToo() {
        signIn(WebHouse.LEO.toString());
        long number = make("").get("number").asLong();
        key.counter = 1;
        assertEquals("L0", ask(phone, 200, SHOW, shown("", "leo", "")).get("level").asString());
        ask(desk, 200, "DELETE /api/passkeys", "{\"number\": " + number + "}");
        refused(phone, 401, "notSignedIn", "GET /api/session", "");
        ask(desk, 200, "GET /api/session", "");
    }

    @Test void aCopyIsSeenAndBothAreOut() {
        make(OPENING);
        key.counter = 5;
        ask(phone, 200, SHOW, shown("", "anna", OPENING));
        refused(phone, 403, "refused", SHOW, shown("", "anna", OPENING));
        key.counter = 9;
        refused(phone, 403, "refused", SHOW, shown("", "anna", OPENING));
        assertTrue(ask(desk, 200, "GET /api/passkeys", "").get("passkeys").get(0).get("isSuspect").asBoolean());
    }

    @Test void whoCountsNothingMayComeAgain() {
        make(OPENING);
        for (int i = 0; i < 3; i++) ask(phone, 200, SHOW, shown("", "anna", OPENING));
    }

    @Test void aChallengeIsGoodOnceAndForAWhile() {
        make(OPENING);
        var said = shown("", "anna", OPENING);
        ask(phone, 200, SHOW, said);
        refused(phone, 403, "refused", SHOW, said);
        var late = shown("", "anna", OPENING);
        house.pass(Duration.ofMinutes(6));
        refused(phone, 403, "refused", SHOW, late);
    }

    @Test void aChallengeIsOfItsSessionAndPurpose() {
        var begun = ask(desk, 200, "POST /api/passkeys/begin", "{" + PASSWORD + "}");
        try (var other = house.browser()) {
            other.saying(Api.TOKEN, ask(other, 200, "POST /api/sign-in", "{\"address\": \"anna@home.example\", "
                + PASSWORD + "}").get("token").asString());
            refused(other, 409, "notDone", "POST /api/passkeys/finish", made(begun, OPENING));
        }
        var shows = ask(phone, 200, SHOW + "/begin", "{}");
        refused(desk, 409, "notDone", "POST /api/passkeys/finish", made(shows, OPENING));
        ask(desk, 200, "POST /api/passkeys/finish", made(begun, OPENING));
    }

    @Test void whatIsOfElsewhereIsRefused() {
        refused(desk, 403, "passwordWrong", "POST /api/passkeys/begin", "{}");
        for (var with : List.of("{}", "{\"client\": \"?\"}", "{\"client\": \"e30=\"}")) {
            refused(desk, 409, "notDone", "POST /api/passkeys/finish", with);
            refused(phone, 403, "refused", SHOW, with);
        }
        key.origin = "https://evil.example";
        refused(desk, 409, "notDone", "POST /api/passkeys/finish", made(OPENING));
    }
}
