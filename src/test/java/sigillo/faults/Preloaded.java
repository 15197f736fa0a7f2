package sigillo.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import sigillo.peers.Program;

/** Faults of a machine for another process, by a library that it preloads: {@code src/test/peers/faults.c}. */
final class Preloaded {
    private static final Path SOURCE = Path.of("src/test/peers/faults.c");
    private static final Path LIBRARY = Path.of("target/peers/faults.so").toAbsolutePath();
    private static final int EIO = 5;

    private final Path orders;
    private final Path under;
    private Duration off = Duration.ZERO;
    private boolean syncsFail;
    private boolean writesFail;

    /** Of files below {@code under}. */
    Preloaded(Path orders, Path under) {
        this.orders = orders;
        this.under = under;
        write();
    }

    /** Builds the library; false where there is no compiler. What was started with one from before keeps that. */
    static synchronized boolean isPossible() {
        if (!Program.isInstalled("gcc")) return false;
        try {
            Files.createDirectories(LIBRARY.getParent());
            var built = Files.createTempFile(LIBRARY.getParent(), "faults", ".so");
            Program.run(Duration.ofMinutes(1), "gcc", "-O2", "-Wall", "-Werror", "-fPIC", "-shared", "-o",
                built.toString(), SOURCE.toString(), "-ldl").orFail();
            Files.move(built, LIBRARY, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }

    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", LIBRARY.toString(), "SIGILLO_FAULTS", orders.toString(), "SIGILLO_FAULTS_UNDER",
            under.toString());
    }

    void jump(Duration by) {
        off = off.plus(by);
        write();
    }

    void failSyncs() {
        syncsFail = true;
        write();
    }

    void failWrites() {
        writesFail = true;
        write();
    }

    /** Files are well again; the clock stays where it is. */
    void heal() {
        syncsFail = false;
        writesFail = false;
        write();
    }

    /** In place: the other process has the file mapped. */
    private void write() {
        var octets = ByteBuffer.allocate(24).order(ByteOrder.nativeOrder()).putLong(off.toNanos())
            .putLong(syncsFail ? EIO : 0).putLong(writesFail ? EIO : 0).flip();
        try (var file = FileChannel.open(orders, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(octets, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
