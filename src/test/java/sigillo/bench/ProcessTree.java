package sigillo.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Some processes with all that came of them, as /proc shows them. */
public record ProcessTree(List<Long> roots) {
    public static ProcessTree of(long... roots) { return new ProcessTree(Arrays.stream(roots).boxed().toList()); }

    private Stream<Long> pids() {
        return roots.stream().flatMap(pid -> ProcessHandle.of(pid).stream())
            .flatMap(root -> Stream.concat(Stream.of(root), root.descendants())).map(ProcessHandle::pid);
    }

    /** CPU of all of them since they began, that of children which ended and were waited for included. */
    public double cpuSeconds() { return pids().mapToLong(pid -> ticks(text(pid, "stat"))).sum() / Machine.TICKS_A_SECOND; }

    /** {@code pid (name) state ...}, where the name may hold anything: utime, stime, cutime, cstime are the 14th to 17th. */
    static long ticks(String stat) {
        if (stat.isEmpty()) return 0;
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long sum = 0;
        for (int i = 11; i < 15; i++) sum += Long.parseLong(fields[i]);
        return sum;
    }

    /** What they have in memory, pages that several share counted once (PSS). */
    long memoryKib() { return pids().mapToLong(pid -> kib(text(pid, "smaps_rollup"), "Pss:")).sum(); }

    /** The highest resident memory of each since it began, added up: exact for one process, too much for several. */
    long highestKib() { return pids().mapToLong(pid -> kib(text(pid, "status"), "VmHWM:")).sum(); }

    long count() { return pids().count(); }

    static long kib(String text, String key) {
        return text.lines().filter(line -> line.startsWith(key))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElse(0);
    }

    /** Empty when the process ended meanwhile. */
    private static String text(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", "" + pid, file), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
