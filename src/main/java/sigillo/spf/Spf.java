package sigillo.spf;

import java.util.Locale;
import sigillo.base.Domain;
import sigillo.dns.Lookup;

/** Asks whether a domain names a host as its sender. RFC 7208 section 4. */
public final class Spf {
    private Spf() {}

    /**
     * {@code check_host()}. Total: blocks as {@code dns} does, and never throws. RFC 7208 section 2.4: what is found is
     * said of the domain that was asked about, also where its record points to another one (section 6.1).
     */
    public static SpfOutcome check(SpfQuery query, Lookup dns) { return check(query, dns, dns); }

    /** {@code ofClient} is asked for the names of the client: {@code ptr} and {@code %{p}}. */
    public static SpfOutcome check(SpfQuery query, Lookup dns, Lookup ofClient) {
        var domain = canonical(query.domain());
        var unmapped = new SpfQuery(Cidr.unmapped(query.client()), query.localPart(), domain, query.helo(),
            query.receiver(), query.at());
        var found = new Evaluation(unmapped, dns, ofClient).run();
        return new SpfOutcome(found.result(), domain, found.why(), found.explanation(), found.namesSender());
    }

    /** RFC 8616 section 4: U-labels are asked for as A-labels. What is no domain stays as it is: it has no record. */
    private static String canonical(String domain) {
        if (domain.chars().allMatch(c -> c < 0x80)) return domain;
        return Domain.parse(domain).map(Domain::name).orElse(domain.toLowerCase(Locale.ROOT));
    }
}
