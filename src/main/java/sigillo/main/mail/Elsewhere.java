package sigillo.main.mail;

import java.util.Optional;
import sigillo.dns.Lookup;
import sigillo.https.HttpsClient;
import sigillo.queue.Destinations;
import sigillo.receivers.Receivers;
import sigillo.reporting.Tallies;
import sigillo.resolver.Resolver;
import sigillo.setup.DomainLook;

/** Where mail for others goes: to other servers, or in a demo nowhere. */
public interface Elsewhere extends Destinations, AutoCloseable {
    /** How DNS is asked; empty where nobody is asked. */
    default Optional<Lookup> dns() { return Optional.empty(); }

    /** How strangers are told something over HTTPS; empty where they are not. */
    default Optional<HttpsClient> https() { return Optional.empty(); }

    /** Where what is seen of others is counted; empty where nothing is sent to them. */
    default Optional<Tallies> tallies() { return Optional.empty(); }

    /** How mail fares there; empty where none goes. */
    default Optional<Receivers> receivers() { return Optional.empty(); }

    /** The same for what only mail servers ask; empty where nobody is asked. */
    default Optional<Resolver> resolver() { return Optional.empty(); }

    /** The same, whatever was answered before. */
    default Optional<Lookup> freshDns() { return dns(); }

    /** The servers of zones, asked themselves, for one look; empty where nobody is asked. */
    default Optional<DomainLook.Zone> zone() { return Optional.empty(); }

    @Override void close();
}
