package sigillo.net;

import java.net.InetSocketAddress;
import java.time.Duration;
import sigillo.base.AddressKey;

/**
 * One listener. {@code name} is for logs. {@code connectionsMax} bounds all connections,
 * {@code connectionsByAddressMax} those of one {@link AddressKey}. {@code handshakeMax}: for the whole TLS handshake.
 * {@code proxies}: where it has any, only they connect, and each connection begins with who it is of, by the PROXY protocol;
 * {@code allowed} and the bounds are about that one then.
 */
public record ListenerSettings(
        String name, InetSocketAddress bind, boolean implicitTls, Networks allowed,
        int connectionsMax, int connectionsByAddressMax, Duration handshakeMax, Networks proxies) {

    public ListenerSettings {
        if (connectionsMax < 1 || connectionsByAddressMax < 1)
            throw new IllegalArgumentException(name + ": at least one connection must be allowed");
    }

    /** Without a proxy before it. */
    public ListenerSettings(String name, InetSocketAddress bind, boolean implicitTls, Networks allowed, int connectionsMax, int connectionsByAddressMax,
            Duration handshakeMax) {
        this(name, bind, implicitTls, allowed, connectionsMax, connectionsByAddressMax, handshakeMax, Networks.NONE);
    }

    /** The same behind these proxies. */
    public ListenerSettings behind(Networks networks) {
        return new ListenerSettings(name, bind, implicitTls, allowed, connectionsMax, connectionsByAddressMax, handshakeMax, networks);
    }

    public boolean isProxied() { return !proxies.list().isEmpty(); }

    /** With the usual bounds; how many fit beside those of other listeners: {@link Room}. */
    public static ListenerSettings of(String name, InetSocketAddress bind, boolean implicitTls) {
        return new ListenerSettings(name, bind, implicitTls, Networks.ANY, 1_000, 50, Duration.ofSeconds(30));
    }
}
