package sigillo.mtasts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Records, policies and patterns of MTA-STS: the corpus, and what it lacks. */
class StsTest {
    private static final Path CORPUS = Path.of("../shared/corpora/mta-sts/cases.json");
    private static final String ENFORCE = "version: STSv1\nmode: enforce\nmax_age: 86400\nmx: ";

    @TestFactory Stream<DynamicTest> corpus() throws Exception {
        assumeTrue(Files.exists(CORPUS), "no corpora beside the project: " + CORPUS);
        return StreamSupport.stream(new JsonMapper().readTree(Files.readString(CORPUS)).spliterator(), false)
            .map(one -> dynamicTest(one.get("name").asString(), () -> check(one)));
    }

    private static void check(JsonNode one) {
        var expect = one.get("expect").asString();
        if (one.has("policy")) {
            var parsed = StsPolicy.parse(one.get("policy").asString());
            assertEquals(expect.startsWith("valid"), parsed instanceof StsPolicy.Parsed.Ok, parsed.toString());
            if (expect.equals("valid-first-wins")) assertEquals(Duration.ofDays(7), ok(parsed).maxAge());
        } else if (one.has("mx_pattern")) {
            var policy = ok(StsPolicy.parse(ENFORCE + one.get("mx_pattern").asString()));
            assertEquals(one.get("expect").asBoolean(), policy.means(one.get("mx_host").asString()));
        } else {
            var found = StsRecord.of(StreamSupport.stream(one.get("txt").spliterator(), false).map(JsonNode::asString).toList());
            assertEquals(expect, switch (found) {
                case StsRecord.Found.One _ -> "valid";
                case StsRecord.Found.None _ -> "none";
                case StsRecord.Found.Bad _ -> "invalid";
            });
        }
    }

    private static StsPolicy ok(StsPolicy.Parsed parsed) {
        return parsed instanceof StsPolicy.Parsed.Ok(var policy) ? policy : throwing(parsed);
    }

    private static StsPolicy throwing(StsPolicy.Parsed parsed) { throw new AssertionError(parsed); }

    private record Match(String pattern, String host, boolean expected) {}

    @TestFactory Stream<DynamicTest> patterns() {
        return Stream.of(
            new Match("*.example.com", "mx.example.com", true), new Match("*.example.com", "MX.Example.COM.", true),
            new Match("mail.example.com.", "mail.example.com", true), new Match("*.example.com", ".example.com", false),
            new Match("*.example.com", "mx-example.com", false), new Match("example.com", "mx.example.com", false),
            new Match("*.com", "example.com", true))
            .map(m -> dynamicTest(m.toString(), () ->
                assertEquals(m.expected, ok(StsPolicy.parse(ENFORCE + m.pattern)).means(m.host))));
    }

    @TestFactory Stream<DynamicTest> records() {
        var two = List.of("v=STSv1; id=1;", "v=STSv1; id=2;");
        return Stream.of(
            dynamicTest("several", () -> assertEquals("Bad", kind(two))),
            dynamicTest("beside others", () -> assertEquals("One", kind(List.of("v=spf1 -all", "v=STSv1 ; id=1")))),
            dynamicTest("no id", () -> assertEquals("Bad", kind(List.of("v=STSv1; x=1")))),
            dynamicTest("two ids", () -> assertEquals("Bad", kind(List.of("v=STSv1; id=1; id=2")))),
            dynamicTest("version alone", () -> assertEquals("None", kind(List.of("v=STSv1")))),
            dynamicTest("a longer version", () -> assertEquals("None", kind(List.of("v=STSv10; id=1")))));
    }

    private static String kind(List<String> txt) { return StsRecord.of(txt).getClass().getSimpleName(); }

    @Test void ageIsBounded() {
        assertEquals(StsPolicy.AGE_MAX, ok(StsPolicy.parse("version: STSv1\nmode: none\nmax_age: 9999999999")).maxAge());
    }

    @Test void whatIsServedIsRead() {
        var policy = new StsPolicy(StsPolicy.Mode.TESTING, List.of("mx.home.example", "*.mail.example"), Duration.ofDays(7));
        assertEquals(policy, ok(StsPolicy.parse(policy.encode())));
    }

    /** Whatever a stranger serves has an outcome, soon. */
    @Test void isTotalAndQuick() {
        var random = new Random(8461);
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(ENFORCE).append("*.a-b.example\n");
            for (int n = random.nextInt(6); n-- > 0; ) text.setCharAt(random.nextInt(text.length()), ":\n\r *.\0\u00e8a".charAt(random.nextInt(9)));
            assertNotNull(StsPolicy.parse(text.toString()));
            assertNotNull(StsRecord.of(List.of("v=STSv1;" + text)));
        }
        assertNotNull(StsPolicy.parse(ENFORCE + "a-".repeat(30_000)));
        assertNotNull(StsRecord.of(List.of("v=STSv1;" + "a=b;".repeat(10_000))));
    }
}
