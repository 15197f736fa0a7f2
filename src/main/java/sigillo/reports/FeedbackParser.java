package sigillo.reports;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The fields of message/feedback-report: RFC 5965, with those of RFC 6591. */
final class FeedbackParser {
    private static final int OCTETS_MAX = 64 * 1024;

    private FeedbackParser() {}

    /** {@code name} in lower case. */
    record Field(String name, String value) {}

    /** Total. */
    static Report parse(byte[] octets) {
        var fields = new HashMap<String, String>();
        fields(octets).forEach(field -> fields.putIfAbsent(field.name(), field.value()));
        var type = fields.getOrDefault("feedback-type", "");
        if (type.isEmpty()) return new Report.Unreadable("it is no feedback report");
        var incidents = fields.getOrDefault("incidents", "1");
        return new Report.Feedback(type.toLowerCase(Locale.ROOT), fields.getOrDefault("source-ip", "").split(" ", 2)[0],
            fields.getOrDefault("original-mail-from", ""), fields.getOrDefault("reported-domain", ""),
            incidents.matches("\\d{1,9}") ? Long.parseLong(incidents) : 1);
    }

    /** In their order; what is none is passed over. Total. */
    static List<Field> fields(byte[] octets) {
        var text = new String(octets, 0, Math.min(octets.length, OCTETS_MAX), StandardCharsets.UTF_8).replaceAll("\r?\n[ \t]+", " ");
        return Stream.of(text.split("\r?\n")).filter(line -> line.indexOf(':') > 0).map(line -> {
            int colon = line.indexOf(':');
            return new Field(line.substring(0, colon).strip().toLowerCase(Locale.ROOT), bounded(line.substring(colon + 1).strip()));
        }).toList();
    }

    private static String bounded(String value) { return value.substring(0, Math.min(value.length(), ReportLimits.FIELD_MAX)); }
}
