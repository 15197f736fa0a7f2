package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A program of the system, run to its end or in the background, its output in a file. */
public final class Program implements AutoCloseable {
    private final Process process;
    private final Path output;
    /** Where its own output begins: others may have written into that file before. */
    private final long from;

    private Program(Process process, Path output, long from) {
        this.process = process;
        this.output = output;
        this.from = from;
    }

    /** Starts it in the background; standard error goes where standard output goes. */
    public static Program start(Path output, Map<String, String> environment, List<String> command) {
        try {
            long from = Files.exists(output) ? Files.size(output) : 0;
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            builder.environment().putAll(environment);
            return new Program(builder.start(), output, from);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program to its end, at most for {@code limit}; what it printed, and its exit code. */
    public static Done run(Duration limit, Map<String, String> environment, List<String> command) {
        try {
            var output = Files.createTempFile("sigillo-run", ".out");
            try (var program = start(output, environment, command)) {
                int code = program.await(limit);
                return new Done(code, program.printed());
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Done run(Duration limit, String... command) { return run(limit, Map.of(), List.of(command)); }

    public record Done(int code, String printed) {
        /** Throws with what was printed unless the exit code is 0. */
        public Done orFail() {
            if (code != 0) throw new AssertionError("exit code " + code + "\n" + printed);
            return this;
        }
    }

    /** Whether Debian's package of a program is there; tests that want it abort by name otherwise. */
    public static boolean isInstalled(String program) {
        for (var folder : List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")) {
            if (Files.isExecutable(Path.of(folder, program))) return true;
        }
        return false;
    }

    /** Lets a program's own user reach a folder below one that only root may enter. */
    public static void letOthersPass(Path folder) {
        for (var p = folder.toAbsolutePath(); p != null && p.getNameCount() > 1; p = p.getParent()) {
            run(Duration.ofSeconds(10), "chmod", "a+x", p.toString()).orFail();
        }
    }

    /** Waits until it is so, looking every 20 ms; throws {@link AssertionError} with {@code what} after {@code limit}. */
    public static void waitUntil(String what, Duration limit, BooleanSupplier isSo) {
        var end = Instant.now().plus(limit);
        while (!isSo.getAsBoolean()) {
            if (Instant.now().isAfter(end)) throw new AssertionError("not within " + limit + ": " + what);
            pause(20);
        }
    }

    public static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public long pid() { return process.pid(); }

    public boolean isRunning() { return process.isAlive(); }

    public int await(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + limit + "\n" + printed());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public String printed() {
        try {
            var octets = Files.readAllBytes(output);
            int begin = (int) Math.min(from, octets.length);
            return new String(octets, begin, octets.length - begin, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM. */
    public void terminate() { process.destroy(); }

    /** SIGKILL, and waits until it is gone. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        await(Duration.ofSeconds(10));
    }

    /** Resident memory in KiB, from the kernel. */
    public long residentKib() {
        try (var lines = Files.lines(Path.of("/proc/" + pid() + "/status"))) {
            return lines.filter(l -> l.startsWith("VmRSS:")).mapToLong(l -> Long.parseLong(l.replaceAll("\\D", ""))).findFirst().orElse(0);
        } catch (IOException gone) {
            return 0;
        }
    }

    @Override public void close() {
        if (process.isAlive()) kill();
    }
}
