package sigillo.archive;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The line that begins a message of an mbox: RFC 4155 appendix A, and what real programs write. {@code From }, an address or
 * a sign for none, and the date of C's asctime, with a zone before or after the year in some. A line of a text that begins
 * with From has neither.
 */
record Separator(Optional<Instant> date) {
    private static final List<String> MONTHS =
        List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final Pattern DATED = Pattern.compile(
        "From .*?\\b(?:mon|tue|wed|thu|fri|sat|sun),? +([a-z]{3}) +(\\d{1,2}) +(\\d{1,2}):(\\d\\d)(?::(\\d\\d))?"
            + "(?: +([a-z]{1,5}|[+-]\\d{4}))? +(\\d{4})(?: +([a-z]{1,5}|[+-]\\d{4}))?\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNDATED = Pattern.compile("From (?:[^\\s@]+@[^\\s@]+|MAILER-DAEMON|-)\\s*");
    private static final DateTimeFormatter ASCTIME = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);

    /** Empty for any other line. Without line end. */
    static Optional<Separator> parse(String line) {
        if (!line.startsWith("From ")) return Optional.empty();
        var dated = DATED.matcher(line);
        if (dated.matches()) {
            return date(List.of(dated.group(7), dated.group(1), dated.group(2), dated.group(3), dated.group(4)), dated.group(5),
                dated.group(6) == null ? dated.group(8) : dated.group(6)).map(at -> new Separator(Optional.of(at)));
        }
        return UNDATED.matcher(line).matches() ? Optional.of(new Separator(Optional.empty())) : Optional.empty();
    }

    private static Optional<Instant> date(List<String> parts, String seconds, String zone) {
        int month = MONTHS.indexOf(parts.get(1).toLowerCase(Locale.ROOT)) + 1;
        try {
            var at = LocalDateTime.of(Integer.parseInt(parts.get(0)), month, Integer.parseInt(parts.get(2)),
                Integer.parseInt(parts.get(3)), Integer.parseInt(parts.get(4)),
                seconds == null ? 0 : Math.min(59, Integer.parseInt(seconds)));
            return Optional.of(at.toInstant(zone(zone)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** RFC 4155 appendix A: without a zone it is UTC; names of zones say too little. */
    private static ZoneOffset zone(String zone) {
        return zone == null || !zone.matches("[+-]\\d{4}") ? ZoneOffset.UTC : ZoneOffset.of(zone);
    }

    /** With its line end; nobody's address is told, since an archive may be read by others. */
    static String write(Instant date, boolean crlf) {
        return "From MAILER-DAEMON " + ASCTIME.format(date.atOffset(ZoneOffset.UTC)) + (crlf ? "\r\n" : "\n");
    }
}
