package sigillo.main.folder;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import sigillo.net.CertificateFiles;

/**
 * A small authority and a certificate of it for this host: for a demo, and for a server that was given none. Kept over
 * restarts, made anew when it is about to end. The authority's key is thrown away: it signs once.
 */
public record HostCertificate(Path authority, Path chain, Path key) {
    private static final Duration VALID = Duration.ofDays(825); // what Apple's programs take at most
    private static final Duration RENEWED_BEFORE = Duration.ofDays(30);

    /** Makes it in {@code folder} when it is not there. Throws {@link IOException} with a sentence for the operator. */
    public static HostCertificate in(Path folder, String name, List<GeneralName> names,
        Instant now) throws IOException {
        var certificate = new HostCertificate(folder.resolve("ca.pem"), folder.resolve("host.pem"), folder.resolve("host.key"));
        try {
            if (!certificate.isGood(names, now)) certificate.make(name, names, now);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("no certificate could be made in " + folder + ": " + e, e);
        }
        return certificate;
    }

    /** The one that was made there before, for whatever names: whoever looks at it in a browser is not asked again. */
    public static Optional<CertificateFiles> there(Path folder) {
        var certificate = new HostCertificate(folder.resolve("ca.pem"), folder.resolve("host.pem"), folder.resolve("host.key"));
        boolean isThere = Files.exists(certificate.chain) && Files.exists(certificate.key);
        return isThere ? Optional.of(new CertificateFiles(certificate.chain, certificate.key)) : Optional.empty();
    }

    private boolean isGood(List<GeneralName> names, Instant now) throws IOException, GeneralSecurityException {
        if (!Files.exists(authority) || !Files.exists(chain) || !Files.exists(key)) return false;
        try (var in = Files.newInputStream(chain)) {
            var host = (X509Certificate) java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in);
            return now.plus(RENEWED_BEFORE).isBefore(host.getNotAfter().toInstant()) && host.getSubjectAlternativeNames().size() == names.size()
                && host.getSubjectAlternativeNames().stream().allMatch(there -> names.stream().anyMatch(n -> isSame(n, there)));
        }
    }

    private static boolean isSame(GeneralName name, List<?> there) {
        return there.get(0).equals(name.getTagNo())
            && (name.getTagNo() == GeneralName.iPAddress || there.get(1).equals(name.getName().toString()));
    }

    private void make(String name, List<GeneralName> names, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        var issuer = new X500Name("CN=Sigillo's own authority of " + name);
        var authorityKeys = keys();
        var hostKeys = keysOfBefore().orElseGet(HostCertificate::keys);
        var root = builder(issuer, issuer, authorityKeys, now);
        root.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        root.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        var rootCertificate = signed(root, authorityKeys.getPrivate());
        var host = builder(issuer, new X500Name("CN=" + name), hostKeys, now);
        host.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        host.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        host.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        host.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
        host.addExtension(Extension.authorityKeyIdentifier, false,
            new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(rootCertificate));
        var hostCertificate = signed(host, authorityKeys.getPrivate());
        DataFolder.write(key, pem(new JcaPKCS8Generator(hostKeys.getPrivate(), null)));
        DataFolder.write(chain, pem(hostCertificate, rootCertificate));
        DataFolder.write(authority, pem(rootCertificate));
    }

    /** DNS may vouch for that key (TLSA), so it stays when other names come or the time is over. */
    private Optional<KeyPair> keysOfBefore() {
        if (!Files.exists(chain) || !Files.exists(key)) return Optional.empty();
        try (var in = Files.newInputStream(chain); var text = new PEMParser(Files.newBufferedReader(key))) {
            var known = java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in).getPublicKey();
            var secret = new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) text.readObject());
            return Optional.of(new KeyPair(known, secret));
        } catch (IOException | GeneralSecurityException | ClassCastException unreadable) {
            return Optional.empty();
        }
    }

    private static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK has P-256", impossible);
        }
    }

    private static JcaX509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair keys, Instant now)
            throws IOException, GeneralSecurityException {
        var builder = new JcaX509v3CertificateBuilder(issuer, new BigInteger(120, new SecureRandom()).setBit(120),
            Date.from(now.minus(Duration.ofDays(1))), Date.from(now.plus(VALID)), subject, keys.getPublic());
        builder.addExtension(Extension.subjectKeyIdentifier, false,
            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
        return builder;
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder builder, PrivateKey by)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter().getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by)));
    }

    private static byte[] pem(Object... items) throws IOException {
        var text = new StringWriter();
        try (var out = new JcaPEMWriter(text)) {
            for (var item : items) out.writeObject(item);
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
