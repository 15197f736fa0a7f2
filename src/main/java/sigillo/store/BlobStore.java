package sigillo.store;

import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import sigillo.base.Bytes;
import sigillo.base.Octets;

/**
 * Immutable octets under fresh ids, written before the batch that names them. A blob becomes durable with the next
 * batch that any partition applies after {@link #put} has returned (the same log, one sync), or when {@link #sync}
 * returns. A blob that no batch names is an orphan; {@code account verify} and the sweep collect those, and among them
 * what a crash left of a put that had not returned, which {@link #ids} shows but nobody can read.
 */
public interface BlobStore {

    /**
     * Keeps {@code octets} under {@code id}, which must never have been used before. Holds no more than a few chunks
     * in memory. Throws {@link StoreException}, {@link StoreException#isFull full} when the disk is.
     */
    void put(Bytes id, Octets octets) throws IOException;

    /** Makes everything that was put before durable. */
    void sync();

    /**
     * The octets of a blob, read piecewise and checked; throws {@link MissingBlob} when there is none. Reads through
     * it throw {@link StoreException} when a checksum fails.
     */
    Octets get(Bytes id);

    /**
     * The same for who knows how long it is, which spares looking. When it is not there, or not as long, a read finds
     * that: {@link StoreException}.
     */
    default Octets get(Bytes id, long length) { return get(id); }

    boolean has(Bytes id);

    /** Deletes a blob; nothing happens when there is none. Durable like a put. */
    void delete(Bytes id);

    /** Visits the ids of all blobs that begin with {@code prefix}, in order, for the sweep. */
    void ids(Bytes prefix, Consumer<Bytes> visitor);

    /**
     * The first blobs behind {@code id}, in the order of ids, {@code max} at most: for who goes through all of them.
     */
    default List<Bytes> after(Bytes id, int max) {
        var first = new TreeSet<Bytes>();
        ids(Bytes.EMPTY, one -> {
            if (one.compareTo(id) > 0) first.add(one);
            if (first.size() > max) first.removeLast();
        });
        return List.copyOf(first);
    }

    /** A part of the blob is not there: it is being written, or a crash has cut it off. */
    final class Incomplete extends Damaged {
        public Incomplete(String what) { super(what + " is missing", null); }
    }

    /** No such blob. */
    final class MissingBlob extends Damaged {
        public MissingBlob(Bytes id) { super("no blob " + id, null); }
    }
}
