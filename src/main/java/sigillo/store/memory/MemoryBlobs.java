package sigillo.store.memory;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.BlobStore;

/** Blobs in a map. */
final class MemoryBlobs implements BlobStore {
    private final ConcurrentSkipListMap<Bytes, byte[]> blobs = new ConcurrentSkipListMap<>();
    private final MemoryStore store;

    MemoryBlobs(MemoryStore store) { this.store = store; }

    Map<Bytes, byte[]> all() { return blobs; }

    @Override public void put(Bytes id, Octets octets) throws IOException {
        store.requireWritable();
        var copy = octets.bytes(0, octets.length(), Integer.MAX_VALUE);
        if (blobs.putIfAbsent(id, copy) != null) throw new IllegalArgumentException("blob id used before: " + id);
    }

    @Override public void sync() { store.requireWritable(); }

    @Override public Octets get(Bytes id) {
        var octets = blobs.get(id);
        if (octets == null) throw new MissingBlob(id);
        return Octets.of(octets);
    }

    @Override public boolean has(Bytes id) { return blobs.containsKey(id); }

    @Override public void delete(Bytes id) {
        store.requireWritable();
        blobs.remove(id);
    }

    @Override public void ids(Bytes prefix, Consumer<Bytes> visitor) {
        for (var id : blobs.tailMap(prefix).keySet()) {
            if (!id.startsWith(prefix)) return;
            visitor.accept(id);
        }
    }
}
