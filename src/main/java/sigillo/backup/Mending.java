package sigillo.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Puts back what the disk has changed in files of the store, out of a backup. Only a file that is still the one that was
 * backed up (inode, date, length: it was never written to since) is touched, and of it only the blocks that differ: what
 * readers have open becomes whole under them. What has been written since the backup is not in it. One thread.
 */
final class Mending {
    /** No smaller part of a disk goes bad. */
    private static final int BLOCK_OCTETS = 4096;
    /** So that mail can be read meanwhile: a piece each time, 64 MiB a second at most. */
    private static final Duration PAUSE = Duration.ofMillis(16);

    private final Repository repository;
    private final Path store;
    private final Stopping stopping;
    private Optional<String> lacking = Optional.empty();

    /** {@code store}: the folder whose checkpoints are backed up. */
    Mending(Repository repository, Path store, Stopping stopping) {
        this.repository = repository;
        this.store = store;
        this.stopping = stopping;
    }

    /** What differs, and the backup does not have any more either: the first of it. */
    Optional<String> lacking() { return lacking; }

    /**
     * How many octets were put back. Throws {@link IOException} when the target is not reached, the disk takes nothing, or
     * the server stops; what was put back by then stays.
     */
    long run(Manifest manifest) throws IOException {
        long octets = 0;
        for (var file : manifest.files()) {
            var path = store.resolve(file.name());
            if (isStill(file, path)) octets += mend(file, path);
        }
        return octets;
    }

    private static boolean isStill(StoredFile file, Path path) throws IOException {
        try {
            return StoredFile.identity(path).equals(file.identity());
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private long mend(StoredFile file, Path path) throws IOException {
        long octets = 0;
        try (var channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var date = Files.getLastModifiedTime(path);
            long at = 0;
            for (var piece : file.pieces()) {
                if (stopping.within(PAUSE)) throw new IOException("it was broken off, since the server stops");
                octets += mend(piece, channel, at);
                at += piece.length();
            }
            if (octets == 0) return 0;
            channel.force(true);
            Files.setLastModifiedTime(path, date); // else the next backup takes it for another file
        } catch (NoSuchFileException justGone) {
            // the store has written what was in it anew
        }
        return octets;
    }

    private long mend(Piece piece, FileChannel channel, long at) throws IOException {
        try (var _ = Hands.take()) {
            var here = read(channel, at, piece.length());
            if (repository.key().id(here).equals(piece.id())) return 0;
            return put(repository.get(piece), here, channel, at);
        } catch (Damaged gone) {
            lacking = lacking.or(() -> Optional.of(gone.getMessage()));
            return 0;
        }
    }

    /** What the disk does not give is zeros, which are other than what was there. */
    private static byte[] read(FileChannel channel, long from, int length) throws IOException {
        var content = new byte[length];
        for (int at = 0; at < length; at += BLOCK_OCTETS) {
            readBlock(channel, from + at, ByteBuffer.wrap(content, at, Math.min(BLOCK_OCTETS, length - at)));
        }
        return content;
    }

    private static void readBlock(FileChannel channel, long from, ByteBuffer block) throws IOException {
        try {
            for (long at = from; block.hasRemaining(); ) {
                int count = channel.read(block, at);
                if (count < 0) return; // it was cut off
                at += count;
            }
        } catch (ClosedByInterruptException stops) {
            throw stops;
        } catch (IOException unreadable) {
            System.getLogger("sigillo.backup").log(System.Logger.Level.WARNING, "a block of the disk cannot be read: " + unreadable);
        }
    }

    private static long put(byte[] good, byte[] here, FileChannel channel, long from) throws IOException {
        long octets = 0;
        for (int at = 0; at < good.length; at += BLOCK_OCTETS) {
            int end = Math.min(good.length, at + BLOCK_OCTETS);
            if (Arrays.equals(good, at, end, here, at, end)) continue;
            var block = ByteBuffer.wrap(good, at, end - at);
            while (block.hasRemaining()) channel.write(block, from + block.position());
            octets += end - at;
        }
        return octets;
    }
}
