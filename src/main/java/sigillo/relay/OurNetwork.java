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
        return knowsNoWay(why) && (hasAddress(isSix) || !hasAddress(!isSix));
    }

    /** ENETUNREACH, ENETDOWN, EADDRNOTAVAIL, EAFNOSUPPORT: Java has no types for them. */
    private static boolean knowsNoWay(IOException why) {
        var message = String.valueOf(why.getMessage());
        return message.contains("Network is unreachable") || message.contains("Network is down")
            || message.contains("Cannot assign requested address") || message.contains("Address family not supported")
            || message.contains("Protocol family unavailable");
    }

    private static boolean hasAddress(boolean six) {
        try {
            return NetworkInterface.networkInterfaces().filter(OurNetwork::isUp).flatMap(NetworkInterface::inetAddresses)
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
