package sigillo.net;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Self-signed certificates for the tests of every door. */
public final class TestCertificates {
    private TestCertificates() {}

    /** Writes {@code name.crt} and {@code name.key} (PKCS#8) for a P-256 key into the folder. */
    public static CertificateFiles write(Path folder, String name) throws Exception {
        return write(folder, name, ecKeys(), true);
    }

    /** With its name as a common name only. */
    static CertificateFiles writeNameless(Path folder, String name) throws Exception {
        var keys = ecKeys();
        var files = new CertificateFiles(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
        Files.writeString(files.chain(), pem(Authority.signed(keys, keys, "CN=" + name, "CN=" + name, true)));
        Files.writeString(files.key(), pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
        return files;
    }

    static CertificateFiles write(Path folder, String name, KeyPair keys, boolean pkcs8) throws Exception {
        var files = new CertificateFiles(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
        Files.writeString(files.chain(), pem(selfSigned(keys, name)));
        Files.writeString(files.key(), pem(pkcs8 ? new JcaPKCS8Generator(keys.getPrivate(), null) : keys.getPrivate()));
        return files;
    }

    static KeyPair ecKeys() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    static KeyPair rsaKeys() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    /** Good between the two. */
    public static CertificateFiles write(Path folder, String name, Instant from, Instant to) throws Exception {
        var keys = ecKeys();
        var files = new CertificateFiles(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
        Files.writeString(files.chain(), pem(selfSigned(keys, name, from, to)));
        Files.writeString(files.key(), pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
        return files;
    }

    static X509Certificate selfSigned(KeyPair keys, String name) throws Exception {
        return selfSigned(keys, name, Instant.now().minus(Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(30)));
    }

    private static X509Certificate selfSigned(KeyPair keys, String name, Instant begins, Instant ends) throws Exception {
        var subject = new X500Name("CN=" + name);
        var from = Date.from(begins);
        var to = Date.from(ends);
        var serial = new BigInteger(64, new SecureRandom());
        var builder = new JcaX509v3CertificateBuilder(subject, serial, from, to, subject, keys.getPublic());
        var names = new GeneralNames(new GeneralName(GeneralName.dNSName, name));
        builder.addExtension(Extension.subjectAlternativeName, false, names);
        var algorithm = keys.getPublic().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        var signer = new JcaContentSignerBuilder(algorithm).build(keys.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    /** Who signs certificates of a test. */
    public record Authority(X509Certificate certificate, KeyPair keys) {
        public static Authority make(String name) throws Exception {
            var keys = ecKeys();
            return new Authority(signed(keys, keys, "CN=" + name, "CN=" + name, true), keys);
        }

        /** Writes {@code name.crt}, with this authority's certificate behind its own, and {@code name.key}. The first name is its file's. */
        public CertificateFiles issue(Path folder, String... names) throws Exception {
            var leaf = ecKeys();
            var files = new CertificateFiles(folder.resolve(names[0] + ".crt"), folder.resolve(names[0] + ".key"));
            Files.writeString(files.chain(), pem(signed(leaf, keys, "CN=" + names[0], "CN=" + certificate.getSubjectX500Principal().getName().substring(3), false, names))
                + pem(certificate));
            Files.writeString(files.key(), pem(new JcaPKCS8Generator(leaf.getPrivate(), null)));
            return files;
        }

        private static X509Certificate signed(KeyPair keys, KeyPair issuer, String name, String issuerName, boolean isCa, String... names) throws Exception {
            var now = Instant.now();
            var builder = new JcaX509v3CertificateBuilder(new X500Name(issuerName), new BigInteger(64, new SecureRandom()),
                Date.from(now.minus(Duration.ofDays(1))), Date.from(now.plus(Duration.ofDays(30))), new X500Name(name), keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isCa));
            var all = Stream.of(names).map(one -> new GeneralName(GeneralName.dNSName, one)).toArray(GeneralName[]::new);
            if (!isCa) builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(all));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        }
    }

    /** Trusts these certificates only. */
    public static TrustManager[] trusting(X509Certificate... certificates) throws Exception {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < certificates.length; i++) store.setCertificateEntry("c" + i, certificates[i]);
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    static String pem(Object item) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(item);
        }
        return text.toString();
    }
}
