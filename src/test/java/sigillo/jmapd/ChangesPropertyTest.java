package sigillo.jmapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import sigillo.account.FlagChange;
import sigillo.account.Keyword;
import sigillo.account.MailboxId;
import sigillo.account.UidSet;
import tools.jackson.databind.JsonNode;

/**
 * Whoever follows {@code /changes} from any state that he was told, in steps of any size, has what {@code /get} shows: RFC 8620
 * section 5.2; and by {@code /queryChanges} what a query finds. The account is changed as IMAP and deliveries change it.
 */
class ChangesPropertyTest {
    /** What a client keeps: by type and id, what it got last; of each query, its state and what it found. */
    private record Client(Map<String, String> states, Map<String, Map<String, JsonNode>> objects, Map<String, List<String>> found) {}

    private static final List<String> QUERIES = List.of("Email {}", "Email {\"filter\": {\"inMailbox\": \"F1\"}, \"sort\": [{\"property\": \"size\", \"isAscending\": false}]}",
        "Email {\"filter\": {\"hasKeyword\": \"$flagged\"}}", "Email {\"collapseThreads\": true, \"sort\": [{\"property\": \"hasKeyword\", \"keyword\": \"$seen\"}]}",
        "Email {\"filter\": {\"someInThreadHaveKeyword\": \"$flagged\"}, \"collapseThreads\": true}", "Mailbox {\"sort\": [{\"property\": \"name\"}]}");

    private static final List<String> TYPES = List.of("Mailbox", "Thread", "Email");

    @TestFactory Stream<DynamicTest> followersHaveWhatIsThere() { return Stream.of(1L, 2L, 3L).map(seed -> follow(seed, 60)); }

    @Tag("long") @TestFactory Stream<DynamicTest> followersHaveWhatIsThereForLong() { return Stream.of(System.nanoTime()).map(seed -> follow(seed, 3_000)); }

    private static DynamicTest follow(long seed, int steps) {
        return DynamicTest.dynamicTest("seed " + seed, () -> {
            try (var house = new JmapHouse()) {
                new Play(house, new Random(seed)).run(steps);
            }
        });
    }

    private static final class Play {
        private final JmapHouse house;
        private final Random random;
        private final List<String> messageIds = new ArrayList<>();
        private int made;

        Play(JmapHouse house, Random random) {
            this.house = house;
            this.random = random;
        }

        void run(int steps) {
            var clients = new ArrayList<Client>();
            for (int i = 0; i < 3; i++) clients.add(begun());
            for (int i = 0; i < steps; i++) {
                change();
                for (var client : clients) if (random.nextInt(4) == 0) follow(client);
            }
            for (var client : clients) {
                follow(client);
                compare(client);
            }
        }

        // ---- what happens ----

        private MailboxId mailbox() {
            var all = house.anna.mailboxes();
            return all.get(random.nextInt(all.size())).id();
        }

        private UidSet some(MailboxId mailbox) {
            long end = house.anna.mailbox(mailbox).orElseThrow().uidNext();
            long first = 1 + random.nextLong(end);
            return new UidSet(List.of(new UidSet.Range(first, first + random.nextInt(4))));
        }

        private void change() {
            var at = mailbox();
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> deposit(at);
                case 3 -> house.anna.flags(at, some(at), new FlagChange(FlagChange.Mode.ADD, Set.of(Keyword.FLAGGED), false, Optional.empty()));
                case 4 -> house.anna.flags(at, some(at), new FlagChange(FlagChange.Mode.REPLACE, Set.of(Keyword.SEEN), false, Optional.empty()));
                case 5 -> house.anna.copy(at, some(at), mailbox());
                case 6 -> house.anna.move(at, some(at), mailbox());
                case 7 -> house.anna.remove(at, some(at));
                case 8, 9, 10 -> byJmap(at);
                default -> folder(at);
            }
        }

        /** Another client of JMAP. */
        private void byJmap(MailboxId at) {
            var ids = house.call("Email/query", "{\"limit\": 50}").get("ids");
            if (ids.isEmpty()) return;
            var id = ids.get(random.nextInt(ids.size())).stringValue();
            var patch = random.nextBoolean() ? "{\"keywords/$answered\": true, \"keywords/$seen\": null}" : "{\"mailboxIds\": {\"" + at + "\": true}}";
            var change = random.nextInt(4) == 0 ? "\"destroy\": [\"" + id + "\"]" : "\"update\": {\"" + id + "\": " + patch + "}";
            var answer = house.call("Email/set", "{" + change + "}");
            assertTrue(answer.path("notUpdated").isNull() && answer.path("notDestroyed").isNull(), answer.toString());
            var draft = "{\"mailboxIds\": {\"" + at + "\": true}, \"subject\": \"s\", \"textBody\": [{\"partId\": \"1\"}], \"bodyValues\": {\"1\": {\"value\": \"x\"}}}";
            house.call("Email/set", "{\"create\": {\"d\": " + draft + "}}");
        }

        private void deposit(MailboxId at) {
            var id = "<" + made++ + "@x>";
            var reference = messageIds.isEmpty() || random.nextBoolean() ? "" : "In-Reply-To: " + messageIds.get(random.nextInt(messageIds.size())) + "\n";
            messageIds.add(id);
            house.deposit(house.anna.path(house.anna.mailbox(at).orElseThrow()), "From: a@x\nSubject: s\nMessage-ID: " + id + "\n" + reference + "\nText");
        }

        private void folder(MailboxId at) {
            var one = house.anna.mailbox(at).orElseThrow();
            if (one.role().isPresent() || random.nextBoolean()) house.anna.create("box" + made++, Optional.empty());
            else if (random.nextBoolean()) house.anna.rename(at, "box" + made++);
            else house.anna.delete(at);
        }

        // ---- what a client does ----

        private Client begun() {
            var client = new Client(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
            for (var query : QUERIES) begin(client, query);
            for (var type : TYPES) {
                var first = house.call(type + "/get", "{\"ids\": []}");
                client.states.put(type, first.get("state").stringValue());
                client.objects.put(type, new TreeMap<>());
            }
            for (var mailbox : house.call("Mailbox/get", "{\"ids\": null}").get("list")) client.objects.get("Mailbox").put(mailbox.get("id").stringValue(), mailbox);
            return client;
        }

        private void begin(Client client, String query) {
            var words = query.split(" ", 2);
            var answer = house.call(words[0] + "/query", words[1]);
            client.states.put(query, answer.get("queryState").stringValue());
            client.found.put(query, new ArrayList<>(answer.get("ids").valueStream().map(JsonNode::stringValue).toList()));
        }

        /** RFC 8620 section 5.6: what is removed goes first, then what is added comes in at its place. */
        private void followQuery(Client client, String query) {
            var words = query.split(" ", 2);
            var since = "{\"sinceQueryState\": \"" + client.states.get(query) + "\"" + (words[1].equals("{}") ? "}" : ", " + words[1].substring(1));
            var changes = house.call(words[0] + "/queryChanges", since);
            assertEquals(client.states.get(query), changes.path("oldQueryState").asString("none"), changes.toString());
            var found = client.found.get(query);
            changes.get("removed").forEach(id -> found.remove(id.stringValue()));
            changes.get("added").forEach(one -> found.add(one.get("index").intValue(), one.get("id").stringValue()));
            client.states.put(query, changes.get("newQueryState").stringValue());
        }

        private void follow(Client client) {
            QUERIES.forEach(query -> followQuery(client, query));
            for (var type : TYPES) {
                int max = 1 + random.nextInt(5);
                for (int turn = 0; ; turn++) {
                    assertTrue(turn < 10_000, "it ends");
                    var changes = house.call(type + "/changes", "{\"sinceState\": \"" + client.states.get(type) + "\", \"maxChanges\": " + max + "}");
                    assertEquals(client.states.get(type), changes.path("oldState").asString("none"), changes.toString());
                    apply(client.objects.get(type), type, changes, max);
                    client.states.put(type, changes.get("newState").stringValue());
                    if (!changes.get("hasMoreChanges").booleanValue()) break;
                }
            }
        }

        private void apply(Map<String, JsonNode> objects, String type, JsonNode changes, int max) {
            var ids = new HashSet<String>();
            for (var kind : List.of("created", "updated", "destroyed")) for (var id : changes.get(kind)) assertTrue(ids.add(id.stringValue()), "each once: " + changes);
            assertTrue(ids.size() <= max, changes.toString());
            changes.get("destroyed").forEach(id -> objects.remove(id.stringValue()));
            changes.get("updated").forEach(id -> assertTrue(objects.containsKey(id.stringValue()), "known: " + id + " of " + type));
            ids.removeIf(id -> changes.get("destroyed").valueStream().anyMatch(gone -> gone.stringValue().equals(id)));
            for (var id : ids) get(objects, type, id);
        }

        private void get(Map<String, JsonNode> objects, String type, String id) {
            var properties = type.equals("Email") ? ", \"properties\": [\"mailboxIds\", \"keywords\", \"threadId\"]" : "";
            var list = house.call(type + "/get", "{\"ids\": [\"" + id + "\"]" + properties + "}").get("list");
            if (list.isEmpty()) objects.remove(id);
            else objects.put(id, list.get(0));
        }

        private void compare(Client client) {
            for (var query : QUERIES) {
                var words = query.split(" ", 2);
                var now = house.call(words[0] + "/query", words[1]).get("ids").valueStream().map(JsonNode::stringValue).toList();
                assertEquals(now, client.found.get(query), query);
            }
            var emails = new TreeMap<String, JsonNode>();
            for (var id : house.call("Email/query", "{}").get("ids")) get(emails, "Email", id.stringValue());
            var threads = new TreeMap<String, JsonNode>();
            for (var email : emails.values()) get(threads, "Thread", email.get("threadId").stringValue());
            var mailboxes = new TreeMap<String, JsonNode>();
            for (var one : house.call("Mailbox/get", "{\"ids\": null}").get("list")) mailboxes.put(one.get("id").stringValue(), one);
            assertEquals(mailboxes, client.objects.get("Mailbox"));
            assertEquals(emails, client.objects.get("Email"));
            assertEquals(threads, client.objects.get("Thread"));
        }
    }
}
