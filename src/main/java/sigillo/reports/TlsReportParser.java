package sigillo.reports;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of TLS reports: RFC 8460 section 4.4. What is not known is passed over. */
final class TlsReportParser {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder()
        .maxNestingDepth(ReportLimits.DEPTH_MAX).maxStringLength(64 * 1024).maxNameLength(1_000).build()).build()).build();

    private TlsReportParser() {}

    /** Total. */
    static Report parse(byte[] octets, ReportBounds bounds) {
        if (octets.length > bounds.jsonMax()) return new Report.Unreadable("it is too large");
        try {
            var root = MAPPER.readTree(octets);
            if (!root.isObject() || !root.path("policies").isArray()) return new Report.Unreadable("it is no TLS report");
            var policies = new ArrayList<Report.Sessions>();
            for (var one : root.path("policies")) if (policies.size() < bounds.recordsMax()) policies.add(sessions(one));
            var range = root.path("date-range");
            return new Report.Tls(text(root, "organization-name"), text(root, "report-id"), time(range, "start-datetime"), time(range, "end-datetime"), policies);
        } catch (JacksonException broken) {
            return new Report.Unreadable("its JSON is broken");
        }
    }

    private static Report.Sessions sessions(JsonNode one) {
        var failures = new ArrayList<Report.Failure>();
        for (var failure : one.path("failure-details")) {
            if (failures.size() < ReportLimits.RECORDS_MAX)
                failures.add(new Report.Failure(text(failure, "result-type"), text(failure, "receiving-mx-hostname"), number(failure, "failed-session-count")));
        }
        var policy = one.path("policy");
        var summary = one.path("summary");
        return new Report.Sessions(text(policy, "policy-domain").toLowerCase(Locale.ROOT), text(policy, "policy-type"),
            number(summary, "total-successful-session-count"), number(summary, "total-failure-session-count"), failures);
    }

    private static String text(JsonNode node, String key) {
        var text = node.path(key).asString("");
        return text.substring(0, Math.min(text.length(), ReportLimits.FIELD_MAX));
    }

    private static long number(JsonNode node, String key) { return Math.max(0, node.path(key).asLong(0)); }

    private static Instant time(JsonNode node, String key) {
        try {
            return OffsetDateTime.parse(text(node, key)).toInstant();
        } catch (DateTimeParseException none) {
            return Instant.EPOCH;
        }
    }
}
