package sigillo.backup;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import sigillo.base.Bytes;
import sigillo.base.Sha256;
import sigillo.sealing.Randomness;

/**
 * A program of its own, for the heap of the shipped server: a target with as many pieces as there may be, of which the
 * backup before needs as many as it can, beside what a server has in its heap. It backs up, takes away, and looks.
 */
final class LargestBackup {
    private static final int SERVER_OCTETS = 18 << 20;
    private static final int PIECES = BackupLimits.MANIFEST_OCTETS_MAX / Piece.ID_OCTETS - 50;
    /** ext4 has 65,000 names for a file. */
    private static final int NAMES_OF_FILE = 60_000;
    private static final List<byte[]> SERVER = new ArrayList<>();

    private LargestBackup() {}

    public static void main(String[] arguments) throws IOException {
        for (int i = 0; i < SERVER_OCTETS >> 14; i++) SERVER.add(new byte[1 << 14]);
        System.gc();
        var folder = Path.of(arguments[0]);
        var large = folder.resolve("large");
        try (var file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength((long) PIECES * BackupLimits.PIECE_OCTETS);
        }
        var target = Files.createDirectory(folder.resolve("target"));
        try (var key = RecoveryKey.random(Randomness.secure()).forServer()) {
            fill(target, large, key);
            backUp(folder, target, large, key);
            try (var reader = BackupReader.open(new TargetSettings.Folder("disk", target), key, Optional.empty())) {
                System.out.println(reader.verify(true).findings().getLast());
            }
        }
        System.out.println("held beside: " + SERVER.size());
    }

    private static void fill(Path target, Path large, BackupKey key) throws IOException {
        var ids = new byte[Piece.ID_OCTETS * PIECES];
        var random = new SplittableRandom(7);
        random.nextBytes(ids);
        Files.createDirectory(target.resolve("pieces"));
        Path file = null;
        var other = new byte[Piece.ID_OCTETS];
        for (int i = 0; i < BackupLimits.PIECES_MAX; i++) {
            random.nextBytes(other);
            var name = i < PIECES ? HexFormat.of().formatHex(ids, Piece.ID_OCTETS * i, Piece.ID_OCTETS * (i + 1))
                : HexFormat.of().formatHex(other);
            var path = target.resolve("pieces").resolve(name);
            if (i % NAMES_OF_FILE == 0) file = Files.write(path, new byte[1]);
            else Files.createLink(path, file);
        }
        var attributes = Files.readAttributes(large, java.nio.file.attribute.BasicFileAttributes.class);
        var identity = attributes.fileKey() + "/" + attributes.lastModifiedTime().toMillis() + "/" + attributes.size();
        var repository = new Repository(new FolderTarget(target), key);
        repository.make();
        var stored = new StoredFile("tables/000001.sst", attributes.size(), identity, Bytes.wrap(ids));
        var manifest = new Manifest(1, Instant.EPOCH, Bytes.wrap(Sha256.of(new byte[1])), List.of(stored));
        repository.putBox(1, new byte[1]);
        repository.put(manifest, manifest.seal(key, Randomness.secure()));
    }

    private static void backUp(Path folder, Path target, Path large, BackupKey key) throws IOException {
        var to = new TargetSettings.Folder("disk", target);
        var all = new BackupSettings(Duration.ofDays(1), new Retention(1, 0, 0, 0), false, List.of(to));
        var source = new StoreSource(new sigillo.store.memory.MemoryStore(), large);
        var made = new Run(to, all, source, key, "server 1", Instant::now, Randomness.secure(), _ -> false,
            new ReentrantLock()).run(folder.resolve("scratch"), TargetState.NONE, new Run.Progress() {
                @Override public void made(long number) {}

                @Override public void proven(long number, Source.Proof proof) {}

                @Override public void wrong(String sentence) { System.out.println(sentence); }
            });
        System.out.println("brought: " + made.brought() + ", removed: " + made.removed());
    }
}
