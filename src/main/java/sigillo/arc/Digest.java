package sigillo.arc;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 that can be gone on with in two ways. */
final class Digest {
    private final MessageDigest state;

    Digest() {
        try {
            state = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Digest(MessageDigest state) { this.state = state; }

    void update(byte[] octets) { state.update(octets); }

    Digest copy() {
        try {
            return new Digest((MessageDigest) state.clone());
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Once. */
    byte[] value() { return state.digest(); }
}
