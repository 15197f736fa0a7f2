package sigillo.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import sigillo.base.Domain;

/** Tells hosts and addresses that are this very server, whatever name DNS gives them. */
final class Ourselves {
    private final Domain hostname;
    private final Set<InetSocketAddress> doors;

    Ourselves(RelaySettings settings) {
        this.hostname = settings.hostname();
        this.doors = settings.doors();
    }

    boolean isCalled(String host) { return host.equals(hostname.name()); }

    boolean isAt(InetSocketAddress target) {
        for (var door : doors) {
            if (door.getPort() != target.getPort()) continue;
            if (door.getAddress().equals(target.getAddress())) return true;
            if (door.getAddress().isAnyLocalAddress() && isLocal(target.getAddress())) return true;
        }
        return false;
    }

    private static boolean isLocal(InetAddress address) {
        if (address.isLoopbackAddress()) return true;
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return false;
        }
    }
}
