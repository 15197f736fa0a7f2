package sigillo.store.rocksdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.Transactions;

/** What {@link RocksCrashTest} kills: writes blobs and what names them, and prints each name once it is durable. */
final class CrashWriter {
    static final Bytes ROWS = Bytes.utf8("r/");
    private static final Bytes COUNTER = Bytes.utf8("n");
    private static final int WRITERS = 8;
    private static final int ACCOUNTS = 3;

    private CrashWriter() {}

    public static void main(String[] args) throws Exception {
        var store = RocksStore.open(Path.of(args[0]));
        var accounts = new Transactions[ACCOUNTS];
        for (int i = 0; i < ACCOUNTS; i++) accounts[i] = new Transactions(store.partition(account(i)));
        for (int i = 0; i < WRITERS; i++) {
            var prefix = args[1] + "-" + i + "-";
            var account = accounts[i % ACCOUNTS];
            Thread.startVirtualThread(() -> {
                for (int n = 0; ; n++) write(store, account, prefix + n);
            });
        }
        Thread.sleep(60_000); // longer than any test waits before it kills
    }

    private static PartitionName account(int number) { return new PartitionName("a/" + number); }

    private static void write(Store store, Transactions account, String name) {
        try {
            store.blobs().put(Bytes.utf8(name), Octets.of(content(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        account.write(tx -> {
            long count = tx.get(COUNTER).map(CrashWriter::number).orElse(0L);
            tx.put(Bytes.utf8("r/" + name), name.getBytes(StandardCharsets.UTF_8));
            tx.put(COUNTER, Long.toString(count + 1).getBytes(StandardCharsets.UTF_8));
            return null;
        });
        synchronized (System.out) {
            System.out.println(name + ".");
            System.out.flush();
        }
    }

    private static long number(byte[] value) { return Long.parseLong(new String(value, StandardCharsets.UTF_8)); }

    /** What all accounts count together. */
    static long counter(Store store) {
        long sum = 0;
        for (int i = 0; i < ACCOUNTS; i++) {
            sum += store.partition(account(i)).get(COUNTER).map(CrashWriter::number).orElse(0L);
        }
        return sum;
    }

    /** Mostly small; some of several pieces, so that the log turns over and write buffers are written out. */
    static byte[] content(String name) {
        var random = new Random(name.hashCode());
        var content = new byte[random.nextInt(10) == 0 ? random.nextInt(700_000) : random.nextInt(8_000)];
        random.nextBytes(content);
        return content;
    }
}
