package sigillo.net;

import java.io.IOException;
import java.util.List;

/** What is spoken behind a listener. */
public interface Protocol {

    /**
     * Speaks until the conversation ends. Called on the connection's own virtual thread; the wire is closed afterwards.
     * An {@link IOException} means that the peer is gone; it is logged only when debugging.
     */
    void serve(Wire wire) throws IOException;

    /** What it may be called by ALPN (RFC 7301), the best first; which was chosen {@link Wire#applicationProtocol} says. */
    default List<String> applicationProtocols() { return List.of(); }

    /** Said to a connection that is one too many before it is closed, in the protocol's own words; may be empty. */
    byte[] tooMany();

    /** Said to one for which there is no room beside all others, of whom it may be none of the address. */
    default byte[] noRoom() { return tooMany(); }
}
