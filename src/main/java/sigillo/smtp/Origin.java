package sigillo.smtp;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Where a message came from, for the Received header, limits and the story. {@code user} is the address that signed in;
 * {@code protocol} is RFC 3848's: ESMTP, ESMTPS, ESMTPA, ESMTPSA, LMTP, or RFC 6531's UTF8SMTP..., or "local".
 */
public record Origin(
        Optional<InetAddress> client, String helo, String protocol, Optional<String> tls, Optional<String> user) {
    /** For messages that the server itself makes: a notification, a welcome. */
    public static final Origin LOCAL = new Origin(Optional.empty(), "", "local", Optional.empty(), Optional.empty());
}
