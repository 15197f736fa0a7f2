package sigillo.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sigillo.base.Bytes;
import sigillo.store.Damaged;
import sigillo.store.Partition;
import sigillo.store.RowIn;
import sigillo.store.Tx;

/** The queue's rows as values, read from what is committed or within a transaction. */
class QueueView {
    private final Reader reader;
    private final QueueSeal seal;
    private final long downtime;

    /** {@code downtime}: how long the queue was not running, in milliseconds; it counts for nobody. */
    QueueView(Partition partition, QueueSeal seal, long downtime) { this(reader(partition), seal, downtime); }

    QueueView(Tx tx, QueueSeal seal, long downtime) { this(reader(tx), seal, downtime); }

    private QueueView(Reader reader, QueueSeal seal, long downtime) {
        this.reader = reader;
        this.seal = seal;
        this.downtime = downtime;
    }

    QueueSeal seal() { return seal; }

    /** What opens an entry; the caller's to close. Throws {@link Unreadable}. */
    EntryKey open(long id) {
        var row = key(id);
        while (true) {
            try {
                return seal.open(id, row.orElseThrow(() -> new Unreadable("its key is missing from the store", null)));
            } catch (Unreadable gone) {
                var now = key(id);
                if (now.equals(row)) throw gone;
                row = now; // it was wrapped anew since it was read, and the key that it was under is destroyed
            }
        }
    }

    /** Throws {@link Unreadable} for what is none. */
    Optional<KeyRow> key(long id) {
        return reader.get(QueueKeys.keyOf(id))
            .map(row -> KeyRow.whole(row).orElseThrow(() -> new Unreadable("the row of its key is none", null)));
    }

    Optional<EntryRow> entry(long id) { return reader.get(QueueKeys.entry(id)).map(EntryRow::decode); }

    Optional<RecipientRow> recipient(RecipientKey key) {
        return reader.get(QueueKeys.recipient(key)).map(RecipientRow::decode);
    }

    /** One that is damaged is as one that is not there: it says when to call again, and no more. */
    Optional<DestinationRow> destination(Bytes tag) {
        try {
            return reader.get(QueueKeys.destination(tag)).map(row -> DestinationRow.decode(row, seal, tag));
        } catch (Damaged row) {
            return Optional.empty();
        }
    }

    /** The node that has it in hand, or had when it ended. */
    Optional<Bytes> lease(Bytes destination, long entry) {
        return reader.get(QueueKeys.lease(destination, entry)).map(LeaseRow::decode);
    }

    QueueCounts counts() { return reader.get(QueueKeys.COUNTS).map(QueueCounts::decode).orElse(QueueCounts.NONE); }

    /** Empty also for what is none: then the time in which nobody sent counts, and nobody waits for that. */
    Optional<AliveRow> alive() {
        try {
            return reader.get(QueueKeys.ALIVE).map(AliveRow::decode);
        } catch (Damaged none) {
            return Optional.empty();
        }
    }

    long entriesOf(Bytes submitter) {
        return reader.get(QueueKeys.submitter(submitter)).map(row -> new RowIn(row, QueueTx.COUNTER_VERSION).number())
            .orElse(0L);
    }

    /** The time that does not count for recipients waiting for {@code destination}, in milliseconds. */
    long uncounted(Bytes destination, long now) {
        return downtime + destination(destination).map(row -> row.uncounted(now)).orElse(0L);
    }

    /** The first {@code max} recipients of an entry, in order, from number {@code from}. */
    List<RecipientKey> recipients(long id, int from, int max) {
        var keys = new ArrayList<RecipientKey>();
        reader.range(QueueKeys.recipient(new RecipientKey(id, from)), QueueKeys.recipients(id).afterPrefix(), false,
            (key, _) -> keys.add(QueueKeys.recipientOf(key)) && keys.size() < max);
        return keys;
    }

    /** When the first of those who wait for a destination is due. */
    OptionalLong firstDue(Bytes destination) {
        var first = new long[] {-1};
        var prefix = QueueKeys.waiting(destination);
        range(prefix, prefix.afterPrefix(), (key, _) -> {
            first[0] = QueueKeys.dueOf(key);
            return false;
        });
        return first[0] < 0 ? OptionalLong.empty() : OptionalLong.of(first[0]);
    }

    void range(Bytes from, Bytes to, Partition.Visitor visitor) { reader.range(from, to, false, visitor); }

    private interface Reader {
        Optional<byte[]> get(Bytes key);

        void range(Bytes from, Bytes to, boolean reverse, Partition.Visitor visitor);
    }

    private static Reader reader(Partition partition) {
        return new Reader() {
            @Override public Optional<byte[]> get(Bytes key) { return partition.get(key); }

            @Override public void range(Bytes from, Bytes to, boolean reverse, Partition.Visitor visitor) {
                partition.range(from, to, reverse, visitor);
            }
        };
    }

    private static Reader reader(Tx tx) {
        return new Reader() {
            @Override public Optional<byte[]> get(Bytes key) { return tx.get(key); }

            @Override public void range(Bytes from, Bytes to, boolean reverse, Partition.Visitor visitor) {
                tx.range(from, to, reverse, visitor);
            }
        };
    }
}
