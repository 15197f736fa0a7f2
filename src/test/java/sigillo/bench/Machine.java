package sigillo.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import sigillo.peers.Program;

/** What the whole machine does, from /proc/stat. Times are in seconds of one core. */
final class Machine {
    /** The unit of /proc: USER_HZ is 100 wherever Linux runs. */
    static final double TICKS_A_SECOND = 100;
    /** Others may take so much of all cores while something is measured. */
    static final double QUIET = 0.15;
    private static final int LOOK_MS = 500;

    private Machine() {}

    static int cores() { return Runtime.getRuntime().availableProcessors(); }

    /** All that was computed since the start, and what the host kept for itself. */
    static double busySeconds() {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            return busySeconds(lines.findFirst().orElse(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code cpu user nice system idle iowait irq softirq steal guest guest_nice}; a guest's time is in the user's too. */
    static double busySeconds(String line) {
        var ticks = Arrays.stream(line.trim().split("\\s+")).skip(1).mapToLong(Long::parseLong).toArray();
        return (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7]) / TICKS_A_SECOND;
    }

    /** Waits until half a second passes in which the machine has little to do, at most so long. */
    static void waitForQuiet(int seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        double share;
        do {
            double before = busySeconds();
            long began = System.nanoTime();
            Program.pause(LOOK_MS);
            share = (busySeconds() - before) / ((System.nanoTime() - began) / 1e9) / cores();
        } while (share > QUIET && System.nanoTime() < end);
    }
}
