package sigillo.store.rocksdb;

import java.io.IOException;
import java.net.JarURLConnection;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;
import sigillo.store.StoreException;

/**
 * RocksDB's machine code, kept unpacked beside the data. The binding's own way is to unpack 17 MB into the temporary
 * directory at each start and to leave them there when the process is killed.
 */
final class NativeLibrary {
    private static final String FOLDER = "native-";

    private static boolean loaded;

    private NativeLibrary() {}

    /** Loads the library once for this process; later calls do nothing. */
    static synchronized void loadOnce(Path directory) {
        if (loaded) return;
        var packed = RocksDB.class.getResource("/" + Environment.getJniLibraryFileName("rocksdb"));
        try {
            if (packed != null && packed.openConnection() instanceof JarURLConnection jar) {
                load(unpacked(jar, directory));
            } else {
                RocksDB.loadLibrary(); // it lies somewhere else, where the binding may find it
            }
            loaded = true;
        } catch (IOException e) {
            throw new StoreException("cannot unpack RocksDB into " + directory + ": " + e.getMessage(), e);
        }
    }

    private static void load(Path folder) {
        try {
            RocksDB.loadLibrary(List.of(folder.toString()));
        } catch (UnsatisfiedLinkError noExecution) { // the data may lie on a file system that runs nothing
            RocksDB.loadLibrary();
        }
    }

    /** The folder in which the library lies, for this version and machine. */
    private static Path unpacked(JarURLConnection jar, Path directory) throws IOException {
        var entry = jar.getJarEntry();
        var folder = directory.resolve(FOLDER + Long.toHexString(entry.getCrc()));
        var name = Environment.getJniLibraryFileName("rocksdbjni"); // so the binding calls it outside its archive
        unpack(jar, folder, folder.resolve(name), entry.getSize());
        deleteOthers(directory, folder, name);
        return folder;
    }

    private static void unpack(JarURLConnection jar, Path folder, Path file, long size) throws IOException {
        if (Files.exists(file) && Files.size(file) == size) return;
        Files.createDirectories(folder);
        var part = Files.createTempFile(folder, "unpacking", null);
        try (var in = jar.getInputStream()) {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the file system of " + folder + " cannot rename", e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Those of earlier versions. */
    private static void deleteOthers(Path directory, Path folder, String name) throws IOException {
        try (var others = Files.newDirectoryStream(directory, FOLDER + "*")) {
            for (var other : others) {
                if (other.equals(folder)) continue;
                Files.deleteIfExists(other.resolve(name));
                Files.deleteIfExists(other);
            }
        }
    }
}
