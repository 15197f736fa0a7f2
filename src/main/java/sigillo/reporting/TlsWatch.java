package sigillo.reporting;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.base.Octets;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;
import sigillo.relay.TlsSession;
import sigillo.reports.TlsReportWriter;
import sigillo.smtp.Envelope;

/** Counts TLS sessions for reports: RFC 8460 section 4. */
final class TlsWatch implements TlsSession.Watch {
    private final Tallies tallies;

    TlsWatch(Tallies tallies) { this.tallies = tallies; }

    /** Nothing is told of what carries a report of our own, or each would ask for the next: decision 0026. */
    @Override public boolean isOf(Envelope envelope, Octets message) throws IOException {
        if (envelope.from().sender().isPresent()) return true;
        var begin = message.slice(0, Math.min(message.length(), ReportingLimits.OWN_HEADER_MAX));
        return !Watching.isNamedReport(HeaderSection.read(begin, MessageLimits.DEFAULT).header());
    }

    @Override public void saw(TlsSession session) {
        var policy = session.policy();
        var failure = session.failure();
        var fields = new ArrayList<>(List.of(policy.type(), String.join("\n", policy.text()), String.join("\n", policy.mx())));
        if (failure.isPresent())
            fields.addAll(List.of(failure.get().type().word(), session.host(), session.address().getHostAddress(), failure.get().why()));
        tallies.count(Tally.Kind.TLS, session.domain(), fields);
    }

    /** What was counted, by policy. */
    static List<TlsReportWriter.Policy> policies(Tally tally) {
        Map<List<String>, List<Map.Entry<List<String>, Long>>> byPolicy = new LinkedHashMap<>();
        tally.lines().entrySet().forEach(line -> byPolicy.computeIfAbsent(line.getKey().subList(0, 3), _ -> new ArrayList<>()).add(line));
        return byPolicy.entrySet().stream().map(one -> policy(tally, one.getKey(), one.getValue())).toList();
    }

    private static TlsReportWriter.Policy policy(Tally tally, List<String> policy, List<Map.Entry<List<String>, Long>> lines) {
        long succeeded = lines.stream().filter(line -> line.getKey().size() == 3).mapToLong(Map.Entry::getValue).sum();
        var failures = lines.stream().filter(line -> line.getKey().size() == 7).map(line -> {
            var fields = line.getKey();
            return new TlsReportWriter.Failure(fields.get(3), fields.get(4), Optional.of(fields.get(5)), fields.get(6), line.getValue());
        }).toList();
        return new TlsReportWriter.Policy(policy.getFirst(), words(policy.get(1)), tally.domain().name(), words(policy.get(2)), succeeded, failures);
    }

    private static List<String> words(String joined) { return joined.isEmpty() ? List.of() : List.of(joined.split("\n")); }
}
