package sigillo.upgrade;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is left of a trial is ended, and nothing else. */
@Tag("gate")
@Timeout(60)
class TrialProcessTest {
    private static final String ID = "0123456789abcdef01234567";
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private final List<Process> all = new ArrayList<>();

    @AfterEach void end() { all.forEach(Process::destroyForcibly); }

    private Process begun(String... before) throws IOException {
        var words = new ArrayList<>(List.of(before));
        words.addAll(List.of("/bin/sh", "-c", "read line", ID));
        var process = new ProcessBuilder(words).start();
        all.add(process);
        return process;
    }

    @Test void itsProcessesAreEnded() throws Exception {
        var left = begun();
        TrialProcess.kill(ID);
        assertTrue(left.waitFor() != 0);
    }

    /** The id is on a command line, which all users of a machine see: with a process of his own one could keep the server from going back. */
    @Test void whoIsSomebodyElseHoldsNothingUp() throws Exception {
        assumeTrue(Files.getOwner(Path.of("/proc/self")).getName().equals("root") && Files.isExecutable(SETPRIV), "only root is somebody else too");
        var anothers = begun(SETPRIV.toString(), "--reuid=65534", "--clear-groups");
        var place = Path.of("/proc", "" + anothers.pid());
        while (Files.getOwner(place).getName().equals("root")) Thread.onSpinWait();
        TrialProcess.kill(ID);
        assertTrue(anothers.isAlive());
        assertFalse(Files.getOwner(place).getName().equals("root"));
    }
}
