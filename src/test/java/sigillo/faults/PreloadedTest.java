package sigillo.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Program;

/** What is preloaded does what it is ordered to, at programs of the system. */
@Tag("gate")
class PreloadedTest {
    @TempDir Path folder;
    private Preloaded faults;

    @BeforeEach void build() throws Exception {
        assumeTrue(Preloaded.isPossible(), "gcc is not installed");
        faults = new Preloaded(folder.resolve("orders"), Files.createDirectories(folder.resolve("under")));
    }

    private Program.Done run(String... command) {
        return Program.run(Duration.ofSeconds(10), faults.environment(), new ArrayList<>(List.of(command)));
    }

    private int write(String file, String how) {
        return run("dd", "if=/dev/zero", "of=" + folder.resolve(file), "bs=1k", "count=1", how).code();
    }

    @Test void theClockIsOff() {
        faults.jump(Duration.ofHours(-30));
        long told = Long.parseLong(run("date", "+%s").orFail().printed().strip());
        assertTrue(Math.abs(Instant.now().minus(Duration.ofHours(30)).getEpochSecond() - told) < 5, "" + told);
    }

    @Test void syncsFailBelowTheFolderOnly() {
        faults.failSyncs();
        assertNotEquals(0, write("under/a", "conv=fsync"));
        assertNotEquals(0, write("under/a", "conv=fdatasync"));
        assertEquals(0, write("under/a", "conv=notrunc"));
        assertEquals(0, write("beside", "conv=fsync"));
        faults.heal();
        assertEquals(0, write("under/a", "conv=fsync"));
    }

    @Test void writesFail() {
        faults.failWrites();
        assertNotEquals(0, write("under/a", "conv=notrunc"));
        assertEquals(0, write("beside", "conv=notrunc"));
    }
}
