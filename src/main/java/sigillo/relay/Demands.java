package sigillo.relay;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sigillo.base.Domain;
import sigillo.dane.Dane;
import sigillo.dane.TlsaRecord;
import sigillo.policy.Known;
import sigillo.policy.Policies;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;

/**
 * Which security the hosts of one domain must have: DANE where DNS is signed all the way, else the domain's MTA-STS
 * policy, else none. RFC 8461 section 2: a policy does not make up for DANE that fails. For one attempt, on one thread.
 */
final class Demands {
    private final Domain domain;
    private final boolean isDomainSigned;
    private final int port;
    private final Resolver resolver;
    private final Policies policies;
    private final Targets.Wish wish;
    private Optional<Known> policy = Optional.empty();

    /** {@code isDomainSigned}: the answer that named the hosts was secure. {@code wish}: the sender's. */
    Demands(Domain domain, boolean isDomainSigned, int port, Resolver resolver, Policies policies, Targets.Wish wish) {
        this.wish = wish;
        this.domain = domain;
        this.isDomainSigned = isDomainSigned;
        this.port = port;
        this.resolver = resolver;
        this.policies = policies;
    }

    Domain domain() { return domain; }

    /** {@code isHostSigned}: its addresses came securely. */
    Security of(String host, boolean isHostSigned) {
        // RFC 8689 section 4.2.2: what the receiving side asks for is passed over, by the sender's wish
        if (wish == Targets.Wish.WHATEVER) return new Security.Unasked("the sender does without: TLS-Required: No");
        var asked = theirs(host, isHostSigned);
        return switch (wish) {
            case AS_USUAL, WHATEVER -> asked;
            case ENCRYPTED -> asked.isTlsRequired() ? asked : Security.Encrypted.bySender(host);
            case VERIFIED -> verified(host, asked, isHostSigned);
        };
    }

    /**
     * RFC 8689 section 2: that the host is the domain's own is known by DNSSEC, or by its MTA-STS policy, and it has a
     * certificate that is valid by DANE or for its name.
     */
    private Security verified(String host, Security asked, boolean isHostSigned) {
        return switch (asked) {
            case Security.Dane _, Security.Sts _, Security.Refused _, Security.Unfit _, Security.Verified _ -> asked;
            case Security.StsTesting(var of, var meant, _) when meant -> new Security.Verified("the MTA-STS policy of " + of + " names this host");
            case Security.StsTesting _, Security.Unasked _, Security.Encrypted _ -> isDomainSigned && (isHostSigned || !host.equals(domain.name()))
                ? new Security.Verified("DNSSEC shows that it is a host of " + domain)
                : new Security.Unfit("the sender requires TLS (REQUIRETLS), and neither DNSSEC nor MTA-STS shows that it is a host of " + domain);
        };
    }

    private Security theirs(String host, boolean isHostSigned) {
        var dane = dane(host, isHostSigned);
        return switch (dane) {
            case Security.Dane _, Security.Refused _ -> dane;
            case Security.Unasked _, Security.Encrypted _, Security.Sts _, Security.StsTesting _, Security.Verified _, Security.Unfit _ -> sts(host, dane);
        };
    }

    /** RFC 7672 section 2.2.2: TLSA records are asked for only where the addresses are signed, so that odd servers do no harm. */
    private Security dane(String host, boolean isHostSigned) {
        if (!isDomainSigned) return new Security.Unasked(whyNotSigned());
        if (!isHostSigned) return new Security.Unasked("the addresses of " + host + " are not signed, so no DANE");
        var expanded = resolver.canonical(host);
        for (var base : Stream.of(expanded, host).distinct().toList()) {
            var asked = asked(base, host);
            if (asked.isPresent()) return asked.get();
        }
        return new Security.Unasked(host + " has no TLSA record");
    }

    /** Where nobody checks signatures, nothing is known of those of the domain. */
    private String whyNotSigned() {
        return resolver.isValidating() ? "the MX of " + domain + " is not signed, so no DANE" : "nobody here checks the signatures of DNS, so no DANE";
    }

    /** Empty when there are none at this name. */
    private Optional<Security> asked(String base, String host) {
        return switch (resolver.tlsa("_" + port + "._tcp." + base)) {
            case Answer.Found<TlsaRecord>(var records, var secure) when secure -> Optional.of(found(records, base, host));
            case Answer.Found<TlsaRecord> _, Answer.NoData<TlsaRecord> _, Answer.NoSuchDomain<TlsaRecord> _ -> Optional.empty();
            // RFC 7672 section 2.1.2: whoever can keep the answer back could else turn DANE off
            case Answer.Temporary<TlsaRecord>(_, var why) -> Optional.of(new Security.Refused("its TLSA records cannot be had: " + why,
                TlsSession.Type.DNSSEC_INVALID, TlsSession.Policy.of(List.of())));
        };
    }

    private Security found(List<TlsaRecord> records, String base, String host) {
        var usable = Dane.usable(records);
        if (usable.isEmpty()) return Security.Encrypted.byTlsa(base);
        // RFC 7672 section 3.2.2: the next hop too, as it was written and as its alias leads
        return new Security.Dane(usable, base, Stream.of(base, host, domain.name(), resolver.canonicalOfMx(domain.name())).distinct().toList());
    }

    private Security sts(String host, Security otherwise) {
        if (policy.isEmpty()) policy = Optional.of(policies.of(domain));
        return switch (policy.get()) {
            case Known.None(var why, var problem) -> otherwise instanceof Security.Unasked(var other, _)
                ? new Security.Unasked(other + "; " + why, failure(problem, why)) : otherwise;
            case Known.Policy(var found) -> switch (found.mode()) {
                case ENFORCE -> found.means(host) ? new Security.Sts(domain, found)
                    : new Security.Refused("the MTA-STS policy of " + domain + " does not name this host", TlsSession.Type.VALIDATION_FAILURE,
                        TlsSession.Policy.of(found));
                case TESTING -> otherwise.isTlsRequired() ? otherwise : new Security.StsTesting(domain, found.means(host), found);
                case NONE -> otherwise;
            };
        };
    }

    private static Optional<TlsSession.Failure> failure(Known.Problem problem, String why) {
        return switch (problem) {
            case NONE -> Optional.empty();
            case NOT_FETCHED -> Optional.of(new TlsSession.Failure(TlsSession.Type.STS_POLICY_FETCH_ERROR, why));
            case NOT_PROVEN -> Optional.of(new TlsSession.Failure(TlsSession.Type.STS_WEBPKI_INVALID, why));
            case INVALID -> Optional.of(new TlsSession.Failure(TlsSession.Type.STS_POLICY_INVALID, why));
        };
    }
}
