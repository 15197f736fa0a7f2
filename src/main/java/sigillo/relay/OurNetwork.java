package sigillo.relay;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** Whether it is our side that has no way to an address. */
final class OurNetwork {
    private OurNetwork() {}

    /**
     * True when the kernel knows no way, and that is not just because the address is of a family (IPv6, mostly) that we
     * never had: mail to such a host must not wait for ever for a network that is there.
     */
    static boolean isMissing(InetAddress to, IOException why) {
        boolean isSix = to instanceof Inet6Address;
        return isMissing(String.valueOf(why.getMessage()), hasAddress(isSix), hasAddress(!isSix));
    }

    /** {@code hasSame}: we have an address of the family of the one that we called; {@code hasOther}: of the other. */
    static boolean isMissing(String why, boolean hasSame, boolean hasOther) {
        return knowsNoWay(why) && (hasSame || !hasOther);
    }

    /** ENETUNREACH, ENETDOWN, EADDRNOTAVAIL, EAFNOSUPPORT: Java has no types for them. */
    private static boolean knowsNoWay(String message) {
        return message.contains("Network is unreachable") || message.contains("Network is down")
            || message.contains("Cannot assign requested address") || message.contains("Address family not supported")
            || message.contains("Protocol family unavailable");
    }

    private static boolean hasAddress(boolean six) {
        try {
            return NetworkInterface.networkInterfaces().filter(OurNetwork::isUp)
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(a -> a instanceof Inet6Address == six && !a.isLoopbackAddress() && !a.isLinkLocalAddress());
        } catch (SocketException unknown) {
            return false;
        }
    }

    private static boolean isUp(NetworkInterface one) {
        try {
            return one.isUp();
        } catch (SocketException unknown) {
            return false;
        }
    }
}
