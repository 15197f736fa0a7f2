package sigillo.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.node.ObjectNode;

/** Types of arguments (RFC 8620 sections 1.2 to 1.4), filters, sorts, windows, properties of headers, words of searches. */
class ArgumentsTest {
    private interface Read {
        Object from(Arguments arguments) throws MethodError;
    }

    /** {@code want}: a value as text, or a type of error. */
    private record Case(String json, Read read, String want) {}

    @TestFactory Stream<DynamicTest> types() {
        Read number = a -> a.unsigned("a");
        Read date = a -> a.utcDate("a");
        Read id = a -> a.id("a");
        return Stream.of(new Case("{\"a\": 0}", number, "OptionalLong[0]"), new Case("{\"a\": null}", number, "OptionalLong.empty"),
            new Case("{\"a\": 9007199254740991}", number, "OptionalLong[9007199254740991]"), new Case("{\"a\": 9007199254740992}", number, "invalidArguments"),
            new Case("{\"a\": -1}", number, "invalidArguments"), new Case("{\"a\": 1.5}", number, "invalidArguments"),
            new Case("{\"a\": 1e3}", number, "invalidArguments"), new Case("{\"a\": \"1\"}", number, "invalidArguments"),
            new Case("{\"a\": 99999999999999999999}", number, "invalidArguments"), new Case("{\"a\": -5}", a -> a.integer("a"), "OptionalLong[-5]"),
            new Case("{\"a\": \"2014-10-30T06:12:00Z\"}", date, "Optional[2014-10-30T06:12:00Z]"),
            new Case("{\"a\": \"2014-10-30T06:12:00.5Z\"}", date, "Optional[2014-10-30T06:12:00.500Z]"),
            new Case("{\"a\": \"2014-10-30T14:12:00+08:00\"}", date, "invalidArguments"), new Case("{\"a\": \"2014-10-30t06:12:00z\"}", date, "invalidArguments"),
            new Case("{\"a\": \"2014-02-30T06:12:00Z\"}", date, "invalidArguments"), new Case("{\"a\": \"aZ-_9\"}", id, "Optional[aZ-_9]"),
            new Case("{\"a\": \"\"}", id, "invalidArguments"), new Case("{\"a\": \"a b\"}", id, "invalidArguments"),
            new Case("{\"a\": \"" + "a".repeat(256) + "\"}", id, "invalidArguments"), new Case("{\"a\": 1}", a -> a.flag("a", true), "invalidArguments"),
            new Case("{}", a -> a.flag("a", true), "true"), new Case("{\"a\": [\"x\", \"x\"]}", a -> a.ids("a", 1), "Optional[[x]]"),
            new Case("{\"a\": [\"x\", \"y\"]}", a -> a.ids("a", 1), "requestTooLarge"), new Case("{\"a\": [1]}", a -> a.texts("a"), "invalidArguments"),
            new Case("{\"a\": {}}", a -> a.texts("a"), "invalidArguments"), new Case("{\"a\": [\"p\"]}", a -> a.properties("a", Set.of("p")), "Optional[[p]]"),
            new Case("{\"a\": [\"q\"]}", a -> a.properties("a", Set.of("p")), "invalidArguments"), new Case("{\"a\": []}", a -> a.object("a"), "invalidArguments"),
            new Case("{\"a\": {\"k\": 1}}", a -> a.objects("a"), "invalidArguments"), new Case("{\"a\": {\"k\": {}}}", a -> a.objects("a"), "{k={}}"),
            new Case("{\"b\": 1}", a -> { a.end(); return ""; }, "invalidArguments"))
            .map(one -> DynamicTest.dynamicTest(Arguments.shortened(one.json), () -> assertEquals(one.want, read(one))));
    }

    private static String read(Case one) {
        try {
            return one.read.from(arguments(one.json)).toString();
        } catch (MethodError why) {
            return why.type();
        }
    }

    // ---- filters ----

    private static Optional<Filter<String>> filter(String json) throws MethodError {
        return Filter.parse(arguments("{\"filter\": " + json + "}").object("filter"), properties -> properties.textThatIs("word"));
    }

    @Test void filtersHold() throws MethodError {
        var filter = filter("""
            {"operator": "AND", "conditions": [{"word": "a"}, {"operator": "NOT", "conditions": [{"word": "b"}, {"word": "c"}]},
              {"operator": "OR", "conditions": [{"word": "d"}, {"word": "e"}]}]}""").orElseThrow();
        assertEquals(true, filter.holds(Set.of("a", "e")::contains));
        assertEquals(false, filter.holds(Set.of("a", "c", "e")::contains));
        assertEquals(false, filter.holds(Set.of("a")::contains));
        assertEquals(List.of("a", "b", "c", "d", "e"), filter.conditions());
        assertEquals(List.of("a"), filter.needed());
    }

    @TestFactory Stream<DynamicTest> filtersThatAreNone() {
        var many = "{\"operator\": \"OR\", \"conditions\": [" + "{\"word\": \"a\"},".repeat(JmapLimits.FILTER_TERMS_MAX) + "{\"word\": \"a\"}]}";
        var deep = "{\"operator\": \"NOT\", \"conditions\": [".repeat(JmapLimits.FILTER_DEPTH_MAX) + "{\"word\": \"a\"}" + "]}".repeat(JmapLimits.FILTER_DEPTH_MAX);
        return Stream.of(new String[] {"{\"operator\": \"XOR\", \"conditions\": []}", "invalidArguments"}, new String[] {"{\"operator\": \"OR\"}", "invalidArguments"},
            new String[] {"{\"operator\": \"OR\", \"conditions\": [1]}", "invalidArguments"}, new String[] {"{\"word\": \"a\", \"other\": 1}", "invalidArguments"},
            new String[] {many, "unsupportedFilter"}, new String[] {deep, "unsupportedFilter"})
            .map(one -> DynamicTest.dynamicTest(Arguments.shortened(one[0]), () -> assertEquals(one[1], assertThrows(MethodError.class, () -> filter(one[0])).type())));
    }

    @Test void sortsAreKnownOrRefused() throws MethodError {
        assertEquals(List.of(new SortTerm("x", false, Optional.of("$seen"))), sort("[{\"property\": \"x\", \"isAscending\": false, \"keyword\": \"$seen\"}]"));
        assertEquals("unsupportedSort", assertThrows(MethodError.class, () -> sort("[{\"property\": \"y\"}]")).type());
        assertEquals("unsupportedSort", assertThrows(MethodError.class, () -> sort("[{\"property\": \"x\", \"collation\": \"i;octet\"}]")).type());
        assertEquals("invalidArguments", assertThrows(MethodError.class, () -> sort("[{}]")).type());
        assertEquals("unsupportedSort", assertThrows(MethodError.class, () -> sort("[" + "{\"property\": \"x\"},".repeat(10) + "{\"property\": \"x\"}]")).type());
    }

    private static List<SortTerm> sort(String json) throws MethodError { return SortTerm.parse(arguments("{\"sort\": " + json + "}"), "sort", Set.of("x")); }

    // ---- RFC 8620 section 5.5: windows ----

    private record Cut(String arguments, String want) {}

    @TestFactory Stream<DynamicTest> windows() {
        return Stream.of(new Cut("{}", "0 [i0, i1, i2, i3, i4]"), new Cut("{\"limit\": 2}", "0 [i0, i1]"), new Cut("{\"position\": 3}", "3 [i3, i4]"),
            new Cut("{\"position\": -2}", "3 [i3, i4]"), new Cut("{\"position\": -9, \"limit\": 1}", "0 [i0]"), new Cut("{\"position\": 9}", "9 []"),
            new Cut("{\"anchor\": \"i2\"}", "2 [i2, i3, i4]"), new Cut("{\"anchor\": \"i2\", \"anchorOffset\": -1, \"limit\": 2}", "1 [i1, i2]"),
            new Cut("{\"anchor\": \"i2\", \"anchorOffset\": -9, \"limit\": 1}", "0 [i0]"), new Cut("{\"anchor\": \"i2\", \"anchorOffset\": 9}", "11 []"),
            new Cut("{\"anchor\": \"i2\", \"position\": 4}", "2 [i2, i3, i4]"), new Cut("{\"anchor\": \"none\"}", "anchorNotFound"), new Cut("{\"limit\": 0}", "0 []"),
            new Cut("{\"limit\": -1}", "invalidArguments"))
            .map(one -> DynamicTest.dynamicTest(one.arguments, () -> assertEquals(one.want, cut(one.arguments))));
    }

    private static String cut(String json) {
        try {
            var seen = Window.parse(arguments(json)).of(Window.Results.of(IntStream.range(0, 5).mapToObj(i -> "i" + i).toList()));
            assertEquals(OptionalLong.empty(), seen.limit());
            return seen.from() + " " + seen.ids();
        } catch (MethodError why) {
            return why.type();
        }
    }

    @Test void aWindowHasABoundOfTheServer() throws MethodError {
        var all = Window.Results.of(IntStream.range(0, JmapLimits.QUERY_IDS_MAX + 1).mapToObj(i -> "i" + i).toList());
        for (var json : List.of("{}", "{\"limit\": 9000000}")) {
            var seen = Window.parse(arguments(json)).of(all);
            assertEquals(JmapLimits.QUERY_IDS_MAX, seen.ids().size());
            assertEquals(OptionalLong.of(JmapLimits.QUERY_IDS_MAX), seen.limit());
        }
    }

    // ---- RFC 8621 ----

    @TestFactory Stream<DynamicTest> headerProperties() {
        return Stream.of(new Cut("header:Subject", "RAW"), new Cut("header:subject:asText", "TEXT"), new Cut("header:From:asAddresses", "ADDRESSES"),
            new Cut("header:To:asGroupedAddresses:all", "GROUPED_ADDRESSES all"), new Cut("header:X-Mine:asDate", "DATE"), new Cut("header:Date:asDate", "DATE"),
            new Cut("header:List-Post:asURLs", "URLS"), new Cut("header:References:asMessageIds", "MESSAGE_IDS"), new Cut("header:X:all", "RAW all"),
            new Cut("header:Subject:asDate", ""), new Cut("header:From:asText", ""), new Cut("header:Date:asText", ""), new Cut("header:Received:asDate", ""),
            new Cut("header:", ""), new Cut("header", ""), new Cut("header:a b", ""), new Cut("header:X:asText:asRaw", ""), new Cut("header:X:all:asText", ""),
            new Cut("header:X:asNothing", ""), new Cut("header:X:asText:all:all", ""), new Cut("header:" + "x".repeat(256), ""), new Cut("subject", ""))
            .map(one -> DynamicTest.dynamicTest(Arguments.shortened(one.arguments), () -> assertEquals(one.want,
                HeaderProperty.parse(one.arguments).map(found -> found.form() + (found.all() ? " all" : "")).orElse(""))));
    }

    @TestFactory Stream<DynamicTest> searchWords() {
        return Stream.of(new Cut("", "[]"), new Cut("  ", "[]"), new Cut("foo bar", "[foo, bar]"), new Cut("\"foo bar\" baz", "[foo bar, baz]"),
            new Cut("'it\\'s so' x", "[it's so, x]"), new Cut("don't", "[don't]"), new Cut("\"open", "[\"open]"), new Cut("\"a\\\\b\"", "[a\\b]"),
            new Cut("\"\" x", "[x]"))
            .map(one -> DynamicTest.dynamicTest("<" + one.arguments + ">", () -> assertEquals(one.want, SearchWords.parse(one.arguments).toString())));
    }

    @Test void wordsOfASearchAreBounded() {
        var words = SearchWords.parse("w ".repeat(100_000));
        assertEquals(SearchWords.WORDS_MAX, words.size());
    }

    private static Arguments arguments(String json) {
        return Arguments.of((ObjectNode) JsonText.parse(json.getBytes(StandardCharsets.UTF_8)).orElseThrow());
    }
}
