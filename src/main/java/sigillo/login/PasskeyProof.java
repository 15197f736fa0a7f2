package sigillo.login;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import sigillo.base.Bytes;
import sigillo.base.Sha256;

/**
 * What is kept of a passkey. {@code credential}: its name with its authenticator; {@code key}: its public key, as that wrote it;
 * {@code party}: the name of this server for which it is; {@code counter}: what its authenticator said last; {@code opens}: whether
 * its secret opens the account; {@code isSuspect}: its counter went back, so there are two of it, and it lets nobody in.
 */
record PasskeyProof(Bytes credential, Bytes key, String party, long counter, boolean opens, boolean isSuspect) {
    /** By which it is found. */
    Bytes hash() { return hash(credential); }

    /** Of its own: a name that everybody may know is no token. */
    static Bytes hash(Bytes credential) {
        var label = "passkey ".getBytes(StandardCharsets.US_ASCII);
        return Bytes.wrap(Sha256.of(ByteBuffer.allocate(label.length + credential.length()).put(label).put(credential.toArray()).array()));
    }

    PasskeyProof counter(long now) { return new PasskeyProof(credential, key, party, now, opens, isSuspect); }

    PasskeyProof suspect() { return new PasskeyProof(credential, key, party, counter, opens, true); }

    /** Web Authentication section 7.2 step 22: who counts, counts up; who counts nothing says 0. */
    boolean isCopied(long now) { return (now != 0 || counter != 0) && now <= counter; }

    @Override public String toString() { return "a passkey"; }
}
