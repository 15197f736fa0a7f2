package sigillo.openpgp;

import java.math.BigInteger;
import java.time.Instant;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cryptlib.CryptlibObjectIdentifiers;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.gnu.GNUObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.teletrust.TeleTrusTObjectIdentifiers;
import org.bouncycastle.bcpg.DSAPublicBCPGKey;
import org.bouncycastle.bcpg.ECPublicBCPGKey;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.RSAPublicBCPGKey;
import org.bouncycastle.bcpg.ElGamalPublicBCPGKey;
import java.util.Set;
import java.util.stream.Stream;

/** Which algorithms and sizes are good enough, and until when. Decision 0063. */
final class KeyPolicy {
    /** RFC 9580 section 9.1: not made any more. */
    static final int RSA_ENCRYPT_ONLY = 2;
    static final int RSA_SIGN_ONLY = 3;

    private static final int EXPONENT_BITS_MAX = 64;
    private static final int RSA_BITS_MIN = 2_048;
    private static final int DSA_BITS_MIN = 2_048;
    /**
     * Collisions of SHA-1 with a chosen prefix cost little since 2020; what was signed before it was common knowledge
     * stays.
     */
    private static final Instant SHA1_UNTIL = Instant.parse("2023-01-01T00:00:00Z");

    private static final Set<ASN1ObjectIdentifier> CURVES = Set.of(
        SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1, SECObjectIdentifiers.secp521r1,
        TeleTrusTObjectIdentifiers.brainpoolP256r1, TeleTrusTObjectIdentifiers.brainpoolP384r1,
        TeleTrusTObjectIdentifiers.brainpoolP512r1);
    private static final Set<ASN1ObjectIdentifier> EDWARDS =
        Set.of(GNUObjectIdentifiers.Ed25519, EdECObjectIdentifiers.id_Ed25519);
    private static final Set<ASN1ObjectIdentifier> MONTGOMERY =
        Set.of(CryptlibObjectIdentifiers.curvey25519, EdECObjectIdentifiers.id_X25519);

    private KeyPolicy() {}

    /**
     * Whether using the key costs what keys cost: an RSA key of 65,535 bits with an exponent as long would take a
     * minute for one signature.
     */
    static boolean isBounded(PublicKeyPacket key) {
        return switch (key.getKey()) {
            case RSAPublicBCPGKey rsa -> rsa.getModulus().bitLength() <= Limits.RSA_BITS_MAX
                && rsa.getPublicExponent().bitLength() <= EXPONENT_BITS_MAX;
            case DSAPublicBCPGKey dsa -> Stream.of(dsa.getP(), dsa.getG(), dsa.getY())
                .allMatch(one -> one.bitLength() <= Limits.RSA_BITS_MAX) && dsa.getQ().bitLength() <= 512;
            case ElGamalPublicBCPGKey elGamal -> elGamal.getP().bitLength() <= Limits.RSA_BITS_MAX;
            default -> true;
        };
    }

    /**
     * Of a signature made at {@code created}. RFC 9580 section 9.5: MD5 and RIPEMD-160 never, SHA-1 of old signatures.
     */
    static boolean isGoodHash(int hash, Instant created) {
        return switch (hash) {
            case HashAlgorithmTags.SHA1 -> created.isBefore(SHA1_UNTIL);
            case HashAlgorithmTags.SHA224, HashAlgorithmTags.SHA256, HashAlgorithmTags.SHA384, HashAlgorithmTags.SHA512,
                 HashAlgorithmTags.SHA3_256, HashAlgorithmTags.SHA3_512 -> true;
            default -> false;
        };
    }

    /** Whether signatures of this key count. */
    static boolean canVerify(PublicKeyPacket key) {
        return switch (key.getAlgorithm()) {
            case PublicKeyAlgorithmTags.RSA_GENERAL, RSA_SIGN_ONLY -> isGoodRsa(key);
            case PublicKeyAlgorithmTags.DSA -> isGoodDsa(key);
            case PublicKeyAlgorithmTags.ECDSA -> isOn(key, CURVES);
            case PublicKeyAlgorithmTags.EDDSA_LEGACY -> isOn(key, EDWARDS);
            case PublicKeyAlgorithmTags.Ed25519, PublicKeyAlgorithmTags.Ed448 -> true;
            default -> false;
        };
    }

    /** Whether we encrypt to this key. RFC 9580 section 9.1: not to ElGamal any more. */
    static boolean canEncrypt(PublicKeyPacket key) {
        return switch (key.getAlgorithm()) {
            case PublicKeyAlgorithmTags.RSA_GENERAL, RSA_ENCRYPT_ONLY -> isGoodRsa(key);
            case PublicKeyAlgorithmTags.ECDH -> isOn(key, CURVES) || isOn(key, MONTGOMERY);
            case PublicKeyAlgorithmTags.X25519, PublicKeyAlgorithmTags.X448 -> true;
            default -> false;
        };
    }

    private static boolean isOn(PublicKeyPacket key, Set<ASN1ObjectIdentifier> curves) {
        return key.getKey() instanceof ECPublicBCPGKey point && curves.contains(point.getCurveOID());
    }

    private static boolean isGoodRsa(PublicKeyPacket key) {
        if (!(key.getKey() instanceof RSAPublicBCPGKey rsa)) return false;
        int bits = rsa.getModulus().bitLength();
        var exponent = rsa.getPublicExponent();
        boolean isGoodExponent = exponent.testBit(0) && exponent.bitLength() <= EXPONENT_BITS_MAX
            && exponent.compareTo(BigInteger.TWO) > 0;
        return bits >= RSA_BITS_MIN && bits <= Limits.RSA_BITS_MAX && rsa.getModulus().testBit(0) && isGoodExponent;
    }

    private static boolean isGoodDsa(PublicKeyPacket key) {
        if (!(key.getKey() instanceof DSAPublicBCPGKey dsa)) return false;
        int bits = dsa.getP().bitLength();
        return bits >= DSA_BITS_MIN && bits <= Limits.RSA_BITS_MAX && dsa.getQ().bitLength() >= 224
            && dsa.getQ().bitLength() <= 512;
    }
}
