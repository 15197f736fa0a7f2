package sigillo.webauthn;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import java.util.Optional;

/** A public key as an authenticator writes it (COSE, RFC 9052), of one of the kinds that are asked for. Total. */
final class CoseKey {
    /** As browsers are told them, the best first: ES256, EdDSA, RS256 (which Windows Hello has). */
    static final List<Integer> ALGORITHMS = List.of(-7, -8, -257);
    private static final long KIND = 1;
    private static final long ALGORITHM = 3;
    private static final int COORDINATE_OCTETS = 32;
    /** In bits: less is broken some day, more takes long to verify. */
    private static final int RSA_BITS_MIN = 2048;
    private static final int RSA_BITS_MAX = 4096;

    private final String algorithm;
    private final PublicKey key;

    private CoseKey(String algorithm, PublicKey key) {
        this.algorithm = algorithm;
        this.key = key;
    }

    /** Of exactly these octets. */
    static Optional<CoseKey> parse(byte[] octets) {
        var in = ByteBuffer.wrap(octets);
        return Cbor.read(in).filter(_ -> !in.hasRemaining()).flatMap(CoseKey::of);
    }

    static Optional<CoseKey> of(Cbor.Item item) {
        if (!(item instanceof Cbor.Item.Pairs pairs)) return Optional.empty();
        try {
            return switch (pairs.whole(ALGORITHM).orElse(0L).intValue()) {
                case -7 -> elliptic(pairs);
                case -8 -> edwards(pairs);
                case -257 -> rsa(pairs);
                default -> Optional.empty();
            };
        } catch (GeneralSecurityException unfit) {
            return Optional.empty();
        }
    }

    private static boolean is(Cbor.Item.Pairs pairs, long kind, long curve) {
        return pairs.whole(KIND).orElse(0L) == kind && pairs.whole(-1L).orElse(0L) == curve;
    }

    /** P-256, by both coordinates. */
    private static Optional<CoseKey> elliptic(Cbor.Item.Pairs pairs) throws GeneralSecurityException {
        var x = coordinate(pairs, -2L);
        var y = coordinate(pairs, -3L);
        if (!is(pairs, 2, 1) || x.isEmpty() || y.isEmpty()) return Optional.empty();
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        var curve = parameters.getParameterSpec(ECParameterSpec.class);
        if (!isOn(curve, x.get(), y.get())) return Optional.empty();
        var key = KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x.get(), y.get()), curve));
        return Optional.of(new CoseKey("SHA256withECDSA", key));
    }

    /** y² = x³ + ax + b: a point elsewhere is nobody's key. */
    private static boolean isOn(ECParameterSpec curve, BigInteger x, BigInteger y) {
        var p = ((ECFieldFp) curve.getCurve().getField()).getP();
        var right = x.pow(3).add(curve.getCurve().getA().multiply(x)).add(curve.getCurve().getB()).mod(p);
        return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.pow(2).mod(p).equals(right);
    }

    private static Optional<BigInteger> coordinate(Cbor.Item.Pairs pairs, long name) {
        return pairs.octets(name).filter(octets -> octets.length == COORDINATE_OCTETS).map(octets -> new BigInteger(1, octets));
    }

    /** Ed25519, RFC 8032 section 5.1.2: y, its least octet first, with the lowest bit of x as its highest. */
    private static Optional<CoseKey> edwards(Cbor.Item.Pairs pairs) throws GeneralSecurityException {
        var octets = pairs.octets(-2L).filter(one -> one.length == COORDINATE_OCTETS);
        if (!is(pairs, 1, 6) || octets.isEmpty()) return Optional.empty();
        var turned = new byte[COORDINATE_OCTETS];
        for (int i = 0; i < turned.length; i++) turned[i] = octets.get()[turned.length - 1 - i];
        boolean isOdd = (turned[0] & 0x80) != 0;
        turned[0] &= 0x7F;
        var spec = new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(isOdd, new BigInteger(1, turned)));
        return Optional.of(new CoseKey("Ed25519", KeyFactory.getInstance("Ed25519").generatePublic(spec)));
    }

    private static Optional<CoseKey> rsa(Cbor.Item.Pairs pairs) throws GeneralSecurityException {
        var n = pairs.octets(-1L).map(octets -> new BigInteger(1, octets)).filter(one -> one.bitLength() >= RSA_BITS_MIN && one.bitLength() <= RSA_BITS_MAX);
        var e = pairs.octets(-2L).map(octets -> new BigInteger(1, octets)).filter(one -> one.testBit(0) && one.bitLength() >= 2 && one.bitLength() <= 32);
        if (pairs.whole(KIND).orElse(0L) != 3 || n.isEmpty() || e.isEmpty()) return Optional.empty();
        return Optional.of(new CoseKey("SHA256withRSA", KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(n.get(), e.get()))));
    }

    boolean hasSigned(byte[] text, byte[] signature) {
        try {
            var verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(text);
            return verifier.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }
}
