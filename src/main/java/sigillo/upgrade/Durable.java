package sigillo.upgrade;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** Files whose state a power cut does not undo. */
final class Durable {
    private Durable() {}

    /** A file or a folder. */
    static void sync(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Writes a file whole or not at all, for the owner only. */
    static void write(Path file, byte[] content) throws IOException {
        var part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(part, content, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        move(part, file);
    }

    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(to.toAbsolutePath().getParent());
    }

    /** A symbolic link that leads to {@code target} from now on, without a moment in which it leads nowhere. */
    static void link(Path link, Path target) throws IOException {
        var part = link.resolveSibling(link.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createSymbolicLink(part, target);
        move(part, link);
    }

    /** With all that is below; nothing where it is not there. Links are deleted, not what they lead to. */
    static void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) return;
        try (Stream<Path> all = Files.walk(path)) {
            for (var one : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) Files.delete(one);
        }
    }
}
