package sigillo.sieve;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.JulianFields;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import sigillo.message.DateTime;

/** RFC 5260 sections 4 and 5. */
final class DateTests {
    private DateTests() {}

    private static final Set<String> PARTS = Set.of(
        "year", "month", "day", "date", "julian", "hour", "minute", "second", "time",
        "iso8601", "std11", "zone", "weekday");
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
    private static final DateTimeFormatter STD11 = DateTimeFormatter.ofPattern(
        "EEE, dd MMM uuuu HH:mm:ss xx", Locale.ENGLISH);

    static void addTo(Vocabulary all) {
        all.extensions("date");
        all.test(MessageTests.index(Match.tags(
            Form.test("date", "date", Form.Kind.TEXT, Form.Kind.TEXT, Form.Kind.TEXTS)))
            .of("zone", "date", Form.Kind.TEXT, "zone").of("zone", "date", "originalzone"), DateTests::date);
        all.test(Match.tags(Form.test("currentdate", "date", Form.Kind.TEXT, Form.Kind.TEXTS))
            .of("zone", "date", Form.Kind.TEXT, "zone"), DateTests::current);
    }

    private static Condition date(Given given) {
        MessageTests.checkNames(given, 0);
        var name = given.text(0);
        var part = given.text(1);
        checkPart(given, part);
        var zone = zone(given);
        var index = MessageTests.Index.of(given);
        boolean keepsZone = given.has("originalzone");
        var match = Match.of(given);
        return new Compare(run -> index.of(run.header().all(name.in(run))).stream().limit(1).flatMap(field -> {
            run.charge(field.span().length());
            var when = DateTime.parse(behindSemicolon(field.raw(4096)));
            return when.stream().map(one -> keepsZone ? one : one.withOffsetSameInstant(offset(run, zone, one)));
        }).flatMap(when -> part(Ascii.lower(part.in(run)), when).stream()).iterator(), match, match.keys(given, 2));
    }

    private static Condition current(Given given) {
        var part = given.text(0);
        checkPart(given, part);
        var zone = zone(given);
        var match = Match.of(given);
        return new Compare(run -> {
            var now = run.around().now().atOffset(ZoneOffset.UTC);
            return part(Ascii.lower(part.in(run)), now.withOffsetSameInstant(offset(run, zone, now))).stream()
                .iterator();
        }, match, match.keys(given, 1));
    }

    private static void checkPart(Given given, Template part) {
        part.constant().filter(name -> !PARTS.contains(Ascii.lower(name))).ifPresent(name ->
            given.compiler().error(part.place(), "a date has no part '" + Compiler.shortened(name) + "'"));
    }

    /** RFC 5322 section 3.6.7: the date of a trace field stands behind its semicolon. */
    private static String behindSemicolon(String raw) { return raw.substring(raw.lastIndexOf(';') + 1); }

    private static Optional<Template> zone(Given given) {
        var zone = given.text("zone");
        zone.flatMap(Template::constant).filter(text -> parse(text).isEmpty()).ifPresent(text ->
            given.compiler().error(given.placeOf("zone"), "a zone is written +0200, not '" + Compiler.shortened(text)
                + "'"));
        return zone;
    }

    private static ZoneOffset offset(Run run, Optional<Template> zone, OffsetDateTime when) {
        return zone.flatMap(text -> parse(text.in(run))).orElseGet(
            () -> run.around().zone().getRules().getOffset(when.toInstant()));
    }

    private static Optional<ZoneOffset> parse(String text) {
        if (!text.matches("[+-][0-9]{4}")) return Optional.empty();
        try {
            int sign = text.startsWith("-") ? -1 : 1;
            return Optional.of(ZoneOffset.ofHoursMinutes(sign * Integer.parseInt(text.substring(1, 3)),
                sign * Integer.parseInt(text.substring(3))));
        } catch (DateTimeException tooFar) {
            return Optional.empty();
        }
    }

    /** RFC 5260 section 4.2. Empty for no such part. */
    private static Optional<String> part(String name, OffsetDateTime when) {
        return Optional.ofNullable(switch (name) {
            case "year" -> "%04d".formatted(when.getYear());
            case "month" -> two(when.getMonthValue());
            case "day" -> two(when.getDayOfMonth());
            case "date" -> when.toLocalDate().toString();
            case "julian" -> Long.toString(when.getLong(JulianFields.MODIFIED_JULIAN_DAY));
            case "hour" -> two(when.getHour());
            case "minute" -> two(when.getMinute());
            case "second" -> two(when.getSecond());
            case "time" -> DateTimeFormatter.ofPattern("HH:mm:ss").format(when);
            case "iso8601" -> ISO.format(when);
            case "std11" -> STD11.format(when);
            case "zone" -> DateTimeFormatter.ofPattern("xx").format(when);
            case "weekday" -> Integer.toString(when.getDayOfWeek().getValue() % 7);
            default -> null;
        });
    }

    private static String two(int number) { return "%02d".formatted(number); }

}
