package sigillo.certificates;

import java.net.InetSocketAddress;

/** A listener that shows a certificate. */
public record Listening(String name, InetSocketAddress at, Opening opening) {

    /** How TLS begins there: at once, or by a command of the language. */
    public enum Opening { TLS, SMTP, IMAP, POP3, SIEVE }
}
