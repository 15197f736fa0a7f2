package sigillo.webpush;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.AlgorithmParameters;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.KeyAgreement;

/** Keys of the curve P-256 (FIPS 186-4), as octets: an uncompressed point (SEC 1 section 2.3.3) and a number. */
final class P256 {
    static final int POINT_OCTETS = 65;
    static final int NUMBER_OCTETS = 32;
    private static final ECParameterSpec CURVE = curve();

    private P256() {}

    private static ECParameterSpec curve() {
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK has P-256", impossible);
        }
    }

    static KeyPair generate() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK has P-256", impossible);
        }
    }

    static byte[] octets(PublicKey key) {
        var point = ((ECPublicKey) key).getW();
        var octets = new byte[POINT_OCTETS];
        octets[0] = 4;
        put(point.getAffineX(), octets, 1);
        put(point.getAffineY(), octets, 1 + NUMBER_OCTETS);
        return octets;
    }

    /** To be wiped. */
    static byte[] octets(PrivateKey key) {
        var octets = new byte[NUMBER_OCTETS];
        put(((ECPrivateKey) key).getS(), octets, 0);
        return octets;
    }

    private static void put(BigInteger number, byte[] into, int at) {
        var octets = number.toByteArray(); // a sign may go before, zeros may be missing
        int from = Math.max(0, octets.length - NUMBER_OCTETS);
        System.arraycopy(octets, from, into, at + NUMBER_OCTETS - (octets.length - from), octets.length - from);
    }

    /** Empty for what is no point of the curve: a stranger chose it, and another curve would show our key. */
    static Optional<ECPublicKey> point(byte[] octets) {
        if (octets.length != POINT_OCTETS || octets[0] != 4) return Optional.empty();
        var x = new BigInteger(1, Arrays.copyOfRange(octets, 1, 1 + NUMBER_OCTETS));
        var y = new BigInteger(1, Arrays.copyOfRange(octets, 1 + NUMBER_OCTETS, POINT_OCTETS));
        if (!isOnCurve(x, y)) return Optional.empty();
        try {
            return Optional.of((ECPublicKey) KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), CURVE)));
        } catch (GeneralSecurityException refused) {
            return Optional.empty();
        }
    }

    private static boolean isOnCurve(BigInteger x, BigInteger y) {
        var p = ((ECFieldFp) CURVE.getCurve().getField()).getP();
        if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) return false;
        var right = x.modPow(BigInteger.valueOf(3), p).add(CURVE.getCurve().getA().multiply(x))
            .add(CURVE.getCurve().getB());
        return y.multiply(y).subtract(right).mod(p).signum() == 0;
    }

    static ECPrivateKey number(byte[] octets) {
        try {
            return (ECPrivateKey) KeyFactory.getInstance("EC")
                .generatePrivate(new ECPrivateKeySpec(new BigInteger(1, octets), CURVE));
        } catch (GeneralSecurityException refused) {
            throw new IllegalArgumentException("no key of P-256", refused);
        }
    }

    /** ECDH: the x of the shared point. To be wiped. */
    static byte[] shared(PrivateKey ours, PublicKey theirs) {
        try {
            var agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(ours);
            agreement.doPhase(theirs, true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("keys of one curve agree", impossible);
        }
    }
}
