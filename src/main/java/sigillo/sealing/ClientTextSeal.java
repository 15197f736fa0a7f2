package sigillo.sealing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.base.Sha256;

/**
 * Seals text records to a public key of X-Wing whose seed is in browsers alone (docs/sealing.md). Several share one
 * encapsulation, since a browser takes some milliseconds for each; the key is another for each record, out of a
 * chain that goes forward alone: what is in memory opens no record that was sealed before. Any thread; to be closed.
 *
 * <pre>
 * record   version 1 | ciphertext of X-Wing 1120 | index 4 | AES-256-GCM(key of the index, nonce of zeros)
 * chain    c0 = derive(shared secret, "sgl1/texts", SHA-256 of the public key)
 *          key of index i = derive(ci, "sgl1/texts/key"), c(i+1) = derive(ci, "sgl1/texts/next")
 * bound    version, index, and with its length each: the account, the Email
 * </pre>
 */
public final class ClientTextSeal implements AutoCloseable {
    public static final int VERSION = 1;
    /** What a record has more than its content. */
    public static final int OVERHEAD = 1 + XWing.CIPHERTEXT_OCTETS + Integer.BYTES + Gcm.TAG_OCTETS;
    /** As many as a browser follows a chain. */
    public static final int INDEX_MAX = 4_095;
    private static final byte[] NONCE = new byte[Gcm.NONCE_OCTETS];
    private static final byte[] NONE = {};

    private final byte[] ciphertext;
    private Secret chain;
    private int next;

    private ClientTextSeal(byte[] ciphertext, Secret chain) {
        this.ciphertext = ciphertext;
        this.chain = chain;
    }

    /** Throws {@link IllegalArgumentException} for what is no public key. */
    public static ClientTextSeal begin(Bytes publicKey, Randomness randomness) {
        var made = XWing.encapsulate(publicKey.unsafeArray(), randomness);
        try (var shared = made.shared()) {
            return new ClientTextSeal(made.ciphertext(), Kdf.derive(shared, "sgl1/texts",
                Sha256.of(publicKey.unsafeArray())));
        }
    }

    /** How many were sealed. */
    public synchronized int count() { return next; }

    /** {@code clear} stays the caller's. Empty when it is closed, or its chain is at its end. */
    public synchronized Optional<byte[]> seal(String account, String email, byte[] clear) {
        if (chain == null || next > INDEX_MAX) return Optional.empty();
        int index = next++;
        try (var key = Kdf.derive(chain, "sgl1/texts/key", NONE)) {
            var before = chain;
            chain = Kdf.derive(before, "sgl1/texts/next", NONE);
            before.close();
            var sealed = Gcm.seal(key, NONCE, bound(index, account, email), clear, clear.length);
            return Optional.of(ByteBuffer.allocate(OVERHEAD - Gcm.TAG_OCTETS + sealed.length).put((byte) VERSION)
                .put(ciphertext)
                .putInt(index).put(sealed).array());
        }
    }

    private static byte[] bound(int index, String account, String email) {
        var names = new byte[][] {account.getBytes(StandardCharsets.UTF_8), email.getBytes(StandardCharsets.UTF_8)};
        var bound = ByteBuffer.allocate(1 + Integer.BYTES + 2 * Short.BYTES + names[0].length + names[1].length)
            .put((byte) VERSION).putInt(index);
        for (var name : names) bound.putShort((short) name.length).put(name);
        return bound.array();
    }

    @Override public synchronized void close() {
        if (chain != null) chain.close();
        chain = null;
    }

    // ---- reading, as far as a server does ----

    /** A record without what it shares with others: so that a page of many tells that once. */
    public record Pieces(Bytes ciphertext, int index, byte[] sealed) {}

    /** Empty for what is no record. */
    public static Optional<Pieces> pieces(byte[] record) {
        if (record.length < OVERHEAD || record[0] != VERSION) return Optional.empty();
        int at = 1 + XWing.CIPHERTEXT_OCTETS;
        return Optional.of(new Pieces(Bytes.wrap(Arrays.copyOfRange(record, 1, at)), ByteBuffer.wrap(record).getInt(at),
            Arrays.copyOfRange(record, at + Integer.BYTES, record.length)));
    }
}
