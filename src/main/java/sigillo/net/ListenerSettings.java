package sigillo.net;

import java.net.InetSocketAddress;
import java.time.Duration;
import sigillo.base.AddressKey;

/**
 * One listener. {@code name} is for logs. {@code connectionsMax} bounds all connections,
 * {@code connectionsByAddressMax} those of one {@link AddressKey}. {@code handshakeMax}: for the whole TLS handshake.
 */
public record ListenerSettings(
        String name, InetSocketAddress bind, boolean implicitTls, Networks allowed,
        int connectionsMax, int connectionsByAddressMax, Duration handshakeMax) {

    public ListenerSettings {
        if (connectionsMax < 1 || connectionsByAddressMax < 1)
            throw new IllegalArgumentException(name + ": at least one connection must be allowed");
    }

    /** With the usual bounds; how many fit beside those of other listeners: {@link Room}. */
    public static ListenerSettings of(String name, InetSocketAddress bind, boolean implicitTls) {
        return new ListenerSettings(name, bind, implicitTls, Networks.ANY, 1_000, 50, Duration.ofSeconds(30));
    }
}
