package sigillo.moving;

import java.util.Optional;

/**
 * A server where mail lies, and whose it is. {@code secret}: a password or, for {@link Way#TOKEN}, an access token of OAuth.
 */
public record Source(String host, int port, Encryption encryption, Trust trust, String user, String secret, Way way) {
    public enum Encryption { IMPLICIT, STARTTLS, NONE }

    public enum Way { PASSWORD, TOKEN }

    /**
     * Which certificate is believed: one of these {@code authorities}, in PEM, for the host's name; or exactly the one of
     * this {@code fingerprint}, SHA-256 in lower-case hexadecimal. With neither: one of those whom Java trusts.
     */
    public record Trust(Optional<String> authorities, Optional<String> fingerprint) {
        public static final Trust OF_JAVA = new Trust(Optional.empty(), Optional.empty());
    }

    @Override public String toString() { return host + " port " + port; }
}
