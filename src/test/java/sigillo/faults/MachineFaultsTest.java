package sigillo.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sigillo.peers.Program;

/** Rounds of faults at the shipped server: SIGKILL, a full disk, writes and syncs that fail, a clock that jumps. */
class MachineFaultsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    @TempDir Path folder;

    @Tag("gate") @Test void someRounds() throws Exception { tour(Long.getLong("seed", 7), Integer.getInteger("rounds", 2)); }

    @Tag("long") @ParameterizedTest(name = "seed {0}") @ValueSource(longs = {1, 2, 3, 4})
    void andMore(long seed) throws Exception { tour(seed, 20); }

    private void tour(long seed, int rounds) throws Exception {
        assumeTrue(Preloaded.isPossible(), "gcc is not installed");
        var disk = Files.createDirectories(folder.resolve("disk"));
        boolean isMounted = Program.run(LIMIT, "mount", "-t", "tmpfs", "-o", "size=256m", "none", disk.toString()).code() == 0;
        var ledger = new Ledger();
        var faults = new Preloaded(folder.resolve("orders"), disk.resolve("sigillo"));
        try (var tour = new Tour(new Machine(disk, faults, ledger, isMounted), ledger, seed)) {
            tour.run(rounds);
            assertTrue(tour.acknowledged() > 20L * rounds, "the load was real: " + tour.acknowledged());
        } finally {
            if (isMounted) Program.run(LIMIT, "umount", "-l", disk.toString());
        }
    }
}
