package sigillo.relay;

import java.time.Duration;

/**
 * How long we wait for another server: for one answer, and altogether for a part of the conversation, so that a server
 * that answers just in time each time does not hold us for hours. {@code writeGrace} and {@code octetsPerSecondMin}:
 * how slowly it may take a message. {@code lastWord}: how long the answer to a whole message is awaited when we are
 * told to end; {@code idle}: how long a connection waits for the next message. Tests have less of it.
 */
record Patience(
        Duration connect, Duration greeting, Duration command, Duration dataGo, Duration dataEnd, Duration handshake,
        Duration opening, Duration envelope, Duration results, Duration attempt, Duration writeGrace,
        long octetsPerSecondMin, Duration lastWord, Duration idle, Duration farewell) {

    static final Patience DEFAULT = new Patience(
        Duration.ofSeconds(30), // a host that is there answers in seconds
        Duration.ofMinutes(5), // RFC 5321 section 4.5.3.2.1
        Duration.ofMinutes(5), // RFC 5321 sections 4.5.3.2.2 and 4.5.3.2.3
        Duration.ofMinutes(2), // RFC 5321 section 4.5.3.2.4
        Duration.ofMinutes(10), // RFC 5321 section 4.5.3.2.6: the other side may be scanning
        Duration.ofSeconds(30),
        Duration.ofMinutes(10), // greeting, EHLO, STARTTLS, AUTH
        Duration.ofMinutes(30), // a hundred recipients at a tarpit
        Duration.ofMinutes(20), // the many answers of LMTP
        Duration.ofHours(1), // no further host or transaction is begun in one attempt
        Duration.ofMinutes(5),
        8 * 1024, // 100 MiB in less than four hours
        Duration.ofSeconds(3), // the queue stops within five
        Duration.ofSeconds(5), // servers count idle time against a client
        Duration.ofSeconds(2));
}
