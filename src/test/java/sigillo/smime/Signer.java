package sigillo.smime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import sigillo.peers.Program;

/** OpenSSL, which certifies and signs. */
public final class Signer {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Path folder;

    /** With a new authority in the folder. */
    public Signer(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("empty.cnf"), "[req]\ndistinguished_name = dn\n[dn]\n");
        authority("root");
    }

    public void authority(String name) {
        openssl("req", "-x509", "-config", path("empty.cnf"), "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-days", "3650",
            "-subj", "/CN=" + name, "-addext", "basicConstraints=critical,CA:true", "-addext", "keyUsage=keyCertSign",
            "-keyout", path(name + ".key"),
            "-out", path(name + ".crt"));
    }

    /** {@code extensions}: lines of openssl's own writing. */
    public void certify(String name, String authority, String key, String days, String... extensions)
            throws IOException {
        Files.writeString(folder.resolve(name + ".ext"), String.join("\n", extensions));
        var request = new ArrayList<>(List.of("req", "-config", path("empty.cnf"), "-nodes", "-subj", "/CN=" + name,
            "-keyout", path(name + ".key"),
            "-out", path(name + ".csr"), "-newkey"));
        request.addAll(key.equals("ec") ? List.of("ec", "-pkeyopt", "ec_paramgen_curve:P-256") : List.of(key));
        openssl(request.toArray(String[]::new));
        openssl("x509", "-req", "-in", path(name + ".csr"), "-CA", path(authority + ".crt"), "-CAkey",
            path(authority + ".key"), "-CAcreateserial",
            "-days", days, "-extfile", path(name + ".ext"), "-out", path(name + ".crt"));
    }

    public void certify(String name, String address) throws IOException {
        certify(name, "root", "ec", "30", "subjectAltName=email:" + address, "keyUsage=digitalSignature",
            "extendedKeyUsage=emailProtection");
    }

    public X509Certificate certificate(String name) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".crt"))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /** The message whole: the fields of {@code header} before what openssl makes of the entity. */
    public String sign(String header, String entity, String name, String... more) throws IOException {
        Files.writeString(folder.resolve("plain.eml"), entity);
        var command = new ArrayList<>(List.of("cms", "-sign", "-crlfeol", "-in", path("plain.eml"), "-signer",
            path(name + ".crt"), "-inkey",
            path(name + ".key"), "-out", path("signed.eml")));
        command.addAll(List.of(more));
        openssl(command.toArray(String[]::new));
        var signed = Files.readString(folder.resolve("signed.eml")).replace("\r\n", "\n");
        return (header + signed).replace("\n", "\r\n");
    }

    String path(String name) { return folder.resolve(name).toString(); }

    private static void openssl(String... arguments) {
        var all = new ArrayList<>(List.of("openssl"));
        all.addAll(List.of(arguments));
        Program.run(LIMIT, all.toArray(String[]::new)).orFail();
    }
}
