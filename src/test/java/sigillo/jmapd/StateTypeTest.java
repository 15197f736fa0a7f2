package sigillo.jmapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.account.FlagChange;
import sigillo.account.Keyword;
import sigillo.account.UidSet;
import tools.jackson.databind.JsonNode;

/** States that are alike are of things that are alike: RFC 8620 section 1.6; and they stay where only others change. */
class StateTypeTest {
    private static final UidSet ALL = new UidSet(List.of(new UidSet.Range(1, 1_000)));

    @TestFactory Stream<DynamicTest> alikeStatesAreOfAlikeThings() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> alike(new Random(seed))));
    }

    private static void alike(Random random) {
        try (var house = new JmapHouse()) {
            var seen = new HashMap<String, JsonNode>();
            int same = 0;
            for (int i = 0; i < 150; i++) {
                long since = house.anna.revision();
                change(house, random, i);
                long now = house.anna.revision();
                for (var type : StateType.values()) {
                    var state = type.at(house.anna, now);
                    assertEquals(Optional.of(state).filter(one -> one.revision() > since), type.since(house.anna, since, now));
                    var before = seen.putIfAbsent(type + " " + type.now(house.anna), shown(house, type));
                    if (before == null) continue;
                    same++;
                    assertEquals(before, shown(house, type), type + " in step " + i);
                }
            }
            assertTrue(same > 100, same + " states stayed");
        }
    }

    private static void change(JmapHouse house, Random random, int step) {
        var inbox = house.anna.inbox();
        switch (random.nextInt(6)) {
            case 0 -> house.deposit("INBOX", "From: a@x\nSubject: s" + step + "\nMessage-ID: <" + step + "@x>\nIn-Reply-To: <" + random.nextInt(step + 1) + "@x>\n\nText");
            case 1 -> mark(house, random.nextBoolean());
            case 2 -> house.anna.create("box" + step, Optional.empty());
            case 3 -> house.anna.subscribe(house.anna.mailboxId("Sent").orElseThrow(), random.nextBoolean());
            case 4 -> house.anna.copy(inbox, UidSet.of(1 + random.nextInt(20)), house.anna.mailboxId("Archive").orElseThrow());
            default -> house.anna.remove(inbox, UidSet.of(1 + random.nextInt(20)));
        }
    }

    private static void mark(JmapHouse house, boolean isAdded) {
        house.anna.flags(house.anna.inbox(), ALL, new FlagChange(isAdded ? FlagChange.Mode.ADD : FlagChange.Mode.REMOVE, Set.of(Keyword.SEEN), false, Optional.empty()));
    }

    private static JsonNode shown(JmapHouse house, StateType type) {
        var emails = house.call("Email/query", "{\"sort\": [{\"property\": \"receivedAt\"}]}").get("ids");
        var properties = ", \"properties\": [\"keywords\", \"mailboxIds\", \"threadId\"]}";
        var all = house.call("Email/get", "{\"ids\": " + emails + properties).get("list");
        return switch (type) {
            case EMAIL -> all;
            case MAILBOX -> house.call("Mailbox/get", "{}").get("list");
            case THREAD -> house.call("Thread/get", "{\"ids\": [" + String.join(",",
                all.valueStream().map(one -> one.get("threadId").toString()).distinct().toList()) + "]}").get("list");
        };
    }

    /** It is not looked for any farther back: the state moves then, and what it is the state of is told to be as it was. */
    @Test void longAgoIsNoLieEither() {
        try (var house = new JmapHouse()) {
            house.deposit("INBOX", "Subject: one\n\nHi.\n");
            var thread = StateType.THREAD.now(house.anna);
            for (int i = 0; i < 400; i++) mark(house, i % 2 == 0);
            assertEquals(thread, StateType.THREAD.now(house.anna));
            for (int i = 0; i < 400; i++) mark(house, i % 2 == 0);
            var moved = StateType.THREAD.now(house.anna);
            assertFalse(thread.equals(moved));
            var changes = house.call("Thread/changes", "{\"sinceState\": \"" + thread + "\"}");
            assertEquals(moved.toString(), changes.get("newState").stringValue());
            assertTrue(changes.get("updated").isEmpty() && changes.get("created").isEmpty(), changes.toString());
            house.deposit("INBOX", "Subject: two\n\nHi.\n");
            assertEquals(State.of(house.anna.revision()), StateType.THREAD.now(house.anna));
        }
    }
}
