package sigillo.milterd;

import java.io.IOException;
import java.time.InstantSource;
import sigillo.authentication.Authentication;
import sigillo.base.Domain;
import sigillo.filter.Filter;
import sigillo.net.Protocol;
import sigillo.net.Wire;
import sigillo.spool.Spool;

/** The milter protocol behind a listener: our checks for another mail server. */
public final class MilterProtocol implements Protocol {
    private final Spool spool;
    private final long octetsMax;
    private final Checking checking;

    /** {@code hostname}: ours, under which results are told. {@code octetsMax}: of one message. */
    public MilterProtocol(Domain hostname, Authentication authentication, Filter filter, Spool spool, long octetsMax, InstantSource clock) {
        this.spool = spool;
        this.octetsMax = octetsMax;
        this.checking = new Checking(hostname, authentication, filter, clock);
    }

    @Override public void serve(Wire wire) throws IOException { new MilterConnection(wire, spool, octetsMax, checking).run(); }

    /** The other server does then what its own settings say of a milter that is not there. */
    @Override public byte[] tooMany() { return new byte[0]; }
}
