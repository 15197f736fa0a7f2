package sigillo.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.sealing.Purpose;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.shred.Gone;
import sigillo.shred.Opening;
import sigillo.shred.ShredKeys;
import sigillo.shred.Shredder;
import sigillo.shred.Use;
import sigillo.store.Store;
import sigillo.store.StoreException;

/**
 * Seals what waits. Each entry has a key of its own, kept in the store wrapped under one that lies outside of it and is
 * destroyed when the entry has left: what the store's files still have of it is noise from then on. Destinations and
 * submitters, which are found by their names, have tags under a key that lasts. Any thread.
 */
public final class QueueSeal implements AutoCloseable {
    public static final String FILE = "queue.keys";
    private static final String DESTINATION = "sgl1/destination";
    private static final String SUBMITTER = "sgl1/submitter";
    private static final String OWNER = "sgl1/ticket-owner";

    private final Shredder shredder;
    private final ShredKeys keys;
    private final Secret lasting;
    private final Randomness randomness;

    /**
     * With the file of keys in {@code folder}, which is made when nothing waits yet. When it is empty, what waits is given
     * up. Entries from before there were keys of entries are moved. Throws {@link IOException} with a sentence for the
     * operator when the file is missing or does not fit the queue; then nothing was changed.
     */
    public static QueueSeal open(Path folder, Store store, Randomness randomness, Alarms alarms) throws IOException {
        return open(folder, Opening.OWN, store, randomness, alarms);
    }

    public static QueueSeal open(Path folder, Opening opening, Store store, Randomness randomness, Alarms alarms)
            throws IOException {
        var file = folder.resolve(FILE);
        var fit = new KeyFit(store);
        boolean isElsewhere = opening.isElsewhere(file);
        boolean isMissing = !Files.exists(file) && !isElsewhere;
        if (isMissing && fit.anyWaits()) {
            throw new IOException(file + " is missing, but messages that wait are sealed with it: bring it back from a backup, or make an empty file to give them up");
        }
        boolean isEmpty = Files.exists(file) && Files.size(file) == 0;
        var former = HourlyQueue.in(folder, store);
        var seal = new QueueSeal(opening.open(file, true, randomness, alarms), randomness);
        try {
            if (isEmpty && !isElsewhere || seal.shredder.hasGivenUp()) fit.giveUp();
            else fit.require(seal.keys::has, file);
            if (former.isPresent()) former.get().move(seal);
            return seal;
        } catch (IOException | RuntimeException e) {
            seal.close();
            throw e;
        }
    }

    /** Over a copy of the file of keys that was in use with what waits, to open and never to change it. */
    public static QueueSeal of(byte[] copy, Randomness randomness, Alarms alarms) throws IOException {
        return new QueueSeal(Shredder.of(copy, randomness, alarms), randomness);
    }

    /** How many messages that wait in a store have a key that is not here: none, when file and store are of one time. */
    public long lacking(Store store) { return new KeyFit(store).lacking(keys::has); }

    /** For a backup: its keys are in use with the store. */
    public Shredder shredder() { return shredder; }

    /** The shredder is closed with this. */
    QueueSeal(Shredder shredder, Randomness randomness) {
        this.shredder = shredder;
        this.keys = shredder.keys(Use.QUEUE);
        this.lasting = shredder.lasting();
        this.randomness = randomness;
    }

    // ---- keys of entries ----

    /** The right to put entries in; to be closed once they are durable, or given up. Throws {@link StoreException}. */
    ShredKeys.Lease lease() {
        try {
            return keys.lease();
        } catch (IOException cannot) {
            throw StoreException.of("nothing can be queued", cannot);
        }
    }

    EntryKey fresh(long entry) { return new EntryKey(entry, Secret.random(randomness), randomness); }

    EntryKey of(long entry, Secret key) { return new EntryKey(entry, key, randomness); }

    static Purpose purpose(long entry) { return new Purpose(Purpose.Use.ENTRY, 0, 0, entry); }

    /** Throws {@link Unreadable}. */
    EntryKey open(long entry, KeyRow row) {
        try {
            return new EntryKey(entry, keys.unwrap(purpose(entry), row.key()), randomness);
        } catch (Gone | SealBroken never) {
            throw new Unreadable(never.getMessage(), never);
        }
    }

    /** An entry has been deleted, durably. */
    void spoil() { keys.spoil(); }

    /** Throws {@link StoreException}. */
    void tidy(ShredKeys.Keeper keeper) {
        try {
            keys.tidy(keeper);
        } catch (IOException stays) {
            throw new StoreException("keys of what has left the queue could not be destroyed", stays);
        }
    }

    // ---- what is found by its name ----

    /** What stands for a destination in the keys of rows. */
    Bytes destination(String name) { return Bytes.wrap(SealedRow.tag(lasting, DESTINATION, name)); }

    Bytes submitter(String address) { return Bytes.wrap(SealedRow.tag(lasting, SUBMITTER, address)); }

    /** What stands for who wants to hear of entries. */
    Bytes owner(String name) { return Bytes.wrap(SealedRow.tag(lasting, OWNER, name)); }

    /** A ticket outlives its entry, and so that one's key: it is under the key that lasts. */
    byte[] sealTicket(byte[] place, byte[] clear) { return SealedRow.seal(lasting, place, clear, randomness); }

    /** Throws {@link Unreadable}, also when the file of keys is another than when it was sealed. */
    byte[] openTicket(byte[] place, byte[] sealed) {
        try {
            return SealedRow.open(lasting, place, sealed);
        } catch (SealBroken ofAnotherTime) {
            throw new Unreadable(ofAnotherTime.getMessage(), ofAnotherTime);
        }
    }

    /** What a destination answered belongs to no entry: it is under the key that lasts. */
    byte[] sealAnswers(Bytes destination, byte[] answers) {
        return SealedRow.seal(lasting, QueueKeys.destination(destination).unsafeArray(), answers, randomness);
    }

    /** Empty when the file of keys is another than when they were sealed. */
    Optional<byte[]> openAnswers(Bytes destination, byte[] sealed) {
        try {
            return Optional.of(SealedRow.open(lasting, QueueKeys.destination(destination).unsafeArray(), sealed));
        } catch (SealBroken ofAnotherTime) {
            return Optional.empty();
        }
    }

    @Override public void close() {
        lasting.close();
        shredder.close();
    }
}
