package sigillo.dkim;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** What p= holds: RFC 6376 section 3.6.1, RFC 8463 section 4. */
final class PublicKeys {
    sealed interface Outcome {
        record Ok(PublicKey key, String size) implements Outcome {}

        record Bad(String why) implements Outcome {}
    }

    /** SubjectPublicKeyInfo of Ed25519 up to the key's 32 octets: RFC 8410 section 4. */
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    /** AlgorithmIdentifier of rsaEncryption: RFC 3279 section 2.3.1. */
    private static final byte[] RSA_ALGORITHM = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    private PublicKeys() {}

    static Outcome parse(String type, String base64) {
        byte[] octets;
        try {
            octets = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return new Outcome.Bad("the key is not base64");
        }
        try {
            return switch (type) {
                case "rsa" -> rsa(octets);
                case "ed25519" -> ed25519(octets);
                default -> new Outcome.Bad("the type of the key is not known");
            };
        } catch (GeneralSecurityException | ProviderException noKey) {
            return new Outcome.Bad("the key is damaged");
        }
    }

    private static Outcome ed25519(byte[] octets) throws GeneralSecurityException {
        if (octets.length != 32) return new Outcome.Bad("the key is damaged");
        var spec = new X509EncodedKeySpec(concat(ED25519_PREFIX, octets));
        return new Outcome.Ok(KeyFactory.getInstance("Ed25519").generatePublic(spec), "256-bit key");
    }

    /** RFC 8301 section 3.2. The RFC says RSAPublicKey; what all publish is SubjectPublicKeyInfo around it. */
    private static Outcome rsa(byte[] octets) throws GeneralSecurityException {
        var key = rsaKey(octets);
        int bits = key.getModulus().bitLength();
        if (bits < DkimLimits.RSA_BITS_MIN) return new Outcome.Bad("its RSA key has only " + bits + " bits");
        if (bits > DkimLimits.RSA_BITS_MAX) {
            return new Outcome.Bad("its RSA key has " + bits + " bits, more than the " + DkimLimits.RSA_BITS_MAX + " that are verified here");
        }
        if (key.getPublicExponent().bitLength() > DkimLimits.RSA_EXPONENT_BITS_MAX) {
            return new Outcome.Bad("the exponent of its RSA key is too long");
        }
        return new Outcome.Ok(key, bits + "-bit key");
    }

    private static RSAPublicKey rsaKey(byte[] octets) throws GeneralSecurityException {
        var factory = KeyFactory.getInstance("RSA");
        try {
            return (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(octets));
        } catch (GeneralSecurityException bare) {
            return (RSAPublicKey) factory.generatePublic(new X509EncodedKeySpec(wrapped(octets)));
        }
    }

    private static byte[] wrapped(byte[] rsaPublicKey) throws InvalidKeyException {
        if (rsaPublicKey.length > 0x7000) throw new InvalidKeyException("longer than any key");
        var bits = concat(new byte[] {0}, rsaPublicKey);
        return der(0x30, concat(RSA_ALGORITHM, der(0x03, bits)));
    }

    private static byte[] der(int tag, byte[] content) {
        int n = content.length;
        return concat(new byte[] {(byte) tag, (byte) 0x82, (byte) (n >>> 8), (byte) n}, content);
    }

    private static byte[] concat(byte[] a, byte[] b) {
        var all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }
}
