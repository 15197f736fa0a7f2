package sigillo.reports;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;

/** The fields of message/feedback-report: RFC 5965, with those of RFC 6591. */
final class FeedbackParser {
    private FeedbackParser() {}

    /** Total. */
    static Report parse(byte[] octets) {
        var text = new String(octets, 0, Math.min(octets.length, 64 * 1024), StandardCharsets.UTF_8).replaceAll("\r?\n[ \t]+", " ");
        var fields = new HashMap<String, String>();
        for (var line : text.split("\r?\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) fields.putIfAbsent(line.substring(0, colon).strip().toLowerCase(Locale.ROOT), bounded(line.substring(colon + 1).strip()));
        }
        var type = fields.getOrDefault("feedback-type", "");
        if (type.isEmpty()) return new Report.Unreadable("it is no feedback report");
        var incidents = fields.getOrDefault("incidents", "1");
        return new Report.Feedback(type.toLowerCase(Locale.ROOT), fields.getOrDefault("source-ip", "").split(" ", 2)[0], fields.getOrDefault("original-mail-from", ""),
            fields.getOrDefault("reported-domain", ""), incidents.matches("\\d{1,9}") ? Long.parseLong(incidents) : 1);
    }

    private static String bounded(String value) { return value.substring(0, Math.min(value.length(), ReportLimits.FIELD_MAX)); }
}
