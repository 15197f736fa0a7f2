package sigillo.main;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Which program this is: SHA-256 of its jar, read when it is first asked for. */
final class ProgramVersion {
    private ProgramVersion() {}

    private static final class Read {
        static final String TEXT = read();
    }

    static String text() { return Read.TEXT; }

    private static String read() {
        try {
            var jar = Path.of(ProgramVersion.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (!Files.isRegularFile(jar)) return "not from a jar";
            var digest = MessageDigest.getInstance("SHA-256");
            try (var in = new DigestInputStream(Files.newInputStream(jar), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return "sha256 " + HexFormat.of().formatHex(digest.digest());
        } catch (IOException | URISyntaxException | NoSuchAlgorithmException unknown) {
            return "not known";
        }
    }
}
