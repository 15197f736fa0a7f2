package sigillo.authres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.authres.AuthResults.Property;
import sigillo.authres.AuthResults.Result;

class AuthResultsTest {
    private static final AuthResults SAMPLE = new AuthResults("mx.b.example", List.of(
        Result.of("spf", "pass", new Property("smtp", "mailfrom", "a.example")),
        Result.of("dkim", "fail", new Property("header", "d", "a.example"), new Property("header", "b", "ab/cd+ef")).because("the body was changed"),
        Result.of("iprev", "pass", new Property("policy", "iprev", "2001:db8::1"))));

    @Test void isWrittenInShortLines() {
        assertEquals(String.join("\r\n", "Authentication-Results: mx.b.example;", "\tspf=pass smtp.mailfrom=a.example;",
            "\tdkim=fail reason=\"the body was changed\" header.d=a.example", "\t header.b=\"ab/cd+ef\";", "\tiprev=pass policy.iprev=\"2001:db8::1\"", ""),
            written(SAMPLE));
        assertEquals("Authentication-Results: mx.b.example; none\r\n", written(new AuthResults("mx.b.example", List.of())));
    }

    @Test void whatIsWrittenIsRead() { assertEquals(Optional.of(SAMPLE), AuthResultsParser.parse(value(written(SAMPLE)))); }

    private static String written(AuthResults results) { return new String(AuthResultsWriter.encode(results), StandardCharsets.US_ASCII); }

    private static String value(String field) { return field.substring(field.indexOf(':') + 1).replace("\r\n", ""); }

    record Case(String value, Optional<AuthResults> is) {}

    /** RFC 8601 appendix B, and how else it may be written. */
    private static final List<Case> CASES = List.of(
        new Case("example.org 1; none", Optional.of(new AuthResults("example.org", List.of()))),
        new Case("example.com;\t spf=pass smtp.mailfrom=example.net",
            Optional.of(new AuthResults("example.com", List.of(Result.of("spf", "pass", new Property("smtp", "mailfrom", "example.net")))))),
        new Case("foo.example.net (foobar) 1 (baz);\tdkim (Because I like it) / 1 (One yay) = (wait for it) fail policy (A dot can go here) . (like that) expired"
            + " (this surprised me) = (as I wasn't expecting it) 1362471462",
            Optional.of(new AuthResults("foo.example.net", List.of(Result.of("dkim", "fail", new Property("policy", "expired", "1362471462")))))),
        new Case("\"mx.b.example\"; dkim=pass reason=\"good \\\"signature\\\"\" header.i=@mail-router.example.net",
            Optional.of(new AuthResults("mx.b.example", List.of(Result.of("dkim", "pass", new Property("header", "i", "@mail-router.example.net"))
                .because("good \"signature\""))))),
        new Case("a.example; SPF=Pass", Optional.of(new AuthResults("a.example", List.of(Result.of("spf", "pass"))))),
        new Case("a.example; spf=pass;", Optional.of(new AuthResults("a.example", List.of(Result.of("spf", "pass"))))),
        new Case("a.example", Optional.of(new AuthResults("a.example", List.of()))),
        new Case("", Optional.empty()), new Case("(a.example", Optional.empty()), new Case("a.example; spf", Optional.empty()),
        new Case("a.example; spf=", Optional.empty()), new Case("a.example; spf=pass x", Optional.empty()), new Case("a.example one; spf=pass", Optional.empty()),
        new Case("a.example; spf=pass smtp.mailfrom=\"x", Optional.empty()), new Case("; spf=pass", Optional.empty()));

    @TestFactory Stream<DynamicTest> parses() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest("'" + c.value + "'", () -> assertEquals(c.is, AuthResultsParser.parse(c.value))));
    }

    /** Whatever strangers put into values, the field is one field of ASCII in short lines, and is read as one result. */
    @TestFactory Stream<DynamicTest> strangersValues() {
        return Stream.of("x\r\nSubject: y", "a; dkim=pass", "(", "\"", "\\", "\0", "b\u00fccher", "a b", "", "x".repeat(5_000), "a@b@c", "x\";dkim=pass header.d=\"y", "[192.0.2.1]")
            .map(value -> DynamicTest.dynamicTest("'" + value.replaceAll("[\\x00-\\x1f]", "?") + "'", () -> {
                var written = written(new AuthResults("mx.b.example", List.of(Result.of("spf", "fail", new Property("smtp", "mailfrom", value)).because(value))));
                assertTrue(written.lines().skip(1).allMatch(line -> line.startsWith("\t")), written);
                assertTrue(written.lines().allMatch(line -> line.length() <= 998), written);
                assertTrue(written.chars().allMatch(c -> c < 0x7F && (c >= ' ' || c == '\t' || c == '\r' || c == '\n')), written);
                var read = AuthResultsParser.parse(value(written)).orElseThrow(() -> new AssertionError(written));
                assertEquals(1, read.results().size());
                assertEquals("fail", read.results().getFirst().result());
            }));
    }

    @TestFactory Stream<DynamicTest> isTotal() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 20_000; i++) {
                var text = new StringBuilder(CASES.get(random.nextInt(6)).value);
                for (int n = random.nextInt(5); n > 0; n--) text.setCharAt(random.nextInt(text.length()), "();=./\"\\ @\0a".charAt(random.nextInt(12)));
                assertNotNull(AuthResultsParser.parse(text.toString()));
                assertNotNull(AuthResultsParser.server(text.toString()));
            }
        }));
    }

    /** Nested comments cost no stack. */
    @Test void deepComments() { assertTrue(AuthResultsParser.parse("(".repeat(500_000) + ")".repeat(500_000) + "a.example; none").isPresent()); }
}
