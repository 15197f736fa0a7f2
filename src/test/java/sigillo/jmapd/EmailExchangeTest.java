package sigillo.jmapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Email/exchange where the level counts; what else it does is tried by the transcript {@code jmap/email-import}. */
@Tag("gate")
class EmailExchangeTest {
    private static final String HEADER = "From: leo@away.example\nMessage-ID: <1@x>\n";
    private static final String CLEAR = HEADER + "\nHello\n";
    private static final String ENCRYPTED = HEADER
        + "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\n\n--b\n"
        + "Content-Type: application/pgp-encrypted\n\nVersion: 1\n--b\n"
        + "Content-Type: application/octet-stream\n\nx\n--b--\n";
    /** It only says so: whoever reads on has it in clear. */
    private static final String PRETENDED = ENCRYPTED.replace("\n--b--", "\n--b\n\nHello\n--b--");

    private final JmapHouse house = new JmapHouse();

    @AfterEach void close() { house.close(); }

    private String deposit(String message) {
        return house.deposit(List.of("INBOX"), message, Instant.now()).id().toString();
    }

    private JsonNode exchanged(String email, String message) {
        var octets = message.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
        var blob = house.json(house.upload("message/rfc822", octets)).get("blobId").asString();
        return house.call("Email/exchange", "{\"emailId\": \"" + email + "\", \"blobId\": \"" + blob + "\"}");
    }

    /** A browser that has not heard of the change goes on decrypting. */
    @Test void atLevelTwoNothingInClearTakesThePlaceOfMail() {
        house.door.zeroAccess(JmapHouse.ANNA::equals);
        var email = deposit(ENCRYPTED);
        for (var message : List.of(CLEAR, PRETENDED)) {
            var answer = exchanged(email, message);
            assertFalse(answer.has("exchanged"), message);
            assertEquals("forbidden", answer.get("notExchanged").get("type").asString(), message);
        }
        assertEquals(1, house.call("Email/get", "{\"ids\": [\"" + email + "\"]}").get("list").size(), "it is there");
        assertTrue(exchanged(deposit(CLEAR), ENCRYPTED).has("exchanged"));
    }

    @Test void elsewhereItDoes() {
        house.door.zeroAccess(_ -> false);
        assertTrue(exchanged(deposit(ENCRYPTED), CLEAR).has("exchanged"));
    }
}
