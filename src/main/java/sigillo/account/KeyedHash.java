package sigillo.account;

import java.security.GeneralSecurityException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sigillo.base.Bytes;

/**
 * HMAC-SHA-256 under the server's key, for all accounts and threads. Idle machines are kept: making one costs more than
 * a hash.
 */
final class KeyedHash {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    /** Never more than hash at the same moment, which no thread waits in. */
    private final Queue<Mac> idle = new ConcurrentLinkedQueue<>();

    KeyedHash(Bytes key) { this.key = new SecretKeySpec(key.toArray(), ALGORITHM); }

    byte[] of(byte[] first, byte[] second) {
        var kept = idle.poll();
        var mac = kept == null ? fresh() : kept;
        mac.update(first);
        var hash = mac.doFinal(second);
        idle.add(mac);
        return hash;
    }

    private Mac fresh() {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("each JDK has " + ALGORITHM, e);
        }
    }
}
