package sigillo.engines;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sigillo.net.Networks;

/** Where a program listens: on a socket of this machine, or at a host and port. */
public sealed interface Place {
    /** Of this machine, or of a network that the Internet does not reach: RFC 1918, 4193, 3927, 4291 and 6598. */
    Networks NEAR = Networks.of(List.of("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10",
        "::1/128", "fc00::/7", "fe80::/10"));

    Pattern HOST = Pattern.compile("\\[([0-9A-Fa-f:.]{2,45})\\](?::(\\d{1,5}))?|([A-Za-z0-9._-]{1,120})(?::(\\d{1,5}))?");
    int PATH_MAX = 100; // sun_path of unix(7) has 108 octets

    record Socket(Path path) implements Place {
        @Override public String toString() { return path.toString(); }
    }

    record Host(String name, int port) implements Place {
        @Override public String toString() { return (name.indexOf(':') < 0 ? name : "[" + name + "]") + ":" + port; }
    }

    /** {@code /run/clamav/clamd.ctl}, {@code 127.0.0.1:3310}, {@code [::1]:3310} or {@code scanner.lan}. Port 0: there is no usual one. */
    static Optional<Place> parse(String text, int usualPort) {
        if (text.startsWith("/")) return text.length() > PATH_MAX || text.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(new Socket(Path.of(text)));
        var parts = HOST.matcher(text);
        if (!parts.matches()) return Optional.empty();
        var host = Optional.ofNullable(parts.group(1)).orElse(parts.group(3));
        var port = Optional.ofNullable(parts.group(1) != null ? parts.group(2) : parts.group(4)).map(Integer::parseInt).orElse(usualPort);
        return port < 1 || port > 65_535 ? Optional.empty() : Optional.of(new Host(host, port));
    }

    /** Whether it is known without asking anybody that mail would go to it through networks of others. */
    default boolean isFar() {
        return this instanceof Host(var name, _) && Networks.Network.parse(name).filter(one -> !NEAR.contains(one.address())).isPresent();
    }

    /**
     * Where to connect to, the names as they are now; known {@code until} a moment of {@link System#nanoTime}, or it is {@link Late}.
     * Throws {@link IOException} when there is none, or when mail would go through networks of others and {@code isAnywhere} does not
     * allow that: what a name means may change.
     */
    default List<SocketAddress> addresses(boolean isAnywhere, long until) throws IOException {
        return switch (this) {
            case Socket(var path) -> List.of(UnixDomainSocketAddress.of(path));
            case Host(var name, int port) -> {
                var all = all(name, until);
                var near = Stream.of(all).filter(one -> isAnywhere || NEAR.contains(one)).limit(EngineLimits.ADDRESSES_MAX)
                    .<SocketAddress>map(one -> new InetSocketAddress(one, port)).toList();
                if (near.isEmpty()) throw new IOException("its address " + all[0].getHostAddress() + " is of a public network");
                yield near;
            }
        };
    }

    private static InetAddress[] all(String name, long until) throws IOException {
        var literal = Networks.Network.parse(name);
        return literal.isPresent() ? new InetAddress[] {literal.get().address()} : Names.all(name, until);
    }
}
