package sigillo.smtpd;

import java.time.Duration;

/**
 * How long a client may take. {@code greeting}: until its EHLO, shorter because nothing has begun. {@code command}:
 * for each next command, whole. A message must come with {@code dataOctetsPerSecond} after {@code dataGrace}: slow
 * links do, and a stranger cannot hold a connection with an octet now and then. {@code handshake}: for TLS.
 */
public record SmtpDeadlines(
        Duration greeting, Duration command, Duration dataGrace, long dataOctetsPerSecond, Duration handshake) {

    /**
     * RFC 5321 section 4.5.3.2.7 says five minutes for a command, RFC 5321 section 4.5.3.2.5 three for a block of
     * data.
     */
    public static final SmtpDeadlines DEFAULT = new SmtpDeadlines(
        Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(3), 1_000, Duration.ofSeconds(30));
}
