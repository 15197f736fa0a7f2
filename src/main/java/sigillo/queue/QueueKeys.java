package sigillo.queue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import sigillo.base.Bytes;
import sigillo.store.PartitionName;

/**
 * The rows of the queue: the one place that knows their keys (decisions/0004). Numbers are big-endian, times are
 * milliseconds, so that the order of keys is the order of time. A <i>tag</i> stands for a name that nobody may read (16).
 *
 * <pre>
 * c                                      counts of all                                       QueueCounts
 * a                                      when the queue was last alive; uncounted time       AliveRow
 * K ENTRY(8)                             the key of an entry, wrapped                        KeyRow
 * E ENTRY(8)                             what an entry's recipients share                    EntryRow
 * R ENTRY(8) NUMBER(4)                   one recipient that is not served yet                RecipientRow
 * D tag of destination DUE(8) ENTRY NUMBER    who waits for a destination, by time           (empty)
 * W tag of destination                   a destination for which something waits             DestinationRow
 * H NEXT(8) tag of destination           destinations by time: those that take our calls     (empty)
 * F NEXT(8) tag of destination           destinations by time: those that did not            (empty)
 * X EVENT(8) ENTRY(8) NUMBER(4)          when a recipient's delay or end is to be looked at  (empty)
 * P ENTRY(8)                             an entry of which the queue has put somebody aside   why
 * S tag of submitter                     how many entries a submitter has                    number
 * Z tag of submitter                     nothing of his leaves until that is lifted            (empty)
 * Y tag of submitter ENTRY(8)            an entry of which somebody is held for that         (empty)
 * L tag of destination ENTRY(8)          which server has it in hand; where there are several LeaseRow
 * T ENTRY(8)                             who wants to hear of an entry                       tag of owner
 * U tag of owner ENTRY(8)                what its owner is told of an entry, also later      Ticket
 * V tag of owner                         what is known of all tickets of an owner            TicketBook
 * </pre>
 * A message's octets are the blob {@code q ENTRY(8) random(8)}. Rows under small letters are from before rows were sealed:
 * {@link HourlyQueue} moves them.
 */
final class QueueKeys {
    static final PartitionName PARTITION = new PartitionName("q/main");
    static final Bytes COUNTS = Bytes.utf8("c");
    static final Bytes ALIVE = Bytes.utf8("a");
    static final Bytes BLOBS = Bytes.utf8("q");
    static final Bytes ENTRIES = Bytes.utf8("E");
    static final Bytes KEYS = Bytes.utf8("K");
    static final Bytes LEASES = Bytes.utf8("L");
    static final Bytes RECIPIENTS = Bytes.utf8("R");
    static final Bytes SUBMITTERS = Bytes.utf8("S");
    static final Bytes ASIDE = Bytes.utf8("P");
    static final Bytes TICKETS = Bytes.utf8("U");
    static final int TAG_OCTETS = 16;
    static final char HEALTHY = 'H';
    static final char FAILING = 'F';
    static final char EVENTS = 'X';

    private QueueKeys() {}

    static Bytes keyOf(long entry) { return key('K', 8).putLong(entry).done(); }

    static Bytes entry(long id) { return key('E', 8).putLong(id).done(); }

    static Bytes aside(long entry) { return key('P', 8).putLong(entry).done(); }

    /** Also of the key of a key, and of one that is put aside. */
    static long entryOf(Bytes entryKey) { return buffer(entryKey).getLong(1); }

    static Bytes recipients(long id) { return key('R', 8).putLong(id).done(); }

    static Bytes recipient(RecipientKey of) { return key('R', 12).putLong(of.entry()).putInt(of.number()).done(); }

    static RecipientKey recipientOf(Bytes key) { return tail(key); }

    static Bytes waiting(Bytes destination) { return key('D', TAG_OCTETS).put(destination).done(); }

    static Bytes waiting(Bytes destination, long due, RecipientKey of) {
        return key('D', TAG_OCTETS + 20).put(destination).putLong(due).putLong(of.entry()).putInt(of.number()).done();
    }

    /** The first key of a destination's waiting recipients that are due at {@code time} or later. */
    static Bytes waitingFrom(Bytes destination, long time) { return key('D', TAG_OCTETS + 8).put(destination).putLong(time).done(); }

    static RecipientKey waitingOf(Bytes key) { return tail(key); }

    static long dueOf(Bytes waitingKey) { return buffer(waitingKey).getLong(1 + TAG_OCTETS); }

    static Bytes destination(Bytes destination) { return key('W', TAG_OCTETS).put(destination).done(); }

    static Bytes next(char index, long time, Bytes destination) { return key(index, 8 + TAG_OCTETS).putLong(time).put(destination).done(); }

    /** The first key of a time index, {@link #HEALTHY}, {@link #FAILING} or {@link #EVENTS}, at {@code time} or later. */
    static Bytes from(char index, long time) { return key(index, 8).putLong(time).done(); }

    static long timeOf(Bytes indexKey) { return buffer(indexKey).getLong(1); }

    static Bytes destinationOf(Bytes nextKey) { return Bytes.wrap(Arrays.copyOfRange(nextKey.unsafeArray(), 9, 9 + TAG_OCTETS)); }

    static Bytes event(long time, RecipientKey of) {
        return key(EVENTS, 20).putLong(time).putLong(of.entry()).putInt(of.number()).done();
    }

    static RecipientKey eventOf(Bytes key) { return tail(key); }

    static Bytes lease(Bytes destination, long entry) {
        return key('L', TAG_OCTETS + 8).put(destination).putLong(entry).done();
    }

    static Bytes destinationOfLease(Bytes key) {
        return Bytes.wrap(Arrays.copyOfRange(key.unsafeArray(), 1, 1 + TAG_OCTETS));
    }

    static long entryOfLease(Bytes key) { return buffer(key).getLong(1 + TAG_OCTETS); }

    static Bytes submitter(Bytes submitter) { return key('S', TAG_OCTETS).put(submitter).done(); }

    static Bytes submitterOf(Bytes key) { return Bytes.wrap(Arrays.copyOfRange(key.unsafeArray(), 1, 1 + TAG_OCTETS)); }

    static Bytes paused(Bytes submitter) { return key('Z', TAG_OCTETS).put(submitter).done(); }

    static Bytes heldOf(Bytes submitter) { return key('Y', TAG_OCTETS).put(submitter).done(); }

    static Bytes heldOf(Bytes submitter, long entry) { return key('Y', TAG_OCTETS + 8).put(submitter).putLong(entry).done(); }

    static long entryOfHeld(Bytes heldKey) { return buffer(heldKey).getLong(1 + TAG_OCTETS); }

    static Bytes ticketOwner(long entry) { return key('T', 8).putLong(entry).done(); }

    static Bytes tickets(Bytes owner) { return key('U', TAG_OCTETS).put(owner).done(); }

    static Bytes ticket(Bytes owner, long entry) { return key('U', TAG_OCTETS + 8).put(owner).putLong(entry).done(); }

    static Bytes ticketBook(Bytes owner) { return key('V', TAG_OCTETS).put(owner).done(); }

    static Bytes ownerOfTicket(Bytes key) { return Bytes.wrap(Arrays.copyOfRange(key.unsafeArray(), 1, 1 + TAG_OCTETS)); }

    static long entryOfTicket(Bytes key) { return buffer(key).getLong(1 + TAG_OCTETS); }

    static Bytes blob(long entry, long random) { return key('q', 16).putLong(entry).putLong(random).done(); }

    static long entryOfBlob(Bytes blob) { return buffer(blob).getLong(1); }

    private static RecipientKey tail(Bytes key) {
        return new RecipientKey(buffer(key).getLong(key.length() - 12), buffer(key).getInt(key.length() - 4));
    }

    private static ByteBuffer buffer(Bytes key) { return ByteBuffer.wrap(key.unsafeArray()); }

    private static Builder key(char kind, int octets) { return new Builder(ByteBuffer.allocate(1 + octets)).put(kind); }

    private record Builder(ByteBuffer buffer) {
        Builder put(int octet) { buffer.put((byte) octet); return this; }

        Builder put(Bytes octets) { buffer.put(octets.unsafeArray()); return this; }

        Builder putLong(long value) { buffer.putLong(value); return this; }

        Builder putInt(int value) { buffer.putInt(value); return this; }

        Bytes done() { return Bytes.wrap(buffer.array()); }
    }
}
