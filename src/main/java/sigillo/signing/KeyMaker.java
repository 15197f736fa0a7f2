package sigillo.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.dkim.Algorithm;
import sigillo.sealing.Randomness;

/** Makes keys: RSA of 2048 bits, which all know (RFC 8301 section 3.2), and Ed25519 (RFC 8463) beside it. */
final class KeyMaker {
    private static final int RSA_BITS = 2048;
    /** X.509's wrapping of an Ed25519 key: RFC 8410 section 4. */
    private static final int ED25519_OCTETS = 32;
    private static final String LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int NAME_LETTERS = 6;

    private final KeySeal seal;
    private final Randomness randomness;
    private final Function<Algorithm, KeyPair> pairs;

    KeyMaker(KeySeal seal, Randomness randomness, Function<Algorithm, KeyPair> pairs) {
        this.seal = seal;
        this.randomness = randomness;
        this.pairs = pairs;
    }

    /** Keys of which the private ones are sealed; to be closed once they are durable, or given up. */
    record Made(Generation generation, List<KeySeal.Sealing> sealings) implements AutoCloseable {
        @Override public void close() { sealings.forEach(KeySeal.Sealing::close); }
    }

    /** {@code taken}: names that are in use. Throws {@link sigillo.store.StoreException} when they cannot be kept. */
    Made make(Domain domain, Set<String> taken, Instant at) {
        var name = name();
        while (taken.contains(name)) name = name();
        var keys = new ArrayList<DomainKey>();
        var sealings = new ArrayList<KeySeal.Sealing>();
        try {
            for (var algorithm : Algorithm.values()) {
                var pair = pairs.apply(algorithm);
                var selector = name + (algorithm == Algorithm.RSA_SHA256 ? "-rsa" : "-ed");
                var sealing = seal.seal(place(domain, selector), pair.getPrivate().getEncoded());
                sealings.add(sealing);
                keys.add(new DomainKey(algorithm, selector, Bytes.wrap(published(algorithm, pair)), Optional.of(sealing.kept()), Shown.UNKNOWN));
            }
        } catch (RuntimeException refused) {
            sealings.forEach(KeySeal.Sealing::close);
            throw refused;
        }
        return new Made(new Generation(domain, name, at, Stage.PREPARED, Duration.ZERO, Duration.ZERO, keys), sealings);
    }

    /** Of what its private key is sealed for. */
    static String place(Domain domain, String selector) { return domain.name() + "/" + selector; }

    /** A billion of them: no selector of a domain comes again by chance, whatever a cache of DNS still has. */
    private String name() {
        var name = new StringBuilder("sg");
        for (byte octet : randomness.octets(NAME_LETTERS)) name.append(LETTERS.charAt(octet & 31));
        return name.toString();
    }

    static KeyPair pair(Algorithm algorithm) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm == Algorithm.RSA_SHA256 ? "RSA" : "Ed25519");
            if (algorithm == Algorithm.RSA_SHA256) generator.initialize(RSA_BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("each JDK has " + algorithm, e);
        }
    }

    /** RFC 6376 section 3.6.1 as all publish it, SubjectPublicKeyInfo; RFC 8463 section 4: the bare key. */
    private static byte[] published(Algorithm algorithm, KeyPair pair) {
        var encoded = pair.getPublic().getEncoded();
        return algorithm == Algorithm.RSA_SHA256 ? encoded
            : Arrays.copyOfRange(encoded, encoded.length - ED25519_OCTETS, encoded.length);
    }

    static PrivateKey privateKey(Algorithm algorithm, byte[] pkcs8) throws GeneralSecurityException {
        var factory = KeyFactory.getInstance(algorithm == Algorithm.RSA_SHA256 ? "RSA" : "Ed25519");
        return factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }
}
