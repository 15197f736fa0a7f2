package sigillo.upgrade;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What was kept before an upgrade, beside what is kept. {@code tables}: the folder of the store's files; {@code others}: what else is
 * kept, by the names that it has in the snapshot; a file or a folder that is not there is left out.
 */
public record Snapshot(Path folder, Path tables, Map<String, Path> others) {
    /** In the folder of a checkpoint, and of the snapshot. */
    private static final String STORE = "store";
    /** In the folder of the store, and of its checkpoint. */
    private static final String TABLES = "rocksdb";
    /** Beside what is copied: the log that the store begins anew, and the floor below which it refuses. In octets. */
    private static final long SPARE = 192L << 20;

    public Snapshot { others = Map.copyOf(others); }

    /** Makes the store's part: hard links where the file system has them. */
    public interface Checkpoint {
        void into(Path folder) throws IOException;
    }

    void make(Checkpoint checkpoint) throws IOException {
        drop();
        Files.createDirectories(folder);
        checkpoint.into(folder.resolve(STORE));
        if (!Files.isDirectory(folder.resolve(STORE).resolve(TABLES))) throw new IOException("the store made no snapshot in " + folder);
        for (var one : others.entrySet()) {
            if (Files.exists(one.getValue(), LinkOption.NOFOLLOW_LINKS)) Mirror.make(one.getValue(), folder.resolve(one.getKey()));
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (var path : (Iterable<Path>) all.filter(path -> !Mirror.isWrittenOnce(path))::iterator) Durable.sync(path);
        }
        Durable.sync(folder.getParent());
    }

    /** What is kept is from now on what it was. Whatever stops it: the same again ends it. */
    void bringBack() throws IOException {
        var store = folder.resolve(STORE).resolve(TABLES);
        if (!Files.isDirectory(store)) throw new IOException("the snapshot in " + folder + " lacks the store: nothing was changed");
        Mirror.make(store, tables);
        for (var one : others.entrySet()) {
            var kept = folder.resolve(one.getKey());
            if (Files.exists(kept, LinkOption.NOFOLLOW_LINKS)) Mirror.make(kept, one.getValue());
        }
    }

    /** Copies of keys are overwritten: what those open may be deleted for good by now. */
    void drop() throws IOException {
        for (var name : others.keySet()) {
            var copy = folder.resolve(name);
            if (!Files.exists(copy, LinkOption.NOFOLLOW_LINKS)) continue;
            try (Stream<Path> all = Files.walk(copy)) {
                for (var file : (Iterable<Path>) all.filter(one -> Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS))::iterator) overwrite(file);
            }
        }
        Durable.delete(folder);
    }

    private static void overwrite(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var zeros = ByteBuffer.allocate(8192);
            for (long left = channel.size(); left > 0; ) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), left));
                left -= channel.write(zeros);
            }
            channel.force(true);
        }
    }

    /**
     * Octets that it takes, at most, with what the trial of a new version needs beside it. Counts twice what the store has not
     * put into tables yet. {@code beside}: where the snapshot will be.
     */
    public long room(Path beside) throws IOException {
        boolean isLinking = links(beside);
        long octets = SPARE;
        for (var path : others.values()) octets += octets(path, false);
        return octets + octets(tables, isLinking);
    }

    private static long octets(Path path, boolean isLinking) throws IOException {
        if (!Files.exists(path)) return 0;
        long octets = 0;
        try (Stream<Path> all = Files.walk(path)) {
            for (var file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                if (!isLinking) octets += Files.size(file);
                else if (!Mirror.isWrittenOnce(file)) octets += 2 * Files.size(file);
            }
        }
        return octets;
    }

    /** Tried with a file of the store: it may be on a file system of its own. */
    private boolean links(Path beside) throws IOException {
        if (!Files.isDirectory(tables)) return true;
        var link = beside.resolve(".linked");
        try (Stream<Path> all = Files.list(tables)) {
            var one = all.filter(Files::isRegularFile).findFirst();
            return one.isEmpty() || Mirror.isLinked(one.get(), link);
        } finally {
            Files.deleteIfExists(link);
        }
    }
}
