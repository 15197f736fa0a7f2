package sigillo.relay;

import java.net.InetSocketAddress;

/** One address of a hop, to connect to. */
record Target(Hop hop, InetSocketAddress address) {

    /** For logs and notifications. */
    @Override public String toString() {
        var ip = address.getAddress().getHostAddress();
        return hop.host().equals(ip) ? "[" + ip + "]" : hop.host() + "[" + ip + "]";
    }
}
