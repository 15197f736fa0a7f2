package sigillo.account;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import sigillo.base.Bytes;

/**
 * Ids of blobs: the account's name, when the id was made, and ten random octets. So the blobs of an account lie
 * together, in the order in which they came, and one that nobody names tells its age.
 */
final class BlobIds {
    private static final int RANDOM_OCTETS = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private BlobIds() {}

    /** Of all accounts. */
    static final Bytes ALL = Bytes.utf8("a/");

    static Bytes prefix(AccountId account) { return Bytes.utf8("a/" + account.text() + "/"); }

    static Bytes fresh(AccountId account, Instant now) {
        var prefix = prefix(account);
        var random = new byte[RANDOM_OCTETS];
        RANDOM.nextBytes(random);
        return Bytes.wrap(ByteBuffer.allocate(prefix.length() + 6 + RANDOM_OCTETS).put(prefix.unsafeArray())
            .putShort((short) (now.toEpochMilli() >>> 32)).putInt((int) now.toEpochMilli()).put(random).array());
    }

    static Instant madeAt(Bytes blob) {
        var octets = ByteBuffer.wrap(blob.unsafeArray());
        int at = blob.length() - RANDOM_OCTETS - 6;
        return Instant.ofEpochMilli((long) octets.getShort(at) << 32 | octets.getInt(at + 2) & 0xFFFF_FFFFL);
    }

    /** The account whose blob it is. */
    static AccountId account(Bytes blob) {
        var name = blob.toUtf8();
        return new AccountId(name.substring(2, name.indexOf('/', 2)));
    }

    /** Tells the blobs of an account apart well enough to know that an orphan is one. */
    static long shortened(Bytes blob) { return ByteBuffer.wrap(blob.unsafeArray()).getLong(blob.length() - 8); }
}
