package sigillo.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.function.LongPredicate;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.Partition;
import sigillo.store.Store;
import sigillo.store.Transactions;

/**
 * Whether a file of keys and what waits in the store are of the same time. They always are, unless one of them was
 * brought back from a backup without the other: then nothing may be begun that would make it worse.
 */
final class KeyFit {
    private final Partition partition;

    KeyFit(Store store) { this.partition = store.partition(QueueKeys.PARTITION); }

    boolean anyWaits() {
        var any = new boolean[1];
        partition.range(QueueKeys.KEYS, QueueKeys.KEYS.afterPrefix(), false, (_, _) -> {
            any[0] = true;
            return false;
        });
        return any[0];
    }

    /** Throws {@link IOException} with a sentence when no key of what waits is there. When some are, the other entries are held in their turn. */
    void require(LongPredicate has, Path file) throws IOException {
        var count = new long[2];
        partition.range(QueueKeys.KEYS, QueueKeys.KEYS.afterPrefix(), false, (_, value) -> {
            KeyRow.whole(value).ifPresent(row -> {
                if (has.test(row.key().under())) count[0]++;
                else if (!row.givenUp()) count[1]++;
            });
            return count[0] == 0;
        });
        if (count[0] > 0 || count[1] == 0) return;
        throw new IOException(file + " does not fit the queue: it has the key of none of the " + count[1] + " messages that wait. Bring back the one"
            + " that was in use with this store, or make it empty to give these messages up: they are then held");
    }

    /** How many of what waits, and was not given up, have none of these keys. */
    long lacking(LongPredicate has) {
        var count = new long[1];
        partition.range(QueueKeys.KEYS, QueueKeys.KEYS.afterPrefix(), false, (_, value) -> {
            boolean isLacking = KeyRow.whole(value)
                .map(row -> !row.givenUp() && !has.test(row.key().under())).orElse(true);
            if (isLacking) count[0]++;
            return true;
        });
        return count[0];
    }

    /** What waits may stay without its keys from now on. */
    void giveUp() {
        var transactions = new Transactions(partition);
        for (var page = page(QueueKeys.KEYS); !page.isEmpty(); page = page(Bytes.wrap(java.util.Arrays.copyOf(page.getLast().key().unsafeArray(), 10)))) {
            var rows = page;
            transactions.write(Batch.Lane.BULK, tx -> {
                for (var row : rows) tx.put(row.key(), new KeyRow(row.row().key(), true).encode());
                return null;
            });
        }
    }

    private record Kept(Bytes key, KeyRow row) {}

    private ArrayList<Kept> page(Bytes from) {
        var page = new ArrayList<Kept>();
        partition.range(from, QueueKeys.KEYS.afterPrefix(), false, (key, value) -> {
            KeyRow.whole(value).ifPresent(row -> page.add(new Kept(key, row)));
            return page.size() < QueueLimits.KEYS_OF_A_COMMIT;
        });
        return page;
    }
}
