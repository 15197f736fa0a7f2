package sigillo.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import sigillo.net.Certificate;

/** What is shown in a handshake of an authority: RFC 8737 section 3. Nobody else sees it, and nobody trusts it. */
final class TlsProof {
    private static final ASN1ObjectIdentifier ACME_IDENTIFIER = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31"); // RFC 8737 section 6.1
    private static final Duration VALID = Duration.ofDays(7);

    private TlsProof() {}

    /** {@code digest}: SHA-256 of the key authorization. {@code keys}: of P-256. */
    static Certificate certificate(String name, KeyPair keys, byte[] digest) {
        try {
            var now = Instant.now();
            var self = new X500Name("CN=acme.invalid");
            var builder = new JcaX509v3CertificateBuilder(self, BigInteger.valueOf(now.toEpochMilli()), Date.from(now.minus(VALID)), Date.from(now.plus(VALID)),
                self, keys.getPublic());
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
            builder.addExtension(ACME_IDENTIFIER, true, new DEROctetString(digest));
            var signed = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
            return new Certificate(List.of(new JcaX509CertificateConverter().getCertificate(signed)), keys.getPrivate());
        } catch (IOException | GeneralSecurityException | OperatorCreationException impossible) {
            throw new IllegalStateException("no proof can be made", impossible);
        }
    }
}
