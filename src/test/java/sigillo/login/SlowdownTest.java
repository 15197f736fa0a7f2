package sigillo.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.directory.AccountRecord;
import sigillo.store.PartitionName;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

/** How long a guesser waits, and who does not. */
class SlowdownTest {
    private final MemoryStore store = new MemoryStore();
    private final Devices devices = new Devices(store, TestLogin.peppers());
    private Slowdown slowdown = again();
    private Instant now = Instant.parse("2026-11-25T08:00:00Z");

    /** As after a restart. */
    private Slowdown again() { return new Slowdown(devices, new KeptGuesses(store, TestLogin.peppers())); }

    // ---- over a restart ----

    @Test void aRestartGivesNoFreshTries() {
        for (int i = 0; i < 30; i++) slowdown.charge(source("anna", "192.0.2.1"), now);
        for (int i = 0; i < 200; i++) slowdown.charge(source("user" + i, "2001:db8:1:" + Integer.toHexString(i) + "::1"), now);
        for (int i = 0; i < 30; i++) slowdown.charge(nobody("nobody"), now);
        for (int i = 0; i < 30; i++) slowdown.ofCodes().charge(source("bob", "203.0.113.1"), now);
        var waits = waits();
        for (var wait : waits) assertTrue(wait.isPositive(), waits.toString());
        slowdown.keep(now);
        slowdown = again();
        assertEquals(waits, waits());
        assertTrue(guess("carla", "203.0.113.9"), "who did not guess waits for nothing");
        slowdown.keep(now);
        slowdown = again();
        assertEquals(waits, waits(), "also what was not asked for since the last one");
        now = now.plus(Duration.ofDays(3));
        slowdown = again();
        for (var wait : waits()) assertEquals(Duration.ZERO, wait, "it is forgotten as ever");
    }

    private List<Duration> waits() {
        return List.of(slowdown.wait(source("anna", "198.51.100.9"), now), slowdown.wait(source("other", "192.0.2.1"), now),
            slowdown.wait(source("another", "2001:db8:1:ffff::1"), now), slowdown.wait(nobody("nobody"), now),
            slowdown.ofCodes().wait(source("bob", "198.51.100.7"), now));
    }

    /** Who signs in is charged and given back, and who guesses is written once in a while. */
    @Test void littleIsWritten() {
        var rows = store.partition(new PartitionName("guesses"));
        for (int i = 0; i < 100; i++) {
            slowdown.charge(source("anna", "192.0.2.1"), now);
            slowdown.giveBack(source("anna", "192.0.2.1"));
        }
        slowdown.keep(now);
        assertEquals(0, rows.revision());
        for (int i = 0; i < 5_000; i++) slowdown.charge(source("user" + i, "2001:db8:" + Integer.toHexString(i) + "::1"), now);
        assertEquals(0, rows.revision());
        slowdown.keep(now);
        long kept = rows.revision();
        assertTrue(kept <= 5, kept + " writes");
        slowdown.keep(now);
        assertEquals(kept, rows.revision());
        rows.range(Bytes.EMPTY, Bytes.utf8("z"), false, (_, row) -> {
            assertTrue(row.length <= 30 * LoginLimits.GUESSES_KEPT_MAX, row.length + " octets");
            assertFalse(new String(row, StandardCharsets.ISO_8859_1).contains("user"));
            return true;
        });
    }

    /** Of a disk that was damaged, or of somebody who writes to the store. */
    @Test void whatCannotBeReadIsNoCount() {
        for (int i = 0; i < 30; i++) slowdown.charge(source("anna", "192.0.2.1"), now);
        slowdown.keep(now);
        new Transactions(store.partition(new PartitionName("guesses"))).write(tx -> {
            kept().keySet().stream().filter(key -> key.startsWith(Bytes.utf8("g/password/account")))
                .forEach(key -> tx.put(key, new byte[] {1, (byte) 0xFF, 3}));
            return null;
        });
        slowdown = again();
        assertEquals(Duration.ZERO, slowdown.wait(source("anna", "203.0.113.1"), now));
        assertTrue(slowdown.wait(source("anna", "192.0.2.1"), now).isPositive());
    }

    /** A cluster keeps short rows in their places; and one guess writes a few of them, and not all. */
    @Test void countsAreInShortRowsThatAreWrittenAloneWhenTheyChange() {
        for (int i = 0; i < 900; i++) {
            slowdown.charge(source("user" + i, "2001:db8:" + Integer.toHexString(i) + "::1"), now);
            now = now.plusMillis(1);
        }
        slowdown.keep(now);
        var before = kept();
        assertTrue(before.size() > 300, before.size() + " rows");
        before.forEach((key, row) -> assertTrue(row.length() <= 512, key + " has " + row.length()));
        slowdown.charge(source("user7", "2001:db8:7::1"), now);
        slowdown.keep(now);
        var after = kept();
        long changed = after.entrySet().stream().filter(row -> !row.getValue().equals(before.get(row.getKey()))).count();
        assertTrue(changed >= 1 && changed <= 5, changed + " were written");
        var restored = again();
        assertEquals(slowdown.wait(source("user7", "2001:db8:7::1"), now), restored.wait(source("user7", "2001:db8:7::1"), now));
    }

    private Map<Bytes, Bytes> kept() {
        var rows = new HashMap<Bytes, Bytes>();
        store.partition(new PartitionName("guesses")).range(Bytes.utf8("g"), Bytes.utf8("h"), false, (key, row) -> {
            rows.put(key, Bytes.of(row));
            return true;
        });
        return rows;
    }

    // ---- among servers ----

    private Slowdown server(String node) {
        return new Slowdown(devices, new KeptGuesses(store, TestLogin.peppers(), Optional.of(node)));
    }

    /** Guesses at several servers wait as long as at one. */
    @Test void whatIsGuessedElsewhereCounts() {
        var one = server("1");
        var two = server("2");
        for (int i = 0; i < LoginLimits.GUESSES_FREE_OF_ACCOUNT + 3; i++) {
            var here = i % 2 == 0 ? one : two;
            here.charge(source("anna", "192.0.2.1"), now);
            here.ofCodes().charge(source("bob", "203.0.113.1"), now);
            slowdown.charge(source("anna", "192.0.2.1"), now);
            slowdown.ofCodes().charge(source("bob", "203.0.113.1"), now);
        }
        assertTrue(one.wait(source("anna", "198.51.100.9"), now).isZero(), "nobody has said so");
        for (var server : List.of(one, two)) server.keep(now);
        for (var server : List.of(one, two)) server.changedElsewhere();
        var expected = waits();
        assertTrue(expected.getFirst().isPositive());
        for (var server : List.of(one, two, server("3"))) {
            slowdown = server;
            assertEquals(expected, waits());
            assertTrue(server.wait(source("carla", "203.0.113.9"), now).isZero());
        }
        now = now.plus(Duration.ofDays(3));
        assertEquals(List.of(Duration.ZERO), waits().stream().distinct().toList());
        one.tidy(now);
        assertEquals(1, rows("g/password/account"), "its own row stays");
    }

    private int rows(String prefix) {
        var rows = new AtomicInteger();
        var from = Bytes.utf8(prefix);
        store.partition(new PartitionName("guesses")).range(from, from.afterPrefix(), false,
            (_, _) -> rows.incrementAndGet() > 0);
        return rows.get();
    }

    /** However many servers, nobody waits longer than the longest, and none the shorter for it. */
    @Test void manyServersDoNotMakeTheWaitShort() {
        for (int node = 0; node < 8; node++) {
            var server = server("" + node);
            for (int i = 0; i < 200; i++) server.charge(source("anna", "192.0.2.1"), now);
            server.keep(now);
        }
        slowdown = server("last");
        assertEquals(LoginLimits.GUESS_DELAY_MAX, slowdown.wait(source("anna", "198.51.100.9"), now));
    }

    // ---- who waits ----

    @Test void anAccountIsGuardedAgainstManyNetworks() {
        int allowed = 0;
        for (int i = 0; i < 100; i++) if (guess("anna", "198.51.100." + i)) allowed++;
        assertEquals(LoginLimits.GUESSES_FREE_OF_ACCOUNT, allowed);
        assertTrue(guess("bob", "198.51.100.1"));
    }

    @Test void aNetworkIsSlowedOverManyAccounts() {
        int allowed = 0;
        for (int i = 0; i < 100; i++) if (guess("user" + i, "2001:db8:1:2::" + i)) allowed++;
        assertEquals(LoginLimits.GUESSES_FREE_OF_NETWORK, allowed);
        assertTrue(guess("user", "2001:db8:1:3::1"));
    }

    /** Who has a whole /48, or a /24, has not 20 guesses for each of its parts. */
    @Test void whatLiesAroundANetworkIsSlowedToo() {
        int allowed = 0;
        for (int i = 0; i < 1_000; i++) if (guess("user" + i, "2001:db8:1:" + Integer.toHexString(i) + "::1")) allowed++;
        assertEquals(LoginLimits.GUESSES_FREE_OF_SURROUNDINGS, allowed);
        assertTrue(guess("user", "2001:db8:2:1::1"));
        allowed = 0;
        for (int i = 0; i < 1_000; i++) if (guess("user" + i, "192.0.2." + i % 256)) allowed++;
        assertEquals(LoginLimits.GUESSES_FREE_OF_SURROUNDINGS, allowed);
        assertTrue(guess("user", "192.0.3.1"));
    }

    /** Names that are nobody's are slowed alike, and do not push accounts out of their table. */
    @Test void aFloodOfNamesForgetsNoAccount() {
        for (int i = 0; i < 10; i++) assertTrue(guess("anna", "198.51.100." + i));
        for (int i = 0; i < 20; i++) slowdown.charge(nobody("nobody"), now);
        assertEquals(Duration.ofMinutes(15), slowdown.wait(nobody("nobody"), now));
        for (int i = 0; i < 2 * LoginLimits.SIGN_IN_TABLE_ENTRIES_MAX; i++) slowdown.charge(nobody("x" + i), now);
        assertTrue(slowdown.wait(source("anna", "203.0.113.1"), now).isPositive());
    }

    /** Text that is no address guesses at nobody. */
    @Test void noNameIsNotSlowedAsOne() {
        for (int i = 0; i < 100; i++) slowdown.charge(nobody(""), now);
        assertEquals(Duration.ZERO, slowdown.wait(nobody(""), now));
    }

    /** Who knows the password is not let off for the code. */
    @Test void codesKnowTheirOwnDevices() {
        var codes = slowdown.ofCodes();
        var here = source("anna", "192.0.2.1");
        slowdown.welcome(here, now);
        for (int i = 0; i < 100; i++) codes.charge(source("anna", "198.51.100." + i), now);
        assertTrue(codes.wait(here, now).isPositive());
        codes.welcome(here, now);
        assertEquals(Duration.ZERO, codes.wait(here, now));
        for (int i = 0; i < 30; i++) codes.charge(here, now);
        assertEquals(LoginLimits.GUESS_DELAY_MAX, codes.wait(here, now));
        assertEquals(Duration.ZERO, slowdown.wait(here, now), "they are not counted as passwords");
    }

    /** After the free ones an hour gives a guesser about ten tries in the beginning, then four. */
    @Test void aGuesserWhoWaitsGetsLittle() {
        for (int i = 0; i < 30; i++) slowdown.charge(source("anna", "192.0.2.1"), now);
        int first = guessesIn(Duration.ofHours(1));
        for (int hours = 0; hours < 24; hours++) guessesIn(Duration.ofHours(1));
        int later = guessesIn(Duration.ofHours(1));
        assertTrue(first <= 15, "tries in the first hour: " + first);
        assertTrue(later <= 5, "tries in an hour of the second day: " + later);
    }

    @Test void whoSignedInBeforeIsNotSlowedByOthers() {
        slowdown.welcome(source("anna", "192.0.2.1"), now);
        for (int i = 0; i < 100; i++) guess("anna", "198.51.100." + i);
        for (int i = 0; i < 100; i++) guess("user" + i, "192.0.2.1");
        assertEquals(Duration.ZERO, slowdown.wait(source("anna", "192.0.2.1"), now));
    }

    /** Behind one address may sit a guesser too: it is slowed there, and the owner waits seconds, not minutes. */
    @Test void aKnownVisitorWaitsSeconds() {
        slowdown.welcome(source("anna", "192.0.2.1"), now);
        for (int i = 0; i < 100; i++) guess("anna", "192.0.2.1");
        var wait = slowdown.wait(source("anna", "192.0.2.1"), now);
        assertTrue(wait.isPositive() && wait.compareTo(LoginLimits.GUESS_DELAY_KNOWN_MAX) <= 0, "waits " + wait);
    }

    @Test void guessesAreForgotten() {
        for (int i = 0; i < 100; i++) guess("anna", "192.0.2.1");
        now = now.plus(Duration.ofHours(6));
        assertTrue(guess("anna", "192.0.2.1"));
        assertTrue(guess("anna", "192.0.2.1"));
    }

    @Test void whatWasRightIsGivenBack() {
        for (int i = 0; i < 100; i++) {
            slowdown.charge(source("anna", "192.0.2.1"), now);
            slowdown.giveBack(source("anna", "192.0.2.1"));
        }
        assertTrue(guess("anna", "192.0.2.1"));
    }

    /** Two at a time for the last free guess: each would find the table as it was before the other. */
    @Test void guessesThatComeAtTheSameMomentAreCountedToo() throws InterruptedException {
        var sources = IntStream.range(0, 300)
            .mapToObj(round -> source("user" + round, "2001:db8:" + Integer.toHexString(round) + "::1")).toList();
        for (var source : sources) {
            for (int i = 1; i < LoginLimits.GUESSES_FREE_OF_ACCOUNT; i++) slowdown.charge(source, now);
        }
        var allowed = new AtomicInteger();
        var come = new AtomicInteger();
        Runnable guesser = () -> {
            for (int round = 0; round < sources.size(); round++) {
                come.incrementAndGet();
                while (come.get() < 2 * (round + 1)) Thread.onSpinWait();
                if (slowdown.enter(sources.get(round), now).isZero()) allowed.incrementAndGet();
            }
        };
        var other = Thread.ofPlatform().start(guesser);
        guesser.run();
        other.join();
        assertEquals(sources.size(), allowed.get());
    }

    /** Each has its own look at the clock: who looked first may come to the table last. */
    @Test void whoComesAMomentBeforeTheOneThatWasChargedIsNotSlowed() {
        slowdown.charge(source("anna", "192.0.2.1"), now.plusMillis(1));
        assertEquals(Duration.ZERO, slowdown.wait(source("anna", "192.0.2.1"), now));
        assertEquals(Duration.ZERO, slowdown.enter(source("anna", "192.0.2.1"), now));
    }

    /** Whoever may be right waits for those before him, and has his turn when they were. */
    @Test void whatIsBeingCheckedHoldsOthersUpUntilItIsSettled() throws InterruptedException {
        var source = source("anna", "192.0.2.1");
        for (int i = 0; i < LoginLimits.GUESSES_FREE_OF_ACCOUNT; i++) assertTrue(slowdown.enterInTurn(source, now).isZero());
        assertTrue(slowdown.wait(source, now).isZero(), "nothing is known against it yet");
        assertFalse(slowdown.enter(source, now).isZero(), "but no more are checked together than are free");
        var allowed = new AtomicInteger();
        var waiting = IntStream.range(0, 3).mapToObj(_ -> Thread.ofPlatform().start(() -> {
            if (slowdown.enterInTurn(source, now).isZero()) allowed.incrementAndGet();
        })).toList();
        for (var thread : waiting) while (thread.getState() != Thread.State.TIMED_WAITING) Thread.onSpinWait();
        for (int i = 0; i < LoginLimits.GUESSES_FREE_OF_ACCOUNT; i++) slowdown.settle(source, i < 2);
        while (allowed.get() < 2 && waiting.stream().anyMatch(Thread::isAlive)) Thread.onSpinWait();
        for (int i = 0; i < 2; i++) slowdown.settle(source, false); // then nobody waits for his turn any more
        for (var thread : waiting) thread.join();
        assertEquals(2, allowed.get(), "as many as were right");
        assertFalse(slowdown.wait(source, now).isZero());
    }

    /** The tables of a flood from everywhere stay as they are bounded; the newest are remembered. */
    @Test void tablesAreBounded() {
        var guesses = new Guesses<Integer>(1, Duration.ofMinutes(1));
        for (int i = 0; i < 50_000; i++) guesses.charge(i, now);
        assertTrue(guesses.wait(49_999, now).isPositive());
        assertEquals(Duration.ZERO, guesses.wait(0, now));
    }

    private int guessesIn(Duration time) {
        int made = 0;
        for (var end = now.plus(time); now.isBefore(end); now = now.plusSeconds(1)) if (guess("anna", "192.0.2.1")) made++;
        return made;
    }

    private boolean guess(String name, String from) {
        var source = source(name, from);
        if (!slowdown.wait(source, now).isZero()) return false;
        slowdown.charge(source, now);
        return true;
    }

    private static Slowdown.Source source(String name, String from) {
        var account = new AccountRecord(new AccountId(name), 1, Address.of(name + "@home.example"), "kept", false, Instant.EPOCH);
        return Slowdown.Source.of(name + "@home.example", Optional.of(account), Optional.of(InetAddress.ofLiteral(from)));
    }

    private static Slowdown.Source nobody(String name) { return Slowdown.Source.of(name, Optional.empty(), Optional.empty()); }
}
