package sigillo.main.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.net.CertificateFiles;
import sigillo.net.Tls;

/** A certificate of our own: valid under its authority, kept as long as it is good. */
class HostCertificateTest {
    private static final List<GeneralName> NAMES =
        List.of(new GeneralName(GeneralName.dNSName, "mail.home.example"), new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    private final Instant now = Instant.now();
    @TempDir Path folder;

    @Test void itIsValidUnderItsAuthority() throws Exception {
        var made = HostCertificate.in(folder, "mail.home.example", NAMES, now);
        var factory = CertificateFactory.getInstance("X.509");
        var authority = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(Files.readAllBytes(made.authority())));
        var host = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(Files.readAllBytes(made.chain())));
        var trust = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
        trust.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(List.of(host)), trust);
        assertEquals(2, host.getSubjectAlternativeNames().size());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made.key())));
        Tls.open(List.of(new CertificateFiles(made.chain(), made.key())));
    }

    @Test void itIsKeptUntilItEndsOrTheNameChanges() throws Exception {
        var first = octets(NAMES, now);
        assertEquals(first, octets(NAMES, now.plus(Duration.ofDays(700))));
        var renewed = octets(NAMES, now.plus(Duration.ofDays(800)));
        assertNotEquals(first, renewed);
        assertNotEquals(renewed, octets(List.of(new GeneralName(GeneralName.dNSName, "other.home.example"), NAMES.get(1)), now));
    }

    private String octets(List<GeneralName> names, Instant at) throws Exception {
        return Files.readString(HostCertificate.in(folder, "mail.home.example", names, at).chain());
    }
}
