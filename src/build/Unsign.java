import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Manifest;

/**
 * Takes the signatures out of the libraries that the build has collected: {@code java Unsign.java JAR...}. Nobody asks for them at
 * run time, where they cost each start the checking of thousands of digests, and the JVM keeps no class of a signed jar
 * between starts. What Maven brought was checked by Maven.
 */
class Unsign {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    public static void main(String[] jars) throws IOException {
        for (var jar : jars) {
            try (var files = FileSystems.newFileSystem(Path.of(jar))) {
                var signatures = signatures(files);
                if (signatures.isEmpty()) continue;
                for (var signature : signatures) Files.delete(signature);
                withoutDigests(files.getPath(MANIFEST));
            }
        }
    }

    private static List<Path> signatures(FileSystem files) throws IOException {
        var found = new ArrayList<Path>();
        var folder = files.getPath("META-INF");
        if (!Files.isDirectory(folder)) return found;
        try (var all = Files.newDirectoryStream(folder, "*.{SF,DSA,RSA,EC}")) {
            all.forEach(found::add);
        }
        return found;
    }

    /** What it says of the whole stays: that it has classes for several versions, among others. */
    private static void withoutDigests(Path file) throws IOException {
        var manifest = new Manifest();
        try (var in = Files.newInputStream(file)) {
            manifest.read(in);
        }
        manifest.getEntries().clear();
        try (var out = Files.newOutputStream(file)) {
            manifest.write(out);
        }
    }
}
