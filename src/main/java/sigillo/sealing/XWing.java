package sigillo.sealing;

import java.security.SecureRandom;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMExtractor;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMGenerator;
import org.bouncycastle.pqc.crypto.xwing.XWingKeyGenerationParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingKeyPairGenerator;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;

/**
 * The key encapsulation X-Wing (draft-connolly-cfrg-xwing-kem-10): X25519 and ML-KEM-768 together, broken only when
 * both are. A private key is its seed of 32 octets. All threads.
 */
final class XWing {
    static final int PUBLIC_OCTETS = 1216;
    static final int CIPHERTEXT_OCTETS = 1120;

    private XWing() {}

    record Encapsulated(byte[] ciphertext, Secret shared) {}

    static byte[] publicKey(Secret seed) {
        var generator = new XWingKeyPairGenerator();
        generator.init(new XWingKeyGenerationParameters(as(octets -> System.arraycopy(seed.octets(), 0, octets, 0, octets.length))));
        return ((XWingPublicKeyParameters) generator.generateKeyPair().getPublic()).getEncoded();
    }

    /** Throws {@link IllegalArgumentException} for what is no public key. */
    static Encapsulated encapsulate(byte[] publicKey, Randomness randomness) {
        if (publicKey.length != PUBLIC_OCTETS)
            throw new IllegalArgumentException("a public key has " + PUBLIC_OCTETS + " octets");
        var made = new XWingKEMGenerator(as(randomness)).generateEncapsulated(new XWingPublicKeyParameters(publicKey));
        return new Encapsulated(made.getEncapsulation(), Secret.take(made.getSecret()));
    }

    /** For many ciphertexts; one thread at a time. */
    static Decapsulator decapsulator(Secret seed) {
        return new Decapsulator(new XWingKEMExtractor(new XWingPrivateKeyParameters(seed.octets().clone())));
    }

    record Decapsulator(XWingKEMExtractor extractor) {
        /**
         * A ciphertext for another key gives another secret, never an error: FIPS 203 section 6.3, implicit rejection.
         */
        Secret secret(byte[] ciphertext) {
            if (ciphertext.length != CIPHERTEXT_OCTETS)
                throw new IllegalArgumentException("a ciphertext has " + CIPHERTEXT_OCTETS + " octets");
            return Secret.take(extractor.extractSecret(ciphertext));
        }
    }

    static Secret decapsulate(Secret seed, byte[] ciphertext) { return decapsulator(seed).secret(ciphertext); }

    private static SecureRandom as(Randomness randomness) {
        return new SecureRandom() {
            private static final long serialVersionUID = 1;

            @Override public void nextBytes(byte[] octets) { randomness.fill(octets); }
        };
    }
}
