package sigillo.upgrade;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Makes one tree of files the same as another, file by file: what stops it, the same again ends it. Links in the tree are refused. */
final class Mirror {
    private Mirror() {}

    /** Files of these kinds are written once, and may be shared by hard links. */
    static boolean isWrittenOnce(Path file) {
        var name = file.getFileName().toString();
        return name.endsWith(".sst") || name.endsWith(".blob");
    }

    /** {@code from}: a file or a folder. What {@code to} has and {@code from} has not is deleted. Durable. */
    static void make(Path from, Path to) throws IOException {
        if (Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) folder(from, to);
        else if (Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) file(from, to);
        else throw new IOException(from + " is neither a file nor a folder");
    }

    private static void folder(Path from, Path to) throws IOException {
        if (!Files.isDirectory(to)) {
            Files.deleteIfExists(to);
            Files.createDirectory(to);
            Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
        }
        var wanted = names(from);
        for (var name : names(to)) if (!wanted.contains(name)) Durable.delete(to.resolve(name));
        for (var name : wanted) make(from.resolve(name), to.resolve(name));
        Durable.sync(to);
    }

    private static Set<Path> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(Path::getFileName).collect(HashSet::new, Set::add, Set::addAll);
        }
    }

    private static void file(Path from, Path to) throws IOException {
        if (Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)) Durable.delete(to);
        if (isWrittenOnce(from) && Files.exists(to, LinkOption.NOFOLLOW_LINKS) && Files.isSameFile(from, to)) return;
        var part = to.resolveSibling("." + to.getFileName() + ".mirror");
        Files.deleteIfExists(part);
        if (!isWrittenOnce(from) || !isLinked(from, part)) {
            Files.copy(from, part, StandardCopyOption.COPY_ATTRIBUTES);
            Durable.sync(part);
        }
        Files.move(part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Durable.sync(to.toAbsolutePath().getParent());
    }

    /** False where the file system has no hard links, or it is another. */
    static boolean isLinked(Path from, Path link) {
        try {
            Files.createLink(link, from);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
