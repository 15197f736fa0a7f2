package sigillo.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What a run says while it goes on, and what it takes of the machine itself. */
final class Progress {
    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Progress() {}

    static void tell(String pattern, Object... words) {
        System.err.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + String.format(Locale.ROOT, pattern, words));
    }

    /** Of this whole process: what sends and reads, its compiler and its garbage collection. */
    static double ownCpuSeconds() { return SYSTEM.getProcessCpuTime() / 1e9; }
}
