package sigillo.certificates;

import java.net.InetSocketAddress;

/** A listener that shows a certificate. {@code at}: where it is looked at. */
public record Listening(String name, InetSocketAddress at, Opening opening) {

    /** For people. */
    String place() {
        var host = at.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + at.getPort();
    }

    /** How TLS begins there: at once, or by a command of the language. */
    public enum Opening { TLS, SMTP, IMAP, POP3, SIEVE }
}
