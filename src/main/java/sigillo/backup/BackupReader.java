package sigillo.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The backups of a target for who wants to look at them or to have one back: by the server's half of the key all but
 * the boxes, by the recovery key everything. Trusts nothing that the target says. One thread.
 */
public final class BackupReader implements AutoCloseable {
    private final Target target;
    private final Repository repository;
    private final Optional<RecoveryKey> recovery;

    private BackupReader(Target target, BackupKey key, Optional<RecoveryKey> recovery) {
        this.target = target;
        this.repository = new Repository(target, key);
        this.recovery = recovery;
    }

    /** {@code recovery}: when it is there, {@code key} is its half. Throws {@link IOException} with a sentence. */
    public static BackupReader open(TargetSettings settings, BackupKey key,
            Optional<RecoveryKey> recovery) throws IOException {
        var reader = new BackupReader(settings.open(), key, recovery);
        try {
            if (reader.repository.exists()) return reader;
            throw new IOException("there are no backups in " + settings.place());
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /** {@code wrong}: why it cannot be used. {@code octets}: of the store. */
    public record Listed(long backup, Optional<Instant> made, long octets, Optional<String> wrong) {}

    /** The newest first. */
    public List<Listed> list() throws IOException {
        var read = Pruning.Read.of(repository);
        var all = new ArrayList<Listed>();
        read.sound().forEach((number, one) -> all.add(new Listed(number, Optional.of(one.at()), one.octets(),
            Optional.empty())));
        read.damaged().forEach((number, why) -> all.add(new Listed(number, Optional.empty(), 0, Optional.of(why))));
        all.sort((one, other) -> Long.compare(other.backup(), one.backup()));
        return all;
    }

    /**
     * {@code opened}: whether boxes were opened too, which only the recovery key can. {@code findings}: the first
     * {@link BackupLimits#FINDINGS_MAX}, and in a last one how many there are beside.
     */
    public record Verified(boolean sound, List<Long> backups, long pieces, boolean opened, List<String> findings) {}

    /** Reads all that the newest backup needs, or that all of them need. */
    public Verified verify(boolean everyBackup) throws IOException {
        var read = Pruning.Read.of(repository);
        var findings = new Findings();
        read.damaged().values().forEach(findings::add);
        if (read.sound().isEmpty()) findings.add("there is no backup that can be read in " + repository);
        var numbers = read.sound().descendingKeySet().stream().limit(everyBackup ? Long.MAX_VALUE : 1).sorted()
            .toList();
        try (var fetching = new Fetching(repository, () -> false); var seen = new PieceSet(BackupLimits.PIECES_MAX)) {
            for (long number : numbers) {
                var manifest = repository.manifest(number);
                box(manifest).ifPresent(findings::add);
                fetching.look(manifest, seen);
            }
            fetching.findings().forEach(findings::add);
            findings.addUntold(fetching.found() - fetching.findings().size());
            return new Verified(findings.told().isEmpty(), numbers, seen.size(), recovery.isPresent(),
                findings.told());
        }
    }

    /** What is wrong with its box. */
    private Optional<String> box(Manifest manifest) throws IOException {
        try {
            var stored = repository.box(manifest);
            if (recovery.isPresent()) Box.open(recovery.get(), manifest.number(), stored).close();
            return Optional.empty();
        } catch (Damaged damaged) {
            return Optional.of(damaged.getMessage());
        }
    }

    /**
     * A backup that came back: its keys and configuration. {@code latest}: when the newest was made, as far as it can
     * be read. {@code again}: after this one, numbers may have been given out by other backups or restorations too.
     * {@code before}: from when the numbers of the restoration before went on, if one is noted.
     */
    public record Restored(long number, Instant at, Instant latest, boolean again, Optional<Instant> before, Box box) {}

    /**
     * The store of a backup into {@code folder}; the newest when {@code wanted} is empty. Needs the recovery key.
     * Throws {@link Damaged} with what is wrong: then nothing in the folder is to be used.
     */
    public Restored restore(Optional<Long> wanted, Path folder) throws IOException {
        var numbers = repository.numbers();
        if (numbers.isEmpty()) throw new IOException("there is no backup in " + repository);
        long number = wanted.orElseGet(numbers::last);
        if (!numbers.contains(number)) throw new IOException("there is no backup " + number + " in " + repository
            + "; there are " + numbers);
        var manifest = repository.manifest(number);
        var box = box(number, manifest);
        try (var fetching = new Fetching(repository, () -> false)) {
            fetching.into(manifest, folder);
            var noted = repository.restored();
            boolean again = number < numbers.last() || number <= noted.number();
            return new Restored(number, manifest.at(), latest(numbers.last(), manifest), again, noted.at(), box);
        } catch (IOException | RuntimeException e) {
            box.close();
            throw e;
        }
    }

    private Box box(long number, Manifest manifest) throws IOException {
        var stored = repository.box(manifest);
        try {
            return Box.open(recovery.orElseThrow(() -> new IllegalStateException("a recovery key is needed")), number,
                stored);
        } finally {
            Arrays.fill(stored, (byte) 0);
        }
    }

    /**
     * Notes at the target that one of the backups there was restored, and that its numbers go on from {@code at}, for the
     * next time: before anybody is served. False where that is not possible: then each time may be one more.
     */
    public boolean noteRestored(Instant at) throws IOException {
        long newest = repository.numbers().last();
        try {
            repository.putRestored(new Repository.Noted(newest, Optional.of(at)));
            return true;
        } catch (IOException | UncheckedIOException refused) {
            return false;
        }
    }

    private Instant latest(long newest, Manifest manifest) throws IOException {
        try {
            var at = newest == manifest.number() ? manifest.at() : repository.manifest(newest).at();
            return at.isAfter(manifest.at()) ? at : manifest.at();
        } catch (Damaged unknown) {
            return manifest.at();
        }
    }

    @Override public void close() { target.close(); }
}
