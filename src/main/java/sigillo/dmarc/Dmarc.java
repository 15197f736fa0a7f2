package sigillo.dmarc;

import java.util.List;
import java.util.Optional;
import sigillo.dns.Lookup;

/** Whether mail is of the domain that its From names: RFC 9989 sections 4.10 and 5.3. */
public final class Dmarc {
    /** Domains in From that are asked for. RFC 9989 section 11.5: many would be a denial of service. */
    private static final int AUTHOR_DOMAINS_MAX = 3;

    private final DmarcQuery query;
    private final TreeWalk walk;

    private Dmarc(DmarcQuery query, Lookup dns) {
        this.query = query;
        this.walk = new TreeWalk(dns);
    }

    /** Total: blocks as {@code dns} does, and never throws. One author after the other. */
    public static DmarcOutcome check(DmarcQuery query, Lookup dns) {
        var outcomes = asked(query.authors()).stream().map(author -> check(query, author, dns)).toList();
        return whole(query.authors(), outcomes);
    }

    /** Those domains of the authors that are asked for, each by {@link #check(DmarcQuery, String, Lookup)}. */
    public static List<String> asked(Authors authors) {
        return authors.domains().subList(0, Math.min(authors.domains().size(), AUTHOR_DOMAINS_MAX));
    }

    /** Of one author's domain alone. Total: blocks as {@code dns} does, and never throws. */
    public static DmarcOutcome check(DmarcQuery query, String author, Lookup dns) {
        return new Dmarc(query, dns).check(author);
    }

    /** Of one author's domain, for which DNS has no answer in time. */
    public static DmarcOutcome late(String author, String why) {
        return DmarcOutcome.unknown(author, why);
    }

    /**
     * RFC 9989 section 11.5: where From has several domains each is asked for, and the strictest policy of those that
     * fail is the one that counts. {@code outcomes}: of all that are {@link #asked}. A message with several From
     * fields, or an author whom nobody can read, never passes.
     */
    public static DmarcOutcome whole(Authors authors, List<DmarcOutcome> outcomes) {
        if (authors.domains().isEmpty()) return nobody(authors);
        var worst = worst(outcomes);
        boolean isMany = authors.fields() > 1 || authors.isUnclear() || authors.domains().size() > AUTHOR_DOMAINS_MAX;
        if (!isMany) return worst;
        var policy = worst.policy() == DmarcPolicy.REJECT ? DmarcPolicy.REJECT : DmarcPolicy.QUARANTINE;
        return new DmarcOutcome(DmarcResult.PERMERROR, policy, worst.domain(), worst.organization(),
            "it has " + (authors.fields() > 1 ? authors.fields() + " From fields" : "an author who cannot be read")
                + ", so nobody can say whose it is");
    }

    /** RFC 5322 section 3.6.2: there is a From, with an address. */
    private static DmarcOutcome nobody(Authors authors) {
        var why = authors.fields() == 0 ? "it has no From field" : "its From names no domain";
        return new DmarcOutcome(DmarcResult.PERMERROR, DmarcPolicy.QUARANTINE, "", "", why);
    }

    private static DmarcOutcome worst(List<DmarcOutcome> outcomes) {
        var worst = outcomes.getFirst();
        for (var one : outcomes) if (rank(one) > rank(worst)) worst = one;
        return worst;
    }

    /** One that is held against the message before one of which nobody can say whether it is, that before the rest. */
    private static int rank(DmarcOutcome outcome) {
        boolean asksForNothing = outcome.policy() == DmarcPolicy.NONE;
        return switch (outcome.result()) {
            case PASS -> 0;
            case NONE -> 1;
            case TEMPERROR -> asksForNothing ? 2 : 4;
            case FAIL -> asksForNothing ? 3 : 4 + outcome.policy().ordinal();
            case PERMERROR -> 4 + outcome.policy().ordinal();
        };
    }

    private DmarcOutcome check(String author) {
        try {
            return judged(author);
        } catch (TreeWalk.Unknown unknown) {
            return DmarcOutcome.unknown(author, unknown.why);
        }
    }

    private record Applied(String domain, DmarcRecord record, String organization) {}

    private DmarcOutcome judged(String author) throws TreeWalk.Unknown {
        var applied = record(author);
        if (applied.isEmpty() || applied.get().record.policy().isEmpty()) {
            return DmarcOutcome.of(DmarcResult.NONE, author, author + " publishes no DMARC policy");
        }
        var found = applied.get();
        var aligned = aligned(author, found.record, query.passed());
        if (aligned.isPresent()) {
            return new DmarcOutcome(DmarcResult.PASS, DmarcPolicy.NONE, author, found.organization,
                "it is of " + author + ", as " + aligned.get() + " shows");
        }
        var wished = policy(author, found);
        var policy = found.record.isTesting() ? wished.lower() : wished;
        // What may be other later is no failure: its policy cannot be applied.
        var open = aligned(author, found.record, query.open());
        if (open.isPresent()) {
            return new DmarcOutcome(DmarcResult.TEMPERROR, policy, author, found.organization,
                "DNS cannot say now whether " + open.get() + " shows that it is of " + author);
        }
        var why = "neither SPF nor DKIM shows that it is of " + author + ", which asks for " + wished.text()
            + (found.record.isTesting() ? " but is testing that" : "");
        return new DmarcOutcome(DmarcResult.FAIL, policy, author, found.organization, why);
    }

    /** RFC 9989 section 4.10.1: of the author's domain, its Organizational Domain or its public suffix. */
    private Optional<Applied> record(String author) throws TreeWalk.Unknown {
        var records = walk.from(author);
        var organization = TreeWalk.organization(author, records);
        for (var domain : List.of(author, organization)) {
            for (var one : records) {
                if (one.domain().equals(domain)) return Optional.of(new Applied(domain, one.record(), organization));
            }
        }
        if (records.isEmpty() || records.getLast().record().psd() != 'y') return Optional.empty();
        return Optional.of(new Applied(records.getLast().domain(), records.getLast().record(), organization));
    }

    private DmarcPolicy policy(String author, Applied found) throws TreeWalk.Unknown {
        var record = found.record;
        var own = record.policy().orElse(DmarcPolicy.NONE);
        if (found.domain.equals(author)) return own;
        var below = record.subdomains().orElse(own);
        if (record.nonExistent().isEmpty() || record.nonExistent().get() == below) return below;
        return walk.exists(author) ? below : record.nonExistent().get();
    }

    /** What shows that the author's domain sent it: RFC 9989 section 4.4. */
    private Optional<String> aligned(String author, DmarcRecord record, DmarcQuery.Identifiers found)
            throws TreeWalk.Unknown {
        for (var domain : found.dkim()) {
            if (isAligned(author, domain, record.isDkimStrict())) return Optional.of("the DKIM signature of " + domain);
        }
        if (found.spf().isPresent() && isAligned(author, found.spf().get(), record.isSpfStrict())) {
            return Optional.of("the SPF record of " + found.spf().get());
        }
        return Optional.empty();
    }

    private boolean isAligned(String author, String domain, boolean isStrict) throws TreeWalk.Unknown {
        if (domain.equals(author)) return true;
        if (isStrict) return false;
        var organization = walk.organization(author);
        // Another one cannot come out of a domain that does not end so: DNS need not be asked.
        boolean mayBe = domain.equals(organization) || domain.endsWith("." + organization);
        return mayBe && walk.organization(domain).equals(organization);
    }
}
