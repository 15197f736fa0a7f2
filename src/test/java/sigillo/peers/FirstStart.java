package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import sigillo.admin.Request;

/**
 * What a demo does at its first start, done once for each level by the tests of a JVM: people move in, whose passwords are
 * stretched, and keys for signatures are made. That takes twice as long as any later start. The folders go with the JVM.
 */
final class FirstStart {
    private static final Map<String, Path> DONE = new HashMap<>();

    private FirstStart() {}

    /** Makes the folder of a demo that has stopped. */
    static synchronized void copyTo(Path folder, String level) {
        try (var all = Files.walk(DONE.computeIfAbsent(level, FirstStart::make))) {
            var from = DONE.get(level);
            Files.createDirectories(folder.getParent());
            for (var file : (Iterable<Path>) all::iterator)
                Files.copy(file, folder.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only who sends to others signs, and has keys for it: in place of DNS there is nobody. */
    private static Path make(String level) {
        try {
            var parent = Files.createTempDirectory("sigillo-first");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(parent)));
            try (var first = SigilloPeer.fresh(parent, "--level", level, "--resolver", "127.0.0.1:" + Ports.free())) {
                var keys = new Request.ListDkim(Optional.empty(), false);
                Program.waitUntil("keys for signatures are made", Duration.ofSeconds(120), () -> !first.ask(keys).isEmpty());
                first.stop();
                delete(first.folder().resolve("run"));
                return first.folder();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) return;
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
