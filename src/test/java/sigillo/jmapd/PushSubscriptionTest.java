package sigillo.jmapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sigillo.account.FlagChange;
import sigillo.account.Keyword;
import sigillo.account.UidSet;
import sigillo.base.Domain;
import sigillo.http.Asked.Method;
import sigillo.https.HttpsClient;
import sigillo.jmap.JsonText;
import sigillo.pushing.Pusher;
import sigillo.pushing.Subscriptions;
import sigillo.pushing.Watches;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.store.memory.MemoryStore;
import tools.jackson.databind.JsonNode;

/** PushSubscription/get and /set: RFC 8620 section 7.2. What goes over the network is {@code sigillo.pushing.PusherTest}'s. */
class PushSubscriptionTest {
    private final JmapHouse house = new JmapHouse();
    private final LinkedBlockingQueue<String> pushed = new LinkedBlockingQueue<>();
    private final Pusher pusher = new Pusher(new Subscriptions(new MemoryStore(), Secret.take(new byte[32]), Randomness.secure()), house.accounts, (_, _) -> true,
        house.door.watches(), (to, _, body) -> {
            pushed.add(to.origin() + " " + new String(body, StandardCharsets.UTF_8));
            return new HttpsClient.Sent.Answered(201, "");
        }, Domain.of("mail.home.example"), InstantSource.fixed(JmapHouse.NOON)).start();

    { house.door.pushing(pusher); }

    @AfterEach void close() {
        pusher.close();
        house.close();
    }

    private JsonNode call(String name, String arguments) { return house.calls("[[\"" + name + "\", " + arguments + ", \"c\"]]").get(0); }

    private JsonNode set(String arguments) { return call("PushSubscription/set", arguments).get(1); }

    private JsonNode next() throws InterruptedException {
        var text = pushed.poll(20, TimeUnit.SECONDS);
        assertTrue(text != null && text.startsWith("https://push.example "), text);
        return JsonText.parse(text.substring(text.indexOf(' ') + 1).getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    @Test void theSessionSaysByWhichKeyWeAreKnown() {
        var session = house.json(house.ask(Method.GET, "/jmap/session", ""));
        assertEquals(pusher.applicationServerKey(), session.get("capabilities").get("urn:ietf:params:jmap:webpush-vapid").get("applicationServerKey").stringValue());
    }

    @Test void madeVerifiedToldAndDestroyed() throws Exception {
        var made = set("{\"create\": {\"a\": {\"deviceClientId\": \"phone\", \"url\": \"https://push.example/x\", \"types\": [\"Mailbox\", \"Colour\"]}}}");
        assertFalse(made.has("accountId") || made.has("newState"), "they are of no account, and have no state");
        var id = made.get("created").get("a").get("id").stringValue();
        assertEquals("2026-03-08T12:00:00Z", made.get("created").get("a").get("expires").stringValue());
        assertEquals("[\"Mailbox\"]", made.get("created").get("a").get("types").toString(), "what there is not is not kept");
        var first = next();
        assertEquals("PushVerification", first.get("@type").stringValue());
        assertEquals(id, first.get("pushSubscriptionId").stringValue());
        var code = first.get("verificationCode").stringValue();
        assertEquals("invalidProperties", set("{\"update\": {\"" + id + "\": {\"verificationCode\": \"x\"}}}").get("notUpdated").get(id).get("type").stringValue());
        assertTrue(set("{\"update\": {\"" + id + "\": {\"verificationCode\": \"" + code + "\", \"expires\": \"2027-01-01T00:00:00Z\"}}}")
            .get("updated").get(id).get("expires").stringValue().equals("2026-03-08T12:00:00Z"), "no longer than we want");
        var shown = call("PushSubscription/get", "{}").get(1).get("list").get(0);
        assertEquals("{\"id\":\"" + id + "\",\"deviceClientId\":\"phone\",\"verificationCode\":\"" + code + "\",\"expires\":\"2026-03-08T12:00:00Z\",\"types\":[\"Mailbox\"]}",
            shown.toString());
        assertEquals("[\"Email\"]", set("{\"update\": {\"" + id + "\": {\"types\": [\"Email\", \"" + "x".repeat(300) + "\"]}}}").get("updated").get(id).get("types").toString());
        assertTrue(set("{\"update\": {\"" + id + "\": {\"types\": [\"Email\"]}}}").get("updated").get(id).isNull());
        set("{\"update\": {\"" + id + "\": {\"types\": null, \"expires\": \"2026-03-02T00:00:00Z\"}}}");
        shown = call("PushSubscription/get", "{\"ids\": [\"" + id + "\", \"Pzz\"], \"properties\": [\"expires\", \"types\"]}").get(1);
        assertEquals("[{\"id\":\"" + id + "\",\"expires\":\"2026-03-02T00:00:00Z\",\"types\":null}]", shown.get("list").toString());
        assertEquals("[\"Pzz\"]", shown.get("notFound").toString());
        assertEquals(id, set("{\"destroy\": [\"" + id + "\", \"Pzz\"]}").get("destroyed").get(0).stringValue());
        assertTrue(call("PushSubscription/get", "{\"ids\": null}").get(1).get("list").isEmpty());
    }

    private static String look(Watches.Watch watch) {
        return watch.look().map(octets -> new String(octets, StandardCharsets.UTF_8).replaceFirst(".*\"anna\":", "")).orElse("nothing");
    }

    /** What has not come to the service is told again, and no more of the account is looked through for it. */
    @Test void whatHasNotComeIsToldAgain() {
        house.deposit("INBOX", "Subject: before\n\nHi.");
        var watch = house.door.watches().of(JmapHouse.ANNA, Optional.of(Set.of("Email", "EmailDelivery", "Colour")), true);
        assertEquals("nothing", look(watch));
        house.deposit("INBOX", "Subject: one\n\nHi.");
        var state = house.anna.revision();
        var both = "{\"Email\":\"" + state + "\",\"EmailDelivery\":\"" + state + "\"}}}";
        assertEquals(both, look(watch).replace("{\"EmailDelivery\":\"" + state + "\",\"Email\":\"" + state + "\"}}}", both));
        house.anna.create("Projects", Optional.empty());
        assertTrue(look(watch).contains("\"EmailDelivery\":\"" + state + "\""), "it has not come");
        watch.told();
        assertEquals("nothing", look(watch));
        house.anna.create("Projects/One", Optional.empty());
        assertEquals("nothing", look(watch), "no Email is another");
        house.anna.remove(house.anna.inbox(), UidSet.of(1));
        assertEquals("{\"Email\":\"" + house.anna.revision() + "\"}}}", look(watch));
    }

    /** Not all of a long log is read for it. */
    @Test void ofVeryManyChangesItIsSaidThatAnEmailCame() {
        for (int i = 0; i < 100; i++) house.deposit("INBOX", "Subject: " + i + "\n\nHi.");
        var watch = house.door.watches().of(JmapHouse.ANNA, Optional.of(Set.of("EmailDelivery")), true);
        mark(100);
        assertEquals("nothing", look(watch), "10,000 changes");
        mark(101);
        assertEquals("{\"EmailDelivery\":\"" + house.anna.revision() + "\"}}}", look(watch));
    }

    /** All are marked and unmarked by turns. */
    private void mark(int times) {
        var seen = Set.of(Keyword.parse("$seen").orElseThrow());
        for (int i = 0; i < times; i++) {
            var mode = i % 2 == 0 ? FlagChange.Mode.ADD : FlagChange.Mode.REMOVE;
            house.anna.flags(house.anna.inbox(), UidSet.ALL, new FlagChange(mode, seen, false, Optional.empty()));
        }
    }

    /** No method is missing: what is wrong is told as such, and the rest is refused. */
    @Test void whereNothingIsPushedNoneIsMade() {
        try (var silent = new JmapHouse()) {
            var answers = silent.calls("""
                [["PushSubscription/set", {"create": {"a": {"deviceClientId": "d", "url": "http://push.example/x"}, "b": {"deviceClientId": "d", "url": "https://push.example/x"}},
                "update": {"Pzz": {"expires": null}}, "destroy": ["Pyy"]}, "a"], ["PushSubscription/get", {"ids": null}, "b"], ["PushSubscription/get", {"ids": ["Pzz"]}, "c"]]""");
            var made = answers.get(0).get(1);
            assertTrue(made.get("created").isNull(), made.toString());
            assertEquals("invalidProperties", made.at("/notCreated/a/type").stringValue());
            assertEquals("[\"url\"]", made.at("/notCreated/a/properties").toString());
            assertEquals("forbidden", made.at("/notCreated/b/type").stringValue());
            assertTrue(made.at("/notCreated/b").has("description"));
            assertEquals("notFound", made.at("/notUpdated/Pzz/type").stringValue());
            assertEquals("notFound", made.at("/notDestroyed/Pyy/type").stringValue());
            assertEquals("PushSubscription/get", answers.get(1).get(0).stringValue());
            assertTrue(answers.get(1).get(1).get("list").isEmpty());
            assertEquals("[\"Pzz\"]", answers.get(2).get(1).get("notFound").toString());
            assertFalse(silent.json(silent.ask(Method.GET, "/jmap/session", "")).get("capabilities").has("urn:ietf:params:jmap:webpush-vapid"));
        }
    }

    @Test void whatCannotBe() {
        var made = set("""
            {"create": {"a": {"url": "https://push.example/"}, "b": {"deviceClientId": "d"}, "c": {"deviceClientId": "d", "url": "http://push.example/"},
            "d": {"deviceClientId": "d", "url": "https://127.0.0.1/"}, "e": {"deviceClientId": "d", "url": "https://push.example/", "verificationCode": "x"},
            "f": {"deviceClientId": "d", "url": "https://push.example/", "expires": "2026-02-01T00:00:00Z"}, "g": {"deviceClientId": "", "url": "https://push.example/"},
            "h": {"deviceClientId": "d", "url": "https://push.example/", "keys": {"p256dh": "x", "auth": "y"}}, "i": {"deviceClientId": "d", "url": "https://push.example/", "keys": {}},
            "j": {"deviceClientId": "d", "url": "https://push.example/", "types": "Email"}, "k": {"deviceClientId": "d", "url": "https://push.example/", "colour": 1}},
            "update": {"Pzz": {"expires": null}}}""");
        assertTrue(made.get("created").isNull());
        for (var one : made.get("notCreated").properties()) assertEquals("invalidProperties", one.getValue().get("type").stringValue(), one.getKey());
        assertEquals(11, made.get("notCreated").size());
        assertEquals("notFound", made.get("notUpdated").get("Pzz").get("type").stringValue());
        assertEquals("forbidden", call("PushSubscription/get", "{\"properties\": [\"url\"]}").get(1).get("type").stringValue());
        assertEquals("invalidArguments", call("PushSubscription/get", "{\"properties\": [\"colour\"]}").get(1).get("type").stringValue());
        assertEquals("invalidArguments", call("PushSubscription/get", "{\"accountId\": \"anna\"}").get(1).get("type").stringValue());
        assertTrue(pushed.isEmpty());
    }
}
