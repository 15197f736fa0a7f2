package sigillo.imap;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;

/** Dates as IMAP writes them: RFC 9051 section 9's date and date-time. */
public final class ImapDate {
    private static final List<String> MONTHS =
        List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> NAMES =
        List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private ImapDate() {}

    /** {@code 1-Feb-1994}, with or without quotes. */
    static LocalDate date(Cursor in) throws Syntax {
        boolean quoted = in.skip('"');
        int day = in.digits(1);
        if (!in.isAt('-')) day = day * 10 + in.digits(1);
        var date = monthAndYear(day, in);
        if (quoted) in.expect('"');
        return date;
    }

    /** {@code "17-Jul-1996 02:44:25 -0700"}; a day of one digit has a space before it, for which some write nothing. */
    static Instant dateTime(Cursor in) throws Syntax {
        in.expect('"');
        in.skip(' ');
        int day = in.digits(1);
        if (!in.isAt('-')) day = day * 10 + in.digits(1);
        var date = monthAndYear(day, in);
        in.sp();
        int hour = in.digits(2);
        in.expect(':');
        int minute = in.digits(2);
        in.expect(':');
        int second = in.digits(2);
        in.sp();
        int sign = in.skip('-') ? -1 : 1;
        if (sign > 0) in.expect('+');
        int zoneHours = in.digits(2);
        int zoneMinutes = in.digits(2);
        in.expect('"');
        try {
            var offset = ZoneOffset.ofHoursMinutes(sign * zoneHours, sign * zoneMinutes);
            // A leap second is the second before it: Instant knows none.
            return LocalDateTime.of(date, LocalTime.of(hour, minute, Math.min(second, 59))).toInstant(offset);
        } catch (DateTimeException noSuchTime) {
            throw new Syntax("There is no such time");
        }
    }

    private static LocalDate monthAndYear(int day, Cursor in) throws Syntax {
        in.expect('-');
        int month = month(in);
        in.expect('-');
        try {
            return LocalDate.of(in.digits(4), month, day);
        } catch (DateTimeException noSuchDay) {
            throw new Syntax("There is no such day");
        }
    }

    private static int month(Cursor in) throws Syntax {
        for (int i = 0; i < MONTHS.size(); i++) {
            if (in.skipWord(MONTHS.get(i))) return i + 1;
        }
        throw in.wrong("Month");
    }

    /** Without the quotes, in UTC. */
    public static String format(Instant instant) {
        var t = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        var text = new StringBuilder(26);
        two(text, t.getDayOfMonth()).append('-').append(NAMES.get(t.getMonthValue() - 1)).append('-');
        int year = Math.clamp(t.getYear(), 0, 9999);
        two(two(text, year / 100), year % 100).append(' ');
        two(text, t.getHour()).append(':');
        two(text, t.getMinute()).append(':');
        return two(text, t.getSecond()).append(" +0000").toString();
    }

    private static StringBuilder two(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
