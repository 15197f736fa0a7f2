package sigillo.base;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Whom we count as one peer: an IPv4 address, or the /64 of an IPv6 address, because one customer has at least a whole
 * /64 (RFC 6177) and would otherwise have no limit at all.
 */
public record AddressKey(String text) {

    public static AddressKey of(InetAddress address) {
        if (!(address instanceof Inet6Address)) return new AddressKey(address.getHostAddress());
        return new AddressKey(HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), 8)) + "/64");
    }

    /**
     * What lies around it, where one customer may be behind many of these: the /24 of an IPv4 address, the /48 of an IPv6
     * address, which is what a site gets (RFC 6177).
     */
    public static AddressKey around(InetAddress address) {
        boolean isLong = address instanceof Inet6Address;
        return new AddressKey(HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), isLong ? 6 : 3)) + (isLong ? "/48" : "/24"));
    }

    @Override public String toString() { return text; }
}
