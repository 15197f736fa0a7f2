package sigillo.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sigillo.faults.Machine.Kind;
import sigillo.peers.Program;

/** Rounds of faults at the shipped server: SIGKILL, a full disk, writes and syncs that fail, a clock that jumps. */
class MachineFaultsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    @TempDir Path folder;

    @Tag("gate") @Test void someRounds() throws Exception {
        tour(Long.getLong("seed", 7), Integer.getInteger("rounds", 2));
    }

    @Tag("long") @ParameterizedTest(name = "seed {0}") @ValueSource(longs = {1, 2, 3, 4})
    void andMore(long seed) throws Exception { tour(seed, 20); }

    private void tour(long seed, int rounds) throws Exception {
        assumeTrue(Preloaded.isPossible(), "gcc is not installed");
        var disk = Files.createDirectories(folder.resolve("disk"));
        boolean isMounted = Program.run(LIMIT, "mount", "-t", "tmpfs", "-o", "size=256m", "none", disk.toString())
            .code() == 0;
        var ledger = new Ledger();
        var kinds = EnumSet.complementOf(EnumSet.of(Kind.BACKUP));
        if (!isMounted) kinds.remove(Kind.FULL_DISK);
        try (var tour = new Tour(new Machine(disk, preloaded(disk), ledger, kinds, List.of()), ledger, seed)) {
            tour.run(rounds);
            assertTrue(tour.acknowledged() > 20L * rounds, "the load was real: " + tour.acknowledged());
        } finally {
            if (isMounted) Program.run(LIMIT, "umount", "-l", disk.toString());
        }
    }

    private Preloaded preloaded(Path disk) { return new Preloaded(folder.resolve("orders"), disk.resolve("sigillo")); }

    /** What a killed backup leaves harms neither the mail nor the next backup, which is proven. */
    @Tag("long") @Test void killedWhileItBacksUp() throws Exception {
        assumeTrue(Preloaded.isPossible(), "gcc is not installed");
        var target = Files.createDirectories(folder.resolve("target"));
        var settings = Files.writeString(folder.resolve("backup.toml"),
            "[backup]\nkeep_last = 3\n[[backup.target]]\nname = \"disk\"\npath = \"" + target + "\"\n");
        var disk = Files.createDirectories(folder.resolve("disk"));
        var ledger = new Ledger();
        var machine = new Machine(disk, preloaded(disk), ledger, EnumSet.of(Kind.BACKUP),
            List.of("--settings", settings.toString()));
        try (var tour = new Tour(machine, ledger, Long.getLong("seed", 5))) {
            machine.start();
            var key = Files.writeString(folder.resolve("key"),
                recoveryKey(machine.server().launched("backup", "key").orFail().printed()) + "\n");
            assertTrue(machine.server().cli("backup", "now").orFail().printed().contains("and proven"));
            tour.run(Integer.getInteger("rounds", 10));
            assertTrue(machine.server().cli("backup", "now").orFail().printed().contains("and proven"));
            var verified = machine.server().launched("backup", "verify", "--all", "--key", key.toString(), "--json").orFail()
                .printed();
            assertTrue(verified.contains("\"opened\": true"), verified);
        }
    }

    private static String recoveryKey(String printed) {
        var key = Pattern.compile("recovery key: (\\S+)").matcher(printed);
        if (!key.find()) throw new AssertionError(printed);
        return key.group(1);
    }
}
