package sigillo.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sigillo.base.Bytes;

/**
 * Keyed hashes of what must be found again without being kept in clear: HMAC-SHA-256 under a key of the account's own,
 * cut short. Equal texts of different kinds, or of different accounts, have different hashes. Any thread may call.
 */
final class Hashes {
    private static final String ALGORITHM = "HmacSHA256";

    enum Kind { MESSAGE_ID, SUBJECT, PERSON, DELIVERY, MAILBOX_NAME }

    private final SecretKeySpec key;

    Hashes(Bytes serverKey, AccountId account) {
        var raw = mac(new SecretKeySpec(serverKey.toArray(), ALGORITHM)).doFinal(account.text().getBytes(StandardCharsets.UTF_8));
        this.key = new SecretKeySpec(raw, ALGORITHM);
    }

    /** Sixteen octets: what is looked up. */
    Bytes lookup(Kind kind, String text) { return Bytes.wrap(Arrays.copyOf(hash(kind, text), 16)); }

    /** Eight octets: what is compared with few others. */
    long compared(Kind kind, String text) { return ByteBuffer.wrap(hash(kind, text)).getLong(); }

    private byte[] hash(Kind kind, String text) {
        var mac = mac(key);
        mac.update((byte) kind.ordinal());
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("each JDK has " + ALGORITHM, e);
        }
    }
}
