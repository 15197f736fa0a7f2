package sigillo.jmapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/**
 * Two JMAP clients and one of IMAP change an account at the same time. From each state that a client was ever told,
 * {@code /changes} leads to what {@code /get} shows, and IMAP shows the same: where mail is, its flags, its threads, and
 * how many there are.
 */
class TogetherTest {
    private static final List<String> TYPES = List.of("Mailbox", "Thread", "Email");
    private static final String SHOWN = "\"properties\": [\"mailboxIds\", \"keywords\", \"threadId\"]";

    @Tag("gate") @TestFactory Stream<DynamicTest> allSeeTheSame() { return Stream.of(1L, 2L).map(seed -> together(seed, 24)); }

    @Tag("long") @TestFactory Stream<DynamicTest> allSeeTheSameForLong() {
        return Stream.of(System.nanoTime()).map(seed -> together(seed, 2_000));
    }

    private static DynamicTest together(long seed, int steps) {
        return DynamicTest.dynamicTest("seed " + seed, () -> {
            try (var house = new JmapHouse()) {
                for (var name : List.of("one", "two")) house.call("Mailbox/set", "{\"create\": {\"m\": {\"name\": \"" + name + "\"}}}");
                for (int i = 0; i < 12; i++) house.deposit("INBOX", mail(i, i % 4));
                var begin = states(house);
                var told = new ArrayList<Map<String, Known>>();
                try (var threads = Executors.newFixedThreadPool(3)) {
                    var clients = new ArrayList<Future<List<Map<String, Known>>>>();
                    for (int i = 0; i < 2; i++) {
                        var random = new Random(seed * 10 + i);
                        clients.add(threads.submit((Callable<List<Map<String, Known>>>) () -> new JmapClient(house, random).run(steps)));
                    }
                    var imap = threads.submit(() -> {
                        new ImapClient(house, new Random(seed * 10 + 2)).run(steps);
                        return null;
                    });
                    for (var client : clients) told.addAll(client.get());
                    imap.get();
                }
                var now = shown(house);
                told.add(begin);
                for (var one : told) assertEquals(now, followed(house, one), "from " + one.keySet());
                new ImapClient(house, new Random(seed)).agrees(now);
            }
        });
    }

    private static String mail(int number, int thread) {
        return "From: a@x\nSubject: s\nMessage-ID: <" + number + "." + thread + "@x>\nReferences: <root" + thread + "@x>\n\nText " + number + "\n";
    }

    // ---- what clients know ----

    /** At a state: what there was of each. */
    private record Known(String state, Map<String, JsonNode> objects) {}

    /** Read after its state: what comes meanwhile is told again. */
    private static Map<String, Known> states(JmapHouse house) {
        var before = state(house);
        var all = new TreeMap<String, Known>();
        shown(house).forEach((type, objects) -> all.put(type, new Known(before, objects)));
        return all;
    }

    private static String state(JmapHouse house) {
        return house.call("Email/get", "{\"ids\": []}").get("state").stringValue();
    }

    private static Map<String, Map<String, JsonNode>> shown(JmapHouse house) {
        var all = new TreeMap<String, Map<String, JsonNode>>();
        for (var type : TYPES) all.put(type, new TreeMap<>());
        put(house, all.get("Email"), "Email", house.call("Email/query", "{}").get("ids").valueStream().map(JsonNode::stringValue).toList());
        put(house, all.get("Thread"), "Thread", all.get("Email").values().stream().map(email -> email.get("threadId").stringValue()).distinct().toList());
        for (var one : house.call("Mailbox/get", "{}").get("list")) all.get("Mailbox").put(one.get("id").stringValue(), one);
        return all;
    }

    /** As they are now; what is gone is gone. */
    private static void put(JmapHouse house, Map<String, JsonNode> objects, String type, List<String> ids) {
        if (ids.size() > 500) put(house, objects, type, ids.subList(500, ids.size())); // as many as a call may ask for
        if (ids.isEmpty()) return;
        var properties = type.equals("Email") ? ", " + SHOWN : "";
        var answer = house.call(type + "/get", "{\"ids\": [\"" + String.join("\", \"", ids.subList(0, Math.min(500, ids.size()))) + "\"]" + properties + "}");
        answer.get("notFound").forEach(id -> objects.remove(id.stringValue()));
        answer.get("list").forEach(one -> objects.put(one.get("id").stringValue(), one));
    }

    /** What a client has who was told one of these states, and follows. */
    private static Map<String, Map<String, JsonNode>> followed(JmapHouse house, Map<String, Known> from) {
        var all = new TreeMap<String, Map<String, JsonNode>>();
        from.forEach((type, known) -> {
            var objects = new TreeMap<>(known.objects);
            var state = known.state;
            for (boolean hasMore = true; hasMore; ) {
                var changes = house.call(type + "/changes", "{\"sinceState\": \"" + state + "\", \"maxChanges\": 7}");
                assertEquals(state, changes.path("oldState").asString("none"), changes.toString());
                changes.get("destroyed").forEach(id -> objects.remove(id.stringValue()));
                for (var kind : List.of("created", "updated")) put(house, objects, type, changes.get(kind).valueStream().map(JsonNode::stringValue).toList());
                state = changes.get("newState").stringValue();
                hasMore = changes.get("hasMoreChanges").booleanValue();
            }
            all.put(type, objects);
        });
        return all;
    }

    // ---- who changes it ----

    private static final class JmapClient {
        private final JmapHouse house;
        private final Random random;
        private int made;

        JmapClient(JmapHouse house, Random random) {
            this.house = house;
            this.random = random;
        }

        /** What it was told meanwhile. */
        List<Map<String, Known>> run(int steps) {
            var told = new ArrayList<Map<String, Known>>();
            for (int i = 0; i < steps; i++) {
                change();
                if (i % (steps / 2) == steps / 4) told.add(states(house));
            }
            return told;
        }

        private String one(JsonNode ids) { return ids.get(random.nextInt(ids.size())).stringValue(); }

        private void change() {
            var ids = house.call("Email/query", "{\"limit\": 50}").get("ids");
            var boxes = house.call("Mailbox/query", "{}").get("ids");
            if (ids.isEmpty() || random.nextInt(5) == 0) create(one(boxes));
            else if (random.nextInt(8) == 0) house.call("Email/set", "{\"destroy\": [\"" + one(ids) + "\"]}");
            else house.call("Email/set", "{\"update\": {\"" + one(ids) + "\": " + patch(one(boxes), one(boxes)) + "}}");
        }

        private void create(String box) {
            var draft = "{\"mailboxIds\": {\"" + box + "\": true}, \"references\": [\"root" + random.nextInt(4) + "@x\"], \"subject\": \"s\","
                + "\"textBody\": [{\"partId\": \"1\"}], \"bodyValues\": {\"1\": {\"value\": \"" + made++ + "\"}}}";
            house.call("Email/set", "{\"create\": {\"d\": " + draft + "}}");
        }

        private String patch(String box, String other) {
            return switch (random.nextInt(6)) {
                case 0 -> "{\"keywords/$seen\": true}";
                case 1 -> "{\"keywords/$seen\": null, \"keywords/$flagged\": true}";
                case 2 -> "{\"keywords\": {\"label\": true}}";
                case 3 -> "{\"mailboxIds\": {\"" + box + "\": true}}";
                case 4 -> "{\"mailboxIds\": {\"" + box + "\": true" + (box.equals(other) ? "" : ", \"" + other + "\": true") + "}}";
                default -> "{\"mailboxIds/" + box + "\": true, \"keywords/$answered\": true}";
            };
        }
    }

    private static final class ImapClient {
        private static final Pattern FETCHED = Pattern.compile("FETCH \\(.*");
        private static final List<String> BOXES = List.of("INBOX", "one", "two", "Drafts");
        private final JmapHouse house;
        private final Random random;
        private final ImapTalk talk;

        ImapClient(JmapHouse house, Random random) {
            this.house = house;
            this.random = random;
            this.talk = ImapTalk.signedIn(house);
        }

        private String some() {
            int first = 1 + random.nextInt(20);
            return first + ":" + (first + random.nextInt(3));
        }

        private String box() { return BOXES.get(random.nextInt(BOXES.size())); }

        void run(int steps) {
            for (int i = 0; i < steps; i++) {
                if (i % 5 == 0) talk.ask("s SELECT " + box());
                switch (random.nextInt(6)) {
                    case 0 -> talk.ask("a UID STORE " + some() + " +FLAGS (\\Seen)");
                    case 1 -> talk.ask("a UID STORE " + some() + " FLAGS (\\Flagged label)");
                    case 2 -> talk.ask("a UID COPY " + some() + " " + box());
                    case 3 -> talk.ask("a UID MOVE " + some() + " " + box());
                    case 4 -> append();
                    default -> {
                        talk.ask("a UID STORE " + some() + " +FLAGS (\\Deleted)");
                        talk.ask("b EXPUNGE");
                    }
                }
            }
            talk.end();
        }

        private void append() {
            var text = mail(1_000 + random.nextInt(1_000), random.nextInt(4)).replace("\n", "\r\n");
            talk.send("a APPEND " + box() + " {" + text.length() + "+}\r\n" + text + "\r\n");
            talk.answer("a");
        }

        /** Mailbox by mailbox, mail by mail. */
        void agrees(Map<String, Map<String, JsonNode>> now) {
            for (var mailbox : now.get("Mailbox").values()) {
                var id = mailbox.get("id").stringValue();
                var want = new TreeSet<String>();
                now.get("Email").forEach((email, shown) -> {
                    if (shown.get("mailboxIds").has(id)) want.add(email + " " + shown.get("threadId").stringValue() + " " + keywords(shown));
                });
                var name = mailbox.get("name").stringValue();
                var got = new TreeSet<String>();
                var lines = talk.ask("s EXAMINE \"" + name + "\"") + "\n" + talk.ask("f UID FETCH 1:* (EMAILID THREADID FLAGS)");
                lines.lines().filter(line -> FETCHED.matcher(line).find()).forEach(line -> got.add(fetched(line)));
                assertEquals(want, got, name);
                var status = talk.ask("s STATUS \"" + name + "\" (MESSAGES UNSEEN)");
                assertTrue(status.contains("MESSAGES " + mailbox.get("totalEmails").intValue() + " UNSEEN " + mailbox.get("unreadEmails").intValue()),
                    status + " and " + mailbox);
            }
            talk.end();
        }

        private static String keywords(JsonNode email) {
            var all = new TreeSet<String>();
            for (var name : email.get("keywords").propertyNames()) all.add(name.replace("$", "\\").toLowerCase(java.util.Locale.ROOT));
            return all.toString();
        }

        private static String fetched(String line) {
            var flags = new TreeSet<String>();
            for (var flag : inside(line, "FLAGS (").split(" ")) {
                var one = flag.toLowerCase(java.util.Locale.ROOT).replace("$", "\\");
                if (!one.isEmpty() && !one.equals("\\recent") && !one.equals("\\deleted")) flags.add(one);
            }
            return inside(line, "EMAILID (") + " " + inside(line, "THREADID (") + " " + flags;
        }

        private static String inside(String line, String begin) {
            int at = line.indexOf(begin) + begin.length();
            return line.substring(at, line.indexOf(')', at));
        }
    }
}
