package sigillo.preflight;

import java.net.InetAddress;

/** From where an address of this machine is reached. */
public enum AddressKind {
    PUBLIC,
    /** RFC 1918, and RFC 4193 for IPv6: only within a house. */
    PRIVATE,
    /** 100.64.0.0/10, RFC 6598: the provider gives one public address to many customers. */
    SHARED,
    /** Loopback, link-local, multicast, none. */
    LOCAL;

    public static AddressKind of(InetAddress address) {
        if (address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isMulticastAddress() || address.isAnyLocalAddress()) return LOCAL;
        var octets = address.getAddress();
        if (octets.length == 16) return (octets[0] & 0xFE) == 0xFC || address.isSiteLocalAddress() ? PRIVATE : PUBLIC;
        if ((octets[0] & 0xFF) == 100 && (octets[1] & 0xC0) == 64) return SHARED;
        return address.isSiteLocalAddress() ? PRIVATE : PUBLIC;
    }
}
