package sigillo.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.UUID;
import java.util.function.ObjLongConsumer;

/**
 * A folder, on another disk or a share. It is not made: where a disk is to be, nothing is written while there is none.
 */
final class FolderTarget implements Target {
    private static final String PART = ".part";
    private static final Duration PARTS_KEPT = Duration.ofDays(1);

    private final Path root;

    /** Throws {@link IOException} when the folder is not there. */
    FolderTarget(Path root) throws IOException {
        if (!Files.isDirectory(root)) throw new IOException("there is no folder " + root + ": is the disk there?");
        this.root = root;
    }

    @Override public void put(String name, byte[] octets) throws IOException {
        var file = root.resolve(name);
        Files.createDirectories(file.getParent());
        var part = part(file);
        try {
            write(part, octets);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(file.getParent());
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static final DirectoryStream<Path> NOTHING_YET = new DirectoryStream<>() {
        @Override public Iterator<Path> iterator() { return Collections.emptyIterator(); }

        @Override public void close() {}
    };

    @Override public boolean create(String name, byte[] octets) throws IOException {
        var file = root.resolve(name);
        Files.createDirectories(file.getParent());
        var part = part(file);
        try {
            write(part, octets);
            link(part, file, octets);
            sync(file.getParent());
            return true;
        } catch (FileAlreadyExistsException there) {
            return false;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** So that it is there whole at once. Where there are no links, as with FAT, it is written in its place. */
    private static void link(Path part, Path file, byte[] octets) throws IOException {
        try {
            Files.createLink(file, part);
        } catch (FileAlreadyExistsException there) {
            throw there;
        } catch (FileSystemException | UnsupportedOperationException noLinks) {
            writeAlone(file, octets);
        }
    }

    private static void writeAlone(Path file, byte[] octets) throws IOException {
        try {
            write(file, octets);
        } catch (FileAlreadyExistsException there) {
            throw there;
        } catch (IOException cutOff) {
            Files.deleteIfExists(file);
            throw cutOff;
        }
    }

    private static Path part(Path file) { return file.resolveSibling("." + UUID.randomUUID() + PART); }

    private static void write(Path file, byte[] octets) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(octets);
            while (buffer.hasRemaining()) channel.write(buffer);
            channel.force(true);
        }
    }

    /** So that the name stays too; a share that cannot do it is trusted. */
    private static void sync(Path folder) {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException cannot) {
            System.getLogger("sigillo.backup").log(System.Logger.Level.DEBUG, folder + " cannot be synced: " + cannot);
        }
    }

    @Override public byte[] get(String name, int octetsMax) throws IOException {
        try (var in = Files.newInputStream(root.resolve(name))) {
            var octets = in.readNBytes(octetsMax + 1);
            if (octets.length > octetsMax) throw new Damaged(name + " is longer than it can be");
            return octets;
        }
    }

    @Override public void delete(String name) throws IOException { Files.deleteIfExists(root.resolve(name)); }

    @Override public void list(String folder, int most, ObjLongConsumer<String> visitor) throws IOException {
        int counted = 0;
        try (var files = opened(root.resolve(folder))) {
            for (var file : files) {
                requireAtMost(most, ++counted, folder);
                listed(file, visitor);
            }
        } catch (DirectoryIteratorException broken) {
            throw broken.getCause(); // a part of a listing is none: what is missing in it would be taken away
        }
    }

    private static DirectoryStream<Path> opened(Path folder) throws IOException {
        try {
            return Files.newDirectoryStream(folder);
        } catch (NoSuchFileException | NotDirectoryException none) {
            return NOTHING_YET;
        }
    }

    private static void listed(Path file, ObjLongConsumer<String> visitor) throws IOException {
        try {
            list(file, visitor);
        } catch (NoSuchFileException gone) {
            // meanwhile, or a link that leads nowhere: the others are there all the same
        }
    }

    /** What was being written when something stopped is taken away a day later. */
    private static void list(Path file, ObjLongConsumer<String> visitor) throws IOException {
        var name = file.getFileName().toString();
        boolean isPart = name.startsWith(".") && name.endsWith(PART);
        if (!isPart) visitor.accept(name, Files.size(file));
        else if (Files.getLastModifiedTime(file).toInstant()
            .isBefore(Instant.now().minus(PARTS_KEPT))) Files.deleteIfExists(file);
    }

    @Override public void close() {}

    @Override public String toString() { return root.toString(); }
}
