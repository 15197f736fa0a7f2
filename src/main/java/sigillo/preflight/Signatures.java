package sigillo.preflight;

import java.net.InetAddress;
import java.util.List;
import sigillo.base.Printable;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;

/** Whether the DNS servers of this machine check signatures (DNSSEC), as they say by the AD bit. RFC 6840 section 5.8. */
public final class Signatures {
    public static final String NAME = "DNS servers";

    private Signatures() {}

    /** Hosts of signed zones. */
    public static List<String> hosts() { return Rows.of("signed.txt").stream().map(List::getFirst).toList(); }

    /** What is said of the first host of which anything is said; of none what went wrong last. {@code dns}: one that believes AD. */
    static Answer<InetAddress> look(List<String> hosts, Resolver dns) {
        Answer<InetAddress> last = new Answer.NoSuchDomain<>();
        for (var host : hosts) {
            last = dns.addresses(host);
            if (last instanceof Answer.Found<InetAddress> || Thread.currentThread().isInterrupted()) return last;
        }
        return last;
    }

    static Result judge(Answer<InetAddress> answer) {
        return switch (answer) {
            case Answer.Found<InetAddress>(_, var secure) -> secure ? checks() : checksNot();
            case Answer.Temporary<InetAddress>(_, var why) -> Result.wrong(NAME, Words.of("The DNS servers of this machine give no answer: %s.",
                "I server DNS di questa macchina non danno risposta: %s.", Printable.of(why)), Addresses.DNS_STEP);
            case Answer.NoData<InetAddress> _, Answer.NoSuchDomain<InetAddress> _ -> Result.unknown(NAME,
                new Words("The DNS servers of this machine know none of the names that all the world knows.", "I server DNS di questa macchina non conoscono nomi che tutto il mondo conosce."), Addresses.DNS_STEP);
        };
    }

    private static Result checks() {
        return Result.fine(NAME, new Words("The DNS servers of this machine check signatures (DNSSEC).", "I server DNS di questa macchina controllano le firme (DNSSEC)."));
    }

    private static Result checksNot() {
        return Result.warning(NAME, new Words("The DNS servers of this machine do not say that they check signatures (DNSSEC), which DANE needs; Sigillo checks them itself where they are passed on.",
                "I server DNS di questa macchina non dicono di controllare le firme (DNSSEC), che servono a DANE; Sigillo le controlla da sé dove gli arrivano."),
            new Words("Install a resolver on this machine that checks them, such as Unbound, and name 127.0.0.1 in /etc/resolv.conf.",
                "Installare su questa macchina un resolver che le controlli, come Unbound, e mettere 127.0.0.1 in /etc/resolv.conf."));
    }
}
