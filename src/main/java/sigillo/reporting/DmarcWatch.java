package sigillo.reporting;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sigillo.authentication.Findings;
import sigillo.base.Domain;
import sigillo.delivery.Arrivals.Arrival;
import sigillo.dkim.DkimResult;
import sigillo.dmarc.DmarcPolicy;
import sigillo.dmarc.DmarcRecord;
import sigillo.dmarc.DmarcResult;
import sigillo.reports.DmarcReportWriter.Dkim;
import sigillo.reports.DmarcReportWriter.Row;
import sigillo.reports.DmarcReportWriter.Spf;

/** Counts what DMARC said of mail, for reports to those in whose name it came: RFC 9990. */
final class DmarcWatch {
    private static final int SIGNATURES_MAX = 5;

    private final Tallies tallies;

    DmarcWatch(Tallies tallies) { this.tallies = tallies; }

    void saw(Findings found, Arrival arrival) {
        var dmarc = found.dmarc();
        boolean isOfOne = dmarc.result() == DmarcResult.PASS || dmarc.result() == DmarcResult.FAIL;
        if (isOfOne) Domain.parse(dmarc.organization()).ifPresent(domain -> tallies.count(Tally.Kind.DMARC, domain, fields(found, arrival.isSuspect())));
    }

    private static List<String> fields(Findings found, boolean isSuspect) {
        var spf = found.mailFrom().orElse(found.helo());
        return List.of(found.client().getHostAddress(), disposition(found, isSuspect), reason(found, isSuspect), comment(found, isSuspect),
            found.dmarc().domain(), found.sender().map(sender -> sender.domain().name()).orElse(""),
            spf.domain(), found.mailFrom().isPresent() ? "mfrom" : "helo", spf.result().name().toLowerCase(Locale.ROOT), signatures(found));
    }

    private static String disposition(Findings found, boolean isSuspect) {
        if (found.dmarc().result() == DmarcResult.PASS) return "pass";
        return isSuspect ? "quarantine" : "none";
    }

    /** Why what the domain asks for was not done. */
    private static String reason(Findings found, boolean isSuspect) {
        if (found.dmarc().policy() == DmarcPolicy.NONE) return "";
        if (found.vouching().isPresent()) return "trusted_forwarder";
        return isSuspect && found.dmarc().policy() == DmarcPolicy.QUARANTINE ? "" : "local_policy";
    }

    private static String comment(Findings found, boolean isSuspect) {
        return switch (reason(found, isSuspect)) {
            case "trusted_forwarder" -> "ARC of " + found.vouching().orElse("");
            case "local_policy" -> isSuspect ? "nothing is refused for DMARC alone" : "delivered";
            default -> "";
        };
    }

    private static String signatures(Findings found) {
        return found.dkim().stream().filter(one -> !one.domain().isEmpty()).limit(SIGNATURES_MAX)
            .map(one -> one.domain() + " " + one.selector() + " " + word(one.result())).collect(Collectors.joining("\n"));
    }

    private static String word(DkimResult result) { return result.name().toLowerCase(Locale.ROOT); }

    /** The author's domain of each line. */
    static String author(List<String> fields) { return fields.get(4); }

    /** What the domain with this record is told. {@code organization}: what it is a part of. */
    static Row row(Map.Entry<List<String>, Long> line, DmarcRecord record, String organization) {
        var fields = line.getKey();
        var spf = new Spf(fields.get(6), fields.get(8));
        var dkim = new ArrayList<Dkim>();
        Stream.of(fields.get(9).split("\n")).map(one -> one.split(" ", 3)).filter(one -> one.length == 3)
            .forEach(one -> dkim.add(new Dkim(one[0], one[1], one[2])));
        boolean isSigned = dkim.stream().anyMatch(one -> one.result().equals("pass") && isAligned(one.domain(), fields.get(4), organization, record.isDkimStrict()));
        boolean isNamed = spf.result().equals("pass") && isAligned(spf.domain(), fields.get(4), organization, record.isSpfStrict());
        boolean isTried = fields.get(2).isEmpty() && !isSigned && !isNamed && isLowered(record, fields.get(4).equals(organization));
        return new Row(fields.get(0), line.getValue(), fields.get(1), isSigned, isNamed, isTried ? "policy_test_mode" : fields.get(2), fields.get(3),
            fields.get(4), fields.get(5), dkim, spf);
    }

    /** RFC 9989 section 4.7: with t=y less is done than the policy says, and the report tells why. */
    private static boolean isLowered(DmarcRecord record, boolean isOrganization) {
        var policy = isOrganization ? record.policy() : record.subdomains().or(record::policy);
        return record.isTesting() && policy.filter(asked -> asked != DmarcPolicy.NONE).isPresent();
    }

    /** RFC 9989 section 4.10.2. */
    private static boolean isAligned(String domain, String author, String organization, boolean isStrict) {
        var name = domain.toLowerCase(Locale.ROOT);
        return name.equals(author) || !isStrict && (name.equals(organization) || name.endsWith("." + organization));
    }
}
