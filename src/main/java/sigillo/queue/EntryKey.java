package sigillo.queue;

import java.io.IOException;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.sealing.Randomness;
import sigillo.sealing.RecordPlace;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRecord;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.shred.ShredKeys;
import sigillo.shred.Wrapped;
import sigillo.store.StoreException;

/** The key of one entry, open: under it are the message, what its recipients share, and each of these. Wiped when closed. */
final class EntryKey implements AutoCloseable {
    /** No account has it: the tag of the queue. */
    private static final long QUEUE = 0;

    private final long entry;
    private final Secret key;
    private final Randomness randomness;

    EntryKey(long entry, Secret key, Randomness randomness) {
        this.entry = entry;
        this.key = key;
        this.randomness = randomness;
    }

    Wrapped wrapped(ShredKeys.Lease lease) { return lease.wrap(QueueSeal.purpose(entry), key); }

    /** As octets that are sealed while they are read. */
    Octets seal(Bytes blob, Octets message) {
        return SealedRecord.seal(key, entry, RecordPlace.ofMessage(QUEUE, blob), message, randomness);
    }

    /** Throws {@link Unreadable}, also later while it is read: a chunk that somebody changed is found when a reader comes to it. */
    Octets open(Bytes blob, Octets stored) {
        try {
            return new Opened(SealedRecord.open(key, RecordPlace.ofMessage(QUEUE, blob), stored));
        } catch (SealBroken broken) {
            throw new Unreadable(broken.getMessage(), broken);
        } catch (IOException unreadable) {
            throw new StoreException("a message of the queue cannot be read", unreadable);
        }
    }

    private record Opened(Octets clear) implements Octets {
        @Override public long length() { return clear.length(); }

        @Override public int read(long position, byte[] into, int offset, int count) throws IOException {
            try {
                return clear.read(position, into, offset, count);
            } catch (SealBroken broken) {
                throw new Unreadable(broken.getMessage(), broken);
            }
        }
    }

    Bytes seal(Entry shared) { return seal(QueueKeys.entry(entry), shared.encode()); }

    /** Throws {@link Unreadable}. */
    Entry open(EntryRow row) { return Entry.decode(open(QueueKeys.entry(entry), row.sealed())); }

    Bytes seal(RecipientKey of, Addressee addressee) { return seal(QueueKeys.recipient(of), addressee.encode()); }

    /** Throws {@link Unreadable}. */
    Addressee open(RecipientKey of, RecipientRow row) { return Addressee.decode(open(QueueKeys.recipient(of), row.sealed())); }

    private Bytes seal(Bytes place, byte[] clear) { return Bytes.wrap(SealedRow.seal(key, place.unsafeArray(), clear, randomness)); }

    private byte[] open(Bytes place, Bytes sealed) {
        try {
            return SealedRow.open(key, place.unsafeArray(), sealed.unsafeArray());
        } catch (SealBroken broken) {
            throw new Unreadable(broken.getMessage(), broken);
        }
    }

    @Override public void close() { key.close(); }
}
