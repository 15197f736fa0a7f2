package sigillo.dane;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;

/**
 * A TLSA record: RFC 6698 section 2.1, with the acronyms of RFC 7218. {@code usage}, {@code selector} and {@code
 * matching} are 0 to 255, also those that nobody has defined: such a record is not usable.
 */
public record TlsaRecord(int usage, int selector, int matching, Bytes data) {
    static final int DANE_TA = 2;
    static final int DANE_EE = 3;
    static final int CERT = 0;
    static final int SPKI = 1;
    static final int FULL = 0;
    static final int SHA_256 = 1;
    static final int SHA_512 = 2;
    private static final List<String> KEYS = List.of("EC", "RSA", "EdDSA", "RSASSA-PSS");

    /** As in a zone file: {@code 3 1 1 0123abcd...}, the data in one or several words. Empty for what is none. */
    public static Optional<TlsaRecord> parse(String text) {
        var words = text.strip().split("[ \t]+", 4);
        if (words.length < 4 || !Arrays.stream(words, 0, 3).allMatch(w -> w.matches("\\d{1,3}"))) return Optional.empty();
        try {
            var data = HexFormat.of().parseHex(words[3].replaceAll("[ \t]", ""));
            var numbers = Arrays.stream(words, 0, 3).mapToInt(Integer::parseInt).toArray();
            if (Arrays.stream(numbers).anyMatch(n -> n > 255)) return Optional.empty();
            return Optional.of(new TlsaRecord(numbers[0], numbers[1], numbers[2], Bytes.wrap(data)));
        } catch (IllegalArgumentException notHexadecimal) {
            return Optional.empty();
        }
    }

    /**
     * Whether it says anything to a mail server. RFC 7672 section 3.1.3: PKIX-TA and PKIX-EE do not, since there is no
     * authority that all mail servers trust. RFC 7671 section 4.1: nor does one that is malformed or of an unknown kind.
     */
    public boolean isUsable() {
        boolean isKnown = (usage == DANE_TA || usage == DANE_EE) && (selector == CERT || selector == SPKI);
        return isKnown && switch (matching) {
            case FULL -> selector == SPKI ? isKey() : certificate().isPresent();
            case SHA_256 -> data.length() == 32;
            case SHA_512 -> data.length() == 64;
            default -> false;
        };
    }

    /** A SubjectPublicKeyInfo of an algorithm that we could meet: RFC 7671 section 4.1, else it would be taken for a mismatch. */
    private boolean isKey() { return KEYS.stream().anyMatch(this::isKey); }

    private boolean isKey(String algorithm) {
        try {
            KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(data.toArray()));
            return true;
        } catch (GeneralSecurityException | RuntimeException another) { // the JDK trips over some that are cut off
            return false;
        }
    }

    /** Whether it is of this certificate: RFC 6698 section 2.1.4. */
    boolean matches(X509Certificate certificate) {
        try {
            var selected = selector == SPKI ? certificate.getPublicKey().getEncoded() : certificate.getEncoded();
            return Arrays.equals(data.unsafeArray(), switch (matching) {
                case FULL -> selected;
                case SHA_256 -> digest("SHA-256", selected);
                case SHA_512 -> digest("SHA-512", selected);
                default -> null;
            });
        } catch (CertificateEncodingException unreadable) {
            return false;
        }
    }

    /** The certificate that it holds whole. */
    Optional<X509Certificate> certificate() {
        if (selector != CERT || matching != FULL) return Optional.empty();
        try {
            var read = CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(data.unsafeArray()));
            return Optional.of((X509Certificate) read);
        } catch (CertificateException none) {
            return Optional.empty();
        }
    }

    private static byte[] digest(String algorithm, byte[] of) {
        try {
            return MessageDigest.getInstance(algorithm).digest(of);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    /** For people: what tells it from the others of a host, not all of its data. */
    @Override public String toString() {
        var hex = data.toString();
        return usage + " " + selector + " " + matching + " " + (hex.length() > 16 ? hex.substring(0, 16) + "..." : hex);
    }
}
