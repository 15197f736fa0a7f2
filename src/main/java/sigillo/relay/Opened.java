package sigillo.relay;

import sigillo.smtp.SmtpReply;

/** What opening a connection to one target came to. */
sealed interface Opened {
    record Ready(Peer peer) implements Opened {}

    /** It speaks, but will not have us: at its greeting, at EHLO. Another host of the domain may. */
    record Refused(SmtpReply reply) implements Opened {}

    record Unreachable(String why) implements Opened {}

    /** The fault is on our side. */
    record NoNetwork(String why) implements Opened {}

    /** The security that the other side asks of us, in DNS or by a policy, cannot be had at this host: {@code failure}. */
    record Insecure(SmtpReply reply, TlsSession.Failure failure) implements Opened {}

    /** TLS that the settings require cannot be had, or our login is refused. */
    record NotTrusted(String why) implements Opened {}
}
