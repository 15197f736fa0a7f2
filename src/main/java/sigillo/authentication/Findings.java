package sigillo.authentication;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import sigillo.arc.ArcOutcome;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.dkim.DkimOutcome;
import sigillo.dmarc.DmarcOutcome;
import sigillo.dmarc.DmarcPolicy;
import sigillo.dmarc.DmarcResult;
import sigillo.spf.SpfOutcome;
import sigillo.spf.SpfResult;

/**
 * What was found out about a message. {@code mailFrom} is empty for a bounce; {@code unread}: signatures beyond those
 * that are looked at. {@code vouching}: a sealer whom we trust says that DMARC passed when it came to him; {@code
 * mayVouch}: the keys of such a one cannot be fetched now.
 */
public record Findings(InetAddress client, Optional<Address> sender, SpfOutcome helo, Optional<SpfOutcome> mailFrom,
                       List<DkimOutcome> dkim, int unread, ArcOutcome arc, DmarcOutcome dmarc, ReverseDns reverse,
                       Optional<String> vouching, boolean mayVouch) {
    public Findings {
        dkim = List.copyOf(dkim);
    }

    /**
     * Why the message belongs into Junk, empty if it does not. RFC 9989 section 7.4: nothing is refused for DMARC
     * alone, so reject counts as quarantine. What DNS cannot say now is held against nobody.
     */
    public Optional<String> suspicion() {
        if (!isAtStake() || dmarc.result() == DmarcResult.TEMPERROR) return Optional.empty();
        return Optional.of(dmarc.why());
    }

    /** Whether it may be decided otherwise when DNS answers: it would go into Junk, or would not. */
    public boolean isUndecided() { return isAtStake() && (dmarc.result() == DmarcResult.TEMPERROR || mayVouch); }

    /** Whether that author wrote it: by DMARC; where the domain has none by what DMARC would ask of it, for that very domain. */
    public boolean shows(Address author) {
        var domain = author.domain();
        if (!Domain.parse(dmarc.domain()).equals(Optional.of(domain))) return false;
        boolean isSigned = dkim.stream().anyMatch(one -> one.isPass() && Domain.parse(one.domain()).equals(Optional.of(domain)));
        boolean isSent = mailFrom.filter(spf -> spf.result() == SpfResult.PASS).isPresent()
            && sender.filter(one -> one.domain().equals(domain)).isPresent();
        return dmarc.result() == DmarcResult.PASS || dmarc.result() == DmarcResult.NONE && (isSigned || isSent);
    }

    private boolean isAtStake() { return dmarc.policy() != DmarcPolicy.NONE && vouching.isEmpty(); }
}
