package sigillo.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.LoggedAlarms;
import sigillo.base.OneByOne;
import sigillo.directory.Directory;
import sigillo.directory.DirectorySettings;
import sigillo.keyring.Level;
import sigillo.keyring.Unlocked;
import sigillo.ledger.LedgerCheck.Result;
import sigillo.ledger.OwnersLedger.Event;
import sigillo.login.TestLogin;
import sigillo.sealing.Secret;
import sigillo.store.Batch;
import sigillo.store.Damaged;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;
import tools.jackson.databind.json.JsonMapper;

/** What is noted for an owner: in order, sealed to him, and so that what was changed is seen. */
class OwnersLedgerTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final AccountId BOB = new AccountId("bob");
    private static final String PASSWORD = "the first password";

    private final MemoryStore memory = new MemoryStore();
    private final Stopping store = new Stopping(memory);
    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private String version = "one";
    private TestLogin login;
    private OwnersLedger ledger;

    /** A store that takes nothing more while it is stopped. */
    private static final class Stopping extends ForwardingStore {
        boolean isStopped;

        Stopping(MemoryStore inner) { super(inner); }

        @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
            if (isStopped) throw new StoreException("stopped", null);
            return super.submit(partition, batch);
        }
    }

    @BeforeEach void open() {
        login = new TestLogin(memory, new Directory(memory,
            new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty())), () -> now);
        login.editor.addDomain(Domain.of("home.example"));
        login.moveIn(ANNA, "anna@home.example", PASSWORD, Level.L1);
        login.moveIn(BOB, "bob@home.example", PASSWORD, Level.L1);
        ledger = ledger(12, 4);
    }

    @AfterEach void close() { login.close(); }

    private OwnersLedger ledger(int max, int letGo) {
        return new OwnersLedger(store, login.keyring, () -> version, () -> now, max, letGo);
    }

    private Unlocked signedIn() {
        return login.credentials.open(login.directory.account(Address.of("anna@home.example")).orElseThrow(), PASSWORD)
            .orElseThrow();
    }

    private void add(String what, String name) { ledger.add(ANNA, new Event(what, Map.of("name", name))); }

    private List<String> export() {
        var lines = new ArrayList<String>();
        var head = ledger.head(ANNA);
        lines.add(head.json());
        for (long from = head.first(); from < head.next(); from += LedgerLimits.PAGE)
            ledger.lines(ANNA, from, head.next()).forEach(line -> lines.add(line.json()));
        return lines;
    }

    private static Result check(List<String> lines) {
        try {
            return LedgerCheck.of(new BufferedReader(new StringReader(String.join("\n", lines) + "\n")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    // ---- kept ----

    @Test void whatHappenedIsReadByWhoHasTheAccountOpen() {
        add("signIn", "phone");
        add("passwordChanged", "");
        var closed = ledger.lines(ANNA, 1, 9);
        assertEquals(List.of(1L, 2L, 3L), closed.stream().map(LedgerLine::number).toList());
        assertTrue(closed.stream().allMatch(line -> line.text().isEmpty()), "its owner is not there");
        assertEquals(3, assertInstanceOf(Result.Whole.class, check(export())).closed(),
            "the chain holds without the texts");
        try (var open = signedIn()) {
            assertNotNull(open);
            var texts = ledger.lines(ANNA, 1, 9).stream()
                .map(line -> line.text().orElseThrow().replaceAll("\"(at|salt)\":\"[^\"]+\",", "")).toList();
            assertEquals(List.of("{\"what\":\"program\",\"version\":\"one\"}",
                "{\"what\":\"signIn\",\"name\":\"phone\"}", "{\"what\":\"passwordChanged\",\"name\":\"\"}"), texts);
            assertEquals(0, assertInstanceOf(Result.Whole.class, check(export())).closed());
        }
        assertEquals(LedgerHead.NONE, ledger.head(BOB));
    }

    @Test void nothingOfItIsClearInTheStore() {
        add("signIn", "the old telephone");
        memory.partition(new PartitionName("ledger/anna")).range(Bytes.EMPTY, Bytes.utf8("z"), false, (_, value) -> {
            var text = new String(value, StandardCharsets.ISO_8859_1);
            assertFalse(text.contains("telephone") || text.contains("signIn"));
            return true;
        });
    }

    @Test void anotherVersionOfTheProgramIsNoted() {
        add("a", "");
        version = "two";
        add("b", "");
        add("c", "");
        try (var open = signedIn()) {
            assertNotNull(open);
            assertEquals(List.of("program", "a", "program", "b", "c"), ledger.lines(ANNA, 1, 9).stream()
                .map(line -> what(line.text().orElseThrow())).toList());
        }
    }

    private static String what(String text) { return text.replaceAll(".*\"what\":\"([^\"]+)\".*", "$1"); }

    @Test void whatANameMayHoldIsWrittenAsJson() {
        add("signIn", "a \"b\"\\\n\u0000\u00e8\u2028</script>" + "x".repeat(500));
        try (var open = signedIn()) {
            assertNotNull(open);
            var text = ledger.lines(ANNA, 2, 3).getFirst().text().orElseThrow();
            var read = JsonMapper.builder().build().readTree(text).get("name").asString();
            assertEquals("a \"b\"\\\n\u0000\u00e8\u2028</script>", read.replaceAll("x+$", ""));
            assertEquals(LedgerLimits.VALUE_CHARACTERS_MAX, read.length());
            assertInstanceOf(Result.Whole.class, check(export()));
        }
    }

    @Test void aProgramThatComesOftenIsOneEntryAnHour() {
        var event = new Event("signIn", Map.of("service", "imap", "network", "192.0.2.0"));
        for (int i = 0; i < 50; i++) ledger.addOnceAnHour(ANNA, event);
        assertEquals(2, ledger.head(ANNA).count());
        ledger.addOnceAnHour(ANNA, new Event("signIn", Map.of("service", "imap", "network", "198.51.100.0")));
        ledger.addOnceAnHour(BOB, event);
        assertEquals(3, ledger.head(ANNA).count());
        assertEquals(2, ledger.head(BOB).count());
        now = now.plus(Duration.ofHours(1));
        ledger.addOnceAnHour(ANNA, event);
        assertEquals(4, ledger.head(ANNA).count());
    }

    // ---- bounded ----

    @Test void theOldestAreLetGoAndTheChainGoesOn() {
        for (int i = 0; i < 60; i++) {
            add("n" + i, "");
            assertTrue(ledger.head(ANNA).count() <= 12);
            assertInstanceOf(Result.Whole.class, check(export()));
        }
        var head = ledger.head(ANNA);
        assertTrue(head.first() > 30, head.toString());
        try (var open = signedIn()) {
            assertNotNull(open);
            assertInstanceOf(Result.Whole.class, check(export()));
            assertTrue(ledger.lines(ANNA, head.first(), head.next()).stream()
                .anyMatch(line -> what(line.text().orElseThrow()).equals("letGo")), "and says so");
        }
    }

    // ---- stops ----

    @Test void whatCannotBeWrittenKeepsNobodyOut() {
        add("a", "");
        store.isStopped = true;
        add("lost", "");
        store.isStopped = false;
        ledger = ledger(12, 4);
        add("b", "");
        assertEquals(4, ledger.head(ANNA).next());
        assertInstanceOf(Result.Whole.class, check(export()));
    }

    @Test void aRemovedAccountLeavesNothing() {
        add("a", "");
        ledger.forget(ANNA);
        assertEquals(LedgerHead.NONE, ledger.head(ANNA));
        assertEquals(List.of(), ledger.lines(ANNA, 1, 9));
    }

    // ---- changed ----

    private record Change(String name, UnaryOperator<List<String>> change) {}

    private static UnaryOperator<List<String>> line(int number, UnaryOperator<String> change) {
        return lines -> {
            var changed = new ArrayList<>(lines);
            changed.set(number, change.apply(changed.get(number)));
            return changed;
        };
    }

    private static UnaryOperator<List<String>> without(int number) {
        return lines -> {
            var changed = new ArrayList<>(lines);
            changed.remove(number);
            return changed;
        };
    }

    private static UnaryOperator<List<String>> swapped() {
        return lines -> {
            var changed = new ArrayList<>(lines);
            Collections.swap(changed, 2, 3);
            return changed;
        };
    }

    private static UnaryOperator<List<String>> more() {
        return lines -> {
            var changed = new ArrayList<>(lines);
            changed.add(lines.getLast());
            return changed;
        };
    }

    private static final List<Change> CHANGES =
        List.of(new Change("a word", line(2, text -> text.replace("signIn", "signUp"))),
        new Change("a time", line(3, text -> text.replace("2026-11", "2025-11"))),
        new Change("a hash", line(2, text -> text.replaceFirst("\"hash\":\"..", "\"hash\":\"00"))),
        new Change("an entry that is gone", without(3)), new Change("the last that is gone", without(5)),
        new Change("two that changed places", swapped()),
        new Change("one too many", more()),
        new Change("the head's end", line(0, text -> text.replaceFirst("\"last\":\"..", "\"last\":\"00"))),
        new Change("the head's beginning", line(0, text -> text.replaceFirst("\"before\":\"00", "\"before\":\"01"))),
        new Change("no head", without(0)),
        new Change("a line that is none", line(4, _ -> "{}")), new Change("nothing at all", _ -> List.of("")),
        new Change("the number", line(2, text -> text.replace("\"number\":2", "\"number\":7"))));

    @TestFactory Stream<DynamicTest> eachChangeIsSeen() {
        return CHANGES.stream().map(change -> DynamicTest.dynamicTest(change.name, () -> {
            for (var what : List.of("signIn", "b", "c", "d")) if (ledger.head(ANNA).count() < 5) add(what, "x");
            try (var open = signedIn()) {
                assertNotNull(open);
                var lines = export();
                assertInstanceOf(Result.Whole.class, check(lines));
                assertInstanceOf(Result.Broken.class, check(change.change.apply(lines)), change.name);
            }
        }));
    }

    @Test void anythingIsChecked() throws IOException {
        add("signIn", "x");
        var text = String.join("\n", export()) + "\n";
        var random = new Random(4);
        for (int i = 0; i < 5_000; i++) {
            var octets = new StringBuilder(text);
            for (int n = 1 + random.nextInt(3); n > 0; n--) octets.setCharAt(random.nextInt(octets.length()), (char) (32 + random.nextInt(96)));
            assertNotNull(LedgerCheck.of(new BufferedReader(new StringReader(octets.toString()))));
        }
    }

    // ---- who was not let in ----

    private List<String> failures() {
        try (var open = signedIn()) {
            assertNotNull(open);
            var head = ledger.head(ANNA);
            return ledger.lines(ANNA, head.first(), head.next()).stream().map(line -> line.text().orElseThrow())
                .filter(text -> text.contains("signInFailed")).map(text -> text.replaceAll("\"(at|salt)\":\"[^\"]+\",",
                    "")).toList();
        }
    }

    /** Eight days of one guess a minute: an entry after an hour, two, four, ..., and from then on one a day. */
    @Test void whoeverGuessesForDaysPushesNothingOut() {
        ledger = ledger(1_000, 4);
        var failed = new FailedSignIns(ledger, () -> now);
        for (int minute = 0; minute < 8 * 24 * 60; minute++) {
            failed.failed(ANNA, "imap", false, Optional.of("192.0.2." + minute % 250));
            failed.tidy();
            now = now.plus(Duration.ofMinutes(1));
        }
        failed.tellAll();
        assertEquals(12, failures().size());
        long told = failures().stream().mapToLong(text ->
            Long.parseLong(text.replaceAll(".*\"count\":\"(\\d+)\".*", "$1"))).sum();
        assertEquals(8 * 24 * 60, told, "each is counted once");
        assertEquals(LedgerHead.NONE, ledger.head(BOB));
    }

    @Test void whatWasTriedIsToldTogether() {
        var failed = new FailedSignIns(ledger, () -> now);
        failed.failed(ANNA, "imap", false, Optional.of("192.0.2.7"));
        failed.failed(ANNA, "web", false, Optional.empty());
        failed.failed(ANNA, "web", true, Optional.of("192.0.2.7"));
        failed.tidy();
        assertEquals(LedgerHead.NONE, ledger.head(ANNA),
            "how long a refusal takes must not say that the account is there");
        now = now.plus(Duration.ofMinutes(61));
        failed.tidy();
        failed.tidy();
        assertEquals(List.of("{\"what\":\"signInFailed\",\"codes\":\"1\",\"count\":\"3\",\"networks\":\"192.0.2.7\",\"services\":\"imap web\","
            + "\"since\":\"2026-11-30T12:00:00Z\",\"until\":\"2026-11-30T12:00:00Z\"}"), failures());
        failed.failed(ANNA, "pop", false, Optional.empty());
        failed.tell(ANNA); // its owner reads
        assertEquals(2, failures().size());
        failed.tell(ANNA);
        assertEquals(2, failures().size());
    }

    // ---- who writes to the store ----

    @Test void aHeadThatSomebodyElseWroteIsSaid() {
        var alarms = new LoggedAlarms();
        ledger = ledger(100, 4).marking(Secret.take(new byte[Secret.OCTETS]), alarms);
        var rows = new Transactions(memory.partition(new PartitionName("ledger/anna")));
        add("signIn", "one");
        var shorter = rows.partition().get(Bytes.utf8("h")).orElseThrow();
        add("signIn", "two");
        assertEquals(Map.of(), alarms.standing());
        shorter[shorter.length - 1] ^= 1;
        rows.write(tx -> {
            tx.put(Bytes.utf8("h"), shorter);
            return null;
        });
        add("signIn", "three");
        assertEquals(List.of("ledger of account anna"), List.copyOf(alarms.standing().keySet()));
        rows.write(tx -> {
            tx.delete(Bytes.utf8("h"));
            return null;
        });
        add("signIn", "four");
        add("signIn", "five");
        try (var open = signedIn()) {
            assertNotNull(open);
            var said = ledger.lines(ANNA, 1, 99).stream().map(line -> line.text().orElseThrow()).filter(text ->
                text.contains("headDoubtful")).count();
            assertTrue(said >= 1, "its owner reads it");
            assertInstanceOf(Result.Whole.class, check(export()), "and it goes on");
        }
    }

    /** With the first start of a release that marks, what is there is taken as it is. */
    @Test void headsFromBeforeAreMarkedOnce() {
        add("signIn", "one");
        var key = Secret.take(new byte[Secret.OCTETS]);
        for (int twice = 0; twice < 2; twice++) OwnersLedger.adopt(memory, key);
        var alarms = new LoggedAlarms();
        ledger = ledger(100, 4).marking(key, alarms);
        add("signIn", "two");
        assertEquals(Map.of(), alarms.standing());
        assertEquals(4, ledger.head(ANNA).next());
    }

    /** A partition that cannot be read is passed over, and the others are marked. */
    @Test void oneBrokenHeadKeepsNoOtherFromBeingMarked() {
        add("signIn", "one");
        var broken = new PartitionName("ledger/aaa");
        new Transactions(memory.partition(broken)).write(tx -> {
            tx.put(Bytes.utf8("h"), new byte[] {1});
            return null;
        });
        var key = Secret.take(new byte[Secret.OCTETS]);
        var failing = new ForwardingStore(memory) {
            @Override protected void beforeRead(PartitionName partition) {
                if (partition.equals(broken)) throw new Damaged("broken", null);
            }
        };
        var why = assertThrows(OneByOne.Failed.class, () -> OwnersLedger.adopt(failing, key));
        assertEquals("ledger/aaa: broken", why.getMessage());
        var alarms = new LoggedAlarms();
        ledger = ledger(100, 4).marking(key, alarms);
        add("signIn", "two");
        assertEquals(Map.of(), alarms.standing());
    }

    // ---- who is removed ----

    /** Whatever comes first: of an account that is removed while somebody writes, no row stays. */
    @TestFactory Stream<DynamicTest> ofWhoIsRemovedNothingStays() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int round = 0; round < 30; round++) {
                var isThere = new java.util.concurrent.atomic.AtomicBoolean(true);
                var mine = ledger(12, 4).knowing(_ -> isThere.get());
                int pause = random.nextInt(200);
                var writing = Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 5; i++) mine.add(ANNA, Event.of("signIn"));
                });
                Thread.sleep(0, pause * 1_000);
                isThere.set(false); // the entry in the directory goes first, then what is beside it
                mine.forget(ANNA);
                writing.join();
                assertEquals(List.of(), mine.accounts());
            }
        }));
    }
}
