package sigillo.resolver;

import java.util.LinkedHashMap;
import java.util.Map;
import org.xbill.DNS.Name;
import sigillo.base.Alarms;

/**
 * Whether so many domains are wrongly signed at once that the fault is nearer than with them: a clock that is wrong, a
 * DNS server that passes on only a part. One domain counts once, as it was last. Any thread.
 */
final class BogusWatch {
    private static final String ALARM = "dnssec";

    private final Alarms alarms;
    /** Domains, the one asked for last at the end; whether its last answer was wrongly signed. */
    private final Map<Name, Boolean> seen = new LinkedHashMap<>();
    private boolean standing;

    BogusWatch(Alarms alarms) { this.alarms = alarms; }

    /** {@code isBogus}: what was said of this name was wrongly signed. */
    synchronized void see(Name name, boolean isBogus) {
        var domain = domain(name);
        seen.remove(domain);
        seen.put(domain, isBogus);
        if (seen.size() > ResolverLimits.WATCHED_DOMAINS) seen.remove(seen.keySet().iterator().next());
        long bogus = seen.values().stream().filter(Boolean::booleanValue).count();
        if (!standing && bogus >= ResolverLimits.BOGUS_ALARM) raise(bogus);
        else if (standing && bogus <= ResolverLimits.BOGUS_ALARM / 2) clear();
    }

    private void raise(long bogus) {
        standing = true;
        alarms.raise(ALARM, "Of the last " + seen.size() + " domains that DNS was asked about, " + bogus + " are not validly signed (DNSSEC), and mail to them"
            + " waits. Look whether the clock of this machine is right, and whether its DNS servers pass signatures on; [resolver] dnssec says whether"
            + " signatures are checked.", "Degli ultimi " + seen.size() + " domini chiesti al DNS, " + bogus + " non sono firmati validamente (DNSSEC), e la posta per loro"
            + " attende. Controllare se l'orologio di questa macchina è giusto, e se i suoi server DNS passano le firme; [resolver] dnssec dice se si controllano.");
    }

    private void clear() {
        standing = false;
        alarms.clear(ALARM);
    }

    /** The last two labels, roughly what somebody has registered. */
    private static Name domain(Name name) {
        int labels = name.labels() - 1; // without the root's
        return labels <= 2 ? name : new Name(name, labels - 2);
    }
}
