package sigillo.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ListPatternTest {
    private record Case(String pattern, String name, boolean want) {}

    private static final List<Case> CASES = List.of(
        new Case("*", "a/b/c", true), new Case("%", "a", true), new Case("%", "a/b", false),
        new Case("a/%", "a/b", true), new Case("a/%", "a/b/c", false), new Case("a/*", "a/b/c", true),
        new Case("a/%/c", "a/b/c", true), new Case("%/%", "a/b", true), new Case("", "a", false),
        new Case("", "", true), new Case("a", "A", false), new Case("inbox", "INBOX", true),
        new Case("InB%", "INBOX", true), new Case("*o*", "INBOX", false), new Case("*O*", "INBOX", true),
        new Case("inbox2", "INBOX", false), new Case("a*c", "abbc", true), new Case("a*c", "abbcd", false),
        new Case("*b%", "a/b/c", false), new Case("*b%", "a/bc", true), new Case("%*%", "a/b", true),
        new Case("a%", "a", true), new Case("a*", "a", true), new Case("*a", "ba/a", true),
        new Case("*%", "x", true), new Case("inbox/%", "INBOX/sub", true), new Case("inbox/Sub", "INBOX/sub", false),
        new Case("inbox*", "INBOX/sub", true), new Case("In%/*", "INBOX/a/b", true), new Case("inbox", "INBOX/sub", false),
        new Case("in/*", "INBOX/sub", false), new Case("i*S", "INBOX/sub", false), new Case("i*b", "INBOX/sub", true),
        new Case("old/inbox/%", "old/INBOX/sub", false), new Case("inbox/", "INBOX", false));

    @TestFactory Stream<DynamicTest> matches() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest("'" + c.pattern + " " + c.name,
            () -> assertEquals(c.want, new ListPattern(c.pattern).matches(c.name))));
    }

    @Test void isNotSlowWithManyWildcards() {
        var pattern = new ListPattern("*a%a".repeat(200) + "b");
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertFalse(pattern.matches("a".repeat(5_000))));
    }
}
