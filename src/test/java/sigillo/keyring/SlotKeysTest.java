package sigillo.keyring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.shred.Shredder;
import sigillo.shred.TestShredder;
import sigillo.store.Batch;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

/** A way in that was taken away opens nothing, not even with what the store's files still have of it. */
class SlotKeysTest {
    private static final AccountId ANNA = new AccountId("a".repeat(16));
    private static final AccountId BOB = new AccountId("b".repeat(16));

    @TempDir Path folder;
    private final AtomicLong nanos = new AtomicLong();
    private final MemoryStore store = new MemoryStore();
    private final Secret password = Secret.random(Randomness.secure());
    private final Secret app = Secret.random(Randomness.secure());
    private Shredder shredder;
    private Keyring keyring;

    private Path file() { return folder.resolve("slots.keys"); }

    @BeforeEach void open() throws IOException {
        shredder = TestShredder.at(file(), nanos);
        keyring = over(store, shredder);
        for (var account : List.of(ANNA, BOB)) keyring.enrol(account, Level.L1, List.of(way(Slot.Kind.PASSWORD, password), way(Slot.Kind.APP_PASSWORD, app)));
    }

    private static Keyring over(Store store, Shredder shredder) {
        return new Keyring(store, TestSeal.secrets(1), new SlotKeys(shredder, Randomness.secure()), new TestSeal.MemoryFloors(), Randomness.secure(),
            InstantSource.system(), new TestSeal.Heard(), KeyringSettings.STANDARD);
    }

    private static Way way(Slot.Kind kind, Secret secret) { return new Way(kind, secret); }

    private void passAnHour() { nanos.addAndGet(Duration.ofHours(1).toNanos()); }

    /** A store as it was: what its files may have long afterwards, or a copy of the disk. */
    private MemoryStore copy() {
        var copy = new MemoryStore();
        for (var name : store.partitions(KeyRows.PREFIX)) {
            Map<Bytes, byte[]> rows = new TreeMap<>();
            store.partition(name).range(Bytes.utf8("a"), Bytes.utf8("z"), false, (key, row) -> rows.put(key, row) == null);
            new Transactions(copy.partition(name)).write(Batch.Lane.PROMPT, tx -> {
                rows.forEach(tx::put);
                return null;
            });
        }
        return copy;
    }

    private static boolean opens(Keyring keyring, AccountId account, long slot, Secret secret) {
        var unlocked = keyring.unlock(account, slot, secret);
        unlocked.ifPresent(Unlocked::close);
        return unlocked.isPresent();
    }

    @Test void aRevokedOneDoesNotOpenACopyFromBefore() {
        var before = copy();
        assertTrue(opens(over(before, shredder), ANNA, 2, app), "the copy is one");
        keyring.remove(ANNA, 2);
        keyring.tidy();
        assertTrue(opens(over(before, shredder), ANNA, 2, app), "its hour is not over");
        passAnHour();
        keyring.tidy();
        var late = over(before, shredder);
        assertThrows(StoreException.class, () -> late.unlock(ANNA, 2, app));
        assertTrue(opens(keyring, ANNA, 1, password));
        assertTrue(opens(keyring, BOB, 2, app), "what others have is wrapped anew");
    }

    @Test void aRemovedAccountDoesNotOpenEither() {
        keyring.create(new AccountId("c".repeat(16)));
        var before = copy();
        keyring.destroy(ANNA);
        keyring.destroy(new AccountId("c".repeat(16)));
        passAnHour();
        keyring.tidy();
        var late = over(before, shredder);
        assertThrows(StoreException.class, () -> late.unlock(ANNA, 1, password));
        assertThrows(StoreException.class, () -> late.joinAsServer(new AccountId("c".repeat(16))));
        assertTrue(opens(keyring, BOB, 1, password));
    }

    /** The server knew the account: its way in is gone, with the copy too. */
    @Test void theServersWayInIsGoneAtL1() {
        var account = new AccountId("d".repeat(16));
        keyring.enrol(account, Level.L0, List.of(way(Slot.Kind.PASSWORD, password)));
        var before = copy();
        keyring.lock(account);
        passAnHour();
        keyring.tidy();
        var late = over(before, shredder);
        assertThrows(StoreException.class, () -> late.joinAsServer(account));
        assertTrue(opens(keyring, account, 2, password));
    }

    @Test void nothingIsWrittenWhileNothingIsTakenAway() {
        keyring.tidy();
        var before = store.partition(KeyRows.partition(ANNA)).revision();
        for (int i = 0; i < 100; i++) {
            passAnHour();
            keyring.tidy();
        }
        assertEquals(before, store.partition(KeyRows.partition(ANNA)).revision());
    }

    /** As the program before kept them; also in an account that has got another one since. */
    @Test void slotsFromBeforeAreSealedAndOpen() {
        var raw = Slot.make(0, 9, Slot.Kind.TOKEN, app, Randomness.secure());
        assertEquals(Slot.WRAPPED_SEED_OCTETS, raw.wrappedSeed().length());
        unsealed(BOB);
        assertEquals(Slot.WRAPPED_SEED_OCTETS, slot(BOB, 1).wrappedSeed().length());
        assertTrue(opens(keyring, BOB, 1, password), "before it is sealed");
        keyring.tidy();
        assertTrue(slot(BOB, 1).wrappedSeed().length() > Slot.WRAPPED_SEED_OCTETS);
        assertTrue(opens(keyring, BOB, 1, password));
        assertTrue(opens(keyring, BOB, 2, app));
        var before = copy();
        keyring.remove(BOB, 1);
        passAnHour();
        keyring.tidy();
        var late = over(before, shredder);
        assertThrows(StoreException.class, () -> late.unlock(BOB, 1, password));
    }

    private Slot slot(AccountId account, long number) {
        var rows = store.partition(KeyRows.partition(account));
        return KeyRows.slot(0, number, rows::get).orElseThrow();
    }

    /** Opens the slots once and keeps them without their keys. */
    private void unsealed(AccountId account) {
        var rows = store.partition(KeyRows.partition(account));
        var keys = shredder.keys(sigillo.shred.Use.SLOTS);
        new Transactions(rows).write(Batch.Lane.PROMPT, tx -> {
            for (var slot : KeyRows.slots(tx::range, new Rings(store, TestSeal.secrets(1), TestSeal.slotKeys(), new TestSeal.MemoryFloors(), Randomness.secure(), InstantSource.system(), new TestSeal.Heard()).of(account).tag())) {
                try (var key = keys.unwrap(new sigillo.sealing.Purpose(sigillo.sealing.Purpose.Use.SLOT, slot.account(), 1, slot.id()),
                        KeyRows.slotKey(tx.get(KeyRows.slotKey(slot.id())).orElseThrow()))) {
                    var seed = sigillo.sealing.SealedRow.open(key, KeyRows.slot(slot.id()).unsafeArray(), slot.wrappedSeed().unsafeArray());
                    tx.put(KeyRows.slot(slot.id()), KeyRows.encode(slot.keeping(Bytes.wrap(seed))));
                    tx.delete(KeyRows.slotKey(slot.id()));
                } catch (sigillo.shred.Gone | sigillo.sealing.SealBroken never) {
                    throw new AssertionError(never);
                }
            }
            return null;
        });
    }

    // ---- a file of another time ----

    @Test void aFileThatIsMissingOrEmptyOrDoesNotFitStopsTheStart() throws IOException {
        shredder.close();
        var keys = Files.readAllBytes(file());
        Files.delete(file());
        assertTrue(assertThrows(IOException.class, this::start).getMessage().contains("missing or empty"));
        assertFalse(Files.exists(file()), "nothing was made in its place");
        Files.write(file(), new byte[0]);
        assertTrue(assertThrows(IOException.class, this::start).getMessage().contains("missing or empty"));
        var other = folder.resolve("other");
        try (var another = TestShredder.at(other, nanos)) {
            another.keys(sigillo.shred.Use.SLOTS).lease().close();
        }
        Files.copy(other, file(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertTrue(assertThrows(IOException.class, this::start).getMessage().contains("does not fit the store"));
        Files.write(file(), keys);
        start().close();
    }

    private SlotKeys start() throws IOException { return SlotKeys.open(folder, store, Randomness.secure(), new TestSeal.Heard()); }
}
