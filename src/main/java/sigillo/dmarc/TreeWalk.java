package sigillo.dmarc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.dns.DnsAnswer;
import sigillo.dns.DnsName;
import sigillo.dns.DnsType;
import sigillo.dns.Lookup;

/** The DNS Tree Walk: RFC 9989 section 4.10. Remembers what it was told; for one message, by one thread. */
final class TreeWalk {
    /** RFC 9989 section 4.10: at most eight queries, whatever a name looks like. */
    private static final int LABELS_MAX = 8;

    record Found(String domain, DmarcRecord record) {}

    /** DNS could not say. */
    static final class Unknown extends Exception {
        final String why;

        Unknown(String why) {
            super(null, null, false, false);
            this.why = why;
        }
    }

    private final Lookup dns;
    private final Map<String, Optional<DmarcRecord>> known = new HashMap<>();

    TreeWalk(Lookup dns) { this.dns = dns; }

    /** The one record of a domain itself; of several none counts. */
    Optional<DmarcRecord> at(String domain) throws Unknown {
        var before = known.get(domain);
        if (before != null) return before;
        var name = "_dmarc." + domain;
        var answer = DnsName.isAskable(name) ? dns.ask(name, DnsType.TXT) : new DnsAnswer.Nothing(false);
        if (answer instanceof DnsAnswer.Failed(_, var why)) throw new Unknown(why);
        var records = answer.texts().stream().flatMap(text -> DmarcRecord.parse(text).stream()).toList();
        Optional<DmarcRecord> only = records.size() == 1 ? Optional.of(records.getFirst()) : Optional.empty();
        known.put(domain, only);
        return only;
    }

    /** The records from {@code domain} up, until one says whether it is a public suffix. */
    List<Found> from(String domain) throws Unknown {
        var found = new ArrayList<Found>();
        for (var at = domain; !at.isEmpty(); at = above(at)) {
            var record = at(at);
            if (record.isEmpty()) continue;
            found.add(new Found(at, record.get()));
            if (record.get().psd() != 'u') break;
        }
        return found;
    }

    /** The next domain to ask: one label less, or so many that seven are left. */
    private static String above(String domain) {
        var labels = domain.split("\\.");
        int left = Math.min(labels.length - 1, LABELS_MAX - 1);
        return String.join(".", List.of(labels).subList(labels.length - left, labels.length));
    }

    /** RFC 9989 section 4.10.2. */
    String organization(String domain) throws Unknown { return organization(domain, from(domain)); }

    static String organization(String domain, List<Found> found) {
        if (found.isEmpty()) return domain;
        var last = found.getLast();
        if (last.record.psd() == 'y' && !last.domain.equals(domain)) return below(domain, last.domain);
        return last.domain; // psd=n, or the fewest labels
    }

    /** The part of {@code domain} that has one label more than {@code suffix}. */
    private static String below(String domain, String suffix) {
        var rest = domain.substring(0, domain.length() - suffix.length() - 1);
        return rest.substring(rest.lastIndexOf('.') + 1) + "." + suffix;
    }

    /** RFC 9989 section 3.2.13, RFC 8020: NXDOMAIN, whatever type is asked for. */
    boolean exists(String domain) throws Unknown {
        var answer = dns.ask(domain, DnsType.A);
        if (answer instanceof DnsAnswer.Failed(_, var why)) throw new Unknown(why);
        return !(answer instanceof DnsAnswer.Nothing(var nameExists)) || nameExists;
    }
}
