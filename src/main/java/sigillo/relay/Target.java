package sigillo.relay;

import java.net.InetSocketAddress;

/** One address of a hop, to connect to. */
record Target(Hop hop, InetSocketAddress address) {

    /** What a notification calls it: a host name, or an address literal. */
    String name() { return hop.host().equals(ip()) || hop.host().contains(":") ? "[" + ip() + "]" : hop.host(); }

    private String ip() { return address.getAddress().getHostAddress(); }

    /** For people: which of its addresses, too. */
    @Override public String toString() {
        return name().startsWith("[") ? name() : name() + "[" + ip() + "]";
    }
}
