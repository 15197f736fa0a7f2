package sigillo.sasl;

import java.util.Optional;

/** The mechanisms that there are, the best first. EXTERNAL is not among them: nobody signs in by a certificate. */
public enum Mechanism {
    /** RFC 7677, bound to the TLS connection. */
    SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS"),
    /** RFC 7677 */
    SCRAM_SHA_256("SCRAM-SHA-256"),
    /** RFC 4616 */
    PLAIN("PLAIN"),
    LOGIN("LOGIN"),
    /** RFC 7628 */
    OAUTHBEARER("OAUTHBEARER"),
    /** What came before it, in use still. */
    XOAUTH2("XOAUTH2");

    private final String text;

    Mechanism(String text) { this.text = text; }

    /** Its registered name. */
    public String text() { return text; }

    /** Empty when there is no such mechanism; its name in upper case. */
    public static Optional<Mechanism> of(String text) {
        for (var mechanism : values()) if (mechanism.text.equals(text)) return Optional.of(mechanism);
        return Optional.empty();
    }
}
