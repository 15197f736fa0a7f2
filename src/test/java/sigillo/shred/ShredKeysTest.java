package sigillo.shred;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.sealing.Purpose;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.Secret;

/** Keys that are wrapped, wrapped anew, and gone. */
class ShredKeysTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir Path folder;
    private final AtomicLong nanos = new AtomicLong();
    private Shredder shredder;

    /** Someone who keeps wrapped keys, in a store that survives. */
    private static final class Kept implements ShredKeys.Keeper {
        final Map<Long, Wrapped> rows = new TreeMap<>();
        boolean breaksOff;
        int rewrapped;

        @Override public boolean rewrap(Set<Long> old, ShredKeys.Lease lease) {
            for (var row : rows.entrySet()) {
                if (breaksOff) return false;
                if (!old.contains(row.getValue().under())) continue;
                try {
                    row.setValue(lease.rewrap(purpose(row.getKey()), row.getValue()));
                    rewrapped++;
                } catch (Gone | SealBroken never) {
                    throw new AssertionError(never);
                }
            }
            return true;
        }
    }

    private final Kept kept = new Kept();

    private static Purpose purpose(long number) { return new Purpose(Purpose.Use.ENTRY, 0, 0, number); }

    private Path file() { return folder.resolve("shred.keys"); }

    @BeforeEach void open() throws IOException { shredder = TestShredder.at(file(), nanos); }

    private void restart() throws IOException {
        shredder.close();
        open();
    }

    private ShredKeys keys() { return shredder.keys(Use.QUEUE); }

    private byte[] put(long number) throws IOException {
        try (var lease = keys().lease(); var key = Secret.random(Randomness.secure())) {
            kept.rows.put(number, lease.wrap(purpose(number), key));
            return key.toArray();
        }
    }

    private byte[] opened(long number) throws Gone, SealBroken {
        try (var key = keys().unwrap(purpose(number), kept.rows.get(number))) {
            return key.toArray();
        }
    }

    private void passHours(int hours) { nanos.addAndGet(HOUR.multipliedBy(hours).toNanos()); }

    @Test void whatWasDeletedIsGoneAndTheRestIsNot() throws Exception {
        put(1);
        var second = put(2);
        var deleted = kept.rows.remove(1L);
        keys().spoil();
        var key = inFile(1);
        passHours(1);
        keys().tidy(kept);
        assertThrows(Gone.class, () -> keys().unwrap(purpose(1), deleted));
        assertArrayEquals(second, opened(2));
        assertFalse(HexFormat.of().formatHex(Files.readAllBytes(file())).contains(HexFormat.of().formatHex(key)), "nor in the file");
        restart();
        assertThrows(Gone.class, () -> keys().unwrap(purpose(1), deleted));
        assertArrayEquals(second, opened(2));
    }

    /** Thousands of ways into accounts: nothing is written while none is taken away. */
    @Test void nothingIsWrappedAnewWhileNothingIsDeleted() throws Exception {
        for (long i = 0; i < 100; i++) put(i);
        for (int i = 0; i < 1_000; i++) {
            passHours(24);
            keys().tidy(kept);
        }
        assertEquals(0, kept.rewrapped);
        kept.rows.remove(7L);
        keys().spoil();
        keys().tidy(kept);
        assertEquals(99, kept.rewrapped);
        keys().tidy(kept);
        assertEquals(99, kept.rewrapped);
    }

    /** A backup is made: whatever its store has opens with the copy, which says nothing of what came later. */
    @Test void nothingIsDestroyedInAPause() throws Exception {
        put(1);
        var second = put(2);
        var deleted = kept.rows.remove(1L);
        keys().spoil();
        passHours(1);
        var pause = shredder.pause();
        keys().tidy(kept);
        keys().unwrap(purpose(1), deleted).close();
        var copy = shredder.copy();
        pause.close();
        pause.close(); // twice is as once
        keys().tidy(kept);
        assertThrows(Gone.class, () -> keys().unwrap(purpose(1), deleted));
        try (var back = Shredder.of(copy, Randomness.secure(), new sigillo.base.LoggedAlarms())) {
            back.keys(Use.QUEUE).unwrap(purpose(1), deleted).close();
            assertArrayEquals(second, back.keys(Use.QUEUE).unwrap(purpose(2), kept.rows.get(2L)).toArray());
            assertTrue(back.lasting().isSame(shredder.lasting()));
            assertThrows(IOException.class, () -> back.keys(Use.SLOTS).lease(), "a copy is only read");
        }
        Files.write(folder.resolve("back.keys"), copy);
        try (var back = TestShredder.at(folder.resolve("back.keys"), nanos)) {
            back.keys(Use.QUEUE).unwrap(purpose(1), deleted).close();
        }
    }

    /** What is wrapped may not be in the store yet when its key is followed by another. */
    @Test void aKeyUnderWhichSomethingIsBeingWrappedStays() throws Exception {
        var lease = keys().lease();
        var key = Secret.random(Randomness.secure());
        keys().spoil();
        passHours(1_000);
        keys().tidy(kept);
        kept.rows.put(1L, lease.wrap(purpose(1), key));
        assertArrayEquals(key.toArray(), opened(1));
        lease.close();
        keys().tidy(kept);
        assertArrayEquals(key.toArray(), opened(1));
        assertEquals(1, kept.rewrapped);
    }

    @Test void nothingIsDestroyedWhenWrappingAnewBreaksOff() throws Exception {
        var first = put(1);
        restart();
        kept.breaksOff = true;
        keys().tidy(kept);
        assertArrayEquals(first, opened(1));
        kept.breaksOff = false;
        restart();
        keys().tidy(kept);
        assertArrayEquals(first, opened(1));
        restart();
        assertThrows(IllegalStateException.class, () -> keys().tidy((_, _) -> { throw new IllegalStateException("the store is down"); }));
        assertArrayEquals(first, opened(1));
    }

    /** Puts, deletions, tidying, restarts and breaks in any order: what is kept opens, what was deleted is gone in the end. */
    @Test void inAnyOrder() throws Exception {
        for (long seed = 1; seed <= 5; seed++) {
            var random = new Random(seed);
            var secrets = new TreeMap<Long, byte[]>();
            var deleted = new TreeMap<Long, Wrapped>();
            kept.rows.clear();
            for (long step = 0; step < 2_000; step++) {
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> secrets.put(step, put(step));
                    case 3, 4 -> {
                        if (secrets.isEmpty()) continue;
                        long one = secrets.ceilingKey(secrets.firstKey() + random.nextInt((int) (secrets.lastKey() - secrets.firstKey() + 1)));
                        secrets.remove(one);
                        deleted.put(one, kept.rows.remove(one));
                        keys().spoil();
                    }
                    case 5 -> passHours(random.nextInt(3));
                    case 6 -> {
                        kept.breaksOff = random.nextBoolean();
                        keys().tidy(kept);
                    }
                    default -> {
                        if (random.nextInt(10) == 0) restart();
                    }
                }
                if (step % 50 == 0) for (var secret : secrets.entrySet()) assertArrayEquals(secret.getValue(), opened(secret.getKey()), "seed " + seed);
            }
            kept.breaksOff = false;
            passHours(1);
            keys().tidy(kept);
            for (var secret : secrets.entrySet()) assertArrayEquals(secret.getValue(), opened(secret.getKey()), "seed " + seed);
            for (var gone : deleted.entrySet()) assertThrows(Gone.class, () -> keys().unwrap(purpose(gone.getKey()), gone.getValue()));
            assertTrue(Files.size(file()) < 20_000, Files.size(file()) + " octets");
        }
    }

    @Test void usesDoNotMixNorDoPurposes() throws Exception {
        put(1);
        assertThrows(Gone.class, () -> shredder.keys(Use.SLOTS).unwrap(purpose(1), kept.rows.get(1L)));
        assertThrows(SealBroken.class, () -> keys().unwrap(purpose(2), kept.rows.get(1L)));
        assertEquals(kept.rows.get(1L), Wrapped.decode(kept.rows.get(1L).encode()));
    }

    /** The machine stopped while a record was being written, at each of its octets: the others are as they were. */
    @Test void aTornRecordIsNone() throws Exception {
        var first = put(1);
        var before = Files.readAllBytes(file());
        restart();
        put(2);
        var after = Files.readAllBytes(file());
        for (int torn = 0; torn < 64; torn++) {
            var octets = before.clone();
            System.arraycopy(after, 128, octets, 128, torn);
            Files.write(file(), octets);
            restart();
            assertArrayEquals(first, opened(1));
            if (torn < 52) assertThrows(Gone.class, () -> opened(2));
        }
    }

    @Test void aFileThatWasCutOrIsOfAnotherTimeHasFewerKeysAndNoWrongOnes() throws Exception {
        var older = Files.readAllBytes(file());
        put(1);
        shredder.close();
        Files.write(file(), older);
        open();
        put(2);
        assertThrows(Gone.class, () -> opened(1));
        shredder.close();
        Files.write(file(), Arrays.copyOf(Files.readAllBytes(file()), 100));
        open();
        assertThrows(Gone.class, () -> opened(2));
        put(3);
    }

    @Test void aDamagedOrForeignFileIsToldInASentence() throws Exception {
        for (var content : new byte[][] {{1}, new byte[4096], "-----BEGIN PRIVATE KEY-----\n".repeat(9).getBytes()}) {
            Files.write(file(), content);
            var refused = assertThrows(IOException.class, this::open);
            assertTrue(refused.getMessage().contains("bring it back from a backup"), refused.getMessage());
        }
        Files.write(file(), new byte[0]);
        open();
    }

    @Tag("gate") @Test void aFullFileIsTroubleAndNoLoss() throws Exception {
        var first = put(1);
        kept.breaksOff = true;
        for (int i = 2; i < KeyFile.PLACES_MAX; i++) {
            restartWithoutReading();
            put(i);
        }
        assertThrows(IOException.class, this::restartWithoutReading);
        assertThrows(IOException.class, () -> put(0));
        assertArrayEquals(first, opened(1));
        kept.breaksOff = false;
    }

    /** As often as a file may be opened before something is destroyed; quicker than a restart. */
    private void restartWithoutReading() throws IOException {
        keys().spoil();
        passHours(1);
        keys().tidy((_, _) -> false);
        if (!kept.breaksOff) restart();
    }

    private byte[] inFile(int place) throws IOException { return Arrays.copyOfRange(Files.readAllBytes(file()), 64 * place + 16, 64 * place + 48); }

    /** Whoever is interrupted just then takes the file from nobody. */
    @Test void anInterruptHarmsNothing() throws Exception {
        Thread.currentThread().interrupt();
        var before = put(1);
        assertTrue(Thread.interrupted());
        restart();
        assertArrayEquals(before, opened(1));
        put(2);
    }
}
