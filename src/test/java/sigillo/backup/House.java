package sigillo.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.sealing.Randomness;
import sigillo.store.Batch;
import sigillo.store.PartitionName;
import sigillo.store.memory.MemoryStore;

/** A store that is backed up into a folder, and what tests do with it. */
final class House {
    private static final PartitionName ROWS = new PartitionName("a/1");

    static final Bytes SEED = Bytes.utf8("the same each time");

    final MemoryStore store = new MemoryStore();
    final RecoveryKey recovery = RecoveryKey.random(Randomness.secure());
    final BackupKey key = recovery.forServer();
    final Path folder;
    final Path target;
    final Path large;
    final List<String> wrong = new ArrayList<>();
    TargetState state = TargetState.NONE;
    Instant now = Instant.parse("2026-11-28T12:00:00Z");
    Retention retention = new Retention(100, 0, 0, 0);

    House(Path folder) throws IOException {
        this.folder = folder;
        this.target = Files.createDirectory(folder.resolve("target"));
        this.large = folder.resolve("large");
        var octets = new byte[3 * BackupLimits.PIECE_OCTETS + 12_345];
        new Random(1).nextBytes(octets);
        Files.write(large, octets);
        mail();
    }

    /** Something new. */
    void mail() throws IOException {
        var partition = store.partition(ROWS);
        long revision = partition.revision();
        var write = new Batch.Write.Put(Bytes.utf8("row" + revision), new byte[100]);
        partition.apply(new Batch(revision, java.util.UUID.randomUUID(), Batch.Lane.PROMPT, List.of(write)));
        store.blobs().put(Bytes.utf8("blob" + revision), Octets.of(new byte[1_000]));
    }

    record Folder(House house) implements TargetSettings {
        @Override public String name() { return "disk"; }

        @Override public String place() { return house.target.toString(); }

        @Override public Target open() throws IOException { return new FolderTarget(house.target); }
    }

    TargetSettings to = new Folder(this);

    TargetSettings settings() { return to; }

    Run.Made backUp() throws IOException { return backUp(settings(), "server 1"); }

    Run.Made backUp(TargetSettings to, String who) throws IOException {
        now = now.plus(Duration.ofHours(1));
        var all = new BackupSettings(Duration.ofDays(1), retention, true, List.of(to));
        var run = new Run(to, all, new StoreSource(store, large), key, who, () -> now, Randomness.secure(),
            _ -> false, new ReentrantLock());
        return run.run(folder.resolve("scratch"), state, new Run.Progress() {
            @Override public void made(long number) { state = state.made(number, now); }

            @Override public void proven(long number, Source.Proof proof) { state = state.proven(number, now, Optional.empty()); }

            @Override public void wrong(String sentence) { wrong.add(sentence); }
        });
    }

    BackupReader reader() throws IOException { return BackupReader.open(settings(), recovery.forServer(),
        Optional.of(recovery)); }

    BackupReader.Verified verify() throws IOException {
        try (var reader = reader()) {
            return reader.verify(true);
        }
    }

    /** What came back of one, and what it weighs. */
    Census restored(Optional<Long> number, Path into) throws IOException {
        try (var reader = reader()) {
            reader.restore(number, into).box().close();
            return Census.of(MemoryStore.of(into), House.SEED);
        }
    }

    List<Path> pieces() throws IOException {
        try (var all = Files.list(target.resolve("pieces"))) {
            return all.sorted().toList();
        }
    }
}
