package sigillo.dkim;

import java.util.Optional;

/** RFC 6376 section 3.3, RFC 8463 section 3. What RFC 8301 section 3.1 withdrew, rsa-sha1, is not among them. */
public enum Algorithm {
    RSA_SHA256("rsa-sha256", "rsa"), ED25519_SHA256("ed25519-sha256", "ed25519");

    private final String text;
    private final String keyType;

    Algorithm(String text, String keyType) {
        this.text = text;
        this.keyType = keyType;
    }

    public String text() { return text; }

    String keyType() { return keyType; }

    /** In any case. */
    public static Optional<Algorithm> named(String text) {
        for (var one : values()) if (one.text.equalsIgnoreCase(text)) return Optional.of(one);
        return Optional.empty();
    }
}
