package sigillo.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sigillo.sealing.Secret;

/**
 * Two secrets of the server that are not in the store: without {@code verifying}, who has the store cannot try
 * passwords against what is kept of them; without {@code opening}, he cannot try them against the seals.
 * {@code former}: those before, for what was made with them; the first ones also give keys for what cannot be made anew
 * ({@link #key}).
 */
public record Peppers(int version, Secret verifying, Secret opening, Optional<Peppers> former) {
    private static final int FIRST = 1;
    private static final String ALGORITHM = "HmacSHA256";

    /** The first ones. */
    public Peppers(Secret verifying, Secret opening) { this(FIRST, verifying, opening, Optional.empty()); }

    public Peppers next(Secret verifying, Secret opening) {
        return new Peppers(version + 1, verifying, opening, Optional.of(this));
    }

    /** Empty when that version is not there. */
    Optional<Peppers> of(int wanted) {
        return wanted == version ? Optional.of(this) : former.flatMap(before -> before.of(wanted));
    }

    private Peppers first() { return former.map(Peppers::first).orElse(this); }

    /** Always the same of a text, whatever has been renewed; HMAC as {@link #mac}. */
    byte[] lasting(String label, String text) {
        return mac(first().verifying, label.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
    }

    /** HMAC-SHA-256 (RFC 2104) under one of them. */
    static byte[] mac(Secret pepper, byte[]... texts) {
        var key = pepper.toArray();
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            for (var text : texts) mac.update(text);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** A key for something else that is kept, always the same; the caller's to wipe. HKDF with SHA-256: RFC 5869. */
    Secret key(String label) {
        var pepper = first().verifying.toArray();
        try {
            return Secret.take(SplitKdf.derive(pepper, label.getBytes(StandardCharsets.US_ASCII)));
        } finally {
            Arrays.fill(pepper, (byte) 0);
        }
    }

    @Override public String toString() { return "peppers, version " + version; }
}
