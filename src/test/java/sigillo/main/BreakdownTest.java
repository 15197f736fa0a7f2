package sigillo.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.peers.Program;

/** A JVM with the launcher's flags that breaks down says that it did, and leaves nothing of its memory on the disk. */
class BreakdownTest {
    @TempDir Path folder;

    @Test void isToldAndLeavesNoFile() throws Exception {
        var script = ". ./jvm.sh; cd \"$1\"; exec \"$2\"/bin/java \"${JVM_FLAGS[@]}\" -cp \"$3\" '" + Broken.class.getName() + "'";
        var classes = Path.of(BreakdownTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        var done = Program.run(Duration.ofMinutes(1), Map.of(), List.of("bash", "-c", script, "broken",
            folder.toString(), System.getProperty("java.home"), classes.toString()));
        assertNotEquals(0, done.code());
        assertTrue(done.printed().contains("SIGSEGV"), done.printed());
        try (var left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    /** Has the signal sent to itself that a fault in native code causes. */
    static final class Broken {
        private Broken() {}

        public static void main(String[] words) throws Exception {
            new ProcessBuilder("kill", "-SEGV", String.valueOf(ProcessHandle.current().pid())).start();
            Thread.sleep(60_000);
        }
    }
}
