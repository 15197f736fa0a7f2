package sigillo.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.store.StoreContract.batch;
import static sigillo.store.StoreContract.key;
import static sigillo.store.StoreContract.put;
import static sigillo.store.StoreContract.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Octets;

/** What a backend keeps to that can be backed up, and brought back. */
public interface CheckpointContract extends StoreContract {

    /** A store over what a checkpoint has put into a folder. */
    Store opened(Path checkpoint);

    @Test default void aCheckpointIsTheStoreOfItsMoment(@TempDir Path folder) throws IOException {
        var octets = new byte[200_000];
        new Random(7).nextBytes(octets);
        store().blobs().put(key("blob"), Octets.of(octets));
        var last = batch(1, put("y", "2"));
        store().partition(A).apply(batch(0, put("x", "1")));
        store().partition(A).apply(last);
        store().checkpoint(folder.resolve("checkpoint"));
        store().partition(A).apply(batch(2, put("x", "later")));
        store().blobs().delete(key("blob"));
        try (var copy = opened(folder.resolve("checkpoint"))) {
            assertEquals(new Head(2, last.commitId()), copy.partition(A).head());
            assertEquals(List.of("x=1", "y=2"), rows(copy.partition(A), "", "z", false));
            assertEquals(List.of(A), copy.partitions(""));
            assertArrayEquals(octets, copy.blobs().get(key("blob")).bytes(0, 200_000, 200_000));
            copy.partition(A).apply(batch(2, put("z", "3")));
        }
        assertEquals(List.of("x=later", "y=2"), rows(store().partition(A), "", "zz", false));
        assertFalse(store().blobs().has(key("blob")));
    }

    /** While it is written to: each checkpoint has all that was acknowledged before it, and no half of a batch. */
    @Test default void aCheckpointUnderLoadHasWholeBatches(@TempDir Path folder) throws Exception {
        var stop = new AtomicBoolean();
        var writer = Thread.ofPlatform().start(() -> {
            for (long revision = 0; !stop.get(); revision++) {
                store().partition(A).apply(batch(revision, put("one", "" + revision), put("other", "" + revision)));
            }
        });
        try {
            for (int i = 0; i < 5; i++) {
                long before = store().partition(A).revision();
                store().checkpoint(folder.resolve("c" + i));
                try (var copy = opened(folder.resolve("c" + i))) {
                    long revision = copy.partition(A).revision();
                    assertTrue(revision >= before, revision + " is before " + before);
                    if (revision > 0) assertEquals(List.of("one=" + (revision - 1), "other=" + (revision - 1)),
                        rows(copy.partition(A), "", "z", false));
                }
            }
        } finally {
            stop.set(true);
            writer.join();
        }
    }

    @Test default void aCheckpointNeedsAFolder(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("file"), "");
        assertThrows(StoreException.class, () -> store().checkpoint(folder.resolve("file/below")));
    }

    @Test default void aRevisionIsRaisedAndNeverLowered() {
        var partition = store().partition(A);
        partition.apply(batch(0, put("x", "1")));
        partition.raise(1_000);
        assertEquals(1_000, partition.revision());
        partition.raise(10);
        assertEquals(1_000, partition.revision());
        assertEquals(new Written.Conflict(1_000), partition.apply(batch(1, put("x", "2"))));
        assertEquals(new Written.Applied(1_001), partition.apply(batch(1_000, put("x", "3"))));
        assertEquals(List.of("x=3"), rows(partition, "", "z", false));
    }
}
