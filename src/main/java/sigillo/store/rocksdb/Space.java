package sigillo.store.rocksdb;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import sigillo.store.StoreException;

/** The free space of the store's file system, against its floor. One system call a question. */
final class Space {
    /** What has to stay free beside a write: the floor, half of it where the write makes room, or nothing. */
    enum Need { FLOOR, RESERVE, NOTHING }

    private final FileStore fileSystem;
    private final Path directory;
    private final long freeOctetsMin;

    private Space(FileStore fileSystem, Path directory, long freeOctetsMin) {
        this.fileSystem = fileSystem;
        this.directory = directory;
        this.freeOctetsMin = freeOctetsMin;
    }

    /** With the standard settings when {@code settings} is null. */
    static Space of(Path directory, Settings settings) {
        try {
            var fileSystem = Files.getFileStore(directory);
            var used = settings == null ? Settings.standard(fileSystem.getTotalSpace()) : settings;
            return new Space(fileSystem, directory, used.freeOctetsMin());
        } catch (IOException e) {
            throw new StoreException("cannot ask for the free space of " + directory, e);
        }
    }

    /** Whether the floor still stands after so many octets more. When the system does not tell, yes. */
    boolean has(long octets) { return has(octets, Need.FLOOR); }

    /** Whether what is needed stays free after so many octets more. When the system does not tell, yes. */
    boolean has(long octets, Need need) {
        if (need == Need.NOTHING) return true;
        try {
            return fileSystem.getUsableSpace() - octets >= (need == Need.FLOOR ? freeOctetsMin : freeOctetsMin / 2);
        } catch (IOException e) {
            return true;
        }
    }

    String why() { return "the disk of " + directory + " is full (less than " + freeOctetsMin + " octets are free)"; }
}
