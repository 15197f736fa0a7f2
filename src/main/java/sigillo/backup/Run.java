package sigillo.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.store.StoreException;

/**
 * One backup to one target: copy, bring over, take away what is old, prove. What it leaves when it is stopped anywhere
 * is in the class comments of {@link Repository} and {@link Writing}.
 */
final class Run {
    private final TargetSettings settings;
    private final BackupSettings all;
    private final Source source;
    private final BackupKey key;
    private final String who;
    private final InstantSource clock;
    private final Randomness randomness;
    private final Stopping stopping;
    private final Lock proofs;

    /** {@code proofs}: one at a time holds it. */
    Run(TargetSettings settings, BackupSettings all, Source source, BackupKey key, String who, InstantSource clock,
        Randomness randomness, Stopping stopping, Lock proofs) {
        this.settings = settings;
        this.all = all;
        this.source = source;
        this.key = key;
        this.who = who;
        this.clock = clock;
        this.randomness = randomness;
        this.stopping = stopping;
        this.proofs = proofs;
    }

    /** Is told what is done as soon as it is. */
    interface Progress {
        void made(long number);

        void proven(long number, Source.Proof proof);

        /** A backup was made, but something else of the target is not as it should be. */
        void wrong(String sentence);
    }

    /** What a run came to. {@code octets}: of the store; {@code brought}: of pieces that were not there yet. */
    record Made(long number, long octets, long brought, int removed, Optional<Source.Proof> proof) {}

    /**
     * {@code scratch}: a folder of its own on the store's file system. Throws {@link IOException} with a sentence, or
     * {@link StoreException}.
     */
    Made run(Path scratch, TargetState state, Progress progress) throws IOException {
        try (var target = settings.open()) {
            var repository = new Repository(target, key);
            begin(repository, state);
            repository.lock(who, stopping);
            Made made;
            try {
                made = locked(repository, scratch, state, progress);
            } catch (IOException | RuntimeException | Error e) {
                unlocked(repository, e::addSuppressed);
                throw e;
            }
            unlocked(repository, stays -> progress.wrong("the lock of " + repository
                + " stays until the next backup of this server: " + Clean.why(stays)));
            return made;
        }
    }

    /** A lock that stays changes nothing of what became of a backup: this server's next run knows it for its own. */
    private static void unlocked(Repository repository, Consumer<Exception> stays) {
        try {
            repository.unlock();
        } catch (IOException | RuntimeException e) {
            stays.accept(e);
        }
    }

    private void begin(Repository repository, TargetState state) throws IOException {
        if (repository.exists()) return;
        if (state.made().isPresent()) {
            throw new IOException(repository + " has no backups any more, but had " + state.made().get()
                .number() + " of them: is the right disk there? "
                + "If they were removed on purpose, remove " + Backups.STATE_FOLDER + "/" + settings.name()
                    + Backups.STATE + " too");
        }
        repository.make();
    }

    /** The last that is proven, as long as others are to be. */
    private Optional<Long> stays(TargetState state) {
        return all.prove() ? state.proven().map(TargetState.Done::number) : Optional.empty();
    }

    private Made locked(Repository repository, Path scratch, TargetState state, Progress progress) throws IOException {
        var before = Pruning.Read.of(repository);
        var missing = state.made().filter(done -> !before.has(done.number()));
        missing.ifPresent(done -> progress.wrong("backup " + done.number() + " in " + repository
            + " was made and is not there any more: somebody has removed it or put an older state back"));
        before.damaged().values().forEach(progress::wrong);
        long number = before.next(state.made().map(TargetState.Done::number).orElse(0L));
        // where the newest does not show itself, others may be there that do not either, and need what is there
        var pruning = new Pruning(repository, missing.isPresent() ? Retention.ALL : all.retention(), stays(state));
        try (var folder = Scratch.in(scratch)) {
            var copy = folder.folder().resolve("copy");
            var at = clock.instant();
            try (var box = source.copy(copy, key); var sealed = box.seal(key, number, randomness)) {
                var written = write(repository, before, pruning, new Making(number, at, copy, sealed));
                progress.made(number);
                int removed = pruning.run(before);
                var proof = all.prove() ? Optional.of(prove(repository, number, folder.folder(), copy, sealed.key()))
                    : Optional.<Source.Proof>empty();
                proof.ifPresent(done -> progress.proven(number, done));
                return new Made(number, written.octets(), written.brought(), removed, proof);
            }
        }
    }

    private record Making(long number, Instant at, Path copy, Box.Sealed box) {}

    private record Written(long octets, long brought) {}

    /** When there may be too much at the target, first what need not be there any more is taken away. */
    private Written write(Repository repository, Pruning.Read before, Pruning pruning,
            Making making) throws IOException {
        var written = tried(repository, before, making, false);
        if (written.isPresent()) return written.get();
        pruning.run(before);
        return tried(repository, before, making, true).orElseThrow();
    }

    /** {@code must}: also when there may be too much; then that is found out when there is. */
    private Optional<Written> tried(Repository repository, Pruning.Read before, Making making,
            boolean must) throws IOException {
        try (var writing = new Writing(repository, before.newest(repository), randomness, stopping::now)) {
            return must || writing.hasRoom(making.copy()) ? Optional.of(written(writing, before, making))
                : Optional.empty();
        }
    }

    private static Written written(Writing writing, Pruning.Read before, Making making) throws IOException {
        var manifest = writing.close(making.number(), making.at(), writing.files(making.copy()), making.box());
        before.sound().put(making.number(), Pruning.Known.of(manifest));
        return new Written(manifest.octets(), writing.brought());
    }

    /** A proof may not be why mail is refused. */
    private static void requireSpace(Path folder, long octets) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free - octets >= BackupLimits.FREE_OCTETS_MIN) return;
        throw new IOException("it is made, but not proven: that needs " + octets
            + " octets of space beside the data, and "
            + free + " are free; prove = false does without");
    }

    /**
     * Reads all of it back from the target. {@code boxKey}: opens this backup's box, and is known to nobody but the
     * holder of the recovery key once this is done. Pieces that are broken are taken away, so that the next backup
     * brings them anew.
     */
    private Source.Proof prove(Repository repository, long number, Path folder, Path copy,
            Secret boxKey) throws IOException {
        var manifest = repository.manifest(number);
        requireSpace(folder, manifest.octets());
        var back = folder.resolve("back");
        try (var box = Box.open(boxKey, number, repository.box(manifest));
             var fetching = new Fetching(repository, stopping::now)) {
            fetching.into(manifest, back, repository::deletePiece);
            proofs.lock();
            try {
                return source.prove(copy, back, box, key);
            } catch (IOException other) {
                throw other instanceof Damaged ? other : new Damaged(Clean.why(other));
            } finally {
                proofs.unlock();
            }
        } catch (Damaged damaged) {
            throw new Damaged("the proof failed: " + damaged.getMessage()
                + "; the next backup brings anew what it can");
        } catch (StoreException unreadable) {
            throw new Damaged("the proof failed: what came back cannot be opened: " + unreadable.getMessage());
        }
    }
}
