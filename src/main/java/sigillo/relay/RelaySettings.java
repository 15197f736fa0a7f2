package sigillo.relay;

import java.util.Map;
import java.util.Optional;
import sigillo.base.Domain;

/**
 * Where mail for others goes. {@code hostname}: our name in EHLO. {@code routes}: for single domains; {@code smarthost}:
 * for all the rest; without it, to the mail exchangers at {@code mxPort}. {@code loopbackOnly}: connects to no other
 * machine, whatever DNS says.
 */
public record RelaySettings(Domain hostname, int mxPort, Map<Domain, Hop> routes, Optional<Hop> smarthost, boolean loopbackOnly) {
    public RelaySettings {
        routes = Map.copyOf(routes);
        if (mxPort < 1 || mxPort > 65_535) throw new IllegalArgumentException("port " + mxPort);
    }

    /** To the mail exchangers at port 25. */
    public static RelaySettings of(Domain hostname) { return new RelaySettings(hostname, 25, Map.of(), Optional.empty(), false); }
}
