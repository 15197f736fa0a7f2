package sigillo.upgrade;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Who upgrades a data directory, or starts on it: one process at a time. The kernel gives it back when that ends, however it does. */
public final class UpgradeLock implements AutoCloseable {
    private final FileChannel channel;

    private UpgradeLock(FileChannel channel) { this.channel = channel; }

    /** Waits for who has it. */
    public static UpgradeLock await(Path folder) throws IOException {
        var channel = open(folder);
        channel.lock();
        return new UpgradeLock(channel);
    }

    /** Empty when another has it. */
    public static Optional<UpgradeLock> take(Path folder) throws IOException {
        var channel = open(folder);
        try {
            if (channel.tryLock() != null) return Optional.of(new UpgradeLock(channel));
        } catch (OverlappingFileLockException here) {
            // this process has it
        }
        channel.close();
        return Optional.empty();
    }

    private static FileChannel open(Path folder) throws IOException {
        return FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Override public void close() throws IOException { channel.close(); }
}
