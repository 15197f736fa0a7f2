package sigillo.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import sigillo.base.Alarms;
import sigillo.sealing.Randomness;
import sigillo.store.StoreException;

/**
 * The backups of a server: each target on a thread of its own, with a state of its own, so that trouble with one is not
 * the others'. Trouble is an alarm for each target, until a backup of it is made and proven. Proofs open a second
 * store: one runs at a time. Any thread.
 */
public final class Backups implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.backup");
    /** In the data directory: what is remembered of targets, and scratch. */
    public static final String STATE_FOLDER = "backup";
    static final String STATE = ".state";
    /** There too, of who backs up what lies on other machines: it stays from one backup to the next. No target has the name. */
    public static final String MIRROR = ".mirror";
    private static final String SERVER = "server";
    /** So many accounts are named: more are one disaster. */
    private static final int LACKING_TOLD_MAX = 5;
    private static final int WRONG_IN_ALARM_MAX = 3;

    private final BackupSettings settings;
    private final Path folder;
    private final Path keys;
    private final Source source;
    private final Turn turn;
    private final InstantSource clock;
    private final Alarms alarms;
    private final Map<String, ReentrantLock> underWay = new TreeMap<>();
    private final ReentrantLock proofs = new ReentrantLock();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    /** {@code data}: the data directory; {@code keys}: the folder of the server's keys. */
    public Backups(BackupSettings settings, Path data, Path keys, Source source, InstantSource clock, Alarms alarms) {
        this(settings, data, keys, source, Turn.ALONE, clock, alarms);
    }

    /** {@code turn}: among several servers. */
    public Backups(
            BackupSettings settings, Path data, Path keys, Source source, Turn turn, InstantSource clock, Alarms alarms) {
        this.turn = turn;
        this.settings = settings;
        this.folder = data.resolve(STATE_FOLDER);
        this.keys = keys;
        this.source = source;
        this.clock = clock;
        this.alarms = alarms;
        settings.targets().forEach(target -> underWay.put(target.name(), new ReentrantLock()));
    }

    /** From now on backups are made in their turn. */
    public void start() {
        threads.add(Thread.ofPlatform().daemon().name("backup scratch").start(this::clearOthers));
        for (var target : settings.targets()) {
            threads.add(Thread.ofPlatform().daemon().name("backup " + target.name()).priority(Thread.MIN_PRIORITY)
                .start(() -> turns(target)));
        }
    }

    /** What runs of targets that are configured no more have left. */
    private void clearOthers() {
        try (var all = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (var left : all) if (!has(left.getFileName().toString()) && !left.endsWith(MIRROR)) Scratch.clear(left);
        } catch (NoSuchFileException none) {
            // there was no backup yet
        } catch (IOException | DirectoryIteratorException cannot) {
            LOG.log(Level.WARNING, "what is in " + folder + " cannot be seen: " + cannot);
        }
    }

    /** What a run that was killed has left is not there until the next one is due: it may be as large as the store. */
    private void clear(TargetSettings target) {
        var lock = underWay.get(target.name());
        if (!lock.tryLock()) return; // who makes one has taken it away
        try {
            Scratch.clear(folder.resolve(target.name()));
        } finally {
            lock.unlock();
        }
    }

    /** Whatever happens in one turn, the next one comes. */
    private void turns(TargetSettings target) {
        clear(target);
        do {
            try {
                inTurn(target);
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "a turn of the backup to " + target.name() + " failed", e);
            }
        } while (!isStopping(BackupLimits.LOOK_EVERY));
    }

    /** A try that failed is made again soon; a clock that was put back does not hold up the next one for ever. */
    private boolean isDue(TargetState state, Instant now) {
        if (state.failed().isPresent()) return isOver(state.failed().get().at(), BackupLimits.RETRY_AFTER, now);
        return state.made().isEmpty() || isOver(state.made().get().at(), settings.every(), now);
    }

    private static boolean isOver(Instant since, Duration time, Instant now) { return now.isBefore(since)
        || !now.isBefore(since.plus(time)); }

    private boolean isStopping(Duration wait) {
        try {
            return stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    // ---- one backup ----

    /** What became of one, in words. */
    public record Outcome(String target, boolean done, String sentence) {}

    /** Makes backups now, to one target or to all, one after the other. */
    public List<Outcome> now(Optional<String> name) {
        return settings.targets().stream().filter(target -> name.isEmpty() || name.get().equals(target.name()))
            .map(this::now).toList();
    }

    public boolean has(String name) { return underWay.containsKey(name); }

    /** After one that is under way. */
    private Outcome now(TargetSettings target) {
        var lock = underWay.get(target.name());
        lock.lock();
        try {
            return run(target);
        } finally {
            lock.unlock();
        }
    }

    /** Unless somebody makes one already. */
    private void inTurn(TargetSettings target) {
        var lock = underWay.get(target.name());
        if (!lock.tryLock()) return;
        try {
            if (isDue(state(target), clock.instant()) && isOurs()) tell(run(target));
        } finally {
            lock.unlock();
        }
    }

    /** Another server does it, or is to: this one has no recovery key. */
    private boolean isOurs() {
        if (turn == Turn.ALONE) return true;
        try (var _ = key()) {
            return turn.other().isEmpty();
        } catch (IOException | StoreException notNow) {
            return false;
        }
    }

    private Outcome run(TargetSettings target) {
        try {
            var other = turn.other();
            if (other.isPresent()) return new Outcome(target.name(), false, other.get());
            return new Outcome(target.name(), true, sentence(made(target)));
        } catch (IOException | UncheckedIOException | StoreException e) {
            return failed(target, Clean.why(e));
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "the backup to " + target.name() + " failed", e);
            return failed(target, Clean.line("a fault in the server: " + e));
        }
    }

    private Run.Made made(TargetSettings target) throws IOException {
        try (var key = key()) {
            Scratch.prepare(folder);
            var run = new Run(target, settings, source, key, server() + "/" + target.name(), clock, Randomness.secure(),
                this::isStopping, proofs);
            var wrong = new Findings();
            var made = run.run(folder.resolve(target.name()), state(target), new Run.Progress() {
                @Override public void made(long number) { keep(target, state(target).made(number, clock.instant())); }

                @Override public void proven(long number, Source.Proof proof) {
                    var lacking = lacking(proof);
                    keep(target, state(target).proven(number, clock.instant(), lacking));
                    lacking.ifPresent(wrong::add);
                }

                @Override public void wrong(String sentence) { wrong.add(sentence); }
            });
            var told = wrong.told(WRONG_IN_ALARM_MAX);
            if (told.isEmpty()) alarms.clear(alarm(target));
            else alarms.raise(alarm(target), "Backup " + made.number() + " is made, but: " + String.join("; ", told),
                "Il backup " + made.number() + " è fatto, ma: " + String.join("; ", told));
            return made;
        }
    }

    private Outcome failed(TargetSettings target, String why) {
        keep(target, state(target).failed(why, clock.instant()));
        alarms.raise(alarm(target), "The backup to " + target.name() + " failed: " + why, "Il backup verso " + target.name() + " non è riuscito: " + why);
        return new Outcome(target.name(), false, why);
    }

    private static void tell(Outcome outcome) {
        if (outcome.done()) LOG.log(Level.INFO, "backup to " + outcome.target() + ": " + outcome.sentence());
    }

    private static Optional<String> lacking(Source.Proof proof) {
        if (proof.lacking().isEmpty()) return Optional.empty();
        var told = proof.lacking().stream().limit(LACKING_TOLD_MAX).collect(Collectors.joining("; "));
        int more = proof.lacking().size() - LACKING_TOLD_MAX;
        return Optional.of("all else is proven, but not " + told + (more > 0 ? "; and " + more + " more" : ""));
    }

    private static String sentence(Run.Made made) {
        var proof = made.proof().map(p -> ", and proven: " + p.rows() + " rows are the same, and " + p.blobs() + " of "
            + p.blobsAltogether() + " messages" + lacking(p).map(but -> "; " + but).orElse("")).orElse("");
        return "backup " + made.number() + " is made, of " + made.octets() + " octets, of which " + made.brought()
            + " were brought over" + proof
            + (made.removed() == 0 ? "" : "; older ones that were removed: " + made.removed());
    }

    private static String alarm(TargetSettings target) { return "backup/" + target.name(); }

    // ---- what is remembered ----

    private TargetState state(TargetSettings target) { return TargetState.read(folder.resolve(target.name() + STATE)); }

    private void keep(TargetSettings target, TargetState state) {
        try {
            Scratch.prepare(folder);
            state.write(folder.resolve(target.name() + STATE));
        } catch (IOException | RuntimeException cannot) {
            LOG.log(Level.WARNING, "what was done for " + target.name() + " cannot be remembered: " + cannot);
        }
    }

    /** Which server writes to a target: random, made once for a data directory, or for a cluster. */
    private String server() throws IOException {
        var ofAll = turn.name();
        if (ofAll.isPresent()) return ofAll.get();
        var file = folder.resolve(SERVER);
        if (!Files.exists(file)) Files.writeString(file, HexFormat.of().formatHex(Randomness.secure().octets(16)),
            StandardCharsets.US_ASCII);
        return Files.readString(file, StandardCharsets.US_ASCII).strip();
    }

    /** What is in a target, the newest first. */
    public List<BackupReader.Listed> list(String name) throws IOException {
        var target = settings.targets().stream().filter(one -> one.name().equals(name)).findFirst()
            .orElseThrow(() -> new IOException("there is no target " + name));
        try (var key = key(); var reader = BackupReader.open(target, key, Optional.empty())) {
            return reader.list();
        }
    }

    // ---- putting back ----

    /**
     * Puts back what the disk has changed in files of the store, from the last backup of each target that is proven as a
     * whole, until one had all that differs. How many octets that were; 0 where nothing differs or no target has it. Reads
     * all of the store that is in a backup, some 64 MiB a second. Trouble with a target is in the log.
     *
     * @param store the folder whose checkpoints the source gives
     */
    public long mend(Path store) {
        long octets = 0;
        for (var target : settings.targets()) {
            var proven = state(target).proven();
            if (proven.isEmpty() || isStopping(Duration.ZERO)) continue;
            var lock = underWay.get(target.name());
            lock.lock(); // a run may take away what is read here
            try (var key = key(); var place = target.open()) {
                var repository = new Repository(place, key);
                var mending = new Mending(repository, store, this::isStopping);
                octets += mending.run(repository.manifest(proven.get().number()));
                if (mending.lacking().isEmpty()) return octets;
                LOG.log(Level.WARNING, target.name() + " does not have all that the disk has changed: " + mending.lacking().get());
            } catch (IOException | UncheckedIOException e) {
                LOG.log(Level.WARNING, "what the disk has changed could not be put back from " + target.name() + ": " + Clean.why(e));
            } finally {
                lock.unlock();
            }
        }
        return octets;
    }

    private BackupKey key() throws IOException {
        return BackupKey.in(keys).orElseThrow(() -> new IOException("there is no recovery key yet: make one with sigillo backup key"));
    }

    /** Of each target. */
    public List<Line> lines() { return settings.targets().stream().map(this::line).toList(); }

    /**
     * {@code made}, {@code proven}: the last time, proven as a whole. {@code lacking}: what the last proof left out.
     * {@code failed}: why the last try came to nothing.
     */
    public record Line(String target, String place, Optional<Long> backup, Optional<Instant> made,
        Optional<Instant> proven, Optional<Instant> next, Optional<String> failed, Optional<String> lacking) {}

    private Line line(TargetSettings target) {
        var state = state(target);
        var next = state.failed().map(failure -> failure.at().plus(BackupLimits.RETRY_AFTER))
            .or(() -> state.made().map(done -> done.at().plus(settings.every())));
        return new Line(target.name(), target.place(), state.made().map(TargetState.Done::number), state.made()
            .map(TargetState.Done::at), state.proven().map(TargetState.Done::at), next,
            state.failed().map(TargetState.Failure::why), state.lacking());
    }

    @Override public void close() {
        stopping.countDown();
        for (var thread : threads) {
            try {
                thread.join(BackupLimits.STOP_MAX);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
