package sigillo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.AccountId;
import sigillo.account.ClientText;
import sigillo.account.Deposit;
import sigillo.account.Deposited;
import sigillo.account.EmailId;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.directory.Edited;
import sigillo.keyring.Level;
import sigillo.login.Stretched;
import sigillo.openpgp.Certificate;
import sigillo.openpgp.KeyMaking;
import sigillo.openpgp.OpenPgpBroken;
import sigillo.sealing.ClientTextSeal;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealedKey;
import sigillo.sealing.Secret;
import sigillo.webauthn.TestAuthenticator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The way to level L2 and back, by its owner, over real HTTPS: what it needs, and what is not taken there any more. */
@Timeout(60)
class LevelTwoTest {
    private static final String SAID = "\"password\": \"" + WebHouse.PASSWORD + "\"";

    private static JsonNode ask(Browser browser, int status, String call, String with) {
        var words = call.split(" ");
        var answer = browser.json(words[0], words[1], with);
        assertEquals(status, browser.status(), call + ": " + answer);
        return JsonMapper.builder().build().readTree(answer);
    }

    private static String error(Browser browser, int status, String call, String with) {
        return ask(browser, status, call, with).get("error").asString();
    }

    @Test void itsOwnerGoesThereAndBack(@TempDir Path folder) throws Exception {
        try (var house = new WebHouse(folder); var anna = house.browser()) {
            house.kits.confirm(WebHouse.ANNA, house.code.text());
            anna.saying(Api.TOKEN, ask(anna, 200, "POST /api/sign-in", "{\"address\": \"anna@home.example\", " + SAID + "}").get("token").asString());
            var account = house.login.directory.account(WebHouse.ANNA).orElseThrow().id();
            needs(house, anna);
            var ring = passkey(house, anna);
            assertEquals("L2", ask(anna, 200, "POST /api/level", "{\"level\": \"L2\", " + SAID + "}").get("level").asString());
            assertEquals(Level.L2, house.login.keyring.level(account));
            var own = ask(anna, 200, "GET /api/openpgp/certificate", "").get("fingerprint").asString();
            assertEquals(Optional.of(Bytes.wrap(HexFormat.of().parseHex(own))), house.login.keyring.wrapsTo(account));
            textsAreTaken(house, anna);
            passwordIsNotTaken(house, anna);
            anotherKey(house, anna, account, ring);
            assertTrue(anna.get("/level").contains("Level L2"));
            aNewCodeOfTheOperators(house);
        }
    }

    /** The operator made one that nobody has seen: the browser makes another, though its vault had none, and gets in. */
    private static void aNewCodeOfTheOperators(WebHouse house) {
        assertTrue(house.login.credentials.newCode(WebHouse.ANNA, Optional.of(WebHouse.PASSWORD)) instanceof Edited.Done<?>);
        try (var anna = house.browser()) {
            var how = ask(anna, 200, "POST /api/sign-in/parameters", "{\"address\": \"anna@home.example\"}");
            var said = Stretched.of(WebHouse.PASSWORD, how);
            var made = "\"authenticating\": \"" + said.authenticating() + "\"";
            var in = ask(anna, 200, "POST /api/sign-in/stretched", "{\"address\": \"anna@home.example\", " + made
                + ", \"opening\": \"" + said.opening() + "\"}");
            anna.saying(Api.TOKEN, in.get("token").asString());
            assertTrue(in.get("kitToConfirm").asBoolean());
            assertEquals("kitFirst", error(anna, 403, "GET /api/level", ""));
            var page = anna.get("/kit");
            assertTrue(page.contains("href=\"/mail/\"") && page.contains("your browser makes the code"), page);
            assertTrue(!page.contains("name=\"password\""), "no password is asked for that is not taken");
            assertTrue(anna.post("/kit", "do", "new", "password", WebHouse.PASSWORD).contains("your browser makes the code"));
            assertEquals("password", ask(anna, 200, "GET /api/vault", "").get("slots").get(0).get("kind").asString());
            var part = base64(new byte[32]);
            ask(anna, 200, "POST /api/kit", "{" + made + ", \"part\": \"" + part + "\", \"vault\": {\"whenVersion\": 1, \"slots\": "
                + "[{\"id\": \"p\", \"kind\": \"password\", \"wrapped\": \"AAEC\"},"
                + " {\"id\": \"recovery\", \"kind\": \"recovery\", \"wrapped\": \"AAED\"}]}}");
            assertEquals("codeWrong", error(anna, 403, "POST /api/kit/confirm", "{\"part\": \"AAEC\"}"));
            ask(anna, 200, "POST /api/kit/confirm", "{\"part\": \"" + part + "\"}");
            assertEquals("L2", ask(anna, 200, "GET /api/level", "").get("level").asString());
        }
    }

    /**
     * What comes is encrypted to it from then on; a stop between the two leaves the one before, and is mended by
     * asking again.
     */
    private static void anotherKey(WebHouse house, Browser anna, AccountId account, TestAuthenticator ring) {
        var another = certificate(house, "Another <anna@home.example>");
        assertEquals("passwordNeeded", error(anna, 403, "PUT /api/openpgp/certificate", another));
        assertEquals("levelTwo", error(anna, 409, "DELETE /api/openpgp/certificate", "{" + shown(anna, ring) + "}"));
        var before = named(house, account);
        var shown = ask(anna, 200, "PUT /api/openpgp/certificate", another.replaceFirst("}$", ", " + shown(anna, ring)
            + "}"));
        var fingerprint = shown.get("fingerprint").asString();
        assertEquals(fingerprint, shown.get("encryptedTo").asString());
        assertEquals(fingerprint, named(house, account));
        // as a stop has left it: published, and not named
        house.login.credentials.zeroAccess(WebHouse.ANNA, Bytes.wrap(HexFormat.of().parseHex(before)),
            WebHouse.PASSWORD);
        assertEquals(before, fingerprintOf(house.published.octets(account, before).orElseThrow()),
            "to it mail is encrypted meanwhile");
        assertEquals("passwordNeeded", error(anna, 403, "PUT /api/openpgp/certificate", another));
        ask(anna, 200, "PUT /api/openpgp/certificate", another.replaceFirst("}$", ", " + shown(anna, ring) + "}"));
        assertEquals(fingerprint, named(house, account));
        ask(anna, 200, "PUT /api/openpgp/certificate", another);
        spoiledIsPublishedAnew(house, anna, account, ring, another);
    }

    /** As a release before marks wrote it: its owner alone puts the same, or another, in its place. */
    private static void spoiledIsPublishedAnew(WebHouse house, Browser anna, AccountId account, TestAuthenticator ring,
            String certificate) {
        house.spoilCertificate(account);
        assertEquals("spoiled", error(anna, 409, "GET /api/openpgp/certificate", ""));
        assertEquals("passwordNeeded", error(anna, 403, "PUT /api/openpgp/certificate", certificate));
        var shown = ask(anna, 200, "PUT /api/openpgp/certificate", certificate.replaceFirst("}$", ", "
            + shown(anna, ring) + "}"));
        assertEquals(named(house, account), shown.get("fingerprint").asString());
        ask(anna, 200, "PUT /api/openpgp/certificate", certificate);
    }

    /** At level L2 no password is said: what a browser makes of it, or a passkey. */
    private static TestAuthenticator passkey(WebHouse house, Browser anna) {
        var ring = new TestAuthenticator(TestAuthenticator.Kind.ES256);
        ring.origin = "https://localhost:" + house.port();
        ring.party = "localhost";
        var begun = ask(anna, 200, "POST /api/passkeys/begin", "{" + SAID + "}");
        ask(anna, 200, "POST /api/passkeys/finish", "{\"name\": \"ring\", \"client\": \""
            + base64(ring.client("webauthn.create", challenge(begun)))
            + "\", \"attestation\": \"" + base64(ring.attestation()) + "\"}");
        return ring;
    }

    private static String shown(Browser anna, TestAuthenticator ring) {
        var client = ring.client("webauthn.get", challenge(ask(anna, 200, "POST /api/passkeys/again", "{}")));
        ring.counter++;
        var data = ring.data();
        return "\"passkey\": {\"credential\": \"" + base64(ring.credential().toArray()) + "\", \"client\": \""
            + base64(client) + "\", \"data\": \""
            + base64(data) + "\", \"signature\": \"" + base64(ring.sign(data, client)) + "\", \"user\": \"\"}";
    }

    private static byte[] challenge(JsonNode begun) {
        return Base64.getDecoder().decode(begun.get("challenge").asString());
    }

    private static String base64(byte[] octets) { return Base64.getEncoder().encodeToString(octets); }

    private static String named(WebHouse house, AccountId account) {
        return HexFormat.of().withUpperCase().formatHex(house.login.keyring.wrapsTo(account).orElseThrow().toArray());
    }

    private static String fingerprintOf(byte[] certificate) {
        try {
            return Certificate.read(certificate).fingerprint();
        } catch (OpenPgpBroken broken) {
            throw new AssertionError(broken);
        }
    }

    private static void needs(WebHouse house, Browser anna) {
        var wanted = "{\"level\": \"L2\", " + SAID + "}";
        assertEquals("passwordWrong", error(anna, 403, "POST /api/level", "{\"level\": \"L2\", \"password\": \"wrong\"}"));
        if (house.login.keyring.level(house.login.directory.account(WebHouse.ANNA).orElseThrow().id()) == Level.L0) {
            assertEquals("levelOneFirst", error(anna, 409, "POST /api/level", wanted));
            ask(anna, 200, "POST /api/level", "{\"level\": \"L1\", " + SAID + "}");
        }
        assertEquals("vaultFirst", error(anna, 409, "POST /api/level", wanted));
        ask(anna, 200, "POST /api/vault/slots", "{\"whenVersion\": 0, " + SAID
            + ", \"slots\": [{\"id\": \"p\", \"kind\": \"password\", \"wrapped\": \"AAEC\"}]}");
        assertEquals("certificateFirst", error(anna, 409, "POST /api/level", wanted));
        ask(anna, 200, "PUT /api/openpgp/certificate", certificate(house, "Anna <anna@home.example>"));
    }

    private static String certificate(WebHouse house, String userId) {
        try (var keys = KeyMaking.make(userId, house.clock.instant().minusSeconds(60), Optional.empty())) {
            return "{\"certificate\": \"" + Base64.getEncoder().encodeToString(keys.certificate().octets()) + "\"}";
        }
    }

    /** The key is named once; what is there is shown in pages, and goes when it is said to be taken. */
    private static void textsAreTaken(WebHouse house, Browser anna) {
        var key = Base64.getEncoder().encodeToString(SealedKey.publicKey(Secret.random(Randomness.secure())));
        var other = Base64.getEncoder().encodeToString(SealedKey.publicKey(Secret.random(Randomness.secure())));
        assertTrue(ask(anna, 200, "GET /api/vault/texts", "").path("key").isMissingNode());
        assertEquals("keyUnfit", error(anna, 400, "PUT /api/vault/texts/key", "{\"key\": \"AAEC\"}"));
        ask(anna, 200, "PUT /api/vault/texts/key", "{\"key\": \"" + key + "\"}");
        ask(anna, 200, "PUT /api/vault/texts/key", "{\"key\": \"" + key + "\"}");
        assertEquals("otherKey", error(anna, 409, "PUT /api/vault/texts/key", "{\"key\": \"" + other + "\"}"));
        var record = deposit(house, key);
        var shown = ask(anna, 200, "GET /api/vault/texts", "");
        assertEquals(key, shown.get("key").asString());
        assertTrue(shown.get("isAtLevelTwo").asBoolean());
        assertEquals(1, shown.get("count").asInt());
        assertEquals(1, shown.get("ciphertexts").size());
        var row = shown.get("records").get(0);
        assertEquals(0, row.get("ciphertext").asInt());
        assertEquals(0, row.get("index").asInt());
        assertEquals(record, row.get("id").asString());
        assertEquals(0, ask(anna, 200, "GET /api/vault/texts?before=" + record, "").get("records").size());
        assertEquals("before", error(anna, 400, "GET /api/vault/texts?before=x", ""));
        assertEquals("ids", error(anna, 400, "POST /api/vault/texts/taken", "{\"ids\": [\"x\"]}"));
        assertEquals("tooMany", error(anna, 400, "POST /api/vault/texts/taken", "{\"ids\": ["
            + "\"M1\", ".repeat(1_000) + "\"M1\"]}"));
        ask(anna, 200, "POST /api/vault/texts/taken", "{\"ids\": [\"" + record + "\", \"M999\"]}");
        assertEquals(0, ask(anna, 200, "GET /api/vault/texts", "").get("count").asInt());
    }

    /** As a mail that comes; its id. */
    private static String deposit(WebHouse house, String key) {
        var account = house.account(WebHouse.ANNAS);
        try (var seal = ClientTextSeal.begin(Bytes.wrap(Base64.getDecoder().decode(key)), Randomness.secure())) {
            var text = new ClientText() {
                @Override public Optional<byte[]> sealed(EmailId email) { return seal.seal("anna", email.toString(),
                    new byte[10]); }

                @Override public void close() { }
            };
            var deposit = Deposit.of(Octets.of("Subject: x\r\n\r\n".getBytes()), account.inbox(),
                house.clock.instant());
            return ((Deposited.Kept) account.deposit(deposit.of(deposit.content(), Optional.of(text)))).email().id()
                .toString();
        }
    }

    /** Neither to sign in nor where it is asked for again; a wrong one is as wrong as ever. */
    private static void passwordIsNotTaken(WebHouse house, Browser anna) {
        assertEquals("passwordUnsaid", error(anna, 403, "POST /api/level", "{\"level\": \"L1\", " + SAID + "}"));
        assertEquals("passwordUnsaid", error(anna, 403, "POST /api/app-passwords", "{\"name\": \"phone\", \"services\": [\"imap\"], " + SAID + "}"));
        try (var again = house.browser()) {
            assertEquals("passwordUnsaid", error(again, 403, "POST /api/sign-in", "{\"address\": \"anna@home.example\", " + SAID + "}"));
            assertEquals("refused", error(again, 403, "POST /api/sign-in", "{\"address\": \"anna@home.example\", \"password\": \"wrong\"}"));
            var page = again.post("/sign-in", "do", "password", "address", "anna@home.example", "password", WebHouse.PASSWORD);
            assertTrue(page.contains("does not leave the browser"), page);
        }
    }
}
