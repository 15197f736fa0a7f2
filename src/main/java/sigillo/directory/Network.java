package sigillo.directory;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import sigillo.base.Bytes;

/** Whom an address stands for: itself in IPv4; in IPv6 its /64, all of which one customer has. */
record Network(Bytes prefix) {
    static Network of(InetAddress address) {
        var octets = address.getAddress();
        return new Network(Bytes.wrap(address instanceof Inet6Address ? Arrays.copyOf(octets, 8) : octets));
    }
}
