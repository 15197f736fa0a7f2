package sigillo.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import sigillo.base.Bytes;

/**
 * Keyed hashes of what must be found again without being kept in clear, cut short. Equal texts of different kinds, or
 * of different accounts, have different hashes. Any thread may call.
 */
final class Hashes {
    /** The letter of each is in every hash; never to be changed. */
    enum Kind {
        MESSAGE_ID('i'), SUBJECT('s'), PERSON('p'), DELIVERY('d'), MAILBOX_NAME('n'), NOTE('o'), SUBSCRIPTION('u'), ANNOTATION('a');

        private final char letter;

        Kind(char letter) { this.letter = letter; }
    }

    private final KeyedHash hash;
    private final AccountId account;

    Hashes(KeyedHash hash, AccountId account) {
        this.hash = hash;
        this.account = account;
    }

    /** Sixteen octets: what is looked up. */
    Bytes lookup(Kind kind, String text) { return Bytes.wrap(Arrays.copyOf(hash(kind, text), 16)); }

    /** Eight octets: what is compared with few others. */
    long compared(Kind kind, String text) { return ByteBuffer.wrap(hash(kind, text)).getLong(); }

    /** No account's id has a slash, so where it ends is clear. */
    private byte[] hash(Kind kind, String text) {
        var label = account.text() + "/" + kind.letter;
        return hash.of(label.getBytes(StandardCharsets.US_ASCII), text.getBytes(StandardCharsets.UTF_8));
    }
}
