package sigillo.main.upgrade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sigillo.preflight.Check;
import sigillo.preflight.Result;
import sigillo.preflight.Words;

/**
 * Which security updates of the system wait: what apt would do, by the lists of packages that it has. Nothing is changed, and nobody
 * elsewhere is asked. It costs some seconds of CPU, so what it said is kept for a while.
 */
public final class SystemUpdates {
    private static final String NAME = "system";
    private static final Duration KEPT_FOR = Duration.ofHours(6);
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final int OCTETS_MAX = 1 << 20;
    /** Systems look each day by themselves, where they do. */
    private static final Duration LISTS_OLD_AFTER = Duration.ofDays(7);
    private static final int NAMED_MAX = 3;
    private static final Path APT = Path.of("/usr/bin/apt-get");
    private static final Path LISTS = Path.of("/var/lib/apt/lists");
    /** {@code Inst bash [5.2-2] (5.2-3 Debian:12.15/oldstable, Debian-Security:12/oldstable-security [amd64])}. */
    private static final Pattern INSTALLED = Pattern.compile("Inst ([a-z0-9][a-z0-9+.:-]{0,99}) (?:\\[[^]]*] )?\\(([^)]*)\\).*");

    private final InstantSource clock;
    private Optional<Result> last = Optional.empty();
    private Instant lookedAt = Instant.EPOCH;

    public SystemUpdates(InstantSource clock) { this.clock = clock; }

    /** Where there is no apt, nothing is said. */
    public Optional<Check> check() { return Files.isExecutable(APT) ? Optional.of(new Check(NAME, this::look)) : Optional.empty(); }

    private synchronized Result look() throws IOException {
        var now = clock.instant();
        if (last.isEmpty() || Duration.between(lookedAt, now).abs().compareTo(KEPT_FOR) > 0) {
            last = Optional.of(fresh(now));
            lookedAt = now;
        }
        return last.get();
    }

    private static Result fresh(Instant now) throws IOException {
        var lists = listed();
        if (lists.isEmpty()) return Result.unknown(NAME, new Words("This system has no lists of packages, so nobody can say what waits.", "Questo sistema non ha elenchi di pacchetti, quindi nessuno può dire che cosa attende."),
            new Words("apt-get update, and let it be done each day (unattended-upgrades).", "apt-get update, e lasciarlo fare ogni giorno (unattended-upgrades)."));
        return judge(waiting(simulated()), lists.get(), now);
    }

    /** When the newest list came; empty when there is none. */
    private static Optional<Instant> listed() throws IOException {
        if (!Files.isDirectory(LISTS)) return Optional.empty();
        var newest = Optional.<Instant>empty();
        try (Stream<Path> all = Files.list(LISTS)) {
            for (var file : (Iterable<Path>) all.filter(one -> one.getFileName().toString().endsWith("Release"))::iterator) {
                var at = Files.getLastModifiedTime(file).toInstant();
                if (newest.isEmpty() || newest.get().isBefore(at)) newest = Optional.of(at);
            }
        }
        return newest;
    }

    private static List<String> simulated() throws IOException {
        var words = new ProcessBuilder(APT.toString(), "--simulate", "-qq", "-o", "Debug::NoLocking=true", "upgrade").redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile());
        words.environment().clear();
        words.environment().putAll(Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C"));
        var apt = words.start();
        var killer = Thread.ofVirtual().start(() -> end(apt));
        try (var in = apt.getInputStream()) {
            var octets = in.readNBytes(OCTETS_MAX);
            boolean isWhole = octets.length < OCTETS_MAX && apt.waitFor(1, TimeUnit.SECONDS) && apt.exitValue() == 0;
            if (!isWhole) throw new IOException("apt-get does not say what it would do");
            return new String(octets, StandardCharsets.UTF_8).lines().toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            killer.interrupt();
            apt.destroyForcibly();
        }
    }

    private static void end(Process apt) {
        try {
            if (!apt.waitFor(WITHIN.toMillis(), TimeUnit.MILLISECONDS)) apt.destroyForcibly();
        } catch (InterruptedException done) {
            // it has said all
        }
    }

    /** Packages that are updated from where security updates come, as Debian and Ubuntu name it. */
    static List<String> waiting(List<String> lines) {
        var names = new ArrayList<String>();
        for (var line : lines) {
            var one = INSTALLED.matcher(line);
            if (one.matches() && one.group(2).contains("-security")) names.add(one.group(1));
        }
        return names;
    }

    static Result judge(List<String> waiting, Instant listed, Instant now) {
        if (!waiting.isEmpty()) {
            var names = String.join(", ", waiting.subList(0, Math.min(NAMED_MAX, waiting.size()))) + (waiting.size() > NAMED_MAX ? ", ..." : "");
            return Result.warning(NAME, Words.of("%d security updates of the system wait: %s.", "%d aggiornamenti di sicurezza del sistema attendono: %s.", waiting.size(), names),
                new Words("apt-get upgrade; unattended-upgrades does it by itself from then on.", "apt-get upgrade; unattended-upgrades lo fa poi da sé."));
        }
        if (Duration.between(listed, now).compareTo(LISTS_OLD_AFTER) > 0)
            return Result.warning(NAME, Words.of("The system has not looked for updates since %1$s.", "Il sistema non cerca aggiornamenti dal %1$s.", LocalDate.ofInstant(listed, ZoneOffset.UTC)),
                new Words("apt-get update, and let it be done each day (unattended-upgrades).", "apt-get update, e lasciarlo fare ogni giorno (unattended-upgrades)."));
        return Result.fine(NAME, new Words("No security update of the system waits.", "Nessun aggiornamento di sicurezza del sistema attende."));
    }
}
