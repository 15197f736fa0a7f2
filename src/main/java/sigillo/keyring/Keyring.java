package sigillo.keyring;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import sigillo.account.AccountId;
import sigillo.account.ContentSeal;
import sigillo.account.Locked;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.base.Glance;
import sigillo.base.Octets;
import sigillo.sealing.Randomness;
import sigillo.sealing.RecordHeader;
import sigillo.sealing.RecordOpener;
import sigillo.sealing.RecordPlace;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedKey;
import sigillo.sealing.SealedRecord;
import sigillo.sealing.Secret;
import sigillo.sealing.Slot;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;

/**
 * Seals what accounts keep, each under keys of its own, and opens it again for who holds the account {@link Unlocked}.
 * What cannot be opened because somebody changed it is a {@link StoreException} and an alarm, for that record alone.
 * Any thread.
 */
public final class Keyring implements ContentSeal, AutoCloseable {
    private final Rings rings;
    private final Randomness randomness;
    private final Alarms alarms;
    private final Housekeeping housekeeping;
    private volatile boolean closing;

    public Keyring(
            Store store, ServerSecrets secrets, SlotKeys slotKeys, Floors floors, Randomness randomness,
            InstantSource clock, Alarms alarms, KeyringSettings settings) {
        this.rings = new Rings(store, secrets, slotKeys, floors, randomness, clock, alarms);
        this.randomness = randomness;
        this.alarms = alarms;
        this.housekeeping = new Housekeeping(rings, settings.grace(), clock, alarms);
    }

    /** Whether a store has keys already. */
    public static boolean hasKeys(Store store) { return !store.partitions(KeyRows.PREFIX).isEmpty(); }

    // ---- who may open ----

    /**
     * The first keys of an account that is about to be made, and the numbers of the slots for {@code ways}. Durable.
     * Throws {@link IllegalStateException} when it has keys, {@link IllegalArgumentException} when nobody could open
     * it.
     */
    public List<Long> enrol(AccountId account, Level level, List<Way> ways) {
        return guarded(account, () -> ring(account).slots().enrol(level, ways, false))
            .orElseThrow(() -> new IllegalStateException("account " + account + " has keys already"));
    }

    /** For who has not been enrolled: at level L0. Keys that are there stay. */
    @Override public void create(AccountId account) {
        guarded(account, () -> ring(account).slots().enrol(Level.L0, List.of(), false));
    }

    /**
     * At a start. Gives keys to accounts that were made before there were any, and lists of slots and marks to those
     * from before there were any; what is there is left as it is. Keys that were taken away are not given anew: that
     * is an alarm, as is all that one account has damaged, and the others go on.
     */
    public void adopt(Collection<AccountId> accounts) {
        rings.list();
        rings.markSegments();
        var keyed = rings.accountsWithKeys();
        for (var account : accounts) if (!keyed.contains(account)) adopt(account);
        rings.noteKeyed();
    }

    private void adopt(AccountId account) {
        try {
            ring(account).slots().enrol(Level.L0, List.of(), true);
        } catch (RuntimeException damaged) { // the others go on
            ring(account).keyed().alarm(damaged);
        }
    }

    /** L1 also where the list of slots is damaged, so that nobody opens it; that is an alarm. */
    public Level level(AccountId account) {
        try {
            return ring(account).level();
        } catch (StoreException damaged) {
            ring(account).keyed().alarm(damaged);
            return Level.L1;
        }
    }

    /**
     * At level L2 the fingerprint of its owner's OpenPGP certificate: what comes has to be encrypted to it before it is
     * kept. Throws {@link StoreException}, with an alarm, where that cannot be told; then nothing may be kept.
     */
    public Optional<Bytes> wrapsTo(AccountId account) { return guarded(account, () -> ring(account).wrapsTo()); }

    /**
     * To level L2, or with an empty one back to L1, for who has the account open: of what comes from now on; what is
     * there is his to change. Durable. Throws {@link IllegalStateException} at level L0.
     */
    public void wrapTo(Unlocked unlocked, Optional<Bytes> fingerprint) {
        changing(unlocked.account(), ring -> ring.slots().wrapTo(fingerprint.orElse(Bytes.EMPTY)));
    }

    /**
     * The public key of X-Wing to which text records of what comes are sealed, for its owner's browsers; empty where
     * they have not named one, or the account is not at level L2. Throws {@link StoreException}, with an alarm, where
     * that cannot be told.
     */
    public Optional<Bytes> textsTo(AccountId account) { return guarded(account, () -> ring(account).textsTo()); }

    /**
     * Names it, for who has the account open; it stays as long as the account is at level L2. False, and nothing is
     * changed, where another is named already, or the account is not there. Durable. Throws {@link
     * IllegalArgumentException} for what is no key.
     */
    public boolean textsTo(Unlocked unlocked, Bytes publicKey) {
        if (publicKey.length() != SealedKey.PUBLIC_OCTETS) throw new IllegalArgumentException("no public key");
        var isDone = new boolean[1];
        changing(unlocked.account(), ring -> isDone[0] = ring.slots().textsTo(publicKey));
        return isDone[0];
    }

    /**
     * Opens by the secret of a slot, which is the caller's to wipe. Empty when it is not that slot's, or the slot is
     * gone.
     */
    public Optional<Unlocked> unlock(AccountId account, long slot, Secret secret) {
        return opened(account, ring -> ring.unlock(slot, secret));
    }

    /** Whether it is the secret of that slot; nothing is opened by asking. */
    public boolean fits(AccountId account, long slot, Secret secret) {
        return guarded(account, () -> ring(account).fits(slot, secret));
    }

    /**
     * For who was let in by that slot lately: opens when the account is open, or at level L0. Empty when his secret is
     * needed, or the slot is gone.
     */
    public Optional<Unlocked> join(AccountId account, long slot) { return opened(account, ring -> ring.join(slot)); }

    /** For the server's own work at level L0; empty at others. */
    public Optional<Unlocked> joinAsServer(AccountId account) { return opened(account, Ring::joinAsServer); }

    /** By a slot that was retired: opens the mail of its time. {@link Unlocked#heal} makes that so for all slots. */
    public Optional<Unlocked> unlockFormer(AccountId account, long slot, Secret secret) {
        return opened(account, ring -> ring.unlockFormer(slot, secret));
    }

    private interface Opening {
        Optional<Hold> by(Ring ring) throws IOException;
    }

    private Optional<Unlocked> opened(AccountId account, Opening opening) {
        return guarded(account, () -> rings.visit(account, ring -> {
            var hold = opening.by(ring);
            hold.ifPresent(_ -> {
                housekeeping.work(ring);
                housekeeping.rewrap(ring);
            });
            return hold.map(one -> one);
        }));
    }

    /** Takes a way in away; who came by it is ended. Durable. */
    public void remove(AccountId account, long slot) {
        changing(account, ring -> ring.slots().remove(slot));
        ring(account).end(slot);
    }

    /** Takes a way in away for which there is another now; who came by it is as who came by the other. Durable. */
    public void replace(AccountId account, long slot, long by) {
        changing(account, ring -> ring.slots().remove(slot));
        ring(account).moved(slot, by);
    }

    /**
     * From now on the slot opens only mail from before the epoch that is in force; who came by it is ended. Durable.
     */
    public void retire(AccountId account, long slot) {
        changing(account, ring -> ring.slots().retire(slot));
        ring(account).end(slot);
    }

    /**
     * From now on the slot {@code code} is the recovery code. Those before are removed; one that opens mail which a
     * reset has locked and the new one does not open stays for that alone ({@link #unlockFormer}), and nothing that
     * comes from now on opens with it. Durable.
     */
    public void supersede(AccountId account, long code) {
        var ring = ring(account);
        var done = guarded(account, () -> ring.supersede(code));
        done.replaced().forEach(ring::end);
        if (done.epoch() > 0) housekeeping.rewrap(ring);
    }

    /**
     * Another server has committed to the partition of an account's keys: who was shut out there is ended here. Throws
     * {@link StoreException}; then it is to be told again.
     */
    public void changedElsewhere(PartitionName partition) {
        KeyRows.account(partition).ifPresent(rings::changedElsewhere);
    }

    /** Nobody knows to which: all that are open are looked at. */
    public void changedElsewhere() { rings.changedElsewhere(); }

    private void changing(AccountId account, Consumer<Ring> change) {
        guarded(account, () -> {
            change.accept(ring(account));
            return null;
        });
    }

    /** Ends all who have the account open. They come again as far as they are let in. */
    public void end(AccountId account) { ring(account).endAll(); }

    /**
     * A slot that is given nothing and opens nothing, until {@link #reset} admits it; its number. Of one that is never
     * admitted it is known that it is there, and once it was removed it does not come back. Durable.
     */
    public long reserve(AccountId account, Way way) {
        return guarded(account, () -> ring(account).slots().addWaiting(way));
    }

    /**
     * When the owner's secrets are lost: a new epoch, which that slot, {@link #reserve}d before, opens and nothing
     * older. Other slots get the epoch too, but those of other passwords: they are retired in the same moment, and who
     * came by them is ended. Durable. Throws {@link StoreException}, with an alarm, when there is no such slot: then
     * nothing is done.
     */
    public void reset(AccountId account, long password) {
        var ring = ring(account);
        guarded(account, () -> ring.reset(password)).forEach(ring::end);
    }

    /** Whether that slot was {@link #reserve}d and still waits for {@link #reset}. */
    public boolean awaitsReset(AccountId account, long slot) {
        return guarded(account, () -> ring(account).keyed().slotList().waits(slot));
    }

    /** New keys for what comes from now on, for all slots; in the background of the next session for what is there. */
    public void renew(AccountId account) { renew(account, Slots.Renewal.FOR_ALL); }

    /** Takes the server's slot away and renews the keys, since the server knew them: level L1. Durable. */
    public void lock(AccountId account) {
        renew(account, Slots.Renewal.WITHOUT_SERVER);
    }

    private void renew(AccountId account, Slots.Renewal renewal) {
        var ring = ring(account);
        guarded(account, () -> {
            ring.renew(renewal);
            return null;
        });
        housekeeping.rewrap(ring);
    }

    /** Whether the slot opens all that the account has; false after an operator's reset. */
    public boolean opensAll(AccountId account, long slot) {
        return guarded(account, () -> ring(account).opensAll(slot));
    }

    /** Gives the server a slot to all that is open: level L0. Durable. */
    public void hand(Unlocked unlocked) {
        guarded(unlocked.account(), () -> {
            ring(unlocked.account()).addServer();
            return null;
        });
    }

    /** The numbers of the slots of an account, by kind. */
    public Map<Long, Slot.Kind> slots(AccountId account) {
        return kinds(guarded(account, () -> ring(account).keyed().slots()));
    }

    /** The same of those that open only mail of their time: {@link #unlockFormer}. */
    public Map<Long, Slot.Kind> formerSlots(AccountId account) {
        return kinds(guarded(account, () -> {
            var keyed = ring(account).keyed();
            return keyed.formerSlots(keyed.rows()::range);
        }));
    }

    private static Map<Long, Slot.Kind> kinds(List<Slot> slots) {
        return slots.stream().collect(Collectors.toMap(Slot::id, Slot::kind));
    }

    // ---- work that waits for the owner ----

    /** From now on work of that {@code kind}, 1 to 255, is done while an account is open. */
    public void serve(int kind, DeferredWork work) { housekeeping.serve(kind, work); }

    /**
     * Keeps work that needs the account open, sealed to it, for the next session, or for one that there is, or just
     * was: as long as its keys stay. It waits at level L0 too, where the server could open the account.
     * {@code payload}: 16 KiB at most. Durable when it returns. False when it is not kept, since 1,000 of the account
     * wait already, of all kinds together. Throws {@link IllegalArgumentException} for a larger payload or another kind
     * than 1 to 255.
     */
    public boolean defer(AccountId account, int kind, byte[] payload) {
        var ring = ring(account);
        boolean isKept = guarded(account, () -> housekeeping.deferred(ring).add(kind, payload));
        if (isKept && ring.isOpen()) housekeeping.work(ring);
        return isKept;
    }

    // ---- housekeeping and the end ----

    /**
     * Destroys the keys over ways in that have been taken away; to be called several times an hour. Throws {@link
     * StoreException}.
     */
    public void tidy() { rings.slotKeys().tidy(rings, () -> closing); }

    /** Mail has passed through the memory of this process, whoever's: what it has left there is overwritten soon. */
    public void passed() { housekeeping.passed(); }

    /** With the alarms about it: nobody can do anything about an account that is gone. */
    @Override public void destroy(AccountId account) {
        rings.destroy(account);
        alarms.clear("seal of account " + account);
        alarms.clear("work of account " + account);
    }

    @Override public void close() {
        closing = true;
        housekeeping.close();
        rings.close();
    }

    // ---- sealing ----

    @Override public void prepare(AccountId account) { guarded(account, () -> ring(account).arrivals().ready()); }

    @Override public Octets sealMessage(AccountId account, Bytes blob, Octets clear) {
        var ring = ring(account);
        return guarded(account, () -> {
            var segment = ring.arrivals().ready().used();
            var place = RecordPlace.ofMessage(ring.tag(), blob);
            return SealedRecord.seal(segment.key, segment.number, place, clear, randomness);
        });
    }

    @Override public Octets openMessage(AccountId account, Bytes blob, Octets stored) {
        var ring = ring(account);
        return guarded(account, () -> {
            if (isInClear(ring, stored)) return stored;
            var start = stored.bytes(0, RecordHeader.OCTETS, RecordHeader.OCTETS);
            try (var key = ring.segment(SealedRecord.segment(start))) {
                return new Opened(account, SealedRecord.open(key, RecordPlace.ofMessage(ring.tag(), blob), stored));
            }
        });
    }

    @Override public long messageLength(AccountId account, Octets stored) {
        var ring = ring(account);
        return guarded(account, () -> isInClear(ring, stored) ? stored.length() : SealedRecord.clearLength(stored));
    }

    @Override public OptionalLong storedLength(AccountId account, long length) {
        return ring(account).isMixed() ? OptionalLong.empty() : OptionalLong.of(SealedRecord.sealedLength(length));
    }

    @Override public byte[] seal(AccountId account, Kind kind, long id, byte[] clear) {
        var ring = ring(account);
        return guarded(account, () -> {
            var segment = ring.arrivals().current().used();
            var place = RecordPlace.of(kind(kind), ring.tag(), id);
            return SealedRecord.seal(segment.key, segment.number, place, clear, randomness);
        });
    }

    @Override public OptionalLong key(AccountId account, Glance stored) {
        var ring = ring(account);
        return guarded(account, () -> ring.isMixed() && isInClear(ring, Octets.of(stored.toArray())) ? OptionalLong.empty()
            : OptionalLong.of(SealedRecord.segment(stored.octets(), stored.from(), stored.to())));
    }

    @Override public Optional<byte[]> sealUnder(AccountId account, long segment, Kind kind, long id, byte[] clear) {
        var ring = ring(account);
        return guarded(account, () -> {
            if (ring.arrivals().isCurrent(segment)) return Optional.empty();
            try (var key = ring.segment(segment)) {
                return Optional.of(SealedRecord.seal(key, segment, RecordPlace.of(kind(kind), ring.tag(), id), clear, randomness));
            }
        });
    }

    @Override public byte[] open(AccountId account, Kind kind, long id, byte[] stored) {
        var ring = ring(account);
        return guarded(account, () -> {
            if (isInClear(ring, Octets.of(stored))) return stored;
            var start = Arrays.copyOf(stored, Math.min(stored.length, RecordHeader.OCTETS));
            try (var key = ring.segment(SealedRecord.segment(start))) {
                return SealedRecord.open(key, RecordPlace.of(kind(kind), ring.tag(), id), stored);
            }
        });
    }

    /** Keys that an owner's browser keeps for itself, sealed: it brings them back and has them opened while the account is open. */
    public byte[] sealForBrowser(AccountId account, byte[] clear) {
        prepare(account);
        var ring = ring(account);
        return guarded(account, () -> {
            var segment = ring.arrivals().current().used();
            return SealedRecord.seal(segment.key, segment.number, RecordPlace.of(RecordHeader.Kind.DEVICE, ring.tag(), 0), clear, randomness);
        });
    }

    /**
     * What {@link #sealForBrowser} gave for the same account; empty for all else, and what opens with another secret: a stranger's
     * octets are no fault of the store. Nothing that is kept here opens so.
     */
    public Optional<byte[]> openForBrowser(AccountId account, byte[] sealed) {
        if (sealed.length < RecordHeader.OCTETS) return Optional.empty();
        var ring = ring(account);
        try {
            long segment = SealedRecord.segment(Arrays.copyOf(sealed, RecordHeader.OCTETS));
            if (ring.keyed().segment(segment).isEmpty()) return Optional.empty();
            try (var key = ring.segment(segment)) {
                return Optional.of(SealedRecord.open(key, RecordPlace.of(RecordHeader.Kind.DEVICE, ring.tag(), 0), sealed));
            }
        } catch (SealBroken | Locked anothers) {
            return Optional.empty();
        }
    }

    @Override public Opener opener(AccountId account) { return new ManyOpened(account); }

    /** Asks the ring for each, so that nothing is opened any more as soon as the account is not. */
    private final class ManyOpened implements Opener {
        private final AccountId account;
        private final Ring ring;
        private final RecordOpener records = new RecordOpener();

        ManyOpened(AccountId account) {
            this.account = account;
            this.ring = ring(account);
        }

        @Override public Glance open(Kind kind, long id, Glance stored) {
            return guarded(account, () -> {
                if (ring.isMixed() && isInClear(ring, Octets.of(stored.toArray()))) return stored;
                var place = RecordPlace.of(kind(kind), ring.tag(), id);
                try (var key = ring.segment(SealedRecord.segment(stored.octets(), stored.from(), stored.to()))) {
                    return records.open(key, place, stored);
                }
            });
        }

        @Override public void close() { records.close(); }
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
        } catch (SealBroken | Tampered broken) {
            throw changed(account, broken);
        } catch (IOException unreadable) {
            throw new StoreException("what was sealed cannot be read", unreadable);
        }
    }

    private StoreException changed(AccountId account, Exception broken) {
        changed(account, broken.getMessage());
        return new StoreException(broken.getMessage(), broken);
    }

    @Override public void changed(AccountId account, String sentence) {
        var whole = sentence + " (account " + account + "): look who wrote to the store";
        alarms.raise("seal of account " + account, whole);
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

    private Ring ring(AccountId account) { return rings.of(account); }

    private static RecordHeader.Kind kind(Kind kind) {
        return switch (kind) {
            case META -> RecordHeader.Kind.META;
            case MAILBOX_NAME -> RecordHeader.Kind.NAME;
            case TEXT -> RecordHeader.Kind.TEXT;
            case ANNOTATION -> RecordHeader.Kind.ANNOTATION;
            case SKETCH -> RecordHeader.Kind.SKETCH;
            case FIELDS -> RecordHeader.Kind.FIELDS;
            case LEDGER -> RecordHeader.Kind.LEDGER;
            case CLIENT_TEXT -> RecordHeader.Kind.CLIENT_TEXT;
        };
    }
}
