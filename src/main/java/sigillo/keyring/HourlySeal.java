package sigillo.keyring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.queue.MailQueue;
import sigillo.queue.MessageSeal;
import sigillo.sealing.Randomness;
import sigillo.sealing.RecordHeader;
import sigillo.sealing.RecordPlace;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRecord;
import sigillo.sealing.Secret;
import sigillo.store.Store;
import sigillo.store.StoreException;

/**
 * Seals messages of the queue under keys of hours, which are destroyed when the last message of the hour has left: what
 * the store's files and its log still have of them is noise from then on. The number of the hour is the record's segment.
 * Any thread.
 */
public final class HourlySeal implements MessageSeal, AutoCloseable {
    private static final String ALARM = "keys of hours";
    /** No account has it: the tag of the queue. */
    private static final long QUEUE = 0;
    /** Messages may be on their way into the store when their hour is over, also when the clock is put forward meanwhile. */
    private static final Duration GRACE = Duration.ofHours(1);

    private final HourFile file;
    private final LongSupplier nanos;
    /** When the key of an hour was last used for sealing, by a clock that nobody puts forward. */
    private final Map<Long, Long> usedAt = new HashMap<>();
    private final Randomness randomness;
    private final Alarms alarms;

    /** Makes the file when it is not there. Throws {@link IOException} with a sentence for the operator. */
    public static HourlySeal open(Path file, Store store, Instant now, Randomness randomness, Alarms alarms) throws IOException {
        if (!Files.exists(file) && sealedMessagesWait(store)) {
            throw new IOException(file + " is missing, but messages that wait are sealed with it: bring it back from a backup, or make an empty file to give them up");
        }
        return new HourlySeal(new HourFile(file, hour(now)), System::nanoTime, randomness, alarms);
    }

    private static boolean sealedMessagesWait(Store store) throws IOException {
        for (var message : MailQueue.storedMessages(store)) {
            if (SealedRecord.isOne(message.bytes(0, RecordHeader.OCTETS, RecordHeader.OCTETS))) return true;
        }
        return false;
    }

    HourlySeal(HourFile file, LongSupplier nanos, Randomness randomness, Alarms alarms) {
        this.file = file;
        this.nanos = nanos;
        this.randomness = randomness;
        this.alarms = alarms;
    }

    @Override public Octets seal(Instant enqueuedAt, Bytes blob, Octets clear) throws IOException {
        try {
            long hour = hour(enqueuedAt);
            return SealedRecord.seal(keyFor(hour), hour, RecordPlace.ofMessage(QUEUE, blob), clear, randomness);
        } catch (NoKey none) {
            alarms.raise(ALARM, "nothing can be queued: " + none.getMessage());
            throw new StoreException(none.getMessage(), none, none.getMessage().contains("No space left"));
        }
    }

    private static final class NoKey extends IOException {
        private static final long serialVersionUID = 1;

        NoKey(IOException why) { super(String.valueOf(why.getMessage()), why); }
    }

    private synchronized Secret keyFor(long hour) throws NoKey {
        usedAt.put(hour, nanos.getAsLong());
        var key = file.key(hour);
        if (key != null) return key.copy();
        try {
            var made = file.make(hour, randomness).copy();
            alarms.clear(ALARM);
            return made;
        } catch (IOException cannot) {
            throw new NoKey(cannot);
        }
    }

    @Override public Octets open(Instant enqueuedAt, Bytes blob, Octets stored) {
        try {
            boolean isSealed = SealedRecord.isOne(stored.bytes(0, RecordHeader.OCTETS, RecordHeader.OCTETS));
            if (!isSealed && hour(enqueuedAt) <= file.since()) return stored; // from before there was a seal
            return new Opened(SealedRecord.open(keyOf(hour(enqueuedAt)), RecordPlace.ofMessage(QUEUE, blob), stored));
        } catch (SealBroken broken) {
            throw new Unreadable(broken.getMessage(), broken);
        } catch (IOException unreadable) {
            throw new StoreException("a message of the queue cannot be read", unreadable);
        }
    }

    /** A message is opened while it is read: a chunk that somebody changed is found when a reader comes to it. */
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

    private synchronized Secret keyOf(long hour) {
        var key = file.key(hour);
        if (key == null) throw new Unreadable("the key of its hour is gone", null);
        return key.copy();
    }

    @Override public synchronized void inUse(Set<Instant> hours, Instant now) {
        long last = hour(now.minus(GRACE));
        for (long hour : file.hours()) {
            if (hour >= last || hours.contains(Instant.ofEpochSecond(hour * 3600)) || wasJustUsed(hour)) continue;
            try {
                file.destroy(hour);
                usedAt.remove(hour);
            } catch (IOException stays) {
                throw new StoreException("the key of an hour could not be destroyed", stays);
            }
        }
    }

    private boolean wasJustUsed(long hour) {
        var used = usedAt.get(hour);
        return used != null && nanos.getAsLong() - used < GRACE.toNanos();
    }

    private static long hour(Instant time) { return Math.floorDiv(time.getEpochSecond(), 3600L); }

    @Override public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new StoreException("the keys of hours did not close", e);
        }
    }
}
