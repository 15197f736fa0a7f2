package sigillo.smime;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import sigillo.base.Address;

/** What a signer's certificate may be used for, and whose it is: RFC 8550 sections 3 and 4.4. */
final class SignerCertificate {
    private static final int RFC822_NAME = 1;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;
    /** RFC 5280 section 4.2.1.12. */
    private static final List<String> FOR_MAIL = List.of("1.3.6.1.5.5.7.3.4", "2.5.29.37.0");

    private SignerCertificate() {}

    /** Within what signing mail asks. */
    static void check(X509Certificate certificate) throws SmimeBroken {
        if (!isStrong(certificate)) throw new SmimeBroken(SmimeFault.WEAK);
        var usage = certificate.getKeyUsage();
        // RFC 8550 section 4.4.2: one of the two, where it says any
        if (usage != null && !usage[DIGITAL_SIGNATURE]
            && !usage[NON_REPUDIATION]) throw new SmimeBroken(SmimeFault.NOT_FOR_MAIL);
        try {
            var extended = certificate.getExtendedKeyUsage();
            // RFC 8550 section 4.4.4
            if (extended != null && extended.stream()
                .noneMatch(FOR_MAIL::contains)) throw new SmimeBroken(SmimeFault.NOT_FOR_MAIL);
        } catch (CertificateParsingException e) {
            throw new SmimeBroken(SmimeFault.UNREADABLE);
        }
    }

    /** RFC 8551 section 2.2 and 2.3; DSA and what is shorter is of the past. */
    private static boolean isStrong(X509Certificate certificate) {
        return switch (certificate.getPublicKey()) {
            case RSAPublicKey rsa -> isBetween(rsa.getModulus().bitLength());
            case ECPublicKey _, EdECPublicKey _ -> true;
            default -> false;
        };
    }

    private static boolean isBetween(int bits) {
        return bits >= SmimeLimits.RSA_BITS_MIN && bits <= SmimeLimits.RSA_BITS_MAX;
    }

    /** Which of its addresses is the author's; empty where none is. RFC 8550 section 3. */
    static Optional<String> named(X509Certificate certificate, Address author) throws SmimeBroken {
        return addresses(certificate).stream().limit(SmimeLimits.NAMES_MAX).filter(one -> isSame(one, author))
            .findFirst();
    }

    /** In any case, the local part too: programs write it as they like. */
    private static boolean isSame(String named, Address author) {
        return Address.parse(named).map(Address::lookupKey).filter(author.lookupKey()::equals).isPresent();
    }

    private static List<String> addresses(X509Certificate certificate) throws SmimeBroken {
        var all = new ArrayList<String>();
        try {
            var names = certificate.getSubjectAlternativeNames();
            if (names != null) names.stream().filter(name -> name.getFirst().equals(RFC822_NAME))
                .forEach(name -> all.add((String) name.get(1)));
        } catch (CertificateParsingException e) {
            throw new SmimeBroken(SmimeFault.UNREADABLE);
        }
        // RFC 8550 section 3: as certificates of old have it, where the name itself says none
        if (all.isEmpty()) all.addAll(inSubject(certificate));
        return all;
    }

    private static List<String> inSubject(X509Certificate certificate) {
        var subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        var all = new ArrayList<String>();
        for (var name : subject.getRDNs(PKCSObjectIdentifiers.pkcs_9_at_emailAddress)) {
            all.add(IETFUtils.valueToString(name.getFirst().getValue()));
        }
        return all;
    }
}
