package sigillo.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import sigillo.base.Domain;

/**
 * Where mail for others goes. {@code hostname}: our name in EHLO. {@code routes}: for single domains;
 * {@code smarthost}: for all the rest; without it, to the mail exchangers at {@code mxPort}. {@code loopbackOnly}:
 * connects to no other machine, whatever DNS says. {@code from}: which of our addresses calls other machines; empty for
 * the system's choice. {@code doors}: where we take mail ourselves, the port with an address or the wildcard, so that
 * we do not call ourselves.
 */
public record RelaySettings(
        Domain hostname, int mxPort, Map<Domain, Hop> routes, Optional<Hop> smarthost, boolean loopbackOnly,
        Optional<InetAddress> from, Set<InetSocketAddress> doors) {

    /** Throws {@link IllegalArgumentException} for settings that contradict each other. */
    public RelaySettings {
        routes = Map.copyOf(routes);
        doors = Set.copyOf(doors);
        if (mxPort < 1 || mxPort > 65_535) throw new IllegalArgumentException("port " + mxPort);
        requireOneWay(Stream.concat(routes.values().stream(), smarthost.stream()));
    }

    /** What has one key takes turns as one and may be sent as one: then it must be sent in the same way. */
    private static void requireOneWay(Stream<Hop> hops) {
        var byKey = new HashMap<String, Hop>();
        hops.forEach(hop -> {
            var other = byKey.putIfAbsent(hop.key(), hop);
            if (other != null && !other.equals(hop))
                throw new IllegalArgumentException(
                    "two different ways to " + hop + ": their encryption and login must be the same");
        });
    }

    /** To the mail exchangers at port 25. */
    public static RelaySettings of(Domain hostname) {
        return new RelaySettings(hostname, 25, Map.of(), Optional.empty(), false, Optional.empty(), Set.of());
    }
}
