package sigillo.queue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import sigillo.base.Bytes;
import sigillo.base.Sha256;
import sigillo.store.PartitionName;

/**
 * The rows of the queue: the one place that knows their keys (decisions/0004). Numbers are big-endian, times are
 * milliseconds, so that the order of keys is the order of time.
 *
 * <pre>
 * c                                 counts of all                                       QueueCounts
 * a                                 when the queue was last alive; uncounted time       AliveRow
 * e ENTRY(8)                        what an entry's recipients share                    EntryRow
 * r ENTRY(8) NUMBER(4)              one recipient that is not served yet                RecipientRow
 * d destination 0 DUE(8) ENTRY NUMBER    who waits for a destination, by time           (empty)
 * w destination                     a destination for which something waits             DestinationRow
 * h NEXT(8) destination             destinations by time: those that take our calls     (empty)
 * f NEXT(8) destination             destinations by time: those that did not            (empty)
 * x EVENT(8) ENTRY(8) NUMBER(4)     when a recipient's delay or end is to be looked at  (empty)
 * s sha-256(submitter)              how many entries a submitter has                    number
 * </pre>
 * A message's octets are the blob {@code q ENTRY(8) random(8)}.
 */
final class QueueKeys {
    static final PartitionName PARTITION = new PartitionName("q/main");
    static final Bytes COUNTS = Bytes.utf8("c");
    static final Bytes ALIVE = Bytes.utf8("a");
    static final Bytes BLOBS = Bytes.utf8("q");
    static final char HEALTHY = 'h';
    static final char FAILING = 'f';

    private QueueKeys() {}

    static Bytes entry(long id) { return key('e', 8).putLong(id).done(); }

    static long entryOf(Bytes entryKey) { return buffer(entryKey).getLong(1); }

    static Bytes recipients(long id) { return key('r', 8).putLong(id).done(); }

    static Bytes recipient(RecipientKey of) { return key('r', 12).putLong(of.entry()).putInt(of.number()).done(); }

    static RecipientKey recipientOf(Bytes key) { return tail(key); }

    static Bytes waiting(String destination) {
        return key('d', destination.length() + 1).put(destination).put(0).done();
    }

    static Bytes waiting(String destination, long due, RecipientKey of) {
        return key('d', destination.length() + 21).put(destination).put(0).putLong(due)
            .putLong(of.entry()).putInt(of.number()).done();
    }

    /** The first key of a destination's waiting recipients that are due at {@code time} or later. */
    static Bytes waitingFrom(String destination, long time) {
        return key('d', destination.length() + 9).put(destination).put(0).putLong(time).done();
    }

    static RecipientKey waitingOf(Bytes key) { return tail(key); }

    static long dueOf(Bytes waitingKey) { return buffer(waitingKey).getLong(waitingKey.length() - 20); }

    static Bytes destination(String destination) { return key('w', destination.length()).put(destination).done(); }

    static Bytes next(char index, long time, String destination) {
        return key(index, 8 + destination.length()).putLong(time).put(destination).done();
    }

    /** The first key of a time index, {@link #HEALTHY}, {@link #FAILING} or {@code x}, at {@code time} or later. */
    static Bytes from(char index, long time) { return key(index, 8).putLong(time).done(); }

    static long timeOf(Bytes indexKey) { return buffer(indexKey).getLong(1); }

    static String destinationOf(Bytes nextKey) {
        return new String(nextKey.unsafeArray(), 9, nextKey.length() - 9, StandardCharsets.US_ASCII);
    }

    static Bytes event(long time, RecipientKey of) {
        return key('x', 20).putLong(time).putLong(of.entry()).putInt(of.number()).done();
    }

    static RecipientKey eventOf(Bytes key) { return tail(key); }

    /** Addresses may be longer than a key. */
    static Bytes submitter(String submitter) {
        return key('s', 16).put(Arrays.copyOf(Sha256.of(submitter.getBytes(StandardCharsets.UTF_8)), 16)).done();
    }

    static Bytes blob(long entry, long random) { return key('q', 16).putLong(entry).putLong(random).done(); }

    static long entryOfBlob(Bytes blob) { return buffer(blob).getLong(1); }

    private static RecipientKey tail(Bytes key) {
        return new RecipientKey(buffer(key).getLong(key.length() - 12), buffer(key).getInt(key.length() - 4));
    }

    private static ByteBuffer buffer(Bytes key) { return ByteBuffer.wrap(key.unsafeArray()); }

    private static Builder key(char kind, int octets) { return new Builder(ByteBuffer.allocate(1 + octets)).put(kind); }

    private record Builder(ByteBuffer buffer) {
        Builder put(int octet) { buffer.put((byte) octet); return this; }

        Builder put(String ascii) { return put(ascii.getBytes(StandardCharsets.US_ASCII)); }

        Builder put(byte[] octets) { buffer.put(octets); return this; }

        Builder putLong(long value) { buffer.putLong(value); return this; }

        Builder putInt(int value) { buffer.putInt(value); return this; }

        Bytes done() { return Bytes.wrap(buffer.array()); }
    }
}
