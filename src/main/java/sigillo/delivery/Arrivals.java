package sigillo.delivery;

import java.util.Optional;
import sigillo.authentication.Findings;
import sigillo.base.Octets;
import sigillo.smtp.Envelope;

/** Is told of mail that came in and was taken, before its sender hears it. Any thread; must be quick, and never throws. */
public interface Arrivals {
    Arrivals NOBODY = _ -> { };

    void came(Arrival arrival);

    /**
     * {@code findings}: whether it comes from where it says, where that was asked and DNS could say it. {@code isSuspect}:
     * it went into Junk. The message is good as long as the call.
     */
    record Arrival(Envelope envelope, Optional<Findings> findings, boolean isSuspect, Octets message) {}
}
