package sigillo.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a request is, and what is none: RFC 8620 sections 3.3 and 3.6.1. */
class RequestTest {
    private static final Set<String> KNOWN = Set.of("urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail");
    private static final String ODD = "{}[]\",:\\u0\0\u00ff1e";
    private static final String GOOD = """
        {"using": ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"],
         "methodCalls": [["method1", {"arg1": "arg1data", "arg2": "arg2data"}, "c1"], ["method2", {"arg1": "arg1data"}, "c2"],
           ["method3", {}, "c3"]], "createdIds": {"a": "M1"}}""";

    private record Case(String json, String type) {}

    private static Case refused(String type, String json) { return new Case(json, type); }

    @TestFactory Stream<DynamicTest> refusals() {
        return Stream.of(
            refused("notJSON", ""), refused("notJSON", "{"), refused("notJSON", "{} {}"), refused("notJSON", "{\"using\": [], \"using\": []}"),
            refused("notJSON", "[".repeat(JmapLimits.DEPTH_MAX + 1) + "]".repeat(JmapLimits.DEPTH_MAX + 1)),
            refused("notJSON", "[" + "0,".repeat(JmapLimits.TOKENS_MAX) + "0]"), refused("notJSON", "{\"a\": \"\\ud800\"}"),
            refused("notJSON", "{\"a\": " + "9".repeat(JmapLimits.DIGITS_MAX + 1) + "}"), refused("notJSON", "{'a': 1}"),
            refused("notRequest", "[]"), refused("notRequest", "null"), refused("notRequest", "{}"),
            refused("notRequest", "{\"using\": [], \"methodCalls\": [[\"a\", {}]]}"),
            refused("notRequest", "{\"using\": [], \"methodCalls\": [[\"a\", [], \"c\"]]}"),
            refused("notRequest", "{\"using\": [], \"methodCalls\": [[\"a\", {}, 1]]}"),
            refused("notRequest", "{\"using\": [1], \"methodCalls\": []}"), refused("notRequest", "{\"using\": \"x\", \"methodCalls\": []}"),
            refused("notRequest", "{\"using\": [], \"methodCalls\": [], \"createdIds\": {\"a\": \"no id\"}}"),
            refused("notRequest", "{\"using\": [], \"methodCalls\": [[\"a\", {}, \"" + "c".repeat(256) + "\"]]}"),
            refused("unknownCapability", "{\"using\": [\"urn:x\"], \"methodCalls\": []}"),
            refused("limit", "{\"using\": [], \"methodCalls\": [" + "[\"a\",{},\"c\"],".repeat(JmapLimits.CALLS_MAX) + "[\"a\",{},\"c\"]]}"),
            refused("limit", " ".repeat(JmapLimits.REQUEST_OCTETS_MAX + 1)))
            .map(one -> DynamicTest.dynamicTest(one.type + " " + Arguments.shortened(one.json.strip()), () -> {
                var bad = assertInstanceOf(Request.Parsed.Bad.class, parse(one.json));
                assertEquals("urn:ietf:params:jmap:error:" + one.type, bad.why().type());
                assertEquals(400, bad.why().status());
                assertEquals(one.type.equals("limit"), bad.why().limit().isPresent());
                assertTrue(JsonText.parse(bad.why().octets()).isPresent());
            }));
    }

    @Test void readsTheExampleOfTheStandard() {
        var request = assertInstanceOf(Request.Parsed.Good.class, parse(GOOD)).request();
        assertEquals(KNOWN, request.using());
        assertEquals(3, request.calls().size());
        assertEquals("arg2data", request.calls().getFirst().arguments().get("arg2").stringValue());
        assertEquals("c3", request.calls().getLast().callId());
        assertEquals(Optional.of(Map.of("a", "M1")), request.createdIds());
    }

    @Test void octetsThatAreNoUtf8AreNoJson() {
        var octets = "{\"a\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(new Request.Parsed.Bad(Problem.NOT_JSON), Request.parse(octets, KNOWN));
        assertEquals(new Request.Parsed.Bad(Problem.NOT_JSON), Request.parse("{}".getBytes(StandardCharsets.UTF_16), KNOWN));
    }

    @TestFactory Stream<DynamicTest> isTotal() { return Stream.of(1L, 2L, 3L).map(seed -> bent(seed, 5_000)); }

    @Tag("long") @TestFactory Stream<DynamicTest> isTotalForLong() { return Stream.of(System.nanoTime()).map(seed -> bent(seed, 2_000_000)); }

    private static DynamicTest bent(long seed, int times) {
        return DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < times; i++) {
                var octets = GOOD.getBytes(StandardCharsets.UTF_8);
                for (int n = random.nextInt(6); n-- > 0; ) octets[random.nextInt(octets.length)] = (byte) ODD.charAt(random.nextInt(ODD.length()));
                assertNotNull(Request.parse(octets, KNOWN));
            }
        });
    }

    private static Request.Parsed parse(String json) { return Request.parse(json.getBytes(StandardCharsets.UTF_8), KNOWN); }
}
