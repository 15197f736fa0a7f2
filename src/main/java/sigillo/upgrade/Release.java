package sigillo.upgrade;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A release in a folder, whose manifest is signed by a key that is trusted. Its files are checked where they are used or copied. */
public record Release(Path folder, Manifest manifest, byte[] manifestOctets, byte[] signatures) {
    static final int SIGNATURES_OCTETS_MAX = 1024;
    private static final int BUFFER = 64 * 1024;

    /** Throws {@link IOException} with a sentence: nobody whom {@code keys} name has signed it, or it cannot be read. */
    public static Release open(Path folder, ReleaseKeys keys) throws IOException {
        return of(folder, Bounded.read(folder.resolve(Manifest.NAME), ManifestParser.OCTETS_MAX),
            Bounded.read(folder.resolve(Manifest.SIGNATURE), SIGNATURES_OCTETS_MAX), keys);
    }

    /** {@code folder}: where its files are, or will be. The signature is checked before anything is read of what is signed. */
    public static Release of(Path folder, byte[] manifest, byte[] signatures, ReleaseKeys keys) throws IOException {
        if (keys.keys().isEmpty()) throw new IOException("no key is known whose releases would be taken: the program that runs was not installed from a release");
        if (!keys.haveSigned(manifest, signatures)) throw new IOException("the release is not signed by a key that is known here: it was changed, or is somebody else's");
        return new Release(folder, ManifestParser.parse(manifest), manifest, signatures);
    }

    /** Throws {@link IOException} with a sentence unless all files are there as signed, and no others. */
    public void check() throws IOException {
        requireNoOthers();
        for (var file : manifest.files()) pass(file, OutputStream.nullOutputStream());
    }

    /**
     * Copies it, durably; what is written is what was checked, whatever happens to the source meanwhile. {@code into}: is not
     * there yet. Throws {@link IOException} with a sentence; then what was copied is to be deleted.
     */
    public void copyTo(Path into) throws IOException {
        requireNoOthers();
        Files.createDirectories(into);
        var folders = new HashSet<Path>(Set.of(into));
        for (var file : manifest.files()) {
            var target = into.resolve(file.path());
            Files.createDirectories(target.getParent());
            for (var up = target.getParent(); folders.add(up); up = up.getParent()) { }
            Files.createFile(target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(file.runs() ? "rwxr-xr-x" : "rw-r--r--")));
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(file.runs() ? "rwxr-xr-x" : "rw-r--r--")); // whatever the process keeps from new files
            try (var out = Files.newOutputStream(target, StandardOpenOption.WRITE)) {
                pass(file, out);
            }
            Durable.sync(target);
        }
        for (var one : folders) Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rwxr-xr-x"));
        writeForAll(into.resolve(Manifest.SIGNATURE), signatures);
        writeForAll(into.resolve(Manifest.NAME), manifestOctets); // last: it says that all is there
        for (var one : folders) Durable.sync(one);
    }

    /** Who installs it need not be who runs it. */
    private static void writeForAll(Path file, byte[] content) throws IOException {
        Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private void pass(Manifest.ReleaseFile file, OutputStream out) throws IOException {
        var source = folder.resolve(file.path());
        if (!Files.isRegularFile(source, LinkOption.NOFOLLOW_LINKS)) throw new IOException("the release lacks " + file.path());
        try (var in = Files.newInputStream(source)) {
            if (!hash(in, file.octets(), out).equals(file.sha256())) throw new IOException(file.path() + " of the release is not the file that was signed");
        } catch (NoSuchFileException gone) {
            throw new IOException("the release lacks " + file.path(), gone);
        }
    }

    /** Of no more than {@code octetsMax} and one octet: a longer file has another hash in any case. */
    static String hash(InputStream in, long octetsMax, OutputStream out) throws IOException {
        var digest = sha256();
        var buffer = new byte[BUFFER];
        long left = octetsMax + 1;
        for (int n; left > 0 && (n = in.read(buffer, 0, (int) Math.min(buffer.length, left))) > 0; left -= n) {
            digest.update(buffer, 0, n);
            out.write(buffer, 0, n);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A library that nobody signed would be on the class path. */
    private void requireNoOthers() throws IOException {
        var others = new TreeSet<String>();
        var known = new HashSet<>(Set.of(Manifest.NAME, Manifest.SIGNATURE));
        manifest.files().forEach(file -> known.add(file.path()));
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)).map(file -> folder.relativize(file).toString().replace('\\', '/'))
                .filter(path -> !known.contains(path)).limit(3).forEach(others::add);
        }
        if (!others.isEmpty()) throw new IOException("the release has files that nobody signed, such as " + others.first());
    }

    /** The files of a tree that is to be a release. Symbolic links are followed: what they lead to is in the release. */
    public static List<Manifest.ReleaseFile> files(Path tree) throws IOException {
        var found = new ArrayList<Manifest.ReleaseFile>();
        try (Stream<Path> all = Files.walk(tree, FileVisitOption.FOLLOW_LINKS)) {
            for (var file : (Iterable<Path>) all.filter(Files::isRegularFile).sorted()::iterator) {
                var path = tree.relativize(file).toString().replace('\\', '/');
                if (path.equals(Manifest.NAME) || path.equals(Manifest.SIGNATURE)) continue;
                if (!ManifestParser.isPath(path)) throw new IOException("a release cannot have a file of this name: " + path);
                try (var in = Files.newInputStream(file)) {
                    found.add(new Manifest.ReleaseFile(path, Files.size(file), hash(in, ManifestParser.FILE_OCTETS_MAX, OutputStream.nullOutputStream()), Files.isExecutable(file)));
                }
            }
        }
        return found;
    }
}
