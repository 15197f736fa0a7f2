package sigillo.sealing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import sigillo.sealing.Purpose.Use;

/** Keys under keys: opened by what they are for, and by nothing else. */
class KeysTest {
    private static final Purpose PURPOSE = new Purpose(Use.SEGMENT, 7, 1, 42);
    private static final List<Purpose> OTHERS = List.of(new Purpose(Use.ROOT, 7, 1, 42), new Purpose(Use.SEGMENT, 8, 1, 42),
        new Purpose(Use.SEGMENT, 7, 2, 42), new Purpose(Use.SEGMENT, 7, 1, 43));
    private final Secret key = Fixed.secret(1);

    private interface Opening {
        Secret open(Purpose purpose, byte[] octets) throws SealBroken;
    }

    @Test void sealed() throws SealBroken {
        var seed = Fixed.secret(2);
        var sealed = SealedKey.seal(XWing.publicKey(seed), PURPOSE, key, Fixed.seed(3));
        assertEquals(1_168, sealed.length);
        check(sealed, (purpose, octets) -> SealedKey.open(seed, purpose, octets));
        assertThrows(SealBroken.class, () -> SealedKey.open(Fixed.secret(4), PURPOSE, sealed));
    }

    @Test void wrapped() throws SealBroken {
        var under = Fixed.secret(2);
        var wrapped = WrappedKey.wrap(under, PURPOSE, key, Fixed.seed(3));
        assertEquals(60, wrapped.length);
        check(wrapped, (purpose, octets) -> WrappedKey.unwrap(under, purpose, octets));
        assertThrows(SealBroken.class, () -> WrappedKey.unwrap(Fixed.secret(4), PURPOSE, wrapped));
    }

    private void check(byte[] sealed, Opening opening) throws SealBroken {
        assertTrue(opening.open(PURPOSE, sealed).isSame(key));
        for (var other : OTHERS) assertThrows(SealBroken.class, () -> opening.open(other, sealed), other.toString());
        for (int i = 0; i < sealed.length; i += 7) {
            var bent = sealed.clone();
            bent[i] ^= 1;
            assertThrows(SealBroken.class, () -> opening.open(PURPOSE, bent), "octet " + i);
        }
        for (int length : List.of(0, 1, sealed.length - 1, sealed.length + 1)) {
            assertThrows(SealBroken.class, () -> opening.open(PURPOSE, Arrays.copyOf(sealed, length)));
        }
    }

    /** Each derivation by itself: other labels, other contexts, other keys. */
    @Test void derivedKeysDiffer() {
        var derived = Kdf.derive(key, "a", new byte[] {'b'});
        assertFalse(derived.isSame(Kdf.derive(key, "ab", new byte[0])));
        assertFalse(derived.isSame(Kdf.derive(key, "b", new byte[] {'b'})));
        assertFalse(derived.isSame(Kdf.derive(Fixed.secret(9), "a", new byte[] {'b'})));
        assertTrue(derived.isSame(Kdf.derive(key.copy(), "a", new byte[] {'b'})));
    }

    /** RFC 5869 section 2.3: one block of 32 octets is HMAC(key, info and the octet 1). */
    @Test void expandsAsTheStandardSays() {
        var prk = Secret.take(HexFormat.of().parseHex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"));
        var info = HexFormat.of().parseHex("0361626331");
        assertEquals(HexFormat.of().formatHex(hmac(prk.octets(), info)), HexFormat.of().formatHex(Kdf.derive(prk, "abc", new byte[] {0x31}).octets()));
    }

    private static byte[] hmac(byte[] key, byte[] info) {
        try {
            var mac = javax.crypto.Mac.getInstance("HmacSHA256");
            mac.init(new javax.crypto.spec.SecretKeySpec(key, "HmacSHA256"));
            mac.update(info);
            return mac.doFinal(new byte[] {1});
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
