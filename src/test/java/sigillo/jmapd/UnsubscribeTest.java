package sigillo.jmapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sigillo.base.Domain;
import sigillo.http.Asked;
import sigillo.https.HttpsClient;
import sigillo.https.HttpsSettings;
import sigillo.unsubscribe.Mails;
import sigillo.unsubscribe.Unsubscribing;
import tools.jackson.databind.JsonNode;

/** Unsubscribe/get and /send: docs/jmap.md. What is believed and asked is tried by the tests of {@code unsubscribe}. */
class UnsubscribeTest {
    private static final String USING = "\"using\": [\"urn:ietf:params:jmap:core\", \"urn:sigillo:jmap:unsubscribe\"]";
    private final JmapHouse house = new JmapHouse();

    @BeforeEach void open() {
        assertFalse(session().contains("unsubscribe"), "where nobody is asked, it is not said to be there");
        var https = new HttpsClient(new HttpsSettings(443, false), Mails.dns(Map.of()), null);
        house.door.unsubscribing(new Unsubscribing(Domain.of("mx.home.example"), https, InstantSource.system()));
    }

    @AfterEach void close() { house.close(); }

    private String session() { return house.json(house.ask(Asked.Method.GET, "/jmap/session", "")).toString(); }

    private JsonNode call(String name, String arguments) {
        var body = "{" + USING + ", \"methodCalls\": [[\"" + name + "\", {\"accountId\": \"anna\", " + arguments + "}, \"c\"]]}";
        return house.json(house.ask(Asked.Method.POST, "/jmap/api", body, Map.of("content-type", "application/json", "authorization", JmapHouse.basic("anna", "pw")))).get("methodResponses").get(0);
    }

    @Test void whatIsBelievedIsOffered() throws Exception {
        assertTrue(session().contains("urn:sigillo:jmap:unsubscribe"));
        var signed = house.deposit("INBOX", Mails.signed().replace("\r\n", "\n") + "\nBuy.\n");
        var plain = house.deposit("INBOX", "From: a@b.example\nList-Unsubscribe: <https://b.example/>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n\nBuy.\n");
        var got = call("Unsubscribe/get", "\"ids\": [\"" + signed.id() + "\", \"" + plain.id() + "\", \"Enone\"]").get(1);
        assertEquals("[{\"id\":\"" + signed.id() + "\",\"host\":\"news.example\"}]", got.get("list").toString());
        assertEquals("[\"" + plain.id() + "\",\"Enone\"]", got.get("notFound").toString());
        assertEquals("notReached", call("Unsubscribe/send", "\"emailId\": \"" + signed.id() + "\"").get(1).get("outcome").asString());
        assertEquals("notOffered", call("Unsubscribe/send", "\"emailId\": \"" + plain.id() + "\"").get(1).get("outcome").asString());
        assertEquals("invalidArguments", call("Unsubscribe/send", "\"emailId\": 1").get(1).get("type").asString());
        assertEquals("requestTooLarge", call("Unsubscribe/get", "\"ids\": null").get(1).get("type").asString());
    }
}
