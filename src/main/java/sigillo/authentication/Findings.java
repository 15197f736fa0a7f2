package sigillo.authentication;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import sigillo.arc.ArcOutcome;
import sigillo.base.Address;
import sigillo.dkim.DkimOutcome;
import sigillo.dmarc.DmarcOutcome;
import sigillo.dmarc.DmarcPolicy;
import sigillo.spf.SpfOutcome;

/**
 * What was found out about a message. {@code mailFrom} is empty for a bounce; {@code unread}: signatures beyond those
 * that are looked at. {@code vouching}: a sealer whom we trust says that DMARC passed when it came to him.
 */
public record Findings(InetAddress client, Optional<Address> sender, SpfOutcome helo, Optional<SpfOutcome> mailFrom,
                       List<DkimOutcome> dkim, int unread, ArcOutcome arc, DmarcOutcome dmarc, ReverseDns reverse,
                       Optional<String> vouching) {
    public Findings {
        dkim = List.copyOf(dkim);
    }

    /**
     * Why the message belongs into Junk, empty if it does not. RFC 9989 section 7.4: nothing is refused for DMARC
     * alone, so reject counts as quarantine.
     */
    public Optional<String> suspicion() {
        if (dmarc.policy() == DmarcPolicy.NONE || vouching.isPresent()) return Optional.empty();
        return Optional.of(dmarc.why());
    }
}
