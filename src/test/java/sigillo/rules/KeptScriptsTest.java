package sigillo.rules;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.rules.Rules.Kept;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sieve.SieveLimits;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

/** Scripts by name, of which one at most is active, whatever is done to them: RFC 5804 sections 1.4 and 2.5 to 2.11. */
class KeptScriptsTest {
    private static final AccountId ANNA = new AccountId("anna");
    private static final AccountId BRUNO = new AccountId("bruno");

    private final MemoryStore store = new MemoryStore();
    private final Rules rules = over(store);

    private static Rules over(MemoryStore store) {
        return new Rules(store, Secret.take(new byte[32]), Randomness.secure(),
            InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z")));
    }

    private static byte[] octets(String text) { return text.getBytes(StandardCharsets.UTF_8); }

    @Test void whatIsRenamedStaysActiveAndReadsTheSame() {
        rules.put(ANNA, "old", octets("keep;"));
        rules.put(BRUNO, "new", octets("stop;"));
        rules.activate(ANNA, Optional.of("old"));
        assertEquals(Kept.DONE, rules.rename(ANNA, "old", "new"));
        var active = rules.activeScript(ANNA).orElseThrow();
        assertEquals("new", active.name());
        assertArrayEquals(octets("keep;"), active.octets());
        assertTrue(rules.script(ANNA, "old").isEmpty());
        assertEquals(Kept.NO_SUCH_SCRIPT, rules.rename(ANNA, "old", "x"));
        assertArrayEquals(octets("stop;"), rules.script(BRUNO, "new").orElseThrow().octets());
    }

    /** The count is held in the commit itself. */
    @Test void manyAtOnceAreNoMoreThanThereMayBe() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var works = new ArrayList<Callable<Kept>>();
            for (int i = 0; i < 60; i++) {
                var name = "script " + i;
                works.add(() -> rules.put(ANNA, name, octets("keep;")));
            }
            long done = 0;
            for (var one : threads.invokeAll(works)) if (one.get() == Kept.DONE) done++;
            assertEquals(RuleLimits.SCRIPTS_MAX, done);
        }
        assertEquals(RuleLimits.SCRIPTS_MAX, rules.listing(ANNA).scripts().size());
    }

    @Test void whatIsTooLargeOrHasNoNameIsNotKept() {
        assertEquals(Kept.TOO_LARGE, rules.put(ANNA, "a", new byte[SieveLimits.SCRIPT_OCTETS_MAX + 1]));
        assertEquals(Kept.DONE, rules.put(ANNA, "a", new byte[SieveLimits.SCRIPT_OCTETS_MAX]));
        for (var name : List.of("", "a/b", "a\nb", "a\u0085", "a\u2028", "x".repeat(129))) {
            assertEquals(Kept.BAD_NAME, rules.put(ANNA, name, octets("keep;")), name);
            assertEquals(Kept.BAD_NAME, rules.rename(ANNA, "a", name), name);
            assertEquals(Kept.BAD_NAME, rules.wouldKeep(ANNA, name), name);
        }
        assertEquals(Kept.DONE, rules.put(ANNA, "é".repeat(128), octets("keep;")));
        assertEquals(Kept.DONE, rules.put(ANNA, "\uD83D\uDCEC".repeat(64), octets("keep;")));
    }

    /** Any deeds, beside a map: one at most is active, and all read as they were put. */
    @Tag("gate") @TestFactory Stream<DynamicTest> anyDeeds() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            var rules = over(new MemoryStore());
            var there = new TreeMap<String, String>();
            var active = Optional.<String>empty();
            long revision = 0;
            for (int i = 0; i < 2_000; i++) {
                var name = "n" + random.nextInt(25);
                var other = "n" + random.nextInt(25);
                boolean has = there.containsKey(name);
                var before = Set.copyOf(rules.listing(ANNA).scripts());
                switch (random.nextInt(5)) {
                    case 0, 1 -> {
                        var kept = rules.put(ANNA, name, octets("# " + i));
                        assertEquals(has || there.size() < RuleLimits.SCRIPTS_MAX ? Kept.DONE : Kept.TOO_MANY, kept);
                        if (kept == Kept.DONE) there.put(name, "# " + i);
                    }
                    case 2 -> {
                        boolean isActive = active.filter(name::equals).isPresent();
                        assertEquals(!has ? Kept.NO_SUCH_SCRIPT : isActive ? Kept.IS_ACTIVE : Kept.DONE, rules.delete(ANNA, name));
                        if (has && !isActive) there.remove(name);
                    }
                    case 3 -> {
                        boolean isOff = random.nextInt(4) == 0;
                        assertEquals(isOff || has ? Kept.DONE : Kept.NO_SUCH_SCRIPT, rules.activate(ANNA, isOff ? Optional.empty() : Optional.of(name)));
                        if (isOff || has) active = isOff ? Optional.empty() : Optional.of(name);
                    }
                    default -> {
                        boolean isTaken = there.containsKey(other);
                        assertEquals(!has ? Kept.NO_SUCH_SCRIPT : isTaken ? Kept.EXISTS : Kept.DONE, rules.rename(ANNA, name, other));
                        if (has && !isTaken) {
                            there.put(other, there.remove(name));
                            if (active.filter(name::equals).isPresent()) active = Optional.of(other);
                        }
                    }
                }
                boolean isOther = !check(rules, there, active).equals(before);
                if (isOther) assertTrue(rules.revision(ANNA) > revision, "another state");
                revision = rules.revision(ANNA);
            }
        }));
    }

    private static Set<Listing.Entry> check(Rules rules, TreeMap<String, String> there, Optional<String> active) {
        var all = new TreeMap<String, String>();
        for (var one : rules.listing(ANNA).scripts()) {
            var script = rules.script(ANNA, one.name()).orElseThrow();
            assertEquals(one.id(), script.id());
            assertEquals(one.hash(), Rules.hash(script.octets()));
            assertEquals(one.octets(), script.octets().length);
            all.put(one.name(), new String(script.octets(), StandardCharsets.UTF_8));
        }
        assertEquals(there, all);
        assertEquals(active, rules.activeScript(ANNA).map(Rules.Script::name));
        for (var one : rules.listing(ANNA).scripts()) assertEquals(active.filter(one.name()::equals).isPresent(), one.isActive());
        assertEquals(active.isPresent(), rules.hasActive(ANNA));
        assertFalse(rules.hasActive(BRUNO));
        return Set.copyOf(rules.listing(ANNA).scripts());
    }

    // ---- what is listed ----

    private List<Bytes> rows(String kind) {
        var rows = new ArrayList<Bytes>();
        var prefix = Bytes.utf8(kind + "/");
        store.partition(new PartitionName("rules")).range(prefix, prefix.afterPrefix(), false, (row, _) -> rows.add(row));
        return rows;
    }

    private void write(List<Bytes> rows, Optional<byte[]> value) {
        new Transactions(store.partition(new PartitionName("rules"))).write(tx -> {
            for (var row : rows) {
                if (value.isPresent()) tx.put(row, value.get());
                else tx.delete(row);
            }
            return null;
        });
    }

    /** Where a text cannot be opened, whoever opens none sees nothing of it. */
    @Test void noTextIsOpenedToListThem() {
        rules.put(ANNA, "a", octets("keep;"));
        rules.put(ANNA, "b", octets("stop;"));
        rules.activate(ANNA, Optional.of("b"));
        write(rows("s"), Optional.of(new byte[] {1, 2, 3}));
        assertThrows(Damaged.class, () -> rules.script(ANNA, "a"));
        var listing = rules.listing(ANNA);
        assertEquals(3, listing.revision());
        assertEquals(Set.of("a", "b"), listing.scripts().stream().map(Listing.Entry::name).collect(Collectors.toSet()));
        assertEquals(List.of("b"), listing.scripts().stream().filter(Listing.Entry::isActive).map(Listing.Entry::name).toList());
    }

    /** As a server kept them that knew no lists. */
    @Test void whatWasThereBeforeIsListedOnceItIsAskedFor() {
        rules.put(ANNA, "a", octets("keep;"));
        rules.put(ANNA, "b", octets("stop;"));
        var before = Set.copyOf(rules.listing(ANNA).scripts());
        write(rows("l"), Optional.empty());
        assertEquals(0, rules.revision(ANNA));
        assertEquals(before, Set.copyOf(rules.listing(ANNA).scripts()));
        assertEquals(1, rules.revision(ANNA));
        assertEquals(1, rules.listing(ANNA).revision());
        write(rows("l"), Optional.empty());
        rules.put(ANNA, "c", octets("keep;"));
        assertEquals(3, rules.listing(ANNA).scripts().size());
        rules.forget(ANNA);
        assertEquals(List.of(), rows("l"));
    }
}
