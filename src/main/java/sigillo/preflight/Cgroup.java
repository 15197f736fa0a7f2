package sigillo.preflight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a container or a service may take of the machine: control groups of Linux, version 2. {@code memoryLeft}: in octets; {@code cores}:
 * of the processor. Empty where nothing less than all is set.
 */
record Cgroup(OptionalLong memoryLeft, OptionalDouble cores) {
    static final Cgroup NONE = new Cgroup(OptionalLong.empty(), OptionalDouble.empty());
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final Path SELF = Path.of("/proc/self/cgroup");
    private static final Pattern PLACE = Pattern.compile("(?m)^0::(/[^\\r\\n]*)$");
    private static final Pattern QUOTA = Pattern.compile("(\\d{1,18}) (\\d{1,18})");
    /** Groups within groups. */
    private static final int DEPTH_MAX = 32;

    static Cgroup ofThisProcess() {
        try {
            return of(ROOT, Files.readString(SELF));
        } catch (IOException | RuntimeException none) {
            return NONE;
        }
    }

    /** {@code self}: the text of {@code /proc/self/cgroup}. The least of all groups that it is within counts. */
    static Cgroup of(Path root, String self) {
        var place = PLACE.matcher(self);
        if (!place.find()) return NONE;
        var left = OptionalLong.empty();
        var cores = OptionalDouble.empty();
        var group = root.resolve(place.group(1).substring(1)).normalize();
        for (int depth = 0; depth < DEPTH_MAX && group != null && group.startsWith(root); depth++) {
            left = less(left, memoryLeft(group));
            cores = less(cores, cores(group));
            group = group.getParent();
        }
        return new Cgroup(left, cores);
    }

    private static OptionalLong less(OptionalLong one, OptionalLong other) {
        if (one.isEmpty() || other.isEmpty()) return one.isEmpty() ? other : one;
        return OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
    }

    private static OptionalDouble less(OptionalDouble one, OptionalDouble other) {
        if (one.isEmpty() || other.isEmpty()) return one.isEmpty() ? other : one;
        return OptionalDouble.of(Math.min(one.getAsDouble(), other.getAsDouble()));
    }

    /** What files are remembered in is given back when a program wants it. */
    private static OptionalLong memoryLeft(Path group) {
        var max = number(text(group.resolve("memory.max")));
        var used = number(text(group.resolve("memory.current")));
        if (max.isEmpty()) return OptionalLong.empty();
        long files = text(group.resolve("memory.stat")).lines().filter(line -> line.startsWith("file ")).map(line -> number(line.substring(5)))
            .flatMapToLong(OptionalLong::stream).findFirst().orElse(0);
        return OptionalLong.of(Math.max(0, max.getAsLong() - Math.max(0, used.orElse(0) - files)));
    }

    private static OptionalDouble cores(Path group) {
        var quota = QUOTA.matcher(text(group.resolve("cpu.max")));
        if (!quota.matches() || Long.parseLong(quota.group(2)) == 0) return OptionalDouble.empty();
        return OptionalDouble.of((double) Long.parseLong(quota.group(1)) / Long.parseLong(quota.group(2)));
    }

    private static OptionalLong number(String text) { return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty(); }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException none) {
            return "";
        }
    }
}
