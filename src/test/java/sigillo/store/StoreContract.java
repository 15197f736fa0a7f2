package sigillo.store;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.function.Executable;
import sigillo.base.Bytes;

/** What the contracts of the seam need: an open store, empty at the start of each test. */
public interface StoreContract {
    PartitionName A = new PartitionName("a/1");
    PartitionName B = new PartitionName("a/2");

    Store store();

    static Bytes key(String text) { return Bytes.utf8(text); }

    static byte[] value(String text) { return text.getBytes(java.nio.charset.StandardCharsets.UTF_8); }

    static Batch.Write put(String key, String value) { return new Batch.Write.Put(key(key), value(value)); }

    static Batch.Write delete(String key) { return new Batch.Write.Delete(key(key)); }

    static Batch batch(long revision, Batch.Write... writes) {
        return new Batch(revision, UUID.randomUUID(), Batch.Lane.PROMPT, List.of(writes));
    }

    /** The rows of {@code [from, to)} as {@code key=value}. */
    static List<String> rows(Partition partition, String from, String to, boolean reverse) {
        var rows = new ArrayList<String>();
        partition.range(key(from), key(to), reverse, (k, v) -> rows.add(k.toUtf8() + "=" + text(v)));
        return rows;
    }

    static String text(byte[] value) { return new String(value, java.nio.charset.StandardCharsets.UTF_8); }

    /** Runs all of them, each on a virtual thread; throws what the first of them threw. */
    static void together(List<? extends Executable> all) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = all.stream().map(one -> threads.submit(() -> {
                try {
                    one.execute();
                } catch (Throwable thrown) {
                    throw new AssertionError(thrown);
                }
            })).toList();
            for (var one : running) one.get();
        }
    }
}
