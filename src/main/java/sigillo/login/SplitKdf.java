package sigillo.login;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.sealing.Secret;

/**
 * What a stretched password is divided into, so that showing one part gives nothing of the others: one says who is
 * there, one opens the account's slot, one is for the owner's programs and never leaves them. HKDF with SHA-256:
 * RFC 5869. The labels have the account's id and not its address or this server's name, which may change.
 */
final class SplitKdf {
    /** Of what Argon2 gives. */
    static final int STRETCHED_OCTETS = 64;

    /** Of each part. */
    static final int PART_OCTETS = 32;

    private static final String AUTHENTICATING = "sigillo/v1/auth";
    private static final String OPENING = "sigillo/v1/slotS";
    private static final String SLOT = "sigillo/v1/slot";

    private SplitKdf() {}

    /** Shown to the server at sign-in: 32 octets. */
    static byte[] authenticating(byte[] stretched, AccountId account) {
        return derive(stretched, AUTHENTICATING, account);
    }

    /** Shown to the server beside it: 32 octets. */
    static byte[] opening(byte[] stretched, AccountId account) { return derive(stretched, OPENING, account); }

    /** What is kept of a password. */
    static Bytes verifier(byte[] authenticating, Peppers peppers, AccountId account) {
        return Bytes.wrap(Peppers.mac(peppers.verifying(), ascii(account.text()), authenticating));
    }

    /** The secret of the password's slot; the caller's to wipe. */
    static Secret slot(byte[] opening, Peppers peppers, AccountId account) {
        var pepper = Peppers.mac(peppers.opening(), ascii(account.text()));
        var both = ByteBuffer.allocate(opening.length + pepper.length).put(opening).put(pepper).array();
        try {
            return Secret.take(derive(both, SLOT, account));
        } finally {
            Arrays.fill(both, (byte) 0);
            Arrays.fill(pepper, (byte) 0);
        }
    }

    /** The label's length, the label, the account: no two of them look alike. */
    private static byte[] derive(byte[] from, String label, AccountId account) {
        var name = ascii(label);
        var id = ascii(account.text());
        var info = ByteBuffer.allocate(1 + name.length + id.length).put((byte) name.length).put(name).put(id).array();
        return derive(from, info);
    }

    /** 32 octets: extraction without salt, then expansion. */
    static byte[] derive(byte[] from, byte[] info) {
        try {
            var parameters = HKDFParameterSpec.ofExtract().addIKM(new SecretKeySpec(from, "HKDF"))
                .thenExpand(info, Secret.OCTETS);
            return KDF.getInstance("HKDF-SHA256").deriveData(parameters);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK has HKDF", impossible);
        }
    }

    private static byte[] ascii(String text) { return text.getBytes(StandardCharsets.US_ASCII); }
}
