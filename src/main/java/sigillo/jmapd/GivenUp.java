package sigillo.jmapd;

import java.io.IOException;
import sigillo.jmap.MethodError;

/** Nobody waits any more: the client has gone, the time is over, or there was no room in time. The server is well. */
final class GivenUp extends IOException {
    private static final long serialVersionUID = 1;

    GivenUp(String why) { super(why); }

    /** RFC 8620 section 3.6.2: the same may work later. */
    MethodError error() { return MethodError.of("serverUnavailable", getMessage() + ": try again later"); }
}
