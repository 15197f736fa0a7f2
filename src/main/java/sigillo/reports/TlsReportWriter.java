package sigillo.reports;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes the JSON of a TLS report of our own: RFC 8460 section 4.4. */
public final class TlsReportWriter {
    private static final JsonMapper MAPPER = new JsonMapper();

    private TlsReportWriter() {}

    /** {@code contact}: an address. {@code end} is not part of the time that is reported on. */
    public record Head(String organisation, String contact, String id, Instant begin, Instant end) {}

    /** RFC 8460 section 4.4: a policy, and what came of it. */
    public record Policy(String type, List<String> text, String domain, List<String> mx, long succeeded, List<Failure> failures) {}

    public record Failure(String type, String host, Optional<String> address, String why, long sessions) {}

    public static byte[] write(Head head, List<Policy> policies) {
        var root = MAPPER.createObjectNode();
        root.put("organization-name", head.organisation());
        var range = root.putObject("date-range");
        range.put("start-datetime", head.begin().toString());
        range.put("end-datetime", head.end().minusSeconds(1).toString());
        root.put("contact-info", head.contact());
        root.put("report-id", head.id());
        var all = root.putArray("policies");
        policies.forEach(one -> write(one, all.addObject()));
        return MAPPER.writeValueAsBytes(root);
    }

    private static void write(Policy one, ObjectNode into) {
        var policy = into.putObject("policy");
        policy.put("policy-type", one.type());
        if (!one.text().isEmpty()) one.text().forEach(policy.putArray("policy-string")::add);
        policy.put("policy-domain", one.domain());
        if (!one.mx().isEmpty()) one.mx().forEach(policy.putArray("mx-host")::add);
        var summary = into.putObject("summary");
        summary.put("total-successful-session-count", one.succeeded());
        summary.put("total-failure-session-count", one.failures().stream().mapToLong(Failure::sessions).sum());
        if (one.failures().isEmpty()) return;
        var details = into.putArray("failure-details");
        for (var failure : one.failures()) {
            var detail = details.addObject();
            detail.put("result-type", failure.type());
            if (!failure.host().isEmpty()) detail.put("receiving-mx-hostname", failure.host());
            failure.address().ifPresent(address -> detail.put("receiving-ip", address));
            detail.put("failed-session-count", failure.sessions());
            if (!failure.why().isEmpty()) detail.put("failure-reason-code", failure.why());
        }
    }
}
