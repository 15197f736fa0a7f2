package sigillo.store.rocksdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sigillo.store.StoreException;

/**
 * Keeps a data directory to one process. The kernel drops the lock with the process, however it ends; the process id
 * in the file is for the message only.
 */
final class DirectoryLock implements AutoCloseable {
    private static final String FILE = "sigillo.lock";
    /** What this process has open: closing a second channel to the file would drop the first one's lock. */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** Makes the directory if need be, for its owner only, and takes it. Throws {@link StoreException}. */
    static DirectoryLock take(Path wanted) {
        try {
            Files.createDirectories(wanted);
            var directory = wanted.toRealPath();
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            if (!OPEN.add(directory)) throw inUse(Long.toString(ProcessHandle.current().pid()), wanted);
            try {
                return new DirectoryLock(directory, lock(directory.resolve(FILE), wanted));
            } catch (IOException | RuntimeException e) {
                OPEN.remove(directory);
                throw e;
            }
        } catch (IOException e) {
            throw new StoreException("cannot use " + wanted + ": " + e.getMessage(), e);
        }
    }

    private static FileChannel lock(Path file, Path wanted) throws IOException {
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        var channel = FileChannel.open(file, options, PosixFilePermissions.asFileAttribute(
            PosixFilePermissions.fromString("rw-------")));
        try {
            if (channel.tryLock() == null) throw inUse(Files.readString(file).strip(), wanted);
            channel.truncate(0);
            channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static StoreException inUse(String pid, Path directory) {
        var who = pid.isEmpty() ? "another Sigillo" : "another Sigillo (pid " + pid + ")";
        return new StoreException(who + " uses " + directory, null);
    }

    @Override public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreException("cannot release " + directory, e);
        } finally {
            OPEN.remove(directory);
        }
    }
}
