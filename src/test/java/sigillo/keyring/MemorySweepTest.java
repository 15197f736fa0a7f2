package sigillo.keyring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A process as our launcher starts it, which ends when memory does: free memory is overwritten while others take it, up to
 * some megabytes below the bound of the heap. It goes on to its end.
 */
@Tag("gate")
class MemorySweepTest {
    private static final int SWEEPS = 60;
    private static final int LIVE_OCTETS = 20 << 20;
    private static final int BURST_OCTETS = 26 << 20;
    private static final int PIECE_OCTETS = 600 << 10;

    @Test void aSweepEndsNoProcessThatIsBusy() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var words = List.of(java, "-Xms32m", "-Xmx80m", "-XX:+UseSerialGC", "-XX:MarkSweepAlwaysCompactCount=1",
            "-XX:PretenureSizeThreshold=262144", "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError",
            "-cp", System.getProperty("java.class.path"), MemorySweepTest.class.getName());
        var process = new ProcessBuilder(words).inheritIO().start();
        try {
            assertEquals(true, process.waitFor(120, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    public static void main(String[] none) throws InterruptedException {
        var live = new ArrayList<byte[]>();
        for (int octets = 0; octets < LIVE_OCTETS; octets += PIECE_OCTETS) live.add(new byte[PIECE_OCTETS]);
        var busy = Thread.ofPlatform().daemon().start(() -> {
            while (true) burst();
        });
        for (int i = 0; i < SWEEPS; i++) {
            MemorySweep.run();
            Thread.sleep(5);
        }
        if (!busy.isAlive() || live.isEmpty()) System.exit(3);
    }

    private static void burst() {
        var held = new ArrayList<byte[]>();
        for (int octets = 0; octets < BURST_OCTETS; octets += PIECE_OCTETS) {
            held.add(new byte[PIECE_OCTETS]);
            if (ThreadLocalRandom.current().nextInt(8) == 0) Thread.yield();
        }
        if (held.isEmpty()) throw new IllegalStateException();
    }
}
