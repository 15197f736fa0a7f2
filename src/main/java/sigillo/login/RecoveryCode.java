package sigillo.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import sigillo.base.Crockford;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;

/**
 * What opens an account when its password is lost: 160 random bits and 20 by which a slip of the pen is seen, as nine
 * groups of four letters and digits that are not mistaken for each other. Written on paper, typed by people: small
 * letters are as good, blanks and dashes are as good as nothing.
 */
public final class RecoveryCode implements Recovering {
    private static final int OCTETS = 20;
    private static final int SIGNS = 32;
    private static final int CHECK_SIGNS = 4;
    private static final int GROUP = 4;
    private static final int TYPED_MAX = 200;

    private final byte[] octets;

    private RecoveryCode(byte[] octets) { this.octets = octets; }

    static RecoveryCode random(Randomness randomness) { return new RecoveryCode(randomness.octets(OCTETS)); }

    /** Empty for what is no code, or has a slip. */
    public static Optional<RecoveryCode> parse(String typed) {
        if (typed.length() > TYPED_MAX) return Optional.empty();
        var signs = Crockford.meant(typed);
        if (signs.length() != SIGNS + CHECK_SIGNS) return Optional.empty();
        return Crockford.octets(signs, OCTETS).map(RecoveryCode::new).filter(code -> code.signs().equals(signs));
    }

    /** For its owner's eyes, once. */
    public String text() { return signs().replaceAll(".{" + GROUP + "}(?!$)", "$0-"); }

    /** RFC 5869: random enough for an extraction without salt. */
    @Override public Secret secret() {
        try {
            var parameters = HKDFParameterSpec.ofExtract().addIKM(new SecretKeySpec(octets, "HKDF"))
                .thenExpand("sigillo/v1/recovery".getBytes(StandardCharsets.US_ASCII), Secret.OCTETS);
            return Secret.take(KDF.getInstance("HKDF-SHA256").deriveData(parameters));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK has HKDF", impossible);
        }
    }

    private String signs() { return Crockford.signs(octets, SIGNS) + Crockford.signs(check(), CHECK_SIGNS); }

    private byte[] check() {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(octets), 3);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK has SHA-256", impossible);
        }
    }

    @Override public String toString() { return "a recovery code"; }
}
