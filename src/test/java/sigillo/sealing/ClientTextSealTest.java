package sigillo.sealing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.base.Sha256;

/**
 * Text records for browsers: what is sealed is the same as ever, its owner opens it, nobody else, and it is bound to
 * its place.
 */
class ClientTextSealTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final Secret SEED = Fixed.secret(5);
    private static final Bytes KEY = Bytes.wrap(SealedKey.publicKey(SEED));

    private static byte[] clear(String text) { return text.getBytes(StandardCharsets.UTF_8); }

    /** As a browser does it. */
    static byte[] open(Secret seed, String account, String email, byte[] record) throws SealBroken {
        var pieces = ClientTextSeal.pieces(record).orElseThrow();
        var chain = Kdf.derive(XWing.decapsulate(seed, pieces.ciphertext().toArray()), "sgl1/texts",
            Sha256.of(SealedKey.publicKey(seed)));
        for (int i = 0; i < pieces.index(); i++) chain = Kdf.derive(chain, "sgl1/texts/next", new byte[0]);
        var names = new byte[][] {clear(account), clear(email)};
        var bound = ByteBuffer.allocate(9 + names[0].length + names[1].length).put((byte) 1).putInt(pieces.index());
        for (var name : names) bound.putShort((short) name.length).put(name);
        return Gcm.open(Kdf.derive(chain, "sgl1/texts/key", new byte[0]), new byte[Gcm.NONCE_OCTETS], bound.array(),
            pieces.sealed(), "a record");
    }

    /** The same file is opened by the webmail: web/test/client-text.test.ts. */
    @Test void isTheFormatThatBrowsersOpen() throws SealBroken {
        var lines = Fixed.lines("client-text.txt");
        assertArrayEquals(SEED.toArray(), HEX.parseHex(lines.get(0)));
        try (var seal = ClientTextSeal.begin(KEY, Fixed.seed(6))) {
            for (int i = 0; i < 3; i++) {
                var content = HEX.parseHex(lines.get(1 + 2 * i));
                var record = seal.seal("anna", "M" + (i + 1), content).orElseThrow();
                assertEquals(lines.get(2 + 2 * i), HEX.formatHex(record));
                assertArrayEquals(content, open(SEED, "anna", "M" + (i + 1), record));
            }
            assertEquals(3, seal.count());
        }
    }

    @Test void opensForItsOwnerAtItsPlaceAlone() {
        try (var seal = ClientTextSeal.begin(KEY, Randomness.secure())) {
            var record = seal.seal("anna", "M1", clear("the canary")).orElseThrow();
            assertFalse(new String(record, StandardCharsets.ISO_8859_1).contains("canary"));
            assertThrows(SealBroken.class, () -> open(SEED, "anna", "M2", record));
            assertThrows(SealBroken.class, () -> open(SEED, "bruno", "M1", record));
            assertThrows(SealBroken.class, () -> open(Fixed.secret(8), "anna", "M1", record));
            for (int at : new int[] {1, 1121 - 1, 1124, 1125, record.length - 1}) {
                var changed = record.clone();
                changed[at] ^= 1;
                assertThrows(SealBroken.class, () -> open(SEED, "anna", "M1", changed), "octet " + at);
            }
            var again = seal.seal("anna", "M1", clear("the canary")).orElseThrow();
            assertFalse(Arrays.equals(ClientTextSeal.pieces(record).orElseThrow().sealed(), ClientTextSeal.pieces(again)
                .orElseThrow().sealed()));
        }
    }

    /** What is in memory after a record was sealed opens those that follow, and none before. */
    @Test void theChainGoesForwardAlone() throws Exception {
        try (var seal = ClientTextSeal.begin(KEY, Randomness.secure())) {
            var field = ClientTextSeal.class.getDeclaredField("chain");
            field.setAccessible(true);
            var first = (Secret) field.get(seal);
            seal.seal("anna", "M1", clear("one"));
            assertThrows(IllegalStateException.class, first::octets, "it was wiped");
            assertTrue(((Secret) field.get(seal)).octets().length > 0);
        }
    }

    @Test void endsWithItsChainAndWhenItIsClosed() {
        var seal = ClientTextSeal.begin(KEY, Randomness.secure());
        for (int i = 0; i <= ClientTextSeal.INDEX_MAX; i++) assertTrue(seal.seal("a", "M1", new byte[0]).isPresent());
        assertEquals(Optional.empty(), seal.seal("a", "M1", new byte[0]));
        var other = ClientTextSeal.begin(KEY, Randomness.secure());
        other.close();
        assertEquals(Optional.empty(), other.seal("a", "M1", new byte[0]));
    }

    @Test void whatIsNoRecordHasNoPieces() {
        assertEquals(Optional.empty(), ClientTextSeal.pieces(new byte[0]));
        assertEquals(Optional.empty(), ClientTextSeal.pieces(new byte[ClientTextSeal.OVERHEAD]), "another version");
        assertThrows(IllegalArgumentException.class, () -> ClientTextSeal.begin(Bytes.wrap(new byte[3]),
            Randomness.secure()));
    }
}
