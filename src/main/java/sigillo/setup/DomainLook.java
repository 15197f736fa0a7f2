package sigillo.setup;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sigillo.base.Domain;
import sigillo.dns.Lookup;
import sigillo.spf.Spf;
import sigillo.spf.SpfQuery;
import sigillo.spf.SpfResult;
import sigillo.zone.Comparison;
import sigillo.zone.DmarcSteps;
import sigillo.zone.DomainFacts;
import sigillo.zone.DomainRecords;
import sigillo.zone.Finding;
import sigillo.zone.Purpose;
import sigillo.zone.Seen;
import sigillo.zone.SpfRecords;
import sigillo.zone.Wanted;
import sigillo.zone.ZoneRecord;
import sigillo.zone.ZoneRecord.Type;

/**
 * Looks at all records of a domain of ours, as the servers of its zone show them. Blocks as these do. One look at a time.
 * {@code facts}: of a domain, with what it should say of SPF and DMARC. {@code dns}: follows an SPF record to its end.
 */
public final class DomainLook {
    /** Asks the servers of a zone; for one look. */
    public interface Zone {
        Seen ask(String name, Type type);
    }

    /** What is known of a domain here, but for what its own records say. */
    public interface Facts {
        DomainFacts of(Domain domain, DomainFacts.Said said);
    }

    private final Facts facts;
    private final Function<Domain, Optional<Step>> since;
    private final Zone zone;
    private final Lookup dns;
    private final InstantSource clock;

    /** Since when DNS shows a step of the DMARC policy. */
    public record Step(String step, java.time.Instant since) {}

    public DomainLook(Facts facts, Function<Domain, Optional<Step>> since, Zone zone, Lookup dns, InstantSource clock) {
        this.facts = facts;
        this.since = since;
        this.zone = zone;
        this.dns = dns;
        this.clock = clock;
    }

    /** In the order of {@link DomainRecords}. */
    public List<Finding> look(Domain domain) {
        var wanted = facts.of(domain, new DomainFacts.Said("", ""));
        var said = new DomainFacts.Said(spf(domain, wanted), dmarc(domain, wanted));
        var findings = new ArrayList<Finding>();
        for (var one : DomainRecords.of(facts.of(domain, said))) findings.add(look(one, wanted));
        return List.copyOf(findings);
    }

    /** Of servers that differ those of one: what is made of them is not published then. */
    private List<String> texts(String name) {
        return switch (zone.ask(name, Type.TXT)) {
            case Seen.Values(var values) -> values;
            case Seen.Divided(var some, _) -> some;
            case Seen.Unknown _ -> List.of();
        };
    }

    private String spf(Domain domain, DomainFacts wanted) {
        var texts = texts(domain.name());
        return SpfRecords.merged(texts, namesUs(domain, wanted));
    }

    /** Where no address of this host is known, its MX are asked instead: it is one of them, or mail does not come. */
    private boolean namesUs(Domain domain, DomainFacts wanted) {
        var addresses = wanted.addresses().isEmpty() ? addresses(wanted.host()) : wanted.addresses();
        return !addresses.isEmpty() && addresses.stream().allMatch(address -> isNamed(domain, wanted.host(), address));
    }

    private List<InetAddress> addresses(Domain host) {
        var all = new ArrayList<InetAddress>();
        for (var type : List.of(Type.A, Type.AAAA)) {
            if (zone.ask(host.name(), type) instanceof Seen.Values(var values)) values.forEach(value -> all.add(InetAddress.ofLiteral(value)));
        }
        return all;
    }

    private boolean isNamed(Domain domain, Domain host, InetAddress address) {
        var query = new SpfQuery(address, "postmaster", domain.name(), host.name(), host.name(), clock.instant());
        return Spf.check(query, dns).result() == SpfResult.PASS;
    }

    private String dmarc(Domain domain, DomainFacts wanted) {
        var there = texts("_dmarc." + domain.name()).stream().filter(DmarcSteps::isDmarc).findFirst();
        var shown = there.flatMap(text -> since.apply(domain).filter(step -> step.step().equals(DmarcSteps.step(text)))).map(Step::since);
        return DmarcSteps.next(there, shown, clock.instant(), wanted.reports());
    }

    private Finding look(Wanted wanted, DomainFacts facts) {
        var record = wanted.record();
        var found = Comparison.compare(wanted, zone.ask(record.name(), record.type()));
        if (found.isRight()) return found;
        if (record.type() == Type.MX && found.fault() == Finding.Fault.MISSING) return withoutMx(wanted, found);
        if (record.type() != Type.CNAME) return found;
        return leadsHere(record, facts.host()) ? new Finding(wanted, Finding.Fault.NONE, List.of()) : found;
    }

    private Finding withoutMx(Wanted wanted, Finding missing) {
        var own = new ArrayList<String>();
        for (var type : List.of(Type.A, Type.AAAA)) {
            if (zone.ask(wanted.record().name(), type) instanceof Seen.Values(var values)) own.addAll(values);
        }
        return own.isEmpty() ? missing : new Finding(wanted, Finding.Fault.IMPLICIT, own);
    }

    /** A name below the domain may have the addresses of this host instead of being its alias. */
    private boolean leadsHere(ZoneRecord record, Domain host) {
        for (var type : List.of(Type.A, Type.AAAA)) {
            if (zone.ask(record.name(), type) instanceof Seen.Values(var there) && !there.isEmpty()
                && zone.ask(host.name(), type) instanceof Seen.Values(var ours) && ours.containsAll(there)) return true;
        }
        return false;
    }

    /** What is not right and has to be for mail to come and to be taken. */
    public static List<Finding> amiss(List<Finding> findings) {
        return findings.stream().filter(one -> !one.isRight() && one.wanted().purpose().isNeeded()).toList();
    }

    /** What is not right, of one purpose. */
    public static List<Finding> of(List<Finding> findings, Purpose purpose) {
        return findings.stream().filter(one -> one.wanted().purpose() == purpose).toList();
    }
}
