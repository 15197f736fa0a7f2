package sigillo.jmapd;

import java.io.IOException;
import sigillo.jmap.MethodError;

/**
 * Nobody waits any more: the client has gone, the time is over, there was no room in time, or too much would be read.
 * The server is well.
 */
final class GivenUp extends IOException {
    private static final long serialVersionUID = 1;

    private final MethodError error;

    /** RFC 8620 section 3.6.2: the same may work later. */
    GivenUp(String why) {
        super(why);
        error = MethodError.of("serverUnavailable", why + ": try again later");
    }

    /** While octets are read, where nothing but an {@link IOException} passes. */
    GivenUp(MethodError error) {
        super(error.getMessage());
        this.error = error;
    }

    MethodError error() { return error; }
}
