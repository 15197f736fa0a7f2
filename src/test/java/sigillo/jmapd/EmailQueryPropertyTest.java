package sigillo.jmapd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sigillo.search.Searches;
import tools.jackson.databind.JsonNode;

/** Emails, filters, orders and windows by chance: a query answers what a loop over all Emails says, however many threads look. */
class EmailQueryPropertyTest {
    private static final List<String> BOXES = List.of("INBOX", "Archive", "Junk", "Trash");
    private static final List<String> WORDS = List.of("roof", "lunch", "invoice", "tram", "garden");
    private static final List<String> KEYWORDS = List.of("$seen", "$flagged", "blue");
    private static final int MAILS = 40;

    private record Mail(String id, String thread, Set<String> boxes, Set<String> keywords, String subject, String word, long at, long size) {}

    private record Asked(String json, Predicate<Mail> holds) {}

    private record Order(String json, Comparator<Mail> by) {}

    private final List<Mail> mails = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void answersWhatALoopSays(long seed) {
        var random = new Random(seed);
        try (var house = new JmapHouse(new Searches(4, (int) seed, 1 + random.nextInt(12)))) {
            for (int i = 0; i < MAILS; i++) deposit(house, random, i);
            for (int i = 0; i < 60; i++) ask(house, random, seed);
        }
    }

    private void deposit(JmapHouse house, Random random, int i) {
        var boxes = some(BOXES, random);
        if (boxes.isEmpty()) boxes.add("INBOX");
        var keywords = some(KEYWORDS, random);
        var subject = WORDS.get(random.nextInt(WORDS.size()));
        var word = WORDS.get(random.nextInt(WORDS.size()));
        int before = i == 0 || random.nextBoolean() ? -1 : random.nextInt(i);
        var reply = before < 0 ? "" : "In-Reply-To: <m" + before + "@x>\n";
        var text = "From: carl@away.example\nSubject: " + (before < 0 ? subject : "Re: " + mails.get(before).subject) + "\nMessage-ID: <m" + i + "@x>\n" + reply
            + "\n" + (word + " ").repeat(1 + random.nextInt(5));
        long at = JmapHouse.NOON.toEpochMilli() + 1000L * random.nextInt(20);
        var email = house.deposit(List.copyOf(boxes), text, Instant.ofEpochMilli(at), keywords.toArray(String[]::new));
        mails.add(new Mail(email.id().toString(), email.thread().toString(), boxes, keywords, before < 0 ? subject : mails.get(before).subject, word, at, email.size()));
    }

    private static Set<String> some(List<String> of, Random random) {
        return of.stream().filter(_ -> random.nextInt(3) == 0).collect(Collectors.toCollection(HashSet::new));
    }

    private void ask(JmapHouse house, Random random, long seed) {
        var asked = random.nextInt(6) == 0 ? new Asked("null", _ -> true) : filter(house, random, 2);
        var order = order(random);
        boolean collapse = random.nextBoolean();
        var expected = new ArrayList<String>();
        var threads = new HashSet<String>();
        for (var mail : mails.stream().filter(asked.holds).sorted(order.by.thenComparing(Mail::id, EmailQueryPropertyTest::byNumber)).toList()) {
            if (!collapse || threads.add(mail.thread)) expected.add(mail.id);
        }
        int from = random.nextInt(MAILS / 2);
        int limit = random.nextInt(10);
        var query = "\"filter\": " + asked.json + ", \"sort\": " + order.json + ", \"collapseThreads\": " + collapse + ", \"calculateTotal\": true";
        var why = "seed " + seed + ": " + query;
        assertEquals(expected, ids(house.call("Email/query", "{" + query + "}"), expected.size(), why), why);
        var page = expected.subList(Math.min(from, expected.size()), Math.min(from + limit, expected.size()));
        assertEquals(page, ids(house.call("Email/query", "{" + query + ", \"position\": " + from + ", \"limit\": " + limit + "}"), expected.size(), why), why);
        if (expected.isEmpty()) return;
        var anchor = expected.get(random.nextInt(expected.size()));
        assertEquals(List.of(anchor), ids(house.call("Email/query", "{" + query + ", \"anchor\": \"" + anchor + "\", \"limit\": 1}"), expected.size(), why), why);
    }

    private static int byNumber(String one, String other) {
        return one.length() != other.length() ? Integer.compare(one.length(), other.length()) : one.compareTo(other);
    }

    private static List<String> ids(JsonNode answer, int total, String why) {
        assertEquals(total, answer.path("total").asInt(-1), () -> why + " " + answer);
        return IntStream.range(0, answer.get("ids").size()).mapToObj(i -> answer.get("ids").get(i).asString()).toList();
    }

    private Order order(Random random) {
        boolean up = random.nextBoolean();
        var keyword = KEYWORDS.get(random.nextInt(KEYWORDS.size()));
        var order = switch (random.nextInt(6)) {
            case 0 -> new Order("{\"property\": \"receivedAt\"", Comparator.comparingLong(Mail::at));
            case 1 -> new Order("{\"property\": \"size\"", Comparator.comparingLong(Mail::size));
            case 2 -> new Order("{\"property\": \"subject\"", Comparator.comparing(Mail::subject));
            case 3 -> new Order("{\"property\": \"hasKeyword\", \"keyword\": \"" + keyword + "\"", Comparator.comparing(mail -> mail.keywords.contains(keyword)));
            case 4 -> new Order("{\"property\": \"allInThreadHaveKeyword\", \"keyword\": \"" + keyword + "\"", Comparator.comparing(mail -> all(mail, keyword)));
            default -> new Order("{\"property\": \"someInThreadHaveKeyword\", \"keyword\": \"" + keyword + "\"", Comparator.comparing(mail -> any(mail, keyword)));
        };
        return new Order("[" + order.json + ", \"isAscending\": " + up + "}]", up ? order.by : order.by.reversed());
    }

    private boolean all(Mail mail, String keyword) {
        return mails.stream().filter(one -> one.thread.equals(mail.thread)).allMatch(one -> one.keywords.contains(keyword));
    }

    private boolean any(Mail mail, String keyword) {
        return mails.stream().filter(one -> one.thread.equals(mail.thread)).anyMatch(one -> one.keywords.contains(keyword));
    }

    private Asked filter(JmapHouse house, Random random, int depth) {
        var word = WORDS.get(random.nextInt(WORDS.size()));
        var keyword = KEYWORDS.get(random.nextInt(KEYWORDS.size()));
        return switch (random.nextInt(depth > 0 ? 12 : 9)) {
            case 0, 1 -> {
                var box = BOXES.get(random.nextInt(BOXES.size()));
                yield new Asked("{\"inMailbox\": \"" + id(house, box) + "\"}", mail -> mail.boxes.contains(box));
            }
            case 2 -> {
                var boxes = some(BOXES, random);
                var ids = boxes.stream().map(box -> "\"" + id(house, box) + "\"").collect(Collectors.joining(", "));
                yield new Asked("{\"inMailboxOtherThan\": [" + ids + "]}", mail -> !boxes.containsAll(mail.boxes));
            }
            case 3 -> new Asked("{\"hasKeyword\": \"" + keyword + "\"}", mail -> mail.keywords.contains(keyword));
            case 4 -> new Asked("{\"notKeyword\": \"" + keyword + "\"}", mail -> !mail.keywords.contains(keyword));
            case 5 -> new Asked("{\"someInThreadHaveKeyword\": \"" + keyword + "\"}", mail -> any(mail, keyword));
            case 6 -> new Asked("{\"allInThreadHaveKeyword\": \"" + keyword + "\"}", mail -> all(mail, keyword));
            case 7 -> new Asked("{\"subject\": \"" + word + "\"}", mail -> mail.subject.equals(word));
            case 8 -> new Asked("{\"body\": \"" + word + "\"}", mail -> mail.word.equals(word));
            case 9 -> combined("OR", filter(house, random, depth - 1), filter(house, random, depth - 1));
            case 10 -> combined("AND", filter(house, random, depth - 1), filter(house, random, depth - 1));
            default -> combined("NOT", filter(house, random, depth - 1), filter(house, random, depth - 1));
        };
    }

    private static Asked combined(String operator, Asked one, Asked other) {
        Predicate<Mail> holds = switch (operator) {
            case "OR" -> one.holds.or(other.holds);
            case "AND" -> one.holds.and(other.holds);
            default -> one.holds.or(other.holds).negate();
        };
        return new Asked("{\"operator\": \"" + operator + "\", \"conditions\": [" + one.json + ", " + other.json + "]}", holds);
    }

    private static String id(JmapHouse house, String box) { return house.anna.mailboxId(box).orElseThrow().toString(); }
}
