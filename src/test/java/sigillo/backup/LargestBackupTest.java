package sigillo.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Program;

/** What docs/backup.md says that a backup can hold, it holds in the heap of the shipped server. */
@Tag("long")
class LargestBackupTest {
    @TempDir Path folder;

    @Test void theLargestGoesThroughTheSmallHeap() throws Exception {
        var script = ". ./jvm.sh; exec \"$JAVA_HOME/bin/java\" \"${JVM_FLAGS[@]}\" -cp \"$1\" "
            + "sigillo.backup.LargestBackup \"$2\"";
        var done = Program.run(Duration.ofMinutes(10), Map.of(), List.of("bash", "-c", script, "largest",
            System.getProperty("java.class.path"), folder.toString()));
        assertEquals(0, done.code(), done.printed());
        assertTrue(done.printed().contains(", removed: 1\n"), done.printed());
        int needed = LargestBackup.PIECES;
        var untold = "and " + (needed - BackupLimits.FINDINGS_MAX) + " more\n"; // all but the new piece
        assertTrue(done.printed().contains(untold), done.printed());
        try (var pieces = Files.list(folder.resolve("target/pieces"))) {
            assertEquals(needed + 1, pieces.count(), "what no backup needs is gone");
        }
    }
}
