package sigillo.spf;

import java.net.InetAddress;
import java.time.Instant;

/**
 * What is asked. {@code localPart} is empty where there is none; {@code domain} may be anything. {@code helo} is what
 * the client called itself, {@code receiver} our host name, {@code at} the time: the three are for macros only.
 */
public record SpfQuery(
        InetAddress client, String localPart, String domain, String helo, String receiver, Instant at) {

    /** RFC 7208 section 2.3: the HELO identity. */
    public static SpfQuery helo(InetAddress client, String helo, String receiver, Instant at) {
        return new SpfQuery(client, "postmaster", helo, helo, receiver, at);
    }

    /** RFC 7208 section 4.3: without a local part it is postmaster. */
    String sender() { return localPart.isEmpty() ? "postmaster" : localPart; }
}
