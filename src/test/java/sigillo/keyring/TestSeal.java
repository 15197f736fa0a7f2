package sigillo.keyring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import sigillo.account.AccountId;
import sigillo.account.ContentSeal;
import sigillo.account.Locked;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.base.Glance;
import sigillo.base.Octets;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.shred.Shredder;
import sigillo.shred.TestShredder;
import sigillo.store.Store;

/**
 * The seal that servers have, over a test's store; with secrets that are the same each time, so that a store can be opened
 * again. Accounts are at the level that the property {@code sigillo.test.level} says, else L1; at L1 each has the
 * secret {@link #OWNER}.
 */
public final class TestSeal {
    public static final Level LEVEL = Level.valueOf(System.getProperty("sigillo.test.level", Level.L1.name()));
    private static final Shredder SHREDDER = TestShredder.passing();
    private static final Secret OWNER = secrets(7).opens();
    private static final Queue<Keyring> OPEN = new ConcurrentLinkedQueue<>();

    private TestSeal() {}

    /** Accounts are open as if their owner were always there. */
    public static ContentSeal over(Store store, InstantSource clock) { return new Attended(keyring(store, clock)); }

    /** As {@link #over(Store, InstantSource)}, for several processes: the keys of slots are in a file of {@code keys}. */
    public static ContentSeal over(Path keys, Store store, InstantSource clock) {
        try {
            Files.createDirectories(keys);
            var slots = SlotKeys.open(keys, store, Randomness.secure(), new Heard());
            return new Attended(noted(new Keyring(store, secrets(1), slots, new MemoryFloors(), Randomness.secure(), clock, new Heard(), KeyringSettings.STANDARD)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Accounts are open while somebody holds them. */
    public static ContentSeal unattended(Keyring keyring) { return unattended(keyring, LEVEL); }

    public static ContentSeal unattended(Keyring keyring, Level level) { return new Unattended(keyring, level); }

    public static Keyring keyring(Store store, InstantSource clock) { return over(store, clock, new Heard()); }

    /** What signing in does. */
    public static Unlocked unlock(Keyring keyring, AccountId account) {
        var slot = keyring.slots(account).entrySet().stream().filter(one -> one.getValue() == Slot.Kind.PASSWORD).findFirst();
        return slot.flatMap(one -> keyring.unlock(account, one.getKey(), OWNER))
            .orElseThrow(() -> new AssertionError("the owner of " + account + " cannot open it"));
    }

    public static Keyring over(Store store, InstantSource clock, Alarms alarms) { return over(store, new MemoryFloors(), clock, alarms); }

    static Keyring over(Store store, Floors floors, InstantSource clock, Alarms alarms) {
        return noted(new Keyring(store, secrets(1), slotKeys(), floors, Randomness.secure(), clock, alarms,
            KeyringSettings.STANDARD));
    }

    /** Its thread holds it, and with it a store, until it is closed. */
    private static Keyring noted(Keyring keyring) {
        OPEN.add(keyring);
        return keyring;
    }

    /** All that were made since. */
    static void closeAll() {
        for (var keyring = OPEN.poll(); keyring != null; keyring = OPEN.poll()) keyring.close();
    }

    /** In memory. */
    public static final class MemoryFloors implements Floors {
        private final Map<String, Integer> floors = new ConcurrentHashMap<>();

        @Override public int of(Of what, long account) { return floors.getOrDefault(what + " " + account, 0); }

        @Override public boolean isSome(Of what, int least) {
            return floors.entrySet().stream().anyMatch(one -> one.getKey().startsWith(what + " ")
                && !one.getKey().equals(what + " 0") && one.getValue() == least);
        }

        @Override public void set(Of what, long account, int least) { floors.put(what + " " + account, least); }
    }

    /** Of all stores of a run: what was sealed under them can be opened by a keyring that is made later. Not to be tidied. */
    static SlotKeys slotKeys() { return new SlotKeys(SHREDDER, Randomness.secure()); }

    static ServerSecrets secrets(long seed) {
        var random = new Random(seed);
        Randomness randomness = random::nextBytes;
        return new ServerSecrets(Secret.random(randomness), Secret.random(randomness));
    }

    /** Remembers what was raised. */
    public static final class Heard implements Alarms {
        public final List<String> raised = new CopyOnWriteArrayList<>();
        /** That are not cleared. */
        public final Set<String> standing = ConcurrentHashMap.newKeySet();

        @Override public void raise(String key, String sentence) {
            raised.add(key + ": " + sentence);
            standing.add(key);
        }

        @Override public void clear(String key) { standing.remove(key); }
    }

    private static class Unattended implements ContentSeal {
        final Keyring keyring;
        private final Level level;

        Unattended(Keyring keyring, Level level) {
            this.keyring = keyring;
            this.level = level;
        }

        @Override public void create(AccountId account) {
            if (keyring.slots(account).isEmpty()) keyring.enrol(account, level, List.of(new Way(Slot.Kind.PASSWORD, OWNER)));
        }

        @Override public void prepare(AccountId account) { keyring.prepare(account); }

        @Override public void destroy(AccountId account) { keyring.destroy(account); }

        @Override public Octets sealMessage(AccountId account, Bytes blob, Octets clear) { return keyring.sealMessage(account, blob, clear); }

        @Override public Octets openMessage(AccountId account, Bytes blob, Octets stored) { return keyring.openMessage(account, blob, stored); }

        @Override public long messageLength(AccountId account, Octets stored) { return keyring.messageLength(account, stored); }

        @Override public byte[] seal(AccountId account, Kind kind, long id, byte[] clear) { return keyring.seal(account, kind, id, clear); }

        @Override public OptionalLong key(AccountId account, Glance stored) { return keyring.key(account, stored); }

        @Override public Optional<byte[]> sealUnder(AccountId account, long key, Kind kind, long id, byte[] clear) {
            return keyring.sealUnder(account, key, kind, id, clear);
        }

        @Override public byte[] open(AccountId account, Kind kind, long id, byte[] stored) { return keyring.open(account, kind, id, stored); }

        @Override public Opener opener(AccountId account) { return keyring.opener(account); }

        @Override public void changed(AccountId account, String sentence) { keyring.changed(account, sentence); }
    }

    private static final class Attended extends Unattended {
        private final ConcurrentHashMap<AccountId, Unlocked> held = new ConcurrentHashMap<>();

        Attended(Keyring keyring) { super(keyring, LEVEL); }

        @Override public void destroy(AccountId account) {
            Optional.ofNullable(held.remove(account)).ifPresent(Unlocked::close);
            super.destroy(account);
        }

        @Override public Octets openMessage(AccountId account, Bytes blob, Octets stored) {
            return opened(account, () -> super.openMessage(account, blob, stored));
        }

        @Override public byte[] open(AccountId account, Kind kind, long id, byte[] stored) {
            return opened(account, () -> super.open(account, kind, id, stored));
        }

        @Override public Optional<byte[]> sealUnder(AccountId account, long key, Kind kind, long id, byte[] clear) {
            return opened(account, () -> super.sealUnder(account, key, kind, id, clear));
        }

        @Override public Opener opener(AccountId account) {
            var opener = super.opener(account);
            return new Opener() {
                @Override public Glance open(Kind kind, long id, Glance stored) { return opened(account, () -> opener.open(kind, id, stored)); }

                @Override public void close() { opener.close(); }
            };
        }

        private <T> T opened(AccountId account, Supplier<T> opening) {
            try {
                return opening.get();
            } catch (Locked locked) {
                held.computeIfAbsent(account, _ -> unlock(keyring, account));
                return opening.get();
            }
        }
    }
}
