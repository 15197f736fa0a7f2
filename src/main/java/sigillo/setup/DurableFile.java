package sigillo.setup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Small files of this server's user that are there whole or not at all, also after a power cut. */
public final class DurableFile {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    private DurableFile() {}

    static void folder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) return;
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** One that is there keeps who may read it; another is for its owner only. Throws {@link IOException}. */
    public static void write(Path file, String text) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        var permissions = Files.exists(file) ? Files.getPosixFilePermissions(file) : OWNER;
        var part = Files.createTempFile(folder, "." + file.getFileName(), ".part", PosixFilePermissions.asFileAttribute(OWNER));
        try {
            Files.writeString(part, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            Files.setPosixFilePermissions(part, permissions);
            own(part, Files.exists(file) ? file : folder);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        try (var there = FileChannel.open(folder, StandardOpenOption.READ)) {
            there.force(true);
        }
    }

    /** What root writes is for whose file, or folder, it is: the server must read it. */
    private static void own(Path part, Path as) throws IOException {
        var owner = Files.getOwner(as);
        if (!Files.getOwner(part).equals(owner)) Files.setOwner(part, owner);
    }
}
