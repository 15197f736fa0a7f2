package sigillo.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sigillo.base.Bytes;

/**
 * Names a credential in memory without holding it: a hash under a key that lives as long as the process. The kept hash
 * is part of it, so that a changed password makes every older tag void.
 */
final class CredentialTags {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    CredentialTags() {
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, ALGORITHM);
    }

    Bytes of(String name, Optional<String> hashed, String text) {
        return of(name, hashed, text.getBytes(StandardCharsets.UTF_8));
    }

    Bytes of(String name, Optional<String> hashed, byte[] password) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            update(mac, name.getBytes(StandardCharsets.UTF_8));
            update(mac, hashed.orElse("").getBytes(StandardCharsets.UTF_8));
            update(mac, password);
            return Bytes.wrap(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** With its length before it, so that no two triples look the same. */
    private static void update(Mac mac, byte[] octets) {
        mac.update(Integer.toString(octets.length).getBytes(StandardCharsets.US_ASCII));
        mac.update((byte) ':');
        mac.update(octets);
    }
}
