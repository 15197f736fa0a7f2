package sigillo.sealing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A small thing in a row: a random nonce of 12 octets, then the thing in AES-256-GCM (NIST SP 800-38D), under a key of
 * its place, which is derived from another and bound in. A row that is written again has another nonce. 28 octets more.
 */
public final class SealedRow {
    private static final String LABEL = "sgl1/row";

    private SealedRow() {}

    /** {@code place}: where it lies, as its row's key says; found elsewhere it does not open. */
    public static byte[] seal(Secret under, byte[] place, byte[] clear, Randomness randomness) {
        var nonce = randomness.octets(Gcm.NONCE_OCTETS);
        try (var key = Kdf.derive(under, LABEL, place)) {
            var sealed = Gcm.seal(key, nonce, place, clear, clear.length);
            var all = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
            return all;
        }
    }

    public static byte[] open(Secret under, byte[] place, byte[] sealed) throws SealBroken {
        if (sealed.length < Gcm.NONCE_OCTETS + Gcm.TAG_OCTETS)
            throw new SealBroken("a row of " + sealed.length + " octets is too short");
        var nonce = Arrays.copyOf(sealed, Gcm.NONCE_OCTETS);
        try (var key = Kdf.derive(under, LABEL, place)) {
            return Gcm.open(key, nonce, place, Arrays.copyOfRange(sealed, Gcm.NONCE_OCTETS, sealed.length), "a row");
        }
    }

    /**
     * 16 octets that stand for {@code text} where it must be found and may not be read; another for each {@code use}.
     */
    public static byte[] tag(Secret key, String use, String text) {
        try (var tag = Kdf.derive(key, use, text.getBytes(StandardCharsets.UTF_8))) {
            return Arrays.copyOf(tag.octets(), 16);
        }
    }
}
