package sigillo.store;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.rocksdb.RocksStore;

/**
 * Durable messages of 4 KiB a second: for each one blob and one batch of twelve small rows, as a delivery makes them.
 * Usage: {@code StoreBench DIRECTORY SECONDS}; the directory is left for inspection. Not a test: no figure is checked.
 */
final class StoreBench {
    private static final int ROWS = 12;
    private static final int ROW_OCTETS = 60;
    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private StoreBench() {}

    public static void main(String[] args) throws Exception {
        var directory = Path.of(args[0]);
        int seconds = Integer.parseInt(args[1]);
        try (var store = RocksStore.open(directory)) {
            run(store, 1, 1, 3, "warm-up");
            for (int writers : new int[] {1, 10, 50}) run(store, writers, writers, seconds, "an account for each");
            run(store, 50, 1, seconds, "one account");
        }
        long began = System.nanoTime();
        RocksStore.open(directory).close();
        System.out.printf("opened and closed in %d ms%n", (System.nanoTime() - began) / 1_000_000);
    }

    private static void run(Store store, int writers, int accounts, int seconds, String what) throws Exception {
        var transactions = new ArrayList<Transactions>();
        for (int i = 0; i < accounts; i++) {
            transactions.add(new Transactions(store.partition(new PartitionName("a/" + writers + "/" + i))));
        }
        var messages = new AtomicLong();
        long began = System.nanoTime();
        long cpu = SYSTEM.getProcessCpuTime();
        long end = began + seconds * 1_000_000_000L;
        var threads = new ArrayList<Thread>();
        for (int w = 0; w < writers; w++) {
            var account = transactions.get(w % accounts);
            threads.add(Thread.startVirtualThread(() -> {
                while (System.nanoTime() < end) messages.addAndGet(message(store, account));
            }));
        }
        for (var thread : threads) thread.join();
        double took = (System.nanoTime() - began) / 1e9;
        System.out.printf("%2d writers, %s: %.0f messages/s, %.0f us CPU a message, %s resident, %d MiB heap%n",
            writers, what, messages.get() / took, (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / messages.get(), resident(),
            (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
    }

    private static int message(Store store, Transactions account) {
        var random = java.util.concurrent.ThreadLocalRandom.current();
        var id = new byte[16];
        var content = new byte[4096];
        random.nextBytes(id);
        random.nextBytes(content);
        try {
            store.blobs().put(Bytes.wrap(id), Octets.of(content));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        account.write(tx -> {
            for (int i = 0; i < ROWS; i++) {
                tx.put(Bytes.wrap(ByteBuffer.allocate(25).put((byte) i).putLong(tx.revision()).put(id).array()),
                    java.util.Arrays.copyOf(content, ROW_OCTETS));
            }
            return null;
        });
        return 1;
    }

    private static String resident() throws IOException {
        var status = Files.readAllLines(Path.of("/proc/self/status"));
        return status.stream().filter(line -> line.startsWith("VmRSS")).map(l -> l.replaceAll("\\s+", " ")).findAny()
            .orElse("?");
    }
}
