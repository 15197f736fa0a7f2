package sigillo.message;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Values of header fields, read as mail-parser recorded them. What we read otherwise stands in a table with the reason.
 */
class HeaderCorpusTest {
    private static final String SPACES = "they make one space of many; we leave what the sender wrote";
    private static final String NO_SPACE = "they add a space before or after an encoded word";
    private static final String COMMENTS =
        "they add comments to a name; we take one as the name where there is no other";
    private static final String LANGUAGE = "they make a parameter of the language";
    private static final String NO_TYPE = "without type and subtype it is no media type, RFC 2045 section 5.1";

    /** By the start of the value, or the whole of it if it ends with a line end. */
    private static final Map<String, String> ARGUED = Map.ofEntries(
        entry(" let's = try", SPACES),
        entry("=?utf-8?Q?Hello\n _", SPACES),
        entry("=?utf-8?Q?Hello\r\n _", SPACES),
        entry("=?utf-8?Q?Hello\r\n   \t", SPACES),
        entry("[SUSPECTED SPAM]=?utf-8?B?VGhpcyBpcyB0aGUgb3", NO_SPACE),
        entry("[SUSPECTED SPAM]=?utf-8?B?VGhpcyBpcyB0aGUgb\r", NO_SPACE),
        entry("Some text =?utf-8?Q??=here", NO_SPACE),
        entry("Pete(A nice \\)", COMMENTS),
        entry("Pete(A nice \n \\", "an escaped line end; and " + COMMENTS),
        entry("A Group(Some people)", COMMENTS),
        entry("John Doe <jdoe@machine(comment)", COMMENTS),
        entry("Nathaniel Borenstein <nsb", COMMENTS),
        entry("\"  James Smythe\"", "spaces around a name are not part of it"),
        entry("<a@b.com> =?utf-8?q?Doe?=", "what follows an address without a comma is not its name"),
        entry("20 11 (some", "no month"),
        entry(" 4 8 15 16 23 42", "no date"),
        entry("Tue, 1 Jul 2003 ((invalid)", "a comment that does not close hides the time, not the day"),
        entry("application/x-stuff;\n     title*=us-ascii", LANGUAGE),
        entry("application/x-stuff\n   title*0*=us-ascii", LANGUAGE),
        entry("image/jpeg;\n   name=\"=?iso-8859-1?B?4Q==?=", NO_SPACE),
        entry("=\n", NO_TYPE),
        entry("name=value\n", NO_TYPE),
        entry("á/é", "8-bit type: we show its octets"),
        entry("inva/lid; name=\"   \n", "the value loses the spaces at its end with the field"),
        entry("inva/lid; name=\"   \n    \n", "the value loses the spaces at its end with the field"),
        entry("test/encoded; key4*", LANGUAGE + "; and NUL is a space to us"),
        entry("malicious/attempt; 1*2*", "names that RFC 2231 section 7 does not allow"),
        entry("text/;charset=us-ascii", NO_TYPE),
        entry("text/ ;charset=us-ascii", NO_TYPE),
        entry("text/plain/format", "a second slash ends the type"),
        entry("attachment;\r\n\tfilename=\"=?utf-8?Q?Auftrag", NO_TYPE));

    record Table(String file, Function<HeaderField, String> ours, Function<JsonNode, String> theirs) {}

    @TestFactory Stream<DynamicTest> values() {
        return Stream.of(
            new Table("unstructured", HeaderField::text, want -> want.isNull() ? "" : want.asString()),
            new Table("address", HeaderCorpusTest::addresses, HeaderCorpusTest::addresses),
            new Table("date", field -> field.date().map(OffsetDateTime::toString).orElse(""), HeaderCorpusTest::date),
            new Table("id", field -> field.messageIds().toString(), HeaderCorpusTest::ids),
            new Table("content_type", HeaderCorpusTest::type, HeaderCorpusTest::type))
            .map(table -> DynamicTest.dynamicTest(table.file, () -> compare(table)));
    }

    private static void compare(Table table) {
        var differing = new ArrayList<String>();
        var cases = new ObjectMapper()
            .readTree(Corpora.folder("headers-mailparser").resolve(table.file + ".json").toFile());
        for (var one : cases) {
            var value = one.get("header").asString();
            var ours = table.ours.apply(field(value));
            var theirs = table.theirs.apply(one.get("expected"));
            boolean argued = ARGUED.keySet().stream().anyMatch(key -> isKey(key, value));
            if (ours.equals(theirs) == argued) differing.add(value + "\n  ours:   " + ours + "\n  theirs: " + theirs);
        }
        assertEquals(List.of(), differing);
    }

    private static boolean isKey(String key, String value) {
        return key.endsWith("\n") ? value.equals(key) : value.startsWith(key);
    }

    private static HeaderField field(String value) {
        var octets = ("X: " + value).getBytes(StandardCharsets.UTF_8);
        return Header.parse(octets, 0, false, MessageLimits.DEFAULT).field(0);
    }

    private static String addresses(HeaderField field) {
        var all = new ArrayList<String>();
        for (var entry : field.addresses().entries()) {
            all.add(switch (entry) {
                case NamedAddress one -> one(one);
                case AddressGroup group -> group.name() + ":" + group.members().stream().map(HeaderCorpusTest::one)
                    .toList();
            });
        }
        return all.toString();
    }

    private static String one(NamedAddress one) { return one.name() + "<" + one.addrSpec() + ">"; }

    private static String addresses(JsonNode want) {
        var all = new ArrayList<String>();
        for (var one : want.withArray("List")) all.add(one(one));
        for (var group : want.withArray("Group")) {
            var members = new ArrayList<String>();
            for (var one : group.get("addresses")) members.add(one(one));
            if (group.get("name").isNull()) all.addAll(members);
            else all.add(group.get("name").asString() + ":" + members);
        }
        return all.toString();
    }

    private static String one(JsonNode one) { return text(one.get("name")) + "<" + text(one.get("address")) + ">"; }

    private static String text(JsonNode node) { return node.isNull() ? "" : node.asString(); }

    private static String date(JsonNode want) {
        if (want.isNull()) return "";
        int minutes = want.get("tz_hour").asInt() * 60 + want.get("tz_minute").asInt();
        var zone = ZoneOffset.ofTotalSeconds(60 * (want.get("tz_before_gmt").asBoolean() ? -minutes : minutes));
        try {
            return OffsetDateTime.of(want.get("year").asInt(), want.get("month").asInt(), want.get("day").asInt(),
                want.get("hour").asInt(), want.get("minute").asInt(), want.get("second").asInt(), 0, zone).toString();
        } catch (DateTimeException noSuchDay) {
            return "";
        }
    }

    private static String ids(JsonNode want) {
        var all = new ArrayList<String>();
        if (!want.isNull()) for (var one : want) all.add(one.asString());
        return all.toString();
    }

    private static String type(HeaderField field) {
        return ContentType.parse(field.raw()).map(type -> type.mediaType() + sorted(type.parameters())).orElse("");
    }

    private static String type(JsonNode want) {
        if (!want.has("c_type")) return "";
        var all = new ArrayList<Parameter>();
        if (want.hasNonNull("attributes")) {
            for (var one : want.get("attributes")) all.add(new Parameter(one.get(0).asString(), one.get(1).asString()));
        }
        return want.get("c_type").asString() + "/" + text(want.get("c_subtype")) + sorted(all);
    }

    private static TreeSet<String> sorted(List<Parameter> parameters) {
        var all = new TreeSet<String>();
        for (var parameter : parameters) all.add(parameter.name() + "=" + parameter.value());
        return all;
    }
}
