package sigillo.main;

import java.util.Optional;
import sigillo.dns.Lookup;
import sigillo.queue.Destinations;

/** Where mail for others goes: to other servers, or in a demo nowhere. */
interface Elsewhere extends Destinations, AutoCloseable {
    /** How DNS is asked; empty where nobody is asked. */
    default Optional<Lookup> dns() { return Optional.empty(); }

    @Override void close();
}
