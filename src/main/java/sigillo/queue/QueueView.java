package sigillo.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
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

    Optional<byte[]> get(Bytes key) { return reader.get(key); }

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

    /** A row that is there; empty when it is damaged. */
    record Kept<T>(Optional<T> row) {
        static <T> Optional<Kept<T>> of(Supplier<Optional<T>> reading) {
            try {
                return reading.get().map(row -> new Kept<>(Optional.of(row)));
            } catch (Damaged row) {
                return Optional.of(new Kept<>(Optional.empty()));
            }
        }

        boolean isDamaged() { return row.isEmpty(); }
    }

    Optional<Kept<EntryRow>> keptEntry(long id) { return Kept.of(() -> entry(id)); }

    /** Damaged is also one of which there are recipients only. */
    Optional<Kept<EntryRow>> waitingEntry(long id) {
        var kept = keptEntry(id);
        return kept.isPresent() || recipients(id, 0, 1).isEmpty() ? kept : Optional.of(new Kept<>(Optional.empty()));
    }

    Optional<Kept<RecipientRow>> keptRecipient(RecipientKey key) { return Kept.of(() -> recipient(key)); }

    /** An entry of which the queue has put somebody aside, and why. */
    record Aside(long entry, String why) {}

    List<Aside> aside(int max) {
        var all = new ArrayList<Aside>();
        reader.range(QueueKeys.ASIDE, QueueKeys.ASIDE.afterPrefix(), false, (key, row) -> {
            var why = Kept.of(() -> Optional.of(new RowIn(row, QueueTx.ASIDE_VERSION).text())).flatMap(Kept::row);
            all.add(new Aside(QueueKeys.entryOf(key), why.orElse("nobody knows why any more")));
            return all.size() < max;
        });
        return all;
    }

    /** One that is damaged is as one that is not there: it says when to call again, and no more. */
    Optional<DestinationRow> destination(Bytes tag) {
        try {
            return reader.get(QueueKeys.destination(tag)).map(row -> DestinationRow.decode(row, seal, tag));
        } catch (Damaged row) {
            return Optional.empty();
        }
    }

    /** Whether nothing leaves that this one puts in. */
    boolean isPaused(Bytes submitter) { return reader.get(QueueKeys.paused(submitter)).isPresent(); }

    /** Entries of his that are held for that, a page of them. */
    List<Long> heldOf(Bytes submitter, int max) {
        var ids = new ArrayList<Long>();
        range(QueueKeys.heldOf(submitter), QueueKeys.heldOf(submitter).afterPrefix(), (key, _) -> ids.add(QueueKeys.entryOfHeld(key)) && ids.size() < max);
        return ids;
    }

    /** The node that has it in hand, or had when it ended; or {@link LeaseRow#NOBODY_KNOWS}. */
    Optional<Bytes> lease(Bytes destination, long entry) {
        try {
            return reader.get(QueueKeys.lease(destination, entry)).map(LeaseRow::decode);
        } catch (Damaged unreadable) {
            return Optional.of(LeaseRow.NOBODY_KNOWS);
        }
    }

    /** Counted again when the row is damaged. */
    QueueCounts counts() { return keptCounts().orElseGet(this::countedAgain); }

    /** Empty when they are damaged. */
    Optional<QueueCounts> keptCounts() {
        return Kept.of(() -> reader.get(QueueKeys.COUNTS).map(QueueCounts::decode)).orElse(new Kept<>(Optional.of(QueueCounts.NONE))).row();
    }

    /** Reads all that waits. */
    QueueCounts countedAgain() {
        var counts = new QueueCounts[] {QueueCounts.NONE};
        reader.range(QueueKeys.ENTRIES, QueueKeys.ENTRIES.afterPrefix(), false, (_, row) -> {
            counts[0] = counts[0].plus(new QueueCounts(1, 0, 0, whole(row).map(EntryRow::octets).orElse(0L)));
            return true;
        });
        reader.range(QueueKeys.RECIPIENTS, QueueKeys.RECIPIENTS.afterPrefix(), false, (_, row) -> {
            boolean held = Kept.of(() -> Optional.of(RecipientRow.decode(row))).flatMap(Kept::row).filter(RecipientRow::held).isPresent();
            counts[0] = counts[0].plus(new QueueCounts(0, 1, held ? 1 : 0, 0));
            return true;
        });
        return counts[0];
    }

    private static Optional<EntryRow> whole(byte[] row) { return Kept.of(() -> Optional.of(EntryRow.decode(row))).flatMap(Kept::row); }

    /** Empty also for what is none: then the time in which nobody sent counts, and nobody waits for that. */
    Optional<AliveRow> alive() {
        try {
            return reader.get(QueueKeys.ALIVE).map(AliveRow::decode);
        } catch (Damaged none) {
            return Optional.empty();
        }
    }

    /** Counted again when the row is damaged. */
    long entriesOf(Bytes submitter) { return keptEntriesOf(submitter).orElseGet(() -> countedAgain(submitter)); }

    /** Empty when the row is damaged. */
    Optional<Long> keptEntriesOf(Bytes submitter) {
        return Kept.of(() -> reader.get(QueueKeys.submitter(submitter)).map(row -> new RowIn(row, QueueTx.COUNTER_VERSION).number()))
            .orElse(new Kept<>(Optional.of(0L))).row();
    }

    long countedAgain(Bytes submitter) { return entriesOfSubmitters().getOrDefault(submitter, 0L); }

    /** Reads all entries. */
    Map<Bytes, Long> entriesOfSubmitters() {
        var entriesOf = new HashMap<Bytes, Long>();
        reader.range(QueueKeys.ENTRIES, QueueKeys.ENTRIES.afterPrefix(), false, (_, row) -> {
            whole(row).flatMap(EntryRow::submitter).ifPresent(submitter -> entriesOf.merge(submitter, 1L, Long::sum));
            return true;
        });
        return entriesOf;
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

    /** Whether its owner cannot take an entry back any more; also where that cannot be read. */
    boolean isDecided(long id) {
        var row = get(QueueKeys.ticketOwner(id)).map(Bytes::wrap).map(owner -> QueueKeys.ticket(owner, id));
        return row.isEmpty() || Kept.of(() -> get(row.get())
            .map(octets -> Ticket.decode(QueueId.of(id), seal, row.get().unsafeArray(), octets))).flatMap(Kept::row)
            .filter(one -> !one.isGone() && one.undo() != Ticket.Undo.FINAL).isEmpty();
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
