package sigillo.relay;

import java.util.Optional;

/**
 * A host that the settings name: how it is spoken to. {@code verified}: its certificate must be valid for its name.
 * {@code ours}: what goes wrong with it is our operator's business and never bounces mail.
 */
public record Hop(String host, int port, Protocol protocol, Encryption encryption, boolean verified, Optional<Login> login, boolean ours) {

    public enum Protocol { SMTP, LMTP }

    /** OPPORTUNISTIC: STARTTLS when it is offered and works. REQUIRED: STARTTLS or nothing. IMPLICIT: from the first octet. */
    public enum Encryption { NONE, OPPORTUNISTIC, REQUIRED, IMPLICIT }

    public record Login(String user, String password) {
        @Override public String toString() { return user; }
    }

    /** A mail exchanger found by DNS. RFC 7435: encrypt when possible. */
    static Hop exchanger(String host, int port) {
        return new Hop(host, port, Protocol.SMTP, Encryption.OPPORTUNISTIC, false, Optional.empty(), false);
    }

    /** Without STARTTLS, after it was tried in vain. */
    Hop plain() { return new Hop(host, port, protocol, Encryption.NONE, false, login, ours); }

    @Override public String toString() { return protocol.name().toLowerCase(java.util.Locale.ROOT) + ":" + host + ":" + port; }
}
