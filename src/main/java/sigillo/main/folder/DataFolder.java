package sigillo.main.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Where everything is kept, for the server's user only.
 *
 * <pre>
 * store/    mail, directory, queue, stories; not where they are in a cluster
 * server.id who we are among those that serve a cluster, and a lock
 * keys/     secrets of this server, without which no mail can be read: see docs/sealing.md; may be elsewhere
 * spool/    messages that are just being received; worthless after a stop
 * tls/      a certificate of our own, when none is configured
 * run/      the operator's socket
 * setup/    how far a first set-up has come, and its code while there is one
 * upgrade/  how far an upgrade has come, and while one is under way what was kept before
 * doctor    what was told elsewhere of how the server is
 * </pre>
 */
public record DataFolder(Path root, Path keys) {
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<?> OWNER_FOLDER =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    public Path store() { return root.resolve("store"); }

    public Path spool() { return root.resolve("spool"); }

    public Path tls() { return root.resolve("tls"); }

    /** Makes the folders that are not there. Throws {@link IOException} with a sentence for the operator. */
    public void create() throws IOException {
        try {
            for (var folder : new Path[] {root, keys, spool(), tls()}) {
                if (!Files.isDirectory(folder)) Files.createDirectories(folder, OWNER_FOLDER);
            }
        } catch (IOException e) {
            throw new IOException("the data directory " + root + " cannot be used: " + e, e);
        }
    }

    /** Writes a file whole or not at all, durably, for the owner only. */
    public static void write(Path file, byte[] content) throws IOException {
        var part = Files.createTempFile(file.toAbsolutePath().getParent(), "." + file.getFileName(), ".part",
            PosixFilePermissions.asFileAttribute(OWNER_FILE));
        try {
            Files.write(part, content, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
