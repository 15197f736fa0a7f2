package sigillo.upgrade;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The process in which a new version tests itself. It may hang, write without an end, or leave processes behind: it is given a deadline,
 * of what it says the end is kept, and what has the id of the upgrade on its command line is killed.
 */
public final class TrialProcess {
    /** What a trial says at its end, before the id, when all is well. */
    public static final String PASSED = "self-test passed: ";
    /** And before a sentence, when something is not. */
    public static final String FAILED = "self-test failed: ";
    private static final int SAID_MAX = 64 * 1024;
    private static final Duration KILLED_WITHIN = Duration.ofSeconds(20);

    private TrialProcess() {}

    /** Empty when it has passed; else why not, as a sentence. */
    public static Optional<String> run(Path home, String id, Path config, Duration deadline) throws IOException {
        var process = new ProcessBuilder(List.of(home.resolve("sigillo").toString(), "upgrade-trial", "--id", id, "--config", config.toString()))
            .redirectErrorStream(true).start();
        try {
            var said = new Said(process.getInputStream());
            var reader = Thread.ofVirtual().start(said);
            boolean hasEnded = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
            if (!hasEnded) return Optional.of("the new version did not end its test within " + deadline.toSeconds() + " seconds");
            reader.join(Duration.ofSeconds(2));
            return verdict(process.exitValue(), said.lines(), id);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            kill(id);
        }
    }

    static Optional<String> verdict(int exit, List<String> lines, String id) {
        if (exit == 0 && lines.contains(PASSED + id)) return Optional.empty();
        var failed = lines.stream().filter(line -> line.startsWith(FAILED)).reduce((_, last) -> last).map(line -> line.substring(FAILED.length()));
        return Optional.of(failed.orElseGet(() -> "the new version ended with exit code " + exit + " in its test"
            + lines.stream().filter(line -> !line.isBlank()).reduce((_, last) -> last).map(last -> ", and said last: " + last).orElse("")));
    }

    /** The end of what it says. */
    private static final class Said implements Runnable {
        private final InputStream in;
        private final byte[] ring = new byte[SAID_MAX];
        private long octets;

        Said(InputStream in) { this.in = in; }

        @Override public void run() {
            var buffer = new byte[8192];
            try {
                for (int n; (n = in.read(buffer)) > 0; ) take(buffer, n);
            } catch (IOException ended) {
                // it was killed
            }
        }

        private synchronized void take(byte[] buffer, int n) {
            for (int i = 0; i < n; i++) ring[(int) (octets++ % SAID_MAX)] = buffer[i];
        }

        synchronized List<String> lines() {
            var end = new byte[(int) Math.min(octets, SAID_MAX)];
            for (int i = 0; i < end.length; i++) end[i] = ring[(int) ((octets - end.length + i) % SAID_MAX)];
            return new String(end, StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** Kills what has {@code id} on its command line, and waits until it is gone: it may be writing into the store. Throws {@link IllegalStateException} when it does not go. */
    public static void kill(String id) {
        long until = System.nanoTime() + KILLED_WITHIN.toNanos();
        for (var left = of(id); !left.isEmpty(); left = of(id)) {
            if (System.nanoTime() > until) throw new IllegalStateException("the trial of the new version does not end: process " + left.getFirst().pid());
            left.forEach(one -> {
                one.descendants().forEach(ProcessHandle::destroyForcibly);
                one.destroyForcibly();
            });
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static List<ProcessHandle> of(String id) {
        return ProcessHandle.allProcesses().filter(process -> process.pid() != ProcessHandle.current().pid() && hasWord(process.pid(), id)).toList();
    }

    /** Java itself shows long command lines cut off. Whoever reads the id off it and is somebody else holds nothing up. */
    private static boolean hasWord(long pid, String id) {
        try {
            boolean isOurs = Files.getOwner(Path.of("/proc", "" + pid)).equals(Files.getOwner(Path.of("/proc/self")));
            return isOurs && Stream.of(Files.readString(Path.of("/proc", "" + pid, "cmdline"), StandardCharsets.ISO_8859_1).split("\0")).anyMatch(id::equals);
        } catch (IOException gone) {
            return false;
        }
    }
}
