package sigillo.relay;

import java.net.InetSocketAddress;

/** One address of a hop, to connect to, and what the connection must have. */
record Target(Hop hop, InetSocketAddress address, Security security) {

    Target(Hop hop, InetSocketAddress address) { this(hop, address, Security.NONE); }

    /** What a notification calls it: a host name, or an address literal. */
    String name() { return hop.host().equals(ip()) || hop.host().contains(":") ? "[" + ip() + "]" : hop.host(); }

    private String ip() { return address.getAddress().getHostAddress(); }

    /** For people: which of its addresses, too. */
    @Override public String toString() {
        return name().startsWith("[") ? name() : name() + "[" + ip() + "]";
    }
}
