package sigillo.main.process;

import java.io.IOException;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The jar that this program runs from. Found by the class loader: a class that came from the kept first run may have no
 * code source (JDK 25), depending on what else was kept.
 */
public final class ProgramFile {
    private ProgramFile() {}

    /** Empty where classes lie in folders, as in tests. */
    public static Optional<Path> jar() throws IOException {
        return jarOf(ProgramFile.class.getResource(ProgramFile.class.getSimpleName() + ".class"));
    }

    /** {@code found}: where something lies, {@code null} when it was not found. */
    static Optional<Path> jarOf(URL found) throws IOException {
        if (found == null || !(found.openConnection() instanceof JarURLConnection inside)) return Optional.empty();
        try {
            var jar = Path.of(inside.getJarFileURL().toURI());
            return Optional.of(jar).filter(Files::isRegularFile);
        } catch (URISyntaxException | IllegalArgumentException strange) {
            throw new IOException("not a file's name: " + inside.getJarFileURL(), strange);
        }
    }

    /** SHA-256 in hexadecimal digits. */
    public static String digest(Path jar) throws IOException {
        try (var in = new DigestInputStream(Files.newInputStream(jar), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // each Java platform has it
        }
    }
}
