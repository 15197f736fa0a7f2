package sigillo.backup;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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
    /** As the store writes those in which mail is. */
    private static final int FILE_OCTETS = 16 << 20;
    static final int FILES = 11_000;
    static final int PIECES = FILES * (FILE_OCTETS / BackupLimits.PIECE_OCTETS);
    /** ext4 has 65,000 names for a file. */
    private static final int NAMES_OF_FILE = 60_000;
    private static final List<byte[]> SERVER = new ArrayList<>();

    private LargestBackup() {}

    public static void main(String[] arguments) throws IOException {
        for (int i = 0; i < SERVER_OCTETS >> 14; i++) SERVER.add(new byte[1 << 14]);
        System.gc();
        var folder = Path.of(arguments[0]);
        var large = Files.createDirectory(folder.resolve("large"));
        for (int i = 0; i < FILES; i++) {
            try (var file = new RandomAccessFile(large.resolve(name(i)).toFile(), "rw")) {
                file.setLength(FILE_OCTETS);
            }
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
        var files = files(target, large);
        var repository = new Repository(new FolderTarget(target), key);
        repository.make();
        var manifest = new Manifest(1, Instant.EPOCH, Bytes.wrap(Sha256.of(new byte[1])), files);
        repository.putBox(1, new byte[1]);
        repository.put(manifest, manifest.seal(key, Randomness.secure()));
    }

    private static List<StoredFile> files(Path target, Path large) throws IOException {
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
        return stored(large, ids);
    }

    private static String name(int file) { return "%06d.blob".formatted(file); }

    private static List<StoredFile> stored(Path large, byte[] ids) throws IOException {
        var all = new ArrayList<StoredFile>();
        int octets = ids.length / FILES;
        for (int i = 0; i < FILES; i++) {
            var attributes = Files.readAttributes(large.resolve(name(i)), BasicFileAttributes.class);
            var identity = attributes.fileKey() + "/" + attributes.lastModifiedTime().toMillis() + "/" + FILE_OCTETS;
            all.add(new StoredFile("tables/" + name(i), FILE_OCTETS, identity,
                Bytes.wrap(Arrays.copyOfRange(ids, octets * i, octets * (i + 1)))));
        }
        return all;
    }

    /** Such a store and nothing else. */
    private record LargeSource(Path large) implements Source {
        @Override public Box copy(Path folder, BackupKey key) throws IOException {
            var tables = Files.createDirectories(folder.resolve("tables"));
            for (int i = 0; i < FILES; i++) Files.createLink(tables.resolve(name(i)), large.resolve(name(i)));
            Files.write(tables.resolve("new.blob"), new byte[] {1});
            return new Box().put("sigillo.toml", new byte[0]);
        }

        @Override public Proof prove(Path original, Path restored, Box box, BackupKey key) throws IOException {
            throw new IOException("not here");
        }
    }

    private static void backUp(Path folder, Path target, Path large, BackupKey key) throws IOException {
        var to = new TargetSettings.Folder("disk", target);
        var all = new BackupSettings(Duration.ofDays(1), new Retention(1, 0, 0, 0), false, List.of(to));
        var made = new Run(to, all, new LargeSource(large), key, "server 1", Instant::now, Randomness.secure(), _ -> false,
            new ReentrantLock()).run(folder.resolve("scratch"), TargetState.NONE, new Run.Progress() {
                @Override public void made(long number) {}

                @Override public void proven(long number, Source.Proof proof) {}

                @Override public void wrong(String sentence) { System.out.println(sentence); }
            });
        System.out.println("brought: " + made.brought() + ", removed: " + made.removed());
    }
}
