package sigillo.relay;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A host that the settings name: how it is spoken to. {@code host}: a name or an address. {@code verified}: its
 * certificate must be valid for its name. {@code ours}: what goes wrong with it is our operator's business and never
 * bounces mail.
 */
public record Hop(
        String host, int port, Protocol protocol, Encryption encryption, boolean verified, Optional<Login> login,
        boolean ours) {

    private static final int KEY_CHARACTERS_MAX = 290;

    /** Throws {@link IllegalArgumentException} for what would send a password in clear without saying so. */
    public Hop {
        if (port < 1 || port > 65_535) throw new IllegalArgumentException("port " + port);
        if (!host.matches("[A-Za-z0-9_.:-]+")) throw new IllegalArgumentException("not a host: " + host);
        if (login.isPresent() && encryption == Encryption.OPPORTUNISTIC)
            throw new IllegalArgumentException("a login at " + host + " needs encryption, or NONE if all may read it");
        if (key(host, port, protocol, login).length() > KEY_CHARACTERS_MAX)
            throw new IllegalArgumentException("too long: " + host);
    }

    public enum Protocol { SMTP, LMTP }

    /**
     * OPPORTUNISTIC: STARTTLS when it is offered and works. REQUIRED: STARTTLS or nothing. IMPLICIT: from the first
     * octet. NONE: all in clear, a password too.
     */
    public enum Encryption { NONE, OPPORTUNISTIC, REQUIRED, IMPLICIT }

    /** The text form hides the password. */
    public record Login(String user, String password) {
        public Login {
            // RFC 4616 section 2: NUL divides them
            boolean isWhole = !user.isEmpty() && (user + password).indexOf('\0') < 0;
            if (!isWhole) throw new IllegalArgumentException("not a login");
        }

        @Override public String toString() { return user; }
    }

    /** A mail exchanger found by DNS. RFC 7435 section 1: encrypted when possible. */
    static Hop exchanger(String host, int port) {
        return new Hop(host, port, Protocol.SMTP, Encryption.OPPORTUNISTIC, false, Optional.empty(), false);
    }

    /** Names it as a destination. Printable ASCII. */
    String key() { return key(host, port, protocol, login); }

    private static String key(String host, int port, Protocol protocol, Optional<Login> login) {
        var user = login.map(l -> URLEncoder.encode(l.user(), StandardCharsets.UTF_8) + "@").orElse("");
        return protocol.name().toLowerCase(Locale.ROOT) + ":" + user + host + ":" + port;
    }

    @Override public String toString() { return key(); }
}
