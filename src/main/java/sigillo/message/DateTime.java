package sigillo.message;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads dates: RFC 5322 sections 3.3 and 4.3, asctime, ISO 8601, and what lies between them. Each word says by its form
 * what it is, so their order hardly matters. A missing time is midnight, a missing or unknown zone is UTC.
 */
public final class DateTime {
    /** Longer values are no dates. */
    private static final int CHARACTERS_MAX = 300;
    private static final Pattern SPACED_COLON = Pattern.compile("\\s*:\\s*");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s,]+");
    private static final Pattern ISO_DATE = Pattern.compile("\\d{4}-\\d\\d?-\\d\\d?(t.*)?");
    private static final Pattern HYPHENED_DATE = Pattern.compile("\\d\\d?-[a-z]{3,}-\\d+");
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

    /** RFC 5322 section 4.3; the European ones are not in it, but in mail. Other letters mean an unknown zone, UTC. */
    private static final Map<String, Integer> ZONE_HOURS = Map.ofEntries(
        Map.entry("est", -5), Map.entry("edt", -4), Map.entry("cst", -6), Map.entry("cdt", -5), Map.entry("mst", -7),
        Map.entry("mdt", -6), Map.entry("pst", -8), Map.entry("pdt", -7), Map.entry("cet", 1), Map.entry("cest", 2),
        Map.entry("met", 1), Map.entry("mest", 2), Map.entry("eet", 2), Map.entry("eest", 3), Map.entry("bst", 1),
        Map.entry("msk", 3), Map.entry("jst", 9));

    private static final DateTimeFormatter WRITTEN =
        DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private int day = -1;
    private int month = -1;
    private int year = -1;
    private LocalTime time;
    private ZoneOffset zone;

    private DateTime() {}

    /** Empty when a day, month or year is missing or there is no such day; total. */
    public static Optional<OffsetDateTime> parse(String raw) {
        if (raw.length() > CHARACTERS_MAX) return Optional.empty();
        var date = new DateTime();
        // RFC 5322 section 4.3 lets spaces and comments stand around colons.
        var plain = SPACED_COLON.matcher(withoutComments(raw)).replaceAll(":");
        for (var word : BETWEEN_WORDS.split(plain)) date.read(Ascii.lower(word));
        return date.value();
    }

    /** RFC 5322 section 3.3, with the day of the week. */
    public static String format(OffsetDateTime date) { return WRITTEN.format(date); }

    private Optional<OffsetDateTime> value() {
        if (day < 0 || month < 0 || year < 0) return Optional.empty();
        try {
            return Optional.of(OffsetDateTime.of(LocalDate.of(year, month, day),
                time == null ? LocalTime.MIDNIGHT : time, zone == null ? ZoneOffset.UTC : zone));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private void read(String word) {
        if (word.isEmpty()) return;
        char first = word.charAt(0);
        if (ISO_DATE.matcher(word).matches()) iso(word);
        else if (HYPHENED_DATE.matcher(word).matches()) for (var piece : word.split("-")) read(piece);
        else if (word.indexOf(':') > 0 && Ascii.isDigit(first)) time(word);
        else if (first == '+' || first == '-') zone(word);
        else if (Ascii.isDigit(first)) number(word);
        else name(word);
    }

    private void iso(String word) {
        var date = word.split("[-t]", 4);
        year = Integer.parseInt(date[0]);
        month = Integer.parseInt(date[1]);
        day = Integer.parseInt(date[2]);
        if (date.length == 4) time(date[3]);
    }

    private void time(String word) {
        if (time != null) return;
        int end = 0;
        while (end < word.length() && (Ascii.isDigit(word.charAt(end)) || ".:".indexOf(word.charAt(end)) >= 0)) end++;
        var pieces = word.substring(0, end).split("[.:]");
        if (pieces.length < 2) return;
        int hour = number(pieces[0], 23);
        int minute = number(pieces[1], 59);
        // A leap second, 60, is taken as the last second we can say. RFC 5322 section 3.3 allows it.
        int second = pieces.length > 2 ? Math.min(number(pieces[2], 60), 59) : 0;
        if (hour < 0 || minute < 0 || second < 0) return;
        time = LocalTime.of(hour, minute, second);
        if (end < word.length()) read(word.substring(end));
    }

    /** A number too large is -1. */
    private static int number(String digits, int max) {
        if (digits.isEmpty() || digits.length() > 4) return -1;
        int number = Integer.parseInt(digits);
        return number > max ? -1 : number;
    }

    private void zone(String word) {
        var digits = word.substring(1).replace(":", "");
        if (zone != null || digits.isEmpty() || digits.length() > 4 || !digits.chars().allMatch(Ascii::isDigit)) return;
        int hours = Integer.parseInt(digits.length() <= 2 ? digits : digits.substring(0, digits.length() - 2));
        int minutes = digits.length() <= 2 ? 0 : Integer.parseInt(digits.substring(digits.length() - 2));
        if (hours > 17 || minutes > 59) return;
        int total = hours * 60 + minutes;
        zone = ZoneOffset.ofTotalSeconds((word.charAt(0) == '-' ? -total : total) * 60);
    }

    private void number(String word) {
        if (word.length() > 4 || !word.chars().allMatch(Ascii::isDigit)) return;
        int number = Integer.parseInt(word);
        if (day < 0 && number >= 1 && number <= 31 && word.length() <= 2) day = number;
        else if (year < 0) year = year(number, word.length());
    }

    /** RFC 5322 section 4.3: two digits below 50 are of this century, others and three digits count from 1900. */
    private static int year(int number, int digits) {
        if (digits >= 4) return number;
        return digits <= 2 && number < 50 ? 2000 + number : 1900 + number;
    }

    private void name(String word) {
        int month = word.length() < 3 ? -1 : MONTHS.indexOf(word.substring(0, 3));
        if (month >= 0 && month % 3 == 0 && this.month < 0) {
            this.month = month / 3 + 1;
        } else if (zone == null && (word.startsWith("gmt") || word.startsWith("utc")) && word.length() > 3) {
            zone(word.substring(3));
        } else if (zone == null) {
            var hours = ZONE_HOURS.get(word.split("[0-9]", 2)[0]); // EST5EDT begins with EST
            if (hours != null) zone = ZoneOffset.ofHours(hours);
        }
    }

    private static String withoutComments(String raw) {
        var plain = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); ) {
            if (raw.charAt(i) == '(') {
                i = Comments.end(raw, i);
                plain.append(' ');
            } else {
                plain.append(raw.charAt(i++));
            }
        }
        return plain.toString();
    }
}
