package sigillo.main;

import sigillo.queue.Destinations;

/** Where mail for others goes: to other servers, or in a demo nowhere. */
interface Elsewhere extends Destinations, AutoCloseable {
    @Override void close();
}
