package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class DateTimeTest {

    /** @param want "" when it is no date */
    record Case(String raw, String want) {}

    private static final Case[] CASES = {
        new Case("Tue, 1 Jul 2003 10:52:37 +0200", "2003-07-01T10:52:37+02:00"),
        new Case("1 Jul 2003 10:52:37 +0200", "2003-07-01T10:52:37+02:00"),
        new Case("tue,1 jul 2003 10:52 -0330 (NST)", "2003-07-01T10:52-03:30"),
        new Case("Thu,\r\n      13\r\n        Feb\r\n          1969\r\n      23:32\r\n"
            + "               -0330 (Newfoundland Time)", "1969-02-13T23:32-03:30"),
        new Case("21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06Z"),
        new Case("Fri, 21 Nov 97 09(comment):   55  :  06 -0600", "1997-11-21T09:55:06-06:00"),
        new Case("21 Nov 49 09:55:06 GMT", "2049-11-21T09:55:06Z"),
        new Case("21 Nov 50 09:55:06 GMT", "1950-11-21T09:55:06Z"),
        new Case("21 Nov 103 09:55:06 GMT", "2003-11-21T09:55:06Z"),
        new Case("1 Jan 2026 00:00:00 EST", "2026-01-01T00:00-05:00"),
        new Case("1 Jan 2026 00:00:00 PDT", "2026-01-01T00:00-07:00"),
        new Case("1 Jan 2026 00:00:00 CEST", "2026-01-01T00:00+02:00"),
        new Case("1 Jan 2026 00:00:00 EST5EDT", "2026-01-01T00:00-05:00"),
        new Case("1 Jan 2026 00:00:00 A", "2026-01-01T00:00Z"),
        new Case("1 Jan 2026 00:00:00 XYZ", "2026-01-01T00:00Z"),
        new Case("1 Jan 2026 00:00:00 GMT+0100", "2026-01-01T00:00+01:00"),
        new Case("1 Jan 2026 00:00:00 +01:30", "2026-01-01T00:00+01:30"),
        new Case("1 Jan 2026 00:00:00+0100", "2026-01-01T00:00+01:00"),
        new Case("1 Jan 2026 00:00:00 +1", "2026-01-01T00:00+01:00"),
        new Case("1 Jan 2026 00:00:00 -0000", "2026-01-01T00:00Z"),
        new Case("1 Jan 2026 00:00:00 +9999", "2026-01-01T00:00Z"),
        new Case("1 Jan 2026", "2026-01-01T00:00Z"),
        new Case("Jan 1 2026 12:00", "2026-01-01T12:00Z"),
        new Case("Thu Feb 13 23:32:54 1969", "1969-02-13T23:32:54Z"),
        new Case("Thu, 13-Feb-1969 23:32:54 GMT", "1969-02-13T23:32:54Z"),
        new Case("2003-07-01T10:52:37+02:00", "2003-07-01T10:52:37+02:00"),
        new Case("2003-07-01 10:52:37 +0200", "2003-07-01T10:52:37+02:00"),
        new Case("2003-07-01T10:52:37Z", "2003-07-01T10:52:37Z"),
        new Case("2003-07-01T10:52:37.123Z", "2003-07-01T10:52:37Z"),
        new Case("Tue, 1 July 2003 10.52.37 +0200", "2003-07-01T00:00+02:00"),
        new Case("31 Dec 2016 23:59:60 +0000", "2016-12-31T23:59:59Z"),
        new Case("Mon, 32 Dec 99999 25:61:61 +9999", ""),
        new Case("31 Feb 2003 10:52:37 +0200", ""),
        new Case("1 Jul 2003 25:52:37 +0200", "2003-07-01T00:00+02:00"),
        new Case("", ""),
        new Case("yesterday", ""),
        new Case("Tue, 10:52:37", ""),
        new Case("((((", ""),
        new Case("1 Jul 2003 " + "x".repeat(400), ""),
    };

    @TestFactory Stream<DynamicTest> dates() {
        return Stream.of(CASES).map(c -> DynamicTest.dynamicTest("\"" + HeaderText.printable(c.raw) + "\"",
            () -> assertEquals(c.want, DateTime.parse(c.raw).map(OffsetDateTime::toString).orElse(""))));
    }

    @TestFactory Stream<DynamicTest> whatIsWrittenIsReadAgain() {
        return Stream.of(1L, 2L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 2_000; i++) {
                var zone = java.time.ZoneOffset.ofTotalSeconds(60 * (random.nextInt(17 * 60) - 8 * 60));
                var date = OffsetDateTime.ofInstant(java.time.Instant.ofEpochSecond(random.nextLong(-600_000_000L,
                    4_000_000_000L)), zone);
                assertEquals(Optional.of(date), DateTime.parse(DateTime.format(date)));
            }
        }));
    }

    @TestFactory Stream<DynamicTest> isTotal() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 5_000; i++) {
                var text = new StringBuilder(CASES[random.nextInt(CASES.length)].raw);
                for (int n = random.nextInt(4); n-- > 0; ) {
                    text.insert(random.nextInt(text.length() + 1), "0139 :+-,.()TZa/\0".charAt(random.nextInt(17)));
                }
                assertNotNull(DateTime.parse(text.toString()));
            }
        }));
    }
}
