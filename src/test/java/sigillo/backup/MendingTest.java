package sigillo.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the disk has changed in a file that was backed up is put back, and nothing else is touched. */
class MendingTest {
    private static final int BLOCK = 4096;

    @TempDir Path folder;
    private House house;
    private Path file;
    private byte[] good;

    @BeforeEach void backUp() throws IOException {
        house = new House(folder);
        house.backUp();
        file = Files.createDirectories(folder.resolve("store/tables")).resolve("000001.sst");
        Files.createLink(file, house.large);
        good = Files.readAllBytes(file);
    }

    private Mending mending() throws IOException { return mending(_ -> false); }

    private Mending mending(Stopping stopping) throws IOException {
        return new Mending(new Repository(house.settings().open(), house.key), folder.resolve("store"), stopping);
    }

    private Manifest manifest() throws IOException { return new Repository(house.settings().open(), house.key).manifest(1); }

    /** As a disk does it: no date changes. */
    private void harm(long at, byte... octets) throws IOException { harm(file, at, octets); }

    private static void harm(Path file, long at, byte... octets) throws IOException {
        var date = Files.getLastModifiedTime(file);
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            open.write(octets);
        }
        Files.setLastModifiedTime(file, date);
    }

    private static byte other(byte octet) { return (byte) (octet ^ 4); }

    @Test void whatDiffersIsPutBack() throws IOException {
        var date = Files.getLastModifiedTime(file);
        int last = good.length - 1;
        harm(5, other(good[5]));
        harm(BackupLimits.PIECE_OCTETS + BLOCK, other(good[BackupLimits.PIECE_OCTETS + BLOCK]));
        harm(last, other(good[last]));
        var mending = mending();
        assertEquals(2 * BLOCK + good.length % BLOCK, mending.run(manifest()), "a block each, of which the last is short");
        assertArrayEquals(good, Files.readAllBytes(file));
        assertEquals(date, Files.getLastModifiedTime(file), "the next backup knows it again");
        assertTrue(mending.lacking().isEmpty());
        assertEquals(0, mending().run(manifest()), "and nothing differs any more");
    }

    /** A store was restored over it, or a compaction has used the name anew. */
    @Test void anotherFileIsLeft() throws IOException {
        harm(5, other(good[5]));
        Files.setLastModifiedTime(file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + 1));
        assertEquals(0, mending().run(manifest()), "it was written to since");
        Files.delete(file);
        Files.write(file, good);
        harm(5, other(good[5]));
        var harmed = Files.readAllBytes(file);
        assertEquals(0, mending().run(manifest()), "it has the name only");
        assertArrayEquals(harmed, Files.readAllBytes(file));
        Files.delete(file);
        assertEquals(0, mending().run(manifest()), "it is gone");
    }

    @Test void whatTheBackupHasNotEitherIsSaid() throws IOException {
        harm(5, other(good[5]));
        harm(BackupLimits.PIECE_OCTETS, other(good[BackupLimits.PIECE_OCTETS]));
        var first = manifest().files().stream().filter(one -> one.name().endsWith(".sst")).findFirst().orElseThrow().pieces().getFirst();
        Files.delete(house.target.resolve("pieces").resolve(first.name()));
        var mending = mending();
        assertEquals(BLOCK, mending.run(manifest()), "the second is put back all the same");
        assertEquals("piece " + first.name() + " is missing", mending.lacking().orElseThrow());
        assertEquals(other(good[5]), Files.readAllBytes(file)[5]);
    }

    @Test void isBrokenOffByAStop() throws IOException {
        harm(5, other(good[5]));
        var manifest = manifest();
        var stopped = assertThrows(IOException.class, () -> mending(_ -> true).run(manifest));
        assertTrue(stopped.getMessage().contains("the server stops"), stopped.getMessage());
    }

    /** The store writes what is in a file anew and lets go of it, while it is mended or just before: others are mended. */
    @Test void aFileThatGoesMeanwhileKeepsNobodyFromTheOthers() throws IOException {
        var first = manifest().files().stream().filter(one -> one.name().endsWith(".sst")).findFirst().orElseThrow();
        var path = folder.resolve("store/tables/000002.sst");
        Files.write(path, good);
        var second = new StoredFile("tables/000002.sst", good.length, StoredFile.identity(path), first.ids());
        var both = new Manifest(1, manifest().at(), manifest().box(), List.of(first, second));
        for (var gone : List.of(file, path)) {
            var other = gone.equals(file) ? path : file;
            for (var one : List.of(file, path)) harm(one, 5, other(good[5]));
            var aside = folder.resolve("aside");
            var date = Files.getLastModifiedTime(gone);
            var mending = mending(_ -> {
                if (Files.exists(gone)) move(gone, aside);
                return false;
            });
            assertEquals(gone.equals(file) ? 2 * BLOCK : BLOCK, mending.run(both), "of one that is open what is read anew is good too");
            assertArrayEquals(good, Files.readAllBytes(other));
            assertTrue(mending.lacking().isEmpty());
            move(aside, gone);
            Files.setLastModifiedTime(gone, date);
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
