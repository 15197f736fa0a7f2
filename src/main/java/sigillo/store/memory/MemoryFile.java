package sigillo.store.memory;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.store.PartitionName;

/**
 * A checkpoint of a store in memory: one file, with each partition's name, head and rows, then the blobs. Octets have
 * their length (4) before them; -1 ends a list.
 */
final class MemoryFile {
    private static final String NAME = "memory";

    private MemoryFile() {}

    static void write(Path folder, Collection<MemoryPartition> partitions, Map<Bytes,
            byte[]> blobs) throws IOException {
        Files.createDirectories(folder);
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(folder.resolve(NAME))))) {
            for (var partition : partitions) {
                if (partition.isEmpty()) continue;
                write(out, Bytes.utf8(partition.name().text()).unsafeArray());
                partition.write(out);
            }
            out.writeInt(-1);
            for (var blob : blobs.entrySet()) {
                write(out, blob.getKey().unsafeArray());
                write(out, blob.getValue());
            }
            out.writeInt(-1);
        }
    }

    static void read(Path folder, MemoryStore into, Map<Bytes, byte[]> blobs) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(folder.resolve(NAME))))) {
            for (var name = read(in); name.isPresent(); name = read(in)) {
                into.made(new PartitionName(Bytes.wrap(name.get()).toUtf8())).read(in);
            }
            for (var id = read(in); id.isPresent(); id = read(in)) blobs.put(Bytes.wrap(id.get()), read(in)
                .orElseThrow());
        }
    }

    static void write(DataOutputStream out, byte[] octets) throws IOException {
        out.writeInt(octets.length);
        out.write(octets);
    }

    /** Empty at the end of a list. */
    static Optional<byte[]> read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0) return Optional.empty();
        var octets = in.readNBytes(length);
        if (octets.length < length) throw new IOException("the file ends too early");
        return Optional.of(octets);
    }
}
