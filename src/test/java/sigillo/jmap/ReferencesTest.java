package sigillo.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** References to results: RFC 8620 section 3.7. */
class ReferencesTest {
    private static final JsonNode IN = json("""
        {"ids": ["a", "b"], "list": [{"id": "a", "emailIds": ["1", "2"], "e~/f": 7}, {"id": "b", "emailIds": ["3"], "e~/f": 8}],
         "empty": [], "deep": [[["x"]], [["y", "z"]]]}""");

    private record Case(String pointer, String want) {}

    @TestFactory Stream<DynamicTest> pointers() {
        return Stream.of(new Case("", IN.toString()), new Case("/ids", "[\"a\",\"b\"]"), new Case("/ids/1", "\"b\""), new Case("/ids/*", "[\"a\",\"b\"]"),
            new Case("/list/*/id", "[\"a\",\"b\"]"), new Case("/list/*/emailIds", "[\"1\",\"2\",\"3\"]"), new Case("/list/*/emailIds/*", "[\"1\",\"2\",\"3\"]"),
            new Case("/list/*/emailIds/0", "[\"1\",\"3\"]"), new Case("/list/*/e~0~1f", "[7,8]"), new Case("/empty/*", "[]"), new Case("/empty/*/x", "[]"),
            new Case("/deep/*/*/*", "[\"x\",\"y\",\"z\"]"), new Case("/ids/2", null), new Case("/ids/01", null), new Case("/ids/-", null), new Case("/x", null),
            new Case("ids", null), new Case("/list/*/x", null), new Case("/ids/*/x", null), new Case("/*", null), new Case("/a".repeat(100), null),
            new Case("/ids/99999999999", null))
            .map(one -> DynamicTest.dynamicTest("\"" + Arguments.shortened(one.pointer) + "\"", () ->
                assertEquals(Optional.ofNullable(one.want), References.evaluate(one.pointer, IN).map(JsonNode::toString))));
    }

    /** RFC 8620 section 3.7.1. */
    @Test void resolvesTheExampleOfTheStandard() throws MethodError {
        var before = List.of(answer("Foo/changes", "{\"accountId\": \"A1\", \"created\": [\"f1\", \"f4\"], \"updated\": []}", "t0"));
        var resolved = resolve("{\"accountId\": \"A1\", \"#ids\": {\"resultOf\": \"t0\", \"name\": \"Foo/changes\", \"path\": \"/created\"}}", before);
        assertEquals("{\"accountId\":\"A1\",\"ids\":[\"f1\",\"f4\"]}", resolved.toString());
    }

    @TestFactory Stream<DynamicTest> refusals() {
        var reference = "{\"resultOf\": \"t0\", \"name\": \"Foo/get\", \"path\": \"/ids\"}";
        return Stream.of(new Case("{\"#ids\": " + reference + ", \"ids\": []}", "invalidArguments"), new Case("{\"#ids\": []}", "invalidArguments"),
            new Case("{\"#ids\": {\"resultOf\": \"t0\", \"name\": \"Foo/get\"}}", "invalidArguments"),
            new Case("{\"#ids\": " + reference.replace("t0", "t1") + "}", "invalidResultReference"),
            new Case("{\"#ids\": " + reference.replace("Foo/get", "error") + "}", "invalidResultReference"),
            new Case("{\"#ids\": " + reference.replace("/ids", "/none") + "}", "invalidResultReference"))
            .map(one -> DynamicTest.dynamicTest(one.pointer, () -> {
                var why = assertThrows(MethodError.class, () -> resolve(one.pointer, List.of(answer("Foo/get", IN.toString(), "t0"))));
                assertEquals(one.want, why.type());
            }));
    }

    /** Stars in stars would visit a thousand million values. */
    @Test void whatAReferenceVisitsIsBounded() {
        var wide = JsonText.array();
        for (int i = 0; i < 1_000; i++) wide.add(i);
        var deep = JsonText.array();
        for (int i = 0; i < 1_000; i++) deep.add(wide);
        var deeper = JsonText.array();
        for (int i = 0; i < 1_000; i++) deeper.add(deep);
        var in = JsonText.object();
        in.set("x", deeper);
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertEquals(Optional.empty(), References.evaluate("/x/*/*/*", in));
            var why = assertThrows(MethodError.class, () -> resolve("{\"#ids\": {\"resultOf\": \"t0\", \"name\": \"Foo/get\", \"path\": \"/x/*/*/*\"}}",
                List.of(new Invocation("Foo/get", in, "t0"))));
            assertEquals("invalidResultReference", why.type());
        });
    }

    /** All references of a request together. */
    @Test void manyReferencesAreBoundedTogether() throws MethodError {
        var list = JsonText.array();
        for (int i = 0; i < JmapLimits.REFERRED_VALUES_MAX; i++) list.add("a" + i);
        var in = JsonText.object();
        in.set("ids", list);
        var before = List.of(new Invocation("Foo/get", in, "t0"));
        var references = new References();
        var arguments = (ObjectNode) json("{\"#ids\": {\"resultOf\": \"t0\", \"name\": \"Foo/get\", \"path\": \"/ids/*\"}}");
        int resolved = 0;
        try {
            for (; resolved < 1_000; resolved++) references.resolve(arguments, before);
        } catch (MethodError enough) {
            assertEquals("invalidResultReference", enough.type());
        }
        assertEquals(JmapLimits.REFERRED_VISITS_MAX / (2 * JmapLimits.REFERRED_VALUES_MAX + 1), resolved);
    }

    private static ObjectNode resolve(String arguments, List<Invocation> before) throws MethodError {
        return new References().resolve((ObjectNode) json(arguments), before);
    }

    private static Invocation answer(String name, String json, String callId) { return new Invocation(name, (ObjectNode) json(json), callId); }

    private static JsonNode json(String text) { return JsonText.parse(text.getBytes(StandardCharsets.UTF_8)).orElseThrow(); }
}
