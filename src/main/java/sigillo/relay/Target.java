package sigillo.relay;

import java.net.InetSocketAddress;

/** One address of a hop, to connect to. */
record Target(Hop hop, InetSocketAddress address) {
    Target plain() { return new Target(hop.plain(), address); }

    @Override public String toString() { return hop.host() + "[" + address.getAddress().getHostAddress() + "]"; }
}
