package sigillo.dkim;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sigillo.base.Octets;
import sigillo.dns.Lookup;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;

/** Verifies the signatures of a message one after the other. */
public final class Dkim {
    private Dkim() {}

    /** In the order of the fields, empty for a message without any. Throws only when it cannot be read. */
    public static List<DkimOutcome> verify(Octets message, Lookup dns, Instant at) throws IOException {
        var section = HeaderSection.read(message, MessageLimits.DEFAULT);
        var signatures = DkimSignatures.of(section.header(), new SignedHeader(section.header()));
        var body = BodyHashes.of(message.slice(section.bodyStart(), message.length()), signatures.wanted());
        var outcomes = new ArrayList<DkimOutcome>();
        for (int i = 0; i < signatures.size(); i++) outcomes.add(signatures.verify(i, body, dns, at));
        return outcomes;
    }
}
