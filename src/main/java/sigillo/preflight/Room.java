package sigillo.preflight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Whether disk and memory suffice for a few people. */
public final class Room {
    public static final String DISK = "disk";
    public static final String MEMORY = "memory";
    public static final String PROCESSOR = "processor";
    private static final double CORES_WARNING = 0.5;
    private static final long MIB = 1L << 20;
    /** Below: some weeks of a household's mail, and then nothing is taken any more. */
    private static final long DISK_WARNING = 10L << 30;
    private static final long DISK_WRONG = 1L << 30;
    /** What the server takes under load is below 300 MiB (docs/measurements.md); the same again for the system's cache of files. */
    private static final long MEMORY_WARNING = 600 * MIB;
    private static final long MEMORY_WRONG = 300 * MIB;
    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable: +(\\d{1,15}) kB$");

    private Room() {}

    /** Octets that may be written where {@code folder} is, or will be. */
    static long free(Path folder) throws IOException {
        var there = folder.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) there = there.getParent();
        return Files.getFileStore(there).getUsableSpace();
    }

    public static Result disk(Path folder, long free) {
        var text = Words.of("%s has %d MiB free.", "%s ha %d MiB liberi.", folder, free / MIB);
        var step = new Words("Give the data directory a larger disk: 10 GiB and what the mail of all takes, or say with --data which one it is.",
            "Dare alla cartella dei dati un disco più grande: 10 GiB più la posta di tutti, o dire con --data quale sia.");
        if (free < DISK_WRONG) return Result.wrong(DISK, text, step);
        return free < DISK_WARNING ? Result.warning(DISK, text, step) : Result.fine(DISK, text);
    }

    /** {@code meminfo}: the text of {@code /proc/meminfo}; octets that programs may still take. */
    static OptionalLong available(String meminfo) {
        var line = AVAILABLE.matcher(meminfo);
        return line.find() ? OptionalLong.of(Long.parseLong(line.group(1)) * 1024) : OptionalLong.empty();
    }

    /** {@code group}: what this process may take of the machine. */
    static Result memory(OptionalLong available, Cgroup group) {
        boolean isLess = group.memoryLeft().isPresent() && group.memoryLeft().getAsLong() < available.orElse(Long.MAX_VALUE);
        if (!isLess) return memory(available);
        long left = group.memoryLeft().getAsLong();
        var text = Words.of("%d MiB of memory are left of what this container or service may take (memory.max).", "Restano %d MiB della memoria che questo contenitore o servizio può usare (memory.max).", left / MIB);
        var step = new Words("Raise that limit to 1 GiB or more: --memory of the container, MemoryMax= of the service.", "Alzare quel limite a 1 GiB o più: --memory del contenitore, MemoryMax= del servizio.");
        if (left < MEMORY_WRONG) return Result.wrong(MEMORY, text, step);
        return left < MEMORY_WARNING ? Result.warning(MEMORY, text, step) : Result.fine(MEMORY, text);
    }

    /** {@code all}: cores that the machine has. */
    static Result processor(int all, Cgroup group) {
        double cores = Math.min(all, group.cores().orElse(all));
        var text = cores < all ? Words.of("%.1f of %d cores may be used by this container or service (cpu.max).", "Questo contenitore o servizio può usare %.1f core su %d (cpu.max).", cores, all)
            : Words.of("Cores of the processor: %d.", "Core del processore: %d.", all);
        if (cores >= CORES_WARNING) return Result.fine(PROCESSOR, text);
        return Result.warning(PROCESSOR, text, new Words("Raise that limit to one core or more: --cpus of the container, CPUQuota= of the service; else sign-ins and searches are slow.",
            "Alzare quel limite a un core o più: --cpus del contenitore, CPUQuota= del servizio; altrimenti accessi e ricerche sono lenti."));
    }

    static Result memory(OptionalLong available) {
        var step = new Words("Give the machine 1 GiB of memory or more, or stop programs that it does not need.", "Dare alla macchina 1 GiB di memoria o più, o fermare i programmi che non servono.");
        if (available.isEmpty()) {
            return Result.unknown(MEMORY, new Words("This system does not say how much memory is free.", "Questo sistema non dice quanta memoria è libera."),
                new Words("Look yourself whether 600 MiB are free.", "Controllare da sé se sono liberi 600 MiB."));
        }
        var text = Words.of("%d MiB of memory are free.", "%d MiB di memoria sono liberi.", available.getAsLong() / MIB);
        if (available.getAsLong() < MEMORY_WRONG) return Result.wrong(MEMORY, text, step);
        return available.getAsLong() < MEMORY_WARNING ? Result.warning(MEMORY, text, step) : Result.fine(MEMORY, text);
    }
}
