package sigillo.jmapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.Email;
import sigillo.base.Octets;
import sigillo.http.Asked;
import sigillo.message.Message;
import sigillo.smime.Authorities;
import sigillo.smime.Signer;
import tools.jackson.databind.JsonNode;

/** What Email/get and Email/query say of S/MIME: RFC 9219. What holds is tried by the tests of {@code smime}. */
@Tag("gate")
class SmimeTest {
    private static final String ASKED =
        "\"properties\": [\"smimeStatus\", \"smimeStatusAtDelivery\", \"smimeErrors\", \"smimeVerifiedAt\"]";
    private static final String OPENPGP =
        "From: anna@home.example\nContent-Type: multipart/signed; protocol=\"application/pgp-signature\";"
        + " boundary=b\n\n--b\n\nHello\n--b\nContent-Type: application/pgp-signature\n\nx\n--b--\n";
    private static final String ENCRYPTED =
        "From: anna@home.example\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nAAAA\n";

    @TempDir
    Path folder;
    private final JmapHouse house = new JmapHouse();
    private String signed;
    private Signer signer;

    @BeforeEach void certify() throws Exception {
        signer = new Signer(folder);
        signer.certify("anna", "anna@home.example");
        signed = signer.sign("From: anna@home.example\nSubject: signed\n",
            "Content-Type: text/plain\n\nThe door is open.\n", "anna").replace("\r\n", "\n");
        house.authorities = Authorities.of(List.of(signer.certificate("root")));
    }

    @AfterEach void close() { house.close(); }

    private Email deposit(String message) { return house.deposit(List.of("INBOX"), message, Instant.now()); }

    private JsonNode got(Email email) {
        return house.call("Email/get", "{\"ids\": [\"" + email.id() + "\"], " + ASKED + "}").get("list").get(0);
    }

    private String found(String filter) {
        return house.call("Email/query", "{\"filter\": {" + filter
            + "}, \"sort\": [{\"property\": \"receivedAt\", \"isAscending\": true}]}").get("ids").toString();
    }

    private static String ids(Email... all) {
        return List.of(all).stream().map(one -> "\"" + one.id() + "\"").toList().toString().replace(", ", ",");
    }

    @Test void statusIsSaidAndSearchedFor() {
        assertTrue(house.json(house.ask(Asked.Method.GET, "/jmap/session", "")).get("accounts").get("anna")
            .get("accountCapabilities")
            .has("urn:ietf:params:jmap:smimeverify"));
        var good = deposit(signed);
        var bad = deposit(signed.replace("is open", "is shut"));
        var openPgp = deposit(OPENPGP);
        var encrypted = deposit(ENCRYPTED);
        var plain = deposit("From: anna@home.example\n\nHello\n");

        assertEquals("signed/verified", got(good).get("smimeStatus").asString());
        assertEquals("signed/verified", got(good).get("smimeStatusAtDelivery").asString());
        assertTrue(got(good).get("smimeErrors").isNull());
        assertTrue(got(good).get("smimeVerifiedAt").isString());
        assertEquals("signed/failed", got(bad).get("smimeStatus").asString());
        assertEquals("[\"The message is not what was signed.\"]", got(bad).get("smimeErrors").toString());
        for (var one : List.of(openPgp, encrypted)) assertEquals("unknown", got(one).get("smimeStatus").asString());
        for (var name : List.of("smimeStatus", "smimeStatusAtDelivery", "smimeErrors", "smimeVerifiedAt")) assertTrue(got(plain).get(name).isNull(), name);

        assertEquals(ids(good, bad, encrypted), found("\"hasSmime\": true"));
        assertEquals(ids(openPgp, plain), found("\"hasSmime\": false"));
        assertEquals(ids(good), found("\"hasVerifiedSmime\": true"));
        assertEquals(ids(bad), found("\"hasVerifiedSmimeAtDelivery\": false, \"hasSmime\": true, \"text\": \"shut\""));
    }

    @Test void noOtherMessageIsReadForIt() {
        var got = house.call("Email/get", "{\"ids\": [\"" + deposit("From: a@b.example\n\nHello\n").id() + "\"]}")
            .get("list").get(0);
        assertEquals(false, got.has("smimeStatus"), "RFC 9219 section 4.1: only where it is asked for");
    }

    // ---- what a signature encloses ----

    private static String entity(String attached) {
        return "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nThe door is open.\n--x\n"
            + "Content-Type: application/octet-stream; name=key.bin\nContent-Disposition: attachment\n"
            + "Content-Transfer-Encoding: base64\n\n" + Base64.getMimeEncoder()
                .encodeToString(attached.getBytes(StandardCharsets.US_ASCII)).replace("\r\n", "\n")
            + "\n--x--\n";
    }

    private String enclosing(String entity) throws IOException {
        return signer.sign("From: anna@home.example\nSubject: signed\n", entity, "anna", "-nodetach")
            .replace("\r\n", "\n");
    }

    private String only(Email email) {
        var shown = house.call("Email/get", "{\"ids\": [\"" + email.id() + "\"], \"properties\": [\"attachments\"]}")
            .get("list").get(0);
        assertEquals(1, shown.get("attachments").size());
        return shown.get("attachments").get(0).get("blobId").asString();
    }

    private JsonNode parsed(String blob) {
        return house.call("Email/parse", "{\"blobIds\": [\"" + blob
            + "\"], \"fetchTextBodyValues\": true, \"properties\": [\"textBody\", \"attachments\", \"bodyValues\"]}");
    }

    private String text(JsonNode parsed) {
        var part = parsed.get("textBody").get(0).get("partId").asString();
        return parsed.get("bodyValues").get(part).get("value").asString();
    }

    private JsonNode bytes(String blob) { return house.call("Blob/get", "{\"ids\": [\"" + blob
        + "\"], \"properties\": [\"data:asText\", \"size\"]}").get("list").get(0); }

    @Test void whatASignatureEnclosesIsReadWithItsParts() throws Exception {
        var email = deposit(enclosing(entity("the key")));
        assertEquals("signed/verified", got(email).get("smimeStatus").asString());
        var blob = only(email);
        var inside = parsed(blob).get("parsed").get(blob);
        assertEquals("The door is open.", text(inside).strip());
        var key = inside.get("attachments").get(0);
        assertEquals("key.bin", key.get("name").asString());
        assertEquals("the key", bytes(key.get("blobId").asString()).get("data:asText").asString());
        assertTrue(bytes(blob).get("data:asText").isNull(), "what is downloaded is the signature as it came");
        // one in another
        var nested = deposit(enclosing(signer.sign("", entity("deeper"), "anna", "-nodetach").replace("\r\n", "\n")));
        var outer = only(nested);
        var middle = parsed(outer).get("parsed").get(outer).get("attachments").get(0).get("blobId").asString();
        var inner = parsed(middle).get("parsed").get(middle);
        assertEquals("The door is open.", text(inner).strip());
        assertEquals("deeper", bytes(inner.get("attachments").get(0).get("blobId").asString()).get("data:asText")
            .asString());
    }

    /** More than is held in memory: it passes, and each part is had. */
    @Test void whatIsLongPasses() throws Exception {
        var long_ = "0123456789abcdef".repeat(200_000);
        var blob = only(deposit(enclosing(entity(long_))));
        var inside = parsed(blob).get("parsed").get(blob);
        assertEquals("The door is open.", text(inside).strip());
        var id = inside.get("attachments").get(0).get("blobId").asString();
        var shown = house.call("Blob/get", "{\"ids\": [\"" + id
            + "\"], \"properties\": [\"size\", \"data:asText\"], \"offset\": 3000000, \"length\": 16}");
        assertEquals("0123456789abcdef", shown.get("list").get(0).get("data:asText").asString(), shown.toString());
        assertEquals(long_.length(), shown.get("list").get(0).get("size").asLong());
    }

    /** Who goes back in it reads all of it again, and pays for it; its parts in their order are paid for. */
    @Test void whatIsReadAgainIsCharged() throws Exception {
        var whole = Octets.of(enclosing(entity("0123456789abcdef".repeat(200_000))).replace("\n", "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
        var part = Message.parse(whole).root();
        var budget = new Budget(new AtomicLong(), Patience.of(() -> false));
        var content = Blobs.message(new Blobs.Found(whole, Optional.of(part)), budget).orElseThrow();
        long paid = DoorLimits.READ_OCTETS_MAX / part.bodyOctets() - 2;
        assertTrue(paid > 10 && paid < 50, "it ends before the bound of " + paid);
        var beginnings = new AtomicInteger();
        var over = assertThrows(GivenUp.class, () -> {
            for (int at = 0; ; at ^= 100) {
                content.read(at, new byte[1], 0, 1);
                if (at == 0) beginnings.incrementAndGet();
            }
        });
        assertEquals(4 + paid, beginnings.get());
        assertEquals("requestTooLarge", over.error().json().get("type").asString());
    }

    @Test void whatEnclosesNothingIsNotParsable() throws Exception {
        var good = enclosing(entity("x"));
        var cut = good.substring(0, good.indexOf("\n\n") + 150) + "\n";
        for (var message : List.of(ENCRYPTED, cut, ENCRYPTED.replace("enveloped", "signed"))) {
            var blob = only(deposit(message));
            assertEquals(blob, parsed(blob).get("notParsable").get(0).asString(), message);
        }
    }

    /** It would be shown as what was encrypted. */
    @Test void aMessageInClearInThePlaceOfOneThatIsEncryptedIsNotRead() {
        var clear = Base64.getEncoder().encodeToString("Content-Type: text/html\r\n\r\nPay <b>now</b>\r\n"
            .getBytes(StandardCharsets.US_ASCII));
        for (var type : List.of("", "; smime-type=enveloped-data", "; smime-type=certs-only", "; smime-type=x")) {
            var blob = only(deposit("From: anna@home.example\nContent-Type: application/pkcs7-mime" + type
                + "\nContent-Transfer-Encoding: base64\n\n" + clear + "\n"));
            assertEquals(blob, parsed(blob).get("notParsable").get(0).asString(), type);
        }
    }
}
