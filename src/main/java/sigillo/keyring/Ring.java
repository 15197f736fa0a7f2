package sigillo.keyring;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.sealing.Epoch;
import sigillo.sealing.Purpose;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedKey;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.store.StoreException;
import sigillo.store.Transactions;

/** The keys of one account in this process. Any thread; one at a time while keys are made or opened. */
final class Ring {
    private final AccountId account;
    private final long tag;
    private final Transactions transactions;
    private final ServerSecrets secrets;
    private final Randomness randomness;
    private final InstantSource clock;

    private volatile Segment current;
    private volatile Optional<Boolean> mixed = Optional.empty();
    private final Map<Integer, Secret> seeds = new HashMap<>();
    private final Map<Long, Secret> opened = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override protected boolean removeEldestEntry(Map.Entry<Long, Secret> eldest) { return size() > KeyringLimits.SEGMENTS_OPEN_MAX; }
    };

    Ring(AccountId account, long tag, Transactions transactions, ServerSecrets secrets, Randomness randomness, InstantSource clock) {
        this.account = account;
        this.tag = tag;
        this.transactions = transactions;
        this.secrets = secrets;
        this.randomness = randomness;
        this.clock = clock;
    }

    long tag() { return tag; }

    /** The first keys: a root key, an epoch, and the server's slot. Keys that are there stay. */
    void make(boolean withMailInClear) {
        try (var root = Secret.random(randomness)) {
            var slot = Slot.make(tag, 1, Slot.Kind.SERVER, secrets.opens(), randomness).with(1, root, randomness);
            var epoch = Epoch.make(tag, 1, root, secrets.host(), randomness);
            transactions.write(tx -> {
                if (tx.get(KeyRows.HEAD).isPresent()) return null;
                tx.put(KeyRows.HEAD, new HeadRow(1, 1, withMailInClear).encode());
                tx.put(KeyRows.slot(slot.id()), KeyRows.encode(slot));
                tx.put(KeyRows.epoch(1), KeyRows.encode(epoch));
                return null;
            });
        }
    }

    /** A segment with place, which is kept before it is used: so this may write. */
    Segment ready() throws SealBroken {
        var segment = current;
        if (segment != null && segment.isOpen(clock.instant())) return segment;
        synchronized (this) {
            if (current == null || !current.isOpen(clock.instant())) current = begin();
            return current;
        }
    }

    /** For what is being committed: the one that {@link #ready} gave, full or not. */
    Segment current() throws SealBroken {
        var segment = current;
        return segment == null ? ready() : segment;
    }

    private Segment begin() throws SealBroken {
        var epoch = epochInForce();
        var key = Secret.random(randomness);
        long number = transactions.write(tx -> {
            var head = KeyRows.head(tx::get).orElseThrow(this::removed);
            if (head.epoch() != epoch.number()) throw new StoreException("the keys of account " + account + " are being renewed", null);
            long next = head.nextSegment();
            var sealed = SealedKey.seal(epoch.publicKey().toArray(), purpose(epoch.number(), next), key, randomness);
            tx.put(KeyRows.segment(next), new SegmentRow(epoch.number(), Bytes.wrap(sealed)).encode());
            tx.put(KeyRows.HEAD, new HeadRow(head.epoch(), next + 1, head.mixed()).encode());
            return next;
        });
        return new Segment(number, key, clock.instant());
    }

    private Epoch epochInForce() throws SealBroken {
        var partition = transactions.partition();
        var head = KeyRows.head(partition::get).orElseThrow(this::removed);
        var epoch = KeyRows.epoch(partition, tag, head.epoch()).orElseThrow(() -> missing("epoch " + head.epoch()));
        if (!epoch.isMarkedBy(secrets.host())) throw new Tampered("the delivery key of account " + account + " is not the one that this server made");
        return epoch;
    }

    /** The key of a segment; opens it when it is not open. */
    synchronized Secret segment(long number) throws SealBroken {
        if (current != null && current.number == number) return current.key;
        var known = opened.get(number);
        if (known != null) return known;
        var row = transactions.partition().get(KeyRows.segment(number)).map(SegmentRow::decode)
            .orElseThrow(() -> missing("segment " + number));
        var key = SealedKey.open(seed(row.epoch()), purpose(row.epoch(), number), row.sealed().toArray());
        opened.put(number, key);
        return key;
    }

    private Secret seed(int epoch) throws SealBroken {
        var known = seeds.get(epoch);
        if (known != null) return known;
        var partition = transactions.partition();
        var slot = KeyRows.slots(partition, tag).stream().filter(there -> there.kind() == Slot.Kind.SERVER).findFirst()
            .orElseThrow(() -> missing("slot of the server"));
        int inForce = KeyRows.head(partition::get).orElseThrow(this::removed).epoch();
        if (inForce < slot.lastEpoch()) throw new Tampered("the keys of account " + account + " were put back to epoch " + inForce);
        try (var root = slot.root(secrets.opens(), epoch)) {
            var seed = KeyRows.epoch(partition, tag, epoch).orElseThrow(() -> missing("epoch " + epoch)).seed(root);
            seeds.put(epoch, seed);
            return seed;
        }
    }

    /** Whether the account has mail from before it had keys. */
    boolean isMixed() {
        var known = mixed;
        if (known.isEmpty()) {
            known = Optional.of(KeyRows.head(transactions.partition()::get).map(HeadRow::mixed).orElse(false));
            mixed = known;
        }
        return known.get();
    }

    private Purpose purpose(int epoch, long segment) { return new Purpose(Purpose.Use.SEGMENT, tag, epoch, segment); }

    private IllegalStateException removed() { return new IllegalStateException("account " + account + " has no keys: it has been removed"); }

    private StoreException missing(String what) { return new StoreException("the " + what + " of account " + account + " cannot be found", null); }

    /** Keys that somebody changed behind our back. */
    static final class Tampered extends StoreException {
        private static final long serialVersionUID = 1;

        Tampered(String sentence) { super(sentence, null); }
    }
}
