package sigillo.jmapd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sigillo.account.UidSet;
import sigillo.account.AccountId;
import sigillo.http.Asked.Method;
import sigillo.jmap.JmapLimits;

/** JMAP over a WebSocket: RFC 8887. What methods do there is in the transcripts, which are played over it too. */
@Timeout(120)
class SocketTest {
    private static final String ECHO = """
        {"@type": "Request", "id": "r1", "using": ["urn:ietf:params:jmap:core"], "methodCalls": [["Core/echo", {"a": 1}, "c"]]}""";
    private final JmapHouse house = new JmapHouse();
    private final JmapSocket socket = JmapSocket.open(house.door, JmapHouse.basic("anna", "pw"));

    @AfterEach void close() throws InterruptedException {
        socket.close();
        for (int i = 0; i < 200 && house.open.get() > 0; i++) Thread.sleep(20);
        assertEquals(0, house.open.get(), "the account is held open no longer");
        house.close();
    }

    @Test void theSessionSaysWhere() {
        var session = house.json(house.ask(Method.GET, "/jmap/session", ""));
        var there = session.get("capabilities").get("urn:ietf:params:jmap:websocket");
        assertEquals("wss://localhost:8443/jmap/ws", there.get("url").stringValue());
        assertTrue(there.get("supportsPush").booleanValue());
        assertFalse(session.get("primaryAccounts").has("urn:ietf:params:jmap:websocket"));
    }

    /** RFC 8887 sections 4.3.2 and 4.3.3. */
    @Test void requestsAreAnswered() {
        socket.say(ECHO);
        socket.say(ECHO.replace("\"id\": \"r1\", ", ""), 3);
        var first = socket.next();
        assertEquals("Response", first.get("@type").stringValue());
        assertEquals("r1", first.get("requestId").stringValue());
        assertEquals(1, first.get("methodResponses").get(0).get(1).get("a").intValue());
        assertTrue(first.get("sessionState").isString());
        assertFalse(socket.next().has("requestId"));
    }

    /** RFC 8887 section 4.3.4: the connection goes on. */
    @Test void whatIsNoRequestIsAnError() {
        refused("{", null, "notJSON", 400);
        refused("[]", null, "notRequest", 400);
        refused("{\"@type\": \"Colour\", \"id\": \"x\"}", "x", "notRequest", 400);
        refused("{\"@type\": \"Request\", \"id\": \"x\"}", "x", "notRequest", 400);
        refused("{\"@type\": \"Request\", \"id\": 7, \"using\": [], \"methodCalls\": []}", null, "notRequest", 400);
        refused("{\"@type\": \"Request\", \"id\": \"x\", \"using\": [\"urn:x\"], \"methodCalls\": []}", "x", "unknownCapability", 400);
        refused("{\"@type\": \"WebSocketPushEnable\", \"dataTypes\": 7}", null, "notRequest", 400);
        socket.say(ECHO);
        assertEquals("Response", socket.next().get("@type").stringValue());
    }

    private void refused(String said, String id, String type, int status) {
        socket.say(said);
        var error = socket.next();
        assertEquals("RequestError", error.get("@type").stringValue());
        assertEquals(id, error.get("requestId").isNull() ? null : error.get("requestId").stringValue());
        assertEquals("urn:ietf:params:jmap:error:" + type, error.get("type").stringValue());
        assertEquals(status, error.get("status").intValue());
    }

    // ---- RFC 8887 section 4.3.5 ----

    @Test void changesAreToldWhereThatIsWanted() throws Exception {
        house.deposit("INBOX", "Subject: before\n\nHi.");
        socket.say("{\"@type\": \"WebSocketPushEnable\", \"dataTypes\": [\"Email\", \"EmailDelivery\", \"Colour\"]}");
        socket.say(ECHO);
        socket.next();
        house.deposit("INBOX", "Subject: one\n\nHi.");
        var change = socket.next();
        var state = Long.toString(house.anna.revision());
        assertEquals("StateChange", change.get("@type").stringValue());
        assertEquals("{\"Email\":\"" + state + "\",\"EmailDelivery\":\"" + state + "\"}", change.get("changed").get("anna").toString());
        house.anna.create("Projects", java.util.Optional.empty()); // no Email is another
        house.anna.remove(house.anna.inbox(), UidSet.of(1));
        assertEquals("{\"Email\":\"" + house.anna.revision() + "\"}", socket.next().get("changed").get("anna").toString());
        socket.say("{\"@type\": \"WebSocketPushDisable\"}");
        socket.say(ECHO);
        socket.next();
        house.deposit("INBOX", "Subject: two\n\nHi.");
        assertTrue(socket.isSilent(Duration.ofMillis(300)));
        // whoever comes again with what he knows hears what he has missed
        socket.say("{\"@type\": \"WebSocketPushEnable\", \"dataTypes\": null, \"pushState\": \"" + change.get("pushState").stringValue() + "\"}");
        var missed = socket.next().get("changed").get("anna");
        assertEquals(Long.toString(house.anna.revision()), missed.get("Mailbox").stringValue());
        assertEquals(Long.toString(house.anna.revision()), missed.get("EmailDelivery").stringValue());
    }

    // ---- RFC 6455 ----

    @Test void pingsAreAnswered() throws Exception {
        socket.raw().sendPing(ByteBuffer.wrap("are you there".getBytes(StandardCharsets.US_ASCII))).join();
        assertArrayEquals("are you there".getBytes(StandardCharsets.US_ASCII), socket.pong());
    }

    @Test void binaryIsNotTaken() throws Exception {
        socket.raw().sendBinary(ByteBuffer.wrap(new byte[3]), true).join();
        assertEquals(1003, socket.closed());
    }

    @Test void whatIsTooLongIsNotTaken() throws Exception {
        socket.raw().sendText("x".repeat(JmapLimits.REQUEST_OCTETS_MAX + 1), true);
        assertEquals(1009, socket.closed());
    }

    /** An account that begins many long messages leaves room to the others. */
    @Test void anAccountHoldsNoMoreThanItsPart() throws Exception {
        socket.raw().sendText("x".repeat(600_000), false).join();
        try (var other = JmapSocket.open(house.door, JmapHouse.basic("anna", "pw"))) {
            socket.raw().sendPing(ByteBuffer.allocate(0)).join();
            socket.pong(); // what it has begun is held
            other.raw().sendText("x".repeat(600_000), false);
            assertEquals(1013, other.closed());
        }
    }

    @Test void roomIsOfAllAndOfEach() {
        var room = new SocketRoom();
        var accounts = java.util.stream.Stream.of("anna", "bob", "carla").map(AccountId::new).toList();
        assertTrue(room.take(accounts.get(0), 1 << 20) && room.take(accounts.get(1), 1 << 20));
        assertFalse(room.take(accounts.get(0), 1) || room.take(accounts.get(2), 1));
        assertTrue(room.take(accounts.get(0), -(1 << 20)));
        assertTrue(room.take(accounts.get(2), 1 << 20));
        assertTrue(room.take(accounts.get(1), -(1 << 20)) && room.take(accounts.get(2), -(1 << 20)));
        assertTrue(room.take(accounts.get(0), 1 << 20) && room.take(accounts.get(1), 1 << 20), "all was given back");
    }

    @Test void theEndIsAnswered() throws Exception {
        socket.raw().sendClose(1000, "bye").join();
        assertEquals(1000, socket.closed());
    }

    /** RFC 8620 section 8.2: as at each request. */
    @Test void whoHasNotSignedInIsNotLetIn() {
        for (var wrong : new String[] {"Bearer u", JmapHouse.basic("anna", "no")}) {
            assertThrows(CompletionException.class, () -> JmapSocket.open(house.door, wrong));
        }
    }

    @Test void whatIsNoHandshakeIsAnswered() {
        var reply = house.ask(Method.GET, JmapDoor.SOCKET, "");
        reply.over().run();
        assertEquals(426, reply.status());
        assertEquals("13", reply.headers().get("Sec-WebSocket-Version"));
        assertEquals(405, house.ask(Method.POST, JmapDoor.SOCKET, "").status());
        var foreign = house.ask(Method.GET, JmapDoor.SOCKET, "", Map.of("authorization", "Bearer t", "host", "localhost", "origin", "https://evil.example"));
        assertEquals(403, foreign.status());
    }
}
