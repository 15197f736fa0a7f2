package sigillo.scrub;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import sigillo.base.Bytes;
import sigillo.store.BlobStore;
import sigillo.store.Page;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;

/**
 * One reading of everything, step by step: all rows of all partitions, then all blobs. What cannot be read is noted, is
 * offered to {@link Repair}, and is passed over: of rows up to the next that can be read, found by ever wider leaps,
 * since a block of the disk holds many. One thread.
 *
 * <p>BUGS: what the system still has in memory is not read from the disk, so what is read often is checked less. A blob
 * of which a part is not there is left to {@code account verify}: it is being written, or a crash has left it, or it is
 * harm.
 */
final class Pass {
    private static final int PAGE_OCTETS = 64 << 10;
    private static final int PAGE_ROWS = 500;
    private static final int IDS_AT_ONCE = 100;
    private static final int PIECE_OCTETS = 64 << 10;
    /** Of a key that leaps change: a kind and a number. */
    private static final int LEAP_OCTETS = 9;
    /** More places than this are one disaster. */
    private static final int DAMAGES_MAX = 200;
    private static final Bytes END = Bytes.wrap(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1});

    private final Store store;
    private final Repair repair;
    private final LongConsumer throttle;
    private final Page page = new Page(PAGE_OCTETS, PAGE_ROWS);
    private final Page one = new Page(PAGE_OCTETS, 1);
    private final List<Damage> damages;
    private ScrubRow.Read read;
    /** As they were when this pass came to rows; what is made later is for the next. */
    private List<PartitionName> names = List.of();
    /** The next blobs, those behind the position. */
    private final ArrayDeque<Bytes> ids = new ArrayDeque<>();

    /** {@code throttle}: told how many octets were read; it may wait, and ends the pass by throwing. */
    Pass(Store store, Repair repair, LongConsumer throttle, ScrubRow.Under from) {
        this.store = store;
        this.repair = repair;
        this.throttle = throttle;
        this.damages = new ArrayList<>(from.damages());
        this.read = from.read();
    }

    ScrubRow.Read read() { return read; }

    List<Damage> damages() { return List.copyOf(damages); }

    /** Reads a piece; where to go on, or empty when everything was read. */
    Optional<Position> step(Position at) { return at.isBlobs() ? blobs(at.key()) : rows(at); }

    // ---- rows ----

    private Optional<Position> rows(Position at) {
        try {
            if (names.isEmpty()) names = store.partitions("");
        } catch (StoreException damaged) {
            note("store", "list of partitions", false);
            return Optional.of(Position.blobsAfter(Bytes.EMPTY));
        }
        var name = names.stream().filter(one -> one.text().compareTo(at.partition()) >= 0).findFirst();
        if (name.isEmpty()) return Optional.of(Position.blobsAfter(Bytes.EMPTY));
        var from = name.get().text().equals(at.partition()) ? at.key() : Bytes.EMPTY;
        var next = rows(store.partition(name.get()), from);
        return Optional.of(next.map(key -> Position.row(name.get().text(), key))
            .orElseGet(() -> Position.row(name.get().text() + "-", Bytes.EMPTY)));
    }

    /** The key to go on with; empty at the partition's end. */
    private Optional<Bytes> rows(Partition partition, Bytes from) {
        try {
            partition.read(from, END, page);
        } catch (StoreException damaged) {
            return damagedRows(partition, from);
        }
        if (page.count() == 0) return Optional.empty();
        long octets = 0;
        for (int row = 0; row < page.count(); row++) octets += page.value(row).length();
        took(page.count(), 0, octets);
        return Optional.of(after(page.key(page.count() - 1)));
    }

    /** Goes up to what cannot be read one by one, then beyond it. */
    private Optional<Bytes> damagedRows(Partition partition, Bytes from) {
        var at = from;
        var last = Bytes.EMPTY;
        while (canRead(partition, at)) {
            if (one.count() == 0) return Optional.empty(); // it was passing
            took(1, 0, one.value(0).length());
            last = one.key(0);
            at = after(last);
        }
        var next = beyond(partition, at);
        boolean isRepaired = repair.rows(partition.name(), at, next.orElse(END)) && canRead(partition, at);
        throttle.accept(0); // a stop breaks a repair off: the next start tries again
        note(Names.place(partition.name().text()), Names.kind(partition.name().text(), kindOf(last, next)), isRepaired);
        return isRepaired ? Optional.of(at) : next;
    }

    /** The row before and the one behind are of one kind, or the harm is somewhere between two. */
    private static Bytes kindOf(Bytes last, Optional<Bytes> next) {
        return last.length() > 0 ? last : next.orElse(last);
    }

    private boolean canRead(Partition partition, Bytes from) {
        try {
            partition.read(from, END, one);
            return true;
        } catch (StoreException damaged) {
            return false;
        }
    }

    /** Where reading goes on; empty when there is nothing behind it that can be read. */
    private Optional<Bytes> beyond(Partition partition, Bytes from) {
        for (int bit = 0; bit < 8 * LEAP_OCTETS; bit++) {
            var next = leap(from, bit);
            if (next.isEmpty()) return Optional.empty();
            if (canRead(partition, next.get())) return next;
        }
        return Optional.empty();
    }

    private static Optional<Bytes> leap(Bytes from, int bit) {
        var start = new BigInteger(1, Arrays.copyOf(from.unsafeArray(), LEAP_OCTETS));
        var sum = start.add(BigInteger.ONE.shiftLeft(bit)).toByteArray();
        if (sum.length > LEAP_OCTETS + 1 || sum.length == LEAP_OCTETS + 1 && sum[0] != 0) return Optional.empty();
        var key = new byte[LEAP_OCTETS];
        int octets = Math.min(sum.length, LEAP_OCTETS);
        System.arraycopy(sum, sum.length - octets, key, LEAP_OCTETS - octets, octets);
        return Optional.of(Bytes.wrap(key));
    }

    private static Bytes after(Bytes key) { return Bytes.wrap(Arrays.copyOf(key.unsafeArray(), key.length() + 1)); }

    // ---- blobs ----

    /** One, since it may be large. */
    private Optional<Position> blobs(Bytes after) {
        try {
            if (ids.isEmpty()) ids.addAll(store.blobs().after(after, IDS_AT_ONCE));
        } catch (StoreException damaged) {
            note("store", "list of messages", false); // what is behind it cannot be found
            return Optional.empty();
        }
        if (ids.isEmpty()) return Optional.empty();
        var id = ids.remove();
        blob(id);
        return Optional.of(Position.blobsAfter(id));
    }

    private void blob(Bytes id) {
        if (!isHarmed(id)) return;
        boolean isRepaired = repair.blob(id) && !isHarmed(id);
        throttle.accept(0); // as above
        note(Names.placeOfBlob(id), "message", isRepaired);
    }

    private boolean isHarmed(Bytes id) {
        try {
            var blob = store.blobs().get(id);
            var piece = new byte[PIECE_OCTETS];
            for (long at = 0; at < blob.length(); ) {
                int n = blob.read(at, piece, 0, piece.length);
                if (n <= 0) throw new IOException("it ends at " + at);
                at += n;
                took(0, 0, n);
            }
            took(0, 1, 0);
            return false;
        } catch (BlobStore.MissingBlob | BlobStore.Incomplete goneOrComing) {
            return false;
        } catch (StoreException | IOException damaged) {
            return isStillThere(id);
        }
    }

    private boolean isStillThere(Bytes id) {
        try {
            return store.blobs().has(id);
        } catch (StoreException damaged) {
            return true;
        }
    }

    // ---- what was found ----

    private void took(long rows, long blobs, long octets) {
        read = read.plus(rows, blobs, octets);
        throttle.accept(octets);
    }

    private void note(String place, String kind, boolean repaired) {
        var found = new Damage(place, kind, repaired, 1);
        for (int i = 0; i < damages.size(); i++) {
            var known = damages.get(i);
            if (!known.isOfSame(found) || known.repaired() != repaired) continue;
            damages.set(i, known.onceMore());
            return;
        }
        if (damages.size() < DAMAGES_MAX) damages.add(found);
    }
}
