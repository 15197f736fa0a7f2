package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.keyring.Level;
import sigillo.keyring.TestSeal;
import sigillo.store.Store;
import sigillo.store.memory.MemoryStore;
import sigillo.store.rocksdb.RocksStore;

/**
 * Twenty clients at once over the same few mailboxes of one account: each does anything, believes what it is told and checks it;
 * in the end the account is counted again.
 */
class StressTest {
    private static final int CLIENTS = 20;

    @TempDir Path folder;

    /** Shorter where only the level is another: who gets in whose way is the same there. */
    @Tag("gate")
    @Tag("levels")
    @Test void twentyClients() throws Exception { play(new MemoryStore(), Duration.ofSeconds(TestSeal.LEVEL == Level.L1 ? 60 : 10), 1, 25); }

    @Tag("long")
    @Test void twentyClientsForLong() throws Exception {
        try (var store = RocksStore.open(folder.resolve("store"))) {
            play(store, Duration.ofMinutes(10), 1_000, 0);
        }
    }

    private void play(Store store, Duration time, long seed, int pause) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var house = new House(store, folder.resolve("spool"), new ImapSettings(true, 1 << 20, ImapLimits.DEFAULT));
            house.anna.create("Other", Optional.empty());
            long until = System.nanoTime() + time.toNanos();
            var running = new ArrayList<Future<Long>>();
            for (int i = 0; i < CLIENTS; i++) {
                var player = new StressPlayer(house, i, seed, pause);
                running.add(threads.submit(() -> player.playUntil(until)));
            }
            long commands = 0;
            for (var one : running) commands += one.get();
            System.out.println("stress: " + commands + " commands of " + CLIENTS + " clients in " + time.toSeconds() + " s, seed " + seed);
            assertEquals(List.of(), house.anna.verify().faults());
        }
    }
}
