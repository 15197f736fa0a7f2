package sigillo.base;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4) of octets. */
public final class Sha256 {
    private Sha256() {}

    /** 32 octets. */
    public static byte[] of(byte[] octets) { return begin().digest(octets); }

    /** For what comes in parts. */
    public static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("each JDK has SHA-256", impossible);
        }
    }

    /** One that goes on by itself from what {@code begun} was given so far. */
    public static MessageDigest copy(MessageDigest begun) {
        try {
            return (MessageDigest) begun.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("each SHA-256 can be copied", impossible);
        }
    }
}
