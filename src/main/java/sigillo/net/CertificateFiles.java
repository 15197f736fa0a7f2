package sigillo.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * A certificate in PEM (RFC 7468): the chain, leaf first, and the key as PKCS#8, PKCS#1 or SEC1. Both may be one file.
 */
public record CertificateFiles(Path chain, Path key) {

    /** Throws {@link IOException} that says which file is wrong, and how. */
    public Certificate load() throws IOException {
        var certificates = readChain();
        var privateKey = readKey(certificates.getFirst().getPublicKey());
        if (!CertificateKeys.belong(privateKey, certificates.getFirst().getPublicKey()))
            throw new IOException(key + " is not the key of the first certificate in " + chain);
        return new Certificate(certificates, privateKey);
    }

    /** Changes when either file does. */
    String stamp() throws IOException { return stamp(chain) + " " + stamp(key); }

    private static String stamp(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (NoSuchFileException missing) {
            throw new IOException(file + " does not exist", missing);
        }
    }

    private List<X509Certificate> readChain() throws IOException {
        var pem = read(chain);
        var certificates = new ArrayList<X509Certificate>();
        try {
            var factory = CertificateFactory.getInstance("X.509");
            for (var block : blocks(pem, "CERTIFICATE")) {
                var in = new ByteArrayInputStream(block.getBytes(StandardCharsets.US_ASCII));
                certificates.add((X509Certificate) factory.generateCertificate(in));
            }
        } catch (CertificateException unreadable) {
            throw new IOException(chain + " holds a certificate that cannot be read: " + unreadable.getMessage(),
                unreadable);
        }
        if (certificates.isEmpty()) throw new IOException(chain + " holds no certificate in PEM");
        return certificates;
    }

    private static List<String> blocks(String pem, String label) {
        var end = "-----END " + label + "-----";
        var blocks = new ArrayList<String>();
        int from = 0;
        while ((from = pem.indexOf("-----BEGIN " + label + "-----", from)) >= 0) {
            int to = pem.indexOf(end, from);
            if (to < 0) break;
            blocks.add(pem.substring(from, to + end.length()) + "\n");
            from = to;
        }
        return blocks;
    }

    private PrivateKey readKey(PublicKey certified) throws IOException {
        var converter = new JcaPEMKeyConverter();
        try (var parser = new PEMParser(new StringReader(read(key)))) {
            for (Object item; (item = parser.readObject()) != null; ) {
                switch (item) {
                    case PrivateKeyInfo pkcs8 -> { return converter.getPrivateKey(pkcs8); }
                    case PEMKeyPair pair -> {
                        return converter.getPrivateKey(withCurve(pair.getPrivateKeyInfo(), certified));
                    }
                    case PKCS8EncryptedPrivateKeyInfo _, PEMEncryptedKeyPair _ ->
                        throw new IOException(key + " is encrypted: a server cannot ask for its passphrase");
                    default -> { } // certificates, EC parameters: not what is looked for
                }
            }
        } catch (IllegalArgumentException | IllegalStateException unreadable) {
            throw new IOException(key + " holds a key that cannot be read: " + unreadable.getMessage(), unreadable);
        }
        throw new IOException(key + " holds no private key in PEM");
    }

    /** RFC 5915 section 3 lets a SEC1 key leave out its curve: then it is the certificate's. */
    private static PrivateKeyInfo withCurve(PrivateKeyInfo info, PublicKey certified) throws IOException {
        if (info.getPrivateKeyAlgorithm().getParameters() != null) return info;
        var algorithm = SubjectPublicKeyInfo.getInstance(certified.getEncoded()).getAlgorithm();
        return new PrivateKeyInfo(algorithm, info.parsePrivateKey());
    }

    private static String read(Path file) throws IOException {
        stamp(file);
        if (Files.size(file) > NetLimits.PEM_OCTETS_MAX)
            throw new IOException(file + " is too large for a certificate or key");
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
