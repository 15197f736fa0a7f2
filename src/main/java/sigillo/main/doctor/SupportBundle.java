package sigillo.main.doctor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import sigillo.admin.Results;
import sigillo.base.Domain;
import sigillo.directory.Directory;
import sigillo.doctor.Board;
import sigillo.doctor.Redaction;
import sigillo.main.process.Logs;
import sigillo.main.process.ProgramFile;
import tools.jackson.databind.json.JsonMapper;

/**
 * What helps who helps: versions, the board, counters, errors by kind, timings, what is on the disk. Figures, and words of this program;
 * nobody's mail, addresses, names of hosts or IP addresses, and names of domains only where they are wanted.
 */
public record SupportBundle(Directory directory, Domain host, Path data, InstantSource clock, Supplier<Board> look, Supplier<Results.Status> status) {
    /** Of no use to say, and in many sentences. */
    private static final Set<String> WORDS = Set.of("mail", "postmaster");
    private static final int FILES_MAX = 200_000;

    public List<Results.BundleFile> files(boolean withDomains) {
        long began = System.nanoTime();
        var board = look.get();
        var looked = Duration.ofNanos(System.nanoTime() - began);
        var redaction = new Redaction(names(), withDomains);
        return List.of(file("about.txt", about()), file("board.txt", board(board, redaction)), file("counters.json", counters(redaction)), file("errors.txt", errors()),
            file("timings.txt", timings(looked)), file("disk.txt", disk()));
    }

    private static Results.BundleFile file(String name, String text) { return new Results.BundleFile(name, text); }

    /** Local parts and ids of accounts, labels of domains. */
    private Set<String> names() {
        var names = new HashSet<String>();
        var domains = new ArrayList<>(directory.domains().stream().map(one -> one.name()).toList());
        domains.add(host);
        for (var domain : domains) {
            var labels = domain.name().toLowerCase(Locale.ROOT).split("\\.");
            for (int i = 0; i < Math.max(1, labels.length - 1); i++) names.add(labels[i]);
        }
        directory.accounts().forEach(account -> {
            names.add(account.address().localPart().toLowerCase(Locale.ROOT));
            names.add(account.id().text().toLowerCase(Locale.ROOT));
        });
        directory.aliases().forEach(alias -> names.add(alias.name().toString().replaceAll("@.*", "").toLowerCase(Locale.ROOT)));
        names.removeAll(WORDS);
        return names;
    }

    // ---- files ----

    private String about() {
        var vm = ManagementFactory.getRuntimeMXBean();
        return """
            made %s
            program %s
            java %s (%s)
            system %s %s %s
            cores %d
            heap at most %d MiB
            up %d s
            """.formatted(clock.instant(), program(), Runtime.version(), vm.getVmName(), System.getProperty("os.name"), System.getProperty("os.version"),
            System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors(), Runtime.getRuntime().maxMemory() >> 20, vm.getUptime() / 1_000);
    }

    /** By which a build is known. */
    private static String program() {
        try {
            var jar = ProgramFile.jar();
            return jar.isPresent() ? "sha256 " + ProgramFile.digest(jar.get()).substring(0, 32) + ", of " + Files.getLastModifiedTime(jar.get()) : "not from a jar";
        } catch (IOException unknown) {
            return "not known";
        }
    }

    private static String board(Board board, Redaction redaction) {
        var text = new StringBuilder("looked at " + board.at() + "\n");
        for (var line : board.lines()) {
            var result = line.result();
            text.append(result.state().name().toLowerCase(Locale.ROOT)).append("  ").append(line.subject().name().toLowerCase(Locale.ROOT)).append("  ")
                .append(redaction.of(result.name())).append("  ").append(redaction.of(result.sentence().english())).append('\n');
        }
        return text.toString();
    }

    private String counters(Redaction redaction) {
        var now = status.get();
        var all = new LinkedHashMap<String, Object>();
        all.put("domains", now.domains());
        all.put("accounts", now.accounts());
        all.put("aliases", now.aliases());
        all.put("queue", now.queue());
        all.put("listeners", now.listeners().stream().map(one -> Map.of("name", one.name(), "connections", one.connections())).toList());
        all.put("connections", now.connections());
        all.put("availability", now.availability().map(one -> Map.of("served", one.served(), "stops", one.stops(), "crashes", one.crashes())).orElse(Map.of()));
        all.put("backupTargets", now.backups().size());
        all.put("receiversInTrouble", now.receivers().size());
        all.put("engines", now.engines().stream().map(redaction::of).toList());
        all.put("storeTrouble", now.trouble().map(redaction::of).orElse(""));
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
    }

    private static String errors() {
        var text = new StringBuilder("warnings and errors since the start, by where they are written, the newest first\n");
        for (var one : Logs.kinds().counts()) {
            text.append(one.kind().level()).append("  ").append(one.count()).append(" times, first ").append(one.first()).append(", last ").append(one.last()).append("  ")
                .append(one.kind().where()).append('\n');
            one.kind().thrown().forEach(line -> text.append("    ").append(line).append('\n'));
        }
        return text.toString();
    }

    private static String timings(Duration looked) {
        var memory = ManagementFactory.getMemoryMXBean();
        var text = new StringBuilder();
        text.append("a look at the board ").append(looked.toMillis()).append(" ms\n");
        text.append("heap in use ").append(memory.getHeapMemoryUsage().getUsed() >> 20).append(" MiB, other memory ").append(memory.getNonHeapMemoryUsage().getUsed() >> 20).append(" MiB\n");
        for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            text.append(collector.getName()).append(' ').append(collector.getCollectionCount()).append(" times, ").append(collector.getCollectionTime()).append(" ms\n");
        }
        text.append("threads ").append(ManagementFactory.getThreadMXBean().getThreadCount()).append('\n');
        text.append("load ").append(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()).append('\n');
        return text.toString();
    }

    // ---- disk ----

    private static final class Sum {
        private long files;
        private long octets;
    }

    /** By the folders of the data directory, whose names are ours. */
    private String disk() {
        var text = new StringBuilder();
        try (var folders = Files.newDirectoryStream(data, Files::isDirectory)) {
            var disk = Files.getFileStore(data);
            text.append("file system ").append(disk.type()).append(", ").append(disk.getUsableSpace() >> 20).append(" MiB free of ").append(disk.getTotalSpace() >> 20).append(" MiB\n");
            for (var folder : folders) {
                var sum = sum(folder);
                text.append(DataNames.known(folder.getFileName().toString())).append(' ').append(sum.files).append(" files, ").append(sum.octets).append(" octets\n");
            }
        } catch (IOException unreadable) {
            text.append("cannot be looked at: ").append(unreadable.getClass().getSimpleName()).append('\n');
        }
        return text.toString();
    }

    /** Files come and go meanwhile. */
    private static Sum sum(Path folder) throws IOException {
        var sum = new Sum();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override public FileVisitResult visitFile(Path file, BasicFileAttributes what) {
                sum.octets += what.size();
                return ++sum.files < FILES_MAX ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override public FileVisitResult visitFileFailed(Path file, IOException gone) { return FileVisitResult.CONTINUE; }

            @Override public FileVisitResult postVisitDirectory(Path directory, IOException gone) { return FileVisitResult.CONTINUE; }
        });
        return sum;
    }

    /** Folders of ours; what else lies there may be called after somebody. */
    private static final class DataNames {
        private static final Set<String> OURS = Set.of("store", "spool", "keys", "backup", "tls", "run", "setup", "shred");

        static String known(String name) { return OURS.contains(name) ? name : "another folder"; }
    }
}
