package sigillo.openpgp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.SecretKeyPacket;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;

/**
 * The secret half of one key: a secret key packet without a passphrase, in an array that is wiped.
 *
 * <p>BUGS: BouncyCastle makes numbers of it for each use, which stay in memory until they are collected.
 */
final class SecretPart implements AutoCloseable {
    private final PGPPublicKey key;
    private final boolean isPrimary;
    private final byte[] plain;

    SecretPart(PGPPublicKey key, boolean isPrimary, PGPPrivateKey secret) throws PGPException, IOException {
        this.key = key;
        this.isPrimary = isPrimary;
        plain = new PGPSecretKey(secret, key, null, isPrimary, null).getEncoded();
    }

    PGPPublicKey key() { return key; }

    boolean isPrimary() { return isPrimary; }

    PGPPrivateKey secret() {
        try {
            var packet = (SecretKeyPacket) new BCPGInputStream(new ByteArrayInputStream(plain)).readPacket();
            return new PGPSecretKey(packet, key).extractPrivateKey(null);
        } catch (IOException | PGPException e) {
            throw new IllegalStateException("a key that was read cannot be read", e);
        }
    }

    @Override public void close() { Arrays.fill(plain, (byte) 0); }
}
