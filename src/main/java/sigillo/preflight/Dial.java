package sigillo.preflight;

import java.net.InetAddress;

/** Connects to a mail server elsewhere and waits for its greeting. */
public interface Dial {
    /** What came of it. */
    enum Heard {
        /** A mail server spoke: its greeting begins with 220, or it refuses us in SMTP. RFC 5321 section 3.1. */
        GREETED,
        /** Somebody took the connection, and spoke no SMTP. */
        OTHER,
        /** Nobody took it in its time. */
        NOTHING
    }

    Heard heard(InetAddress address);
}
