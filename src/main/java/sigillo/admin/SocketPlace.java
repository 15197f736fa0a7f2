package sigillo.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Where the socket of a path lies. The kernel takes some hundred octets only; a longer path stands for a place among
 * the temporary files, in a folder that is the user's own, which server and commands find in the same way.
 */
final class SocketPlace {
    /** Linux has room for 108 with the NUL; other systems for 104. */
    private static final int PATH_OCTETS_MAX = 100;

    private SocketPlace() {}

    static Path of(Path path) { return fits(path) ? path : substitute(path); }

    private static boolean fits(Path path) { return octets(path).length <= PATH_OCTETS_MAX; }

    private static byte[] octets(Path path) {
        return path.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Path substitute(Path path) {
        var crc = new CRC32C();
        crc.update(octets(path));
        return Path.of(System.getProperty("java.io.tmpdir"), "sigillo-" + System.getProperty("user.name"),
            Long.toHexString(crc.getValue()) + ".sock");
    }

    /**
     * Makes the folder when it is not there, for its owner only; others may pass when they may ask. One that is there
     * stays as the operator made it; among the temporary files it must be ours.
     */
    static Path prepare(Path path, boolean others) throws IOException {
        var place = of(path);
        var folder = place.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            var permissions = PosixFilePermissions.fromString(others ? "rwx--x--x" : "rwx------");
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(permissions));
            Files.setPosixFilePermissions(folder, permissions); // whatever the process keeps from new files
        } else if (!fits(path)) {
            requireOurs(folder);
        }
        return place;
    }

    /** Throws {@link IOException} when somebody else could have put something there. */
    private static void requireOurs(Path folder) throws IOException {
        var user = folder.getFileSystem().getUserPrincipalLookupService()
            .lookupPrincipalByName(System.getProperty("user.name"));
        var attributes = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        var closed = Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
        boolean isOurs = attributes.isDirectory() && attributes.owner().equals(user)
            && Collections.disjoint(attributes.permissions(), closed);
        if (!isOurs) {
            throw new IOException(folder + " is not a folder of ours alone; set operator.socket to a short path");
        }
    }

    static void restrict(Path place, boolean others) throws IOException {
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString(others ? "rw-rw-rw-" : "rw-------"));
    }
}
