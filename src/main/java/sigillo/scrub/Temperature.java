package sigillo.scrub;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * How warm a disk is, in thousandths of a degree Celsius, and from where on that harms it: by the kernel's
 * {@code hwmon}, which NVMe disks have by themselves and others with the module {@code drivetemp}.
 */
record Temperature(long now, long limit) {
    /** What makers of disks allow who say nothing. */
    private static final long USUAL_LIMIT = 60_000;
    /** So much cooler before it is told that all is well: or the alarm comes and goes. */
    private static final long COOLER = 5_000;

    boolean isTooHigh() { return now >= limit; }

    boolean isFine() { return now < limit - COOLER; }

    long degrees() { return now / 1000; }

    /** Of a disk called {@code name}; null where it is not told. */
    static Temperature of(Path sys, String name) {
        var device = sys.resolve("block").resolve(name).resolve("device");
        var found = in(device.resolve("hwmon"));
        return found != null ? found : in(device);
    }

    private static Temperature in(Path folder) {
        if (!Files.isDirectory(folder)) return null;
        try (var sensors = Files.newDirectoryStream(folder, "hwmon*")) {
            for (var sensor : sensors) {
                var now = number(sensor.resolve("temp1_input"));
                if (now.isPresent()) return new Temperature(now.getAsLong(), limit(sensor));
            }
        } catch (IOException | DirectoryIteratorException untold) {
            // as if there were none
        }
        return null;
    }

    private static long limit(Path sensor) {
        var highest = number(sensor.resolve("temp1_max"));
        if (highest.isEmpty()) highest = number(sensor.resolve("temp1_crit"));
        return highest.isPresent() && highest.getAsLong() > 0 ? highest.getAsLong() : USUAL_LIMIT;
    }

    private static OptionalLong number(Path file) {
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException untold) {
            return OptionalLong.empty();
        }
    }
}
