package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.store.UnreadableStore;

/** Several clients of one mailbox, each believing what it is told: what they know must be what there is. */
@Timeout(120)
class SynchronisationTest {
    @TempDir static Path folder;

    @TestFactory Stream<DynamicTest> clientsKnowWhatThereIs() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> rounds(seed, 150)));
    }

    @Tag("long")
    @TestFactory Stream<DynamicTest> clientsKnowWhatThereIsForLong() {
        return Stream.iterate(100L, s -> s + 1).limit(40)
            .map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> rounds(seed, 3_000)));
    }

    private static void rounds(long seed, int count) throws Exception {
        rounds(seed, new House(folder.resolve("r" + seed), House.OPEN), () -> { }, count);
    }

    /** The first read after each commit fails: nothing is said to have failed, and what was not told is told later. */
    @Tag("gate") @Tag("levels") @TestFactory Stream<DynamicTest> clientsKnowWhatCouldNotBeToldAtOnce() {
        return Stream.of(31L, 32L, 33L, 34L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var store = new UnreadableStore();
            var house = new House(store, folder.resolve("u" + seed), House.OPEN);
            store.failAfterEach();
            rounds(seed, house, store::forget, 200);
        }));
    }

    /** {@code between}: two commands. */
    private static void rounds(long seed, House house, Runnable between, int count) throws Exception {
        var random = new Random(seed);
        for (int i = 0; i < 5; i++) {
            between.run();
            deliver(house);
        }
        var clients = new ArrayList<Believer>();
        for (int i = 0; i < 3; i++) clients.add(new Believer(house, random.nextBoolean(), between));
        for (int i = 0; i < count; i++) {
            between.run();
            if (random.nextInt(8) == 0) deliver(house);
            clients.get(random.nextInt(3)).act(random);
        }
        for (var client : clients) client.compare();
        for (var client : clients) client.talk.close();
    }

    /** At the same time: nobody knows who comes first, but everybody knows in the end. */
    @TestFactory Stream<DynamicTest> clientsAtOnce() {
        return Stream.of(11L, 12L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> atOnce(seed, 200)));
    }

    @Tag("long")
    @TestFactory Stream<DynamicTest> clientsAtOnceForLong() {
        return Stream.iterate(200L, s -> s + 1).limit(20)
            .map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> atOnce(seed, 2_000)));
    }

    private static void atOnce(long seed, int count) throws Exception {
        var house = new House(folder.resolve("o" + seed), House.OPEN);
        for (int i = 0; i < 20; i++) deliver(house);
        var clients = List.of(new Believer(house, true), new Believer(house, false), new Believer(house, true));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tasks = new ArrayList<Future<?>>();
            for (var client : clients) {
                var random = new Random(seed + tasks.size());
                tasks.add(threads.submit(() -> {
                    for (int i = 0; i < count; i++) client.act(random);
                }));
            }
            tasks.add(threads.submit(() -> {
                for (int i = 0; i < count / 4; i++) deliver(house);
            }));
            for (var task : tasks) task.get();
        }
        for (var client : clients) client.compare();
        for (var client : clients) client.talk.close();
    }

    private static void deliver(House house) { house.deliver("INBOX", "Subject: x\r\n\r\nx\r\n"
        .getBytes(StandardCharsets.US_ASCII)); }

    /** The change log answers with no more than some twenty thousand changes; then the mailbox is read anew. */
    @Test void whatTheLogCannotTellIsReadAnew() throws Exception {
        var house = new House(folder.resolve("anew"), House.OPEN);
        for (int i = 0; i < 400; i++) deliver(house);
        var one = new Believer(house, true);
        var other = new Believer(house, false);
        one.ask("STORE 1:* +FLAGS (\\Answered)");
        for (int i = 0; i < 30; i++) {
            other.ask("STORE 1:* +FLAGS.SILENT (\\Flagged)");
            other.ask("STORE 1:* -FLAGS.SILENT (\\Flagged)");
        }
        other.ask("STORE 5,77 +FLAGS (\\Deleted)");
        other.ask("EXPUNGE");
        other.ask("STORE 9 +FLAGS (\\Draft new)");
        deliver(house);
        var said = one.ask("FETCH 1 UID");
        assertFalse(said.contains("EXPUNGE"));
        assertTrue(said.contains("* 401 EXISTS"), said);
        assertTrue(one.ask("NOOP").contains("* 77 EXPUNGE\n* 5 EXPUNGE"));
        one.compare();
    }

    /** However many messages a client changes, it hears of each once, and of none when it asked for silence. */
    @Test void aClientHearsOnceOfWhatItDoes() throws Exception {
        var house = new House(folder.resolve("once"), House.OPEN);
        for (int i = 0; i < 2_500; i++) deliver(house);
        try (var talk = Talk.signedIn(house)) {
            talk.ask("a SELECT INBOX");
            assertEquals(0, fetches(talk.ask("b STORE 1:* +FLAGS.SILENT (\\Flagged)")));
            assertEquals(2_500, fetches(talk.ask("c STORE 1:* -FLAGS (\\Flagged)")));
            assertEquals(5_000, fetches(talk.ask("d FETCH 1:* BODY[]")), "each message, and that it is seen");
            assertEquals(0, fetches(talk.ask("e NOOP")));
        }
    }

    private static long fetches(String said) { return said.lines().filter(line -> line.contains(" FETCH (")).count(); }

    /** A client that believes what it is told. */
    private static final class Believer {
        private static final Pattern FETCH = Pattern
            .compile("\\* (\\d+) FETCH \\(UID (\\d+)(?: FLAGS \\(([^)]*)\\))?(?: MODSEQ \\(\\d+\\))?\\)");
        private final Talk talk;
        private final List<Long> uids = new ArrayList<>(); // 0 where not told
        private final Map<Long, Set<String>> flags = new HashMap<>();
        private final Runnable between;
        private int tags;

        Believer(House house, boolean condstore) { this(house, condstore, () -> { }); }

        Believer(House house, boolean condstore, Runnable between) {
            this.between = between;
            between.run();
            talk = Talk.signedIn(house);
            ask(condstore ? "SELECT INBOX (CONDSTORE)" : "SELECT INBOX");
            ask("UID FETCH 1:* (FLAGS)");
        }

        String ask(String command) {
            between.run();
            var said = talk.ask("t" + ++tags + " " + command);
            boolean mayRemove = command.startsWith("UID") || !command.matches("(FETCH|STORE|SEARCH).*");
            for (var line : said.split("\n")) hear(line, mayRemove);
            assertFalse(said.contains(" BAD ") || said.contains(" NO [UNAVAILABLE]"), command + " -> " + said);
            return said;
        }

        private void hear(String line, boolean mayRemove) {
            if (line.matches("\\* \\d+ EXPUNGE")) {
                assertTrue(mayRemove, line);
                uids.remove(number(line) - 1);
            } else if (line.matches("\\* \\d+ EXISTS")) {
                assertTrue(number(line) >= uids.size(), line + " of " + uids.size());
                while (uids.size() < number(line)) uids.add(0L);
            } else if (line.contains(" FETCH ")) {
                fetched(line);
            }
        }

        private void fetched(String line) {
            var m = FETCH.matcher(line);
            assertTrue(m.matches(), line);
            int number = Integer.parseInt(m.group(1));
            long uid = Long.parseLong(m.group(2));
            assertTrue(number <= uids.size(), line);
            assertTrue(uids.get(number - 1) == 0 || uids.get(number - 1) == uid, line + " but " + uids);
            uids.set(number - 1, uid);
            if (m.group(3) != null) flags.put(uid, set(m.group(3)));
        }

        private static Set<String> set(String flags) { return new TreeSet<>(flags.isEmpty() ? List.of()
            : List.of(flags.split(" "))); }

        private static int number(String line) { return Integer.parseInt(line.split(" ")[1]); }

        void act(Random random) {
            int size = uids.size();
            int number = size == 0 ? 0 : 1 + random.nextInt(size);
            var flag = List.of("\\Seen", "\\Flagged", "\\Deleted", "work", "\\Deleted").get(random.nextInt(5));
            var sign = random.nextBoolean() ? "+" : "-";
            switch (size == 0 ? 10 : random.nextInt(11)) {
                case 0, 1 -> ask("STORE " + number + " " + sign + "FLAGS (" + flag + ")");
                case 2 -> silent(number, sign, flag);
                case 3 -> ask("UID STORE 1:* " + sign + "FLAGS (" + flag + ")");
                case 4 -> ask("EXPUNGE");
                case 5 -> ask("FETCH 1:* (UID FLAGS)");
                case 6 -> ask("SEARCH ALL");
                case 7 -> ask("COPY " + number + " INBOX");
                case 8 -> ask("MOVE " + number + " " + (random.nextBoolean() ? "INBOX" : "Trash"));
                case 9 -> ask("UID FETCH " + (1 + random.nextInt(60)) + ":* (FLAGS)");
                default -> ask("NOOP");
            }
        }

        /** The client changes what it knows by itself, unless it is told that the message is gone. */
        private void silent(int number, String sign, String flag) {
            if (uids.get(number - 1) == 0) return;
            long uid = uids.get(number - 1);
            var known = flags.get(uid);
            if (known != null && sign.equals("+")) known.add(flag);
            if (known != null && sign.equals("-")) known.remove(flag);
            ask("STORE " + number + " " + sign + "FLAGS.SILENT (" + flag + ")");
        }

        void compare() {
            ask("NOOP");
            var told = new HashMap<>(flags);
            var here = List.copyOf(uids);
            flags.clear();
            ask("UID FETCH 1:* (FLAGS)");
            assertEquals(here.size(), uids.size());
            for (long uid : here) {
                if (told.containsKey(uid)) assertEquals(flags.get(uid), told.get(uid), "of UID " + uid);
            }
        }
    }
}
