package sigillo.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/** A folder for a while, for the server's user only; what is in it when it is made is of a run that was broken off. */
final class Scratch implements AutoCloseable {
    private final Path folder;

    private Scratch(Path folder) { this.folder = folder; }

    static Scratch in(Path folder) throws IOException {
        var scratch = new Scratch(folder);
        scratch.remove();
        prepare(folder);
        return scratch;
    }

    /** What a run that was killed has left, if anything. */
    static void clear(Path folder) { new Scratch(folder).close(); }

    /** Makes the folder when it is not there. */
    static void prepare(Path folder) throws IOException {
        Files.createDirectories(folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    Path folder() { return folder; }

    private void remove() throws IOException {
        if (!Files.exists(folder)) return;
        try (var all = Files.walk(folder)) {
            for (var path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) Files.deleteIfExists(path);
        }
    }

    @Override public void close() {
        try {
            remove();
        } catch (IOException | UncheckedIOException stays) {
            System.getLogger("sigillo.backup").log(System.Logger.Level.WARNING, folder + " is left over: " + stays);
        }
    }
}
