package sigillo.spf;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses as octets, 4 or 16, and their prefixes. */
final class Cidr {
    /** RFC 7208 section 5.6: qnum has no zero in front. */
    private static final String QNUM = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern IP4 = Pattern.compile(QNUM + "(?:\\." + QNUM + "){3}");
    private static final Pattern IP6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private Cidr() {}

    static Optional<byte[]> ip4(String text) {
        return IP4.matcher(text).matches() ? Optional.of(InetAddress.ofLiteral(text).getAddress()) : Optional.empty();
    }

    static Optional<byte[]> ip6(String text) {
        if (!IP6.matcher(text).matches() || text.indexOf(':') < 0) return Optional.empty();
        try {
            return Optional.of(sixteen(InetAddress.ofLiteral(text).getAddress()));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    /** Java gives four octets for a mapped address. */
    private static byte[] sixteen(byte[] octets) {
        if (octets.length == 16) return octets;
        var mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xFF;
        System.arraycopy(octets, 0, mapped, 12, 4);
        return mapped;
    }

    /** RFC 7208 section 5: an IPv4 address that is mapped into IPv6 is one of IPv4. */
    static InetAddress unmapped(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether both are of one family and have the first {@code bits} in common. */
    static boolean contains(byte[] network, int bits, byte[] address) {
        if (network.length != address.length) return false;
        for (int i = 0; i < bits / 8; i++) {
            if (network[i] != address[i]) return false;
        }
        int rest = bits % 8;
        return rest == 0 || ((network[bits / 8] ^ address[bits / 8]) & 0xFF) >>> 8 - rest == 0;
    }
}
