package sigillo.keyring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import sigillo.account.AccountId;
import sigillo.account.ContentSeal;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.base.Sha256;
import sigillo.sealing.Randomness;
import sigillo.sealing.RecordHeader;
import sigillo.sealing.RecordPlace;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRecord;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;

/**
 * Seals what accounts keep, each under keys of its own, and opens it again. What cannot be opened because somebody
 * changed it is a {@link StoreException} and an alarm, for that record alone. Any thread.
 */
public final class Keyring implements ContentSeal {
    private final Store store;
    private final ServerSecrets secrets;
    private final Randomness randomness;
    private final InstantSource clock;
    private final Alarms alarms;
    private final Map<AccountId, Ring> rings = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override protected boolean removeEldestEntry(Map.Entry<AccountId, Ring> eldest) { return size() > KeyringLimits.RINGS_MAX; }
    };

    public Keyring(Store store, ServerSecrets secrets, Randomness randomness, InstantSource clock, Alarms alarms) {
        this.store = store;
        this.secrets = secrets;
        this.randomness = randomness;
        this.clock = clock;
        this.alarms = alarms;
    }

    /** Whether a store has keys already. */
    public static boolean hasKeys(Store store) { return !store.partitions(KeyRows.PREFIX).isEmpty(); }

    @Override public void create(AccountId account) { ring(account).make(false); }

    /** Gives keys to accounts that were made before there were any; those that have keys are left as they are. */
    public void adopt(Collection<AccountId> accounts) {
        var keyed = store.partitions(KeyRows.PREFIX).stream().map(KeyRows::account).collect(Collectors.toSet());
        for (var account : accounts) if (!keyed.contains(account)) ring(account).make(true);
    }

    @Override public void destroy(AccountId account) {
        synchronized (rings) {
            rings.remove(account);
        }
        store.remove(KeyRows.partition(account));
    }

    @Override public void prepare(AccountId account) { guarded(account, () -> ring(account).ready()); }

    @Override public Octets sealMessage(AccountId account, Bytes blob, Octets clear) {
        var ring = ring(account);
        return guarded(account, () -> {
            var segment = ring.ready().used();
            var place = RecordPlace.ofMessage(ring.tag(), blob);
            return SealedRecord.seal(segment.key, segment.number, place, clear, randomness);
        });
    }

    @Override public Octets openMessage(AccountId account, Bytes blob, Octets stored) {
        var ring = ring(account);
        return guarded(account, () -> {
            if (isInClear(ring, stored)) return stored;
            var key = ring.segment(SealedRecord.segment(stored.bytes(0, RecordHeader.OCTETS, RecordHeader.OCTETS)));
            return new Opened(account, SealedRecord.open(key, RecordPlace.ofMessage(ring.tag(), blob), stored));
        });
    }

    @Override public byte[] seal(AccountId account, Kind kind, long id, byte[] clear) {
        var ring = ring(account);
        return guarded(account, () -> {
            var segment = ring.current().used();
            var place = RecordPlace.of(kind(kind), ring.tag(), id);
            return SealedRecord.seal(segment.key, segment.number, place, clear, randomness);
        });
    }

    @Override public byte[] open(AccountId account, Kind kind, long id, byte[] stored) {
        var ring = ring(account);
        return guarded(account, () -> {
            if (isInClear(ring, Octets.of(stored))) return stored;
            var key = ring.segment(SealedRecord.segment(Arrays.copyOf(stored, Math.min(stored.length, RecordHeader.OCTETS))));
            return SealedRecord.open(key, RecordPlace.of(kind(kind), ring.tag(), id), stored);
        });
    }

    private static boolean isInClear(Ring ring, Octets stored) throws IOException {
        return ring.isMixed() && !SealedRecord.isOne(stored.bytes(0, RecordHeader.OCTETS, RecordHeader.OCTETS));
    }

    private interface Sealing<T> {
        T run() throws IOException;
    }

    private <T> T guarded(AccountId account, Sealing<T> work) {
        try {
            return work.run();
        } catch (SealBroken | Ring.Tampered broken) {
            throw changed(account, broken);
        } catch (IOException unreadable) {
            throw new StoreException("what was sealed cannot be read", unreadable);
        }
    }

    private StoreException changed(AccountId account, Exception broken) {
        var sentence = broken.getMessage() + " (account " + account + "): look who wrote to the store";
        alarms.raise("seal of account " + account, sentence);
        return new StoreException(broken.getMessage(), broken);
    }

    /** A message is opened while it is read: a chunk that somebody changed is found when a reader comes to it. */
    private final class Opened implements Octets {
        private final AccountId account;
        private final Octets clear;

        Opened(AccountId account, Octets clear) {
            this.account = account;
            this.clear = clear;
        }

        @Override public long length() { return clear.length(); }

        @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
            try {
                return clear.read(position, into, offset, count);
            } catch (SealBroken broken) {
                throw changed(account, broken);
            }
        }
    }

    private Ring ring(AccountId account) {
        synchronized (rings) {
            return rings.computeIfAbsent(account, id ->
                new Ring(id, tag(id), new Transactions(store.partition(KeyRows.partition(id))), secrets, randomness, clock));
        }
    }

    private static RecordHeader.Kind kind(Kind kind) {
        return switch (kind) {
            case META -> RecordHeader.Kind.META;
            case MAILBOX_NAME -> RecordHeader.Kind.NAME;
        };
    }

    /** What stands for an account in what is sealed. */
    private static long tag(AccountId account) {
        return ByteBuffer.wrap(Sha256.of(account.text().getBytes(StandardCharsets.US_ASCII))).getLong();
    }
}
