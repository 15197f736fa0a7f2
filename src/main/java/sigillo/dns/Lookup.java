package sigillo.dns;

import java.net.InetAddress;

/** Asks DNS one question. What a test answers here is the whole Internet of its case. */
public interface Lookup {

    /** {@code name}: raw, one character an octet, labels divided by dots. May block; never throws for what DNS says. */
    DnsAnswer ask(String name, DnsType type);

    /** One for all that a message from this client asks, which then takes no more than its share of what others need too. */
    default Lookup ofMessage(InetAddress client) { return this; }
}
