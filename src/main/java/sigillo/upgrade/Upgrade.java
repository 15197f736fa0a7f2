package sigillo.upgrade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An upgrade of one data directory, step by step; each step is on the disk before it is done. Whatever stops it, the next start does
 * {@link #recover}. All but {@link #progress} is for who holds the {@link UpgradeLock}.
 */
public final class Upgrade {
    private static final String STATE = "state";
    private static final String SEEN = "seen";
    private final Path folder;
    private final Snapshot snapshot;
    private final InstantSource clock;
    private final Consumer<String> trials;

    /**
     * {@code data}: the data directory. {@code trials}: ends what is left of a trial's processes, by the id of the upgrade; the snapshot
     * is not touched before that is done.
     */
    public Upgrade(Path data, Snapshot snapshot, InstantSource clock, Consumer<String> trials) {
        this.folder = folder(data);
        this.snapshot = snapshot;
        this.clock = clock;
        this.trials = trials;
    }

    /** Where an upgrade keeps how far it is, of a data directory. */
    public static Path folder(Path data) { return data.resolve("upgrade"); }

    /** Where a snapshot is made. */
    public static Path snapshot(Path data) { return folder(data).resolve("snapshot"); }

    public Path folder() { return folder; }

    public Snapshot snapshot() { return snapshot; }

    /** Makes the folder where it is not there. */
    public void create() throws IOException {
        if (!Files.isDirectory(folder)) Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** How far the last upgrade has come; empty where there was none. Throws {@link IOException} with a sentence. */
    public Optional<Progress> progress() throws IOException { return progress(folder.getParent()); }

    /** The same of a data directory, for whoever only looks. */
    public static Optional<Progress> progress(Path data) throws IOException {
        var state = folder(data).resolve(STATE);
        return Files.exists(state) ? Optional.of(Progress.decode(Bounded.read(state, Progress.OCTETS_MAX))) : Optional.empty();
    }

    // ---- what was seen of releases ----

    /** The highest serial number of the channel that was shown here with a good signature; 0 for none. */
    public long seen(String channel) throws IOException {
        var file = folder.resolve(SEEN + "-" + channel);
        if (!Files.exists(file)) return 0;
        return ManifestParser.serial(new String(Bounded.read(file, 100), StandardCharsets.US_ASCII).strip())
            .orElseThrow(() -> new IOException(file + " has no serial number of a release"));
    }

    /** Durable; a lower one than was seen changes nothing. */
    public void see(String channel, long serial) throws IOException {
        if (serial > seen(channel)) Durable.write(folder.resolve(SEEN + "-" + channel), (serial + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    // ---- the steps ----

    private Progress write(Progress progress) throws IOException {
        Durable.write(folder.resolve(STATE), progress.encode());
        return progress;
    }

    private Progress at(Progress progress, Step step) throws IOException { return write(progress.with(step, clock.instant())); }

    /** The server has stopped. {@code begun}: as it will be on the disk, at {@link Step#SNAPSHOT}. */
    public Progress begin(Progress begun, Snapshot.Checkpoint checkpoint) throws IOException {
        var now = at(begun, Step.SNAPSHOT);
        snapshot.make(checkpoint);
        return at(now, Step.TRIAL);
    }

    /** The trial has passed: the new version is the one that runs. */
    public Progress passed(Progress progress) throws IOException {
        var now = at(progress, Step.PASSED);
        new Installation(now.toHome().getParent().getParent()).lead(now.toHome());
        return now;
    }

    /** What is kept, and the link, are what they were before; {@code why} as a sentence. */
    public Progress rollBack(Progress progress, String why) throws IOException {
        var now = at(progress.because(why), Step.ROLLBACK);
        trials.accept(now.id());
        snapshot.bringBack();
        var installation = new Installation(now.fromHome().getParent().getParent());
        if (!installation.currentHome().equals(now.fromHome().toRealPath())) installation.lead(now.fromHome());
        var failed = at(now, Step.FAILED);
        snapshot.drop();
        return failed;
    }

    /** The doors are about to open: mail may come that the snapshot does not have. */
    public void opened() throws IOException {
        var now = progress().filter(one -> one.step() == Step.OPENING);
        if (now.isPresent()) at(now.get(), Step.DONE);
    }

    /** Of an upgrade that has ended nothing stays. */
    public void tidy() throws IOException {
        if (progress().filter(one -> one.step().isUnderWay()).isEmpty()) snapshot.drop();
    }

    /** Nothing is told of the last one any more. */
    public void forget() throws IOException {
        if (progress().filter(one -> one.step().isUnderWay()).isPresent()) throw new IOException("an upgrade is under way");
        Files.deleteIfExists(folder.resolve(STATE));
        Durable.sync(folder);
    }

    /** What a start is to do. */
    public enum Found {
        /** Serves, as ever. */
        SERVE,
        /** Serves; its doors open for the first time, so {@link #opened} is called before, and what fails before that is a reason to start again. */
        SERVE_FIRST,
        /** Another version is the one that runs: it is to be started instead. */
        START_ANOTHER
    }

    /** Ends what was cut off. {@code home}: of the version that starts. */
    public Found recover(Path home) throws IOException {
        var found = progress();
        if (found.isEmpty()) return Found.SERVE;
        var now = found.get();
        boolean isNew = home.toRealPath().equals(now.toHome());
        return switch (now.step()) {
            case SNAPSHOT -> {
                at(now.because("it was cut off before anything was changed"), Step.FAILED);
                yield served();
            }
            case TRIAL -> back(now, "it was cut off while the new version tested itself", isNew);
            case PASSED -> {
                if (!isNew) yield back(now, "it was cut off before the new version was the one that runs", false);
                at(now, Step.OPENING);
                yield Found.SERVE_FIRST;
            }
            case OPENING -> back(now, now.why().isEmpty() ? "the new version ended before it opened its doors" : now.why(), isNew);
            case ROLLBACK -> back(now, now.why(), isNew);
            case DONE -> served();
            case FAILED -> isNew && !isCurrent(home) ? Found.START_ANOTHER : served(); // who comes late would serve what is of the old version
        };
    }

    private static boolean isCurrent(Path home) throws IOException { return new Installation(home.toRealPath().getParent().getParent()).currentHome().equals(home.toRealPath()); }

    private Found served() throws IOException {
        snapshot.drop();
        return Found.SERVE;
    }

    private Found back(Progress now, String why, boolean isNew) throws IOException {
        rollBack(now, why);
        return isNew ? Found.START_ANOTHER : Found.SERVE;
    }

    /** While it opens: what went wrong, for who rolls back. */
    public void failing(String why) throws IOException {
        var now = progress().filter(one -> one.step() == Step.OPENING);
        if (now.isPresent()) write(now.get().because(why));
    }
}
