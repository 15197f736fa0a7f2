package sigillo.jmapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sigillo.account.Mailbox;
import tools.jackson.databind.JsonNode;

/** Several mailboxes change at once: what counts is the end (RFC 8620 section 5.3). */
class MailboxSetTest {
    private final JmapHouse house = new JmapHouse();
    private final Mailbox one = made("one");
    private final Mailbox two = made("two");

    @AfterEach void close() { house.close(); }

    private Mailbox made(String path) {
        house.anna.create(path, Optional.empty());
        return house.anna.mailbox(path).orElseThrow();
    }

    private String path(Mailbox mailbox) { return house.anna.path(house.anna.mailbox(mailbox.id()).orElseThrow()); }

    private JsonNode set(Mailbox a, String ofA, Mailbox b, String ofB) {
        return house.call("Mailbox/set", "{\"update\": {\"" + a.id() + "\": {" + ofA + "}, \"" + b.id() + "\": {" + ofB + "}}}");
    }

    private static String name(String name) { return "\"name\": \"" + name + "\""; }

    private static String parent(Mailbox parent) { return "\"parentId\": \"" + parent.id() + "\""; }

    private static void assertDone(JsonNode answer, Mailbox... all) {
        assertTrue(answer.get("notUpdated").isNull(), answer.toString());
        for (var mailbox : all) assertTrue(answer.get("updated").has(mailbox.id().toString()), answer.toString());
        assertEquals(all.length, answer.get("updated").size());
    }

    @Test void namesAreSwapped() {
        var below = made("one/below");
        assertDone(set(one, name("two") + ", \"isSubscribed\": true", two, name("one")), one, two);
        assertEquals("two", path(one));
        assertEquals("one", path(two));
        assertEquals("two/below", path(below));
        assertTrue(house.anna.mailbox(one.id()).orElseThrow().subscribed());
        assertEquals(one.id(), house.anna.mailboxId("two").orElseThrow());
    }

    @Test void parentsAreSwapped() {
        var first = made("one/x");
        var second = made("two/x");
        assertDone(set(first, parent(two), second, parent(one)), first, second);
        assertEquals("two/x", path(first));
        assertEquals("one/x", path(second));
    }

    @Test void whatIsBelowComesAbove() {
        var below = made("one/x");
        assertDone(set(one, parent(below), below, "\"parentId\": null"), one, below);
        assertEquals("x", path(below));
        assertEquals("x/one", path(one));
    }

    @Test void whatWouldBeInACircleStays() {
        var answer = set(one, parent(two), two, parent(one));
        assertEquals("two/one", path(one), "the first of them can be done");
        assertEquals("two", path(two));
        assertEquals("invalidProperties", answer.at("/notUpdated/" + two.id() + "/type").asString(""), answer.toString());
        var first = made("two/x");
        var third = made("three");
        var circle = set(first, parent(third) + ", \"name\": \"y\"", third, parent(first) + ", \"name\": \"Inbox\"");
        assertEquals("three/y", path(first), circle.toString());
        assertEquals("three", path(third), circle.toString());
    }

    @Test void twoDoNotGetOneName() {
        var answer = set(one, name("same"), two, name("same"));
        assertEquals("alreadyExists", answer.at("/notUpdated/" + two.id() + "/type").asString(""), answer.toString());
        assertEquals("same", path(one));
        assertEquals("two", path(two));
    }

    /** One that is refused for something else is not half done. */
    @Test void whatIsRefusedIsNotRenamed() {
        var answer = set(one, name("two") + ", \"role\": \"inbox\"", two, name("one"));
        assertEquals("forbidden", answer.at("/notUpdated/" + one.id() + "/type").asString(""), answer.toString());
        assertEquals("alreadyExists", answer.at("/notUpdated/" + two.id() + "/type").asString(""), answer.toString());
        var alone = house.call("Mailbox/set", "{\"update\": {\"" + one.id() + "\": {" + name("three") + ", \"role\": \"junk\"}}}");
        assertEquals("forbidden", alone.at("/notUpdated/" + one.id() + "/type").asString(""), alone.toString());
        assertEquals("one", path(one));
        assertEquals("two", path(two));
    }

    /** A name is one, however its letters are composed. */
    @Test void theSameNameIsNoOther() {
        var there = made("März");
        var answer = house.call("Mailbox/set", "{\"update\": {\"" + there.id() + "\": {" + name("Ma\u0308rz") + "}}}");
        assertTrue(answer.get("notUpdated").isNull(), answer.toString());
        assertEquals("März", path(there));
    }
}
