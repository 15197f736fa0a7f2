package sigillo.main.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import sigillo.store.Head;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.StoreMirror;
import sigillo.store.rocksdb.RocksStore;

/**
 * A copy of what a cluster keeps, in files of this machine, from which its backups are made: only what has changed since
 * the last one is read from the cluster. It is ciphertext like the cluster's own, and as large as one copy of all of it.
 * Whatever stops it, the next time it is made right; whoever needs the space removes it. One caller at a time.
 */
public final class ClusterMirror {
    private static final String STORE = "store";
    /** Of which heads the copies are, one a line. Without it all is read and compared. */
    private static final String HEADS = "heads";

    private final Path folder;
    private final Store cluster;
    private final BooleanSupplier stopping;

    /** {@code folder}: its own, made when it is not there. */
    public ClusterMirror(Path folder, Store cluster, BooleanSupplier stopping) {
        this.folder = folder;
        this.cluster = cluster;
        this.stopping = stopping;
    }

    /** As {@link Store#checkpoint} of a store in files. */
    public void checkpoint(Path into) throws IOException {
        Files.createDirectories(folder);
        try (var files = RocksStore.open(folder.resolve(STORE))) {
            var known = known();
            Files.deleteIfExists(folder.resolve(HEADS)); // a stop leaves copies of nobody knows which head
            var heads = new StoreMirror(cluster, files, name -> !SoleServer.isOfServers(name), stopping).follow(known);
            files.checkpoint(into);
            note(heads);
        }
    }

    private Map<PartitionName, Head> known() throws IOException {
        var known = new TreeMap<PartitionName, Head>();
        if (!Files.exists(folder.resolve(HEADS)) || !Files.exists(folder.resolve(STORE))) return known;
        for (var line : Files.readAllLines(folder.resolve(HEADS), StandardCharsets.US_ASCII)) {
            var words = line.split(" ");
            try {
                known.put(new PartitionName(words[0]), new Head(Long.parseLong(words[1]), UUID.fromString(words[2])));
            } catch (IllegalArgumentException | IndexOutOfBoundsException cutOff) {
                throw new StoreException(folder.resolve(HEADS) + " is damaged: remove it", cutOff);
            }
        }
        return known;
    }

    private void note(Map<PartitionName, Head> heads) throws IOException {
        var text = new StringBuilder();
        heads.forEach((name, head) -> text.append(name).append(' ').append(head.revision()).append(' ')
            .append(head.commitId()).append('\n'));
        var fresh = folder.resolve(HEADS + ".new");
        Files.writeString(fresh, text, StandardCharsets.US_ASCII);
        Files.move(fresh, folder.resolve(HEADS), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
