package sigillo.store.rocksdb;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.Checksum;
import sigillo.store.Written;

/** A few chunks of one blob that come or go together. Not synced: the next durable request of anyone takes it along. */
final class BlobWrite extends Request {
    /** A null instead of a value deletes; {@code chunk} tells the family. */
    private record Entry(byte[] key, byte[] checked, boolean chunk) {}

    private final List<Entry> entries;
    private final boolean deletes;

    private BlobWrite(Batch.Lane lane, List<Entry> entries, long octets, boolean deletes) {
        super(lane, octets);
        this.entries = entries;
        this.deletes = deletes;
    }

    @Override boolean isDurable() { return false; }

    @Override Space.Need need() { return deletes ? Space.Need.NOTHING : Space.Need.FLOOR; }

    @Override Written stage(Stage stage) throws RocksDBException {
        for (var entry : entries) {
            if (entry.chunk()) stageChunk(stage, entry);
            else if (entry.checked() == null) stage.delete(entry.key());
            else stage.put(entry.key(), entry.checked());
        }
        return new Written.Applied(0);
    }

    private static void stageChunk(Stage stage, Entry entry) throws RocksDBException {
        if (entry.checked() == null) stage.deleteChunk(entry.key());
        else stage.putChunk(entry.key(), entry.checked());
    }

    /** Gathers what goes together. */
    static final class Builder {
        private final List<Entry> entries = new ArrayList<>();
        private long octets;
        private boolean deletes;

        void length(Bytes id, long length) {
            var key = Keys.blob(id);
            add(key, Checksum.append(key, ByteBuffer.allocate(8).putLong(length).array()), false);
        }

        /** Takes the chunk followed by room for its checksum, without a copy. */
        void chunk(byte[] key, byte[] withRoom) {
            Checksum.fill(key, withRoom);
            add(key, withRoom, true);
        }

        void deleteLength(Bytes id) { add(Keys.blob(id), null, false); }

        void deleteChunk(Bytes id, long number) { add(Keys.chunk(id, number), null, true); }

        int size() { return entries.size(); }

        BlobWrite build(Batch.Lane lane) { return new BlobWrite(lane, List.copyOf(entries), octets, deletes); }

        private void add(byte[] key, byte[] checked, boolean chunk) {
            entries.add(new Entry(key, checked, chunk));
            octets += key.length + (checked == null ? 0 : checked.length);
            deletes |= checked == null;
        }
    }
}
