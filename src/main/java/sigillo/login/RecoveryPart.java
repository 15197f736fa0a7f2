package sigillo.login;

import java.util.Arrays;
import java.util.Optional;
import sigillo.sealing.Secret;

/**
 * The server's part of a recovery code, as a browser derives it: HKDF with SHA-256 (RFC 5869) of the code's 20 octets,
 * without salt, under "sigillo/v1/recovery". From it nobody learns the code, nor the part that opens the client root.
 * The octets are the caller's to wipe.
 */
public record RecoveryPart(byte[] octets) implements Recovering {
    /** Empty for what is not of 32 octets; wiped then. */
    public static Optional<RecoveryPart> of(byte[] octets) {
        if (octets.length == Secret.OCTETS) return Optional.of(new RecoveryPart(octets));
        Arrays.fill(octets, (byte) 0);
        return Optional.empty();
    }

    @Override public Secret secret() { return Secret.take(octets.clone()); }

    @Override public String toString() { return "the server's part of a recovery code"; }
}
