package sigillo.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.http2.HpackReader.Outcome;

/** RFC 7541: its own examples, what is wrong, and what is too much. */
class HpackTest {
    private static final HexFormat HEX = HexFormat.of();

    private static byte[] hex(String text) { return HEX.parseHex(text.replace(" ", "")); }

    /** What came out, as one text. */
    static String shown(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Fields(var fields) -> String.join("\n", fields.stream().map(field -> field.nameText() + ": " + field.valueText()).toList());
            case Outcome.TooMany() -> "too many";
            case Outcome.Wrong(var why) -> "wrong: " + why;
        };
    }

    // ---- the examples of the RFC ----

    private record Example(String name, int table, byte[] octets, String want, int size) {}

    private static List<Example> examples() throws Exception {
        var examples = new ArrayList<Example>();
        int table = -1;
        var words = new String[3];
        var fields = new ArrayList<String>();
        for (var line : Files.readAllLines(Path.of("src/test/cases/hpack/rfc7541.txt"))) {
            var rest = line.substring(line.indexOf(' ') + 1);
            switch (line.substring(0, line.indexOf(' '))) {
                case "new" -> table = Integer.parseInt(rest);
                case "case" -> words[0] = rest;
                case "octets" -> words[1] = rest;
                case "field" -> fields.add(rest);
                case "size" -> {
                    examples.add(new Example(words[0], table, hex(words[1]), String.join("\n", fields), Integer.parseInt(rest)));
                    fields.clear();
                    table = -1;
                }
                default -> { }
            }
        }
        return examples;
    }

    @TestFactory Stream<DynamicTest> appendixC() throws Exception {
        var reader = new HpackReader[1];
        return examples().stream().map(one -> DynamicTest.dynamicTest(one.name, () -> {
            if (one.table >= 0) reader[0] = new HpackReader(one.table);
            assertEquals(one.want, shown(reader[0].read(one.octets)));
            assertEquals(one.size, reader[0].tableOctets());
        }));
    }

    @Test void thereAreSixteenExamples() throws Exception { assertEquals(16, examples().size()); }

    // ---- what is wrong ----

    private record Case(String name, String hex, String want) {}

    @TestFactory Stream<DynamicTest> blocks() {
        return Stream.of(
            new Case("nothing", "", ""),
            new Case("index 0", "80", "wrong: a field that the table does not have"),
            new Case("the last of the static table", "bd", "www-authenticate: "),
            new Case("one behind it", "be", "wrong: a field that the table does not have"),
            new Case("a name that the table does not have", "7e 00", "wrong: a field that the table does not have"),
            new Case("the block ends in an index", "ff", "wrong: the block ends within a number"),
            new Case("the block ends before a value", "04", "wrong: the block ends within a field"),
            new Case("the block ends in a value", "04 05 2f", "wrong: the block ends within a string"),
            new Case("the block ends in a name", "00 05 61", "wrong: the block ends within a string"),
            new Case("a number of too many octets", "ff 80 80 80 80 80 01", "wrong: a number is too long"),
            new Case("a number that is too large", "ff ff ff ff ff 0f", "wrong: a number is too large"),
            new Case("a number with zeros before its end", "04 7f 80 80 80 00", "wrong: the block ends within a string"),
            new Case("a string longer than there are octets", "00 7f ff ff 7f 61", "wrong: the block ends within a string"),
            new Case("an empty name", "00 00 01 61", ": a"),
            new Case("an empty value of Huffman", "04 80", ":path: "),
            new Case("padding of eight bits", "04 82 1f ff", "wrong: this is not of Huffman's code"),
            new Case("padding that is no prefix of EOS", "04 81 18", "wrong: this is not of Huffman's code"),
            new Case("padding of ones", "04 81 1f", ":path: a"),
            new Case("EOS", "04 84 ff ff ff ff", "wrong: this is not of Huffman's code"),
            new Case("a word that ends with the string", "04 81 fe", "wrong: this is not of Huffman's code"),
            new Case("never indexed", "10 01 61 01 62", "a: b"),
            new Case("a smaller table first", "20 82", ":method: GET"),
            new Case("smaller, then as large as may be", "20 3f e1 1f 82", ":method: GET"),
            new Case("a larger table", "3f e2 1f 82", "wrong: the table is to be larger than it may be"),
            new Case("a size behind a field", "82 20", "wrong: a size of the table behind a field"))
            .map(one -> DynamicTest.dynamicTest(one.name, () -> assertEquals(one.want, shown(new HpackReader(4_096).read(hex(one.hex))))));
    }

    /** RFC 9113 section 4.3.1. */
    @Test void whoHasHeardThatTheTableIsSmallerSaysSo() {
        var reader = new HpackReader(4_096);
        reader.read(hex("40 01 61 01 62"));
        assertEquals(34, reader.tableOctets());
        reader.bound(0);
        assertEquals(0, reader.tableOctets());
        assertEquals("wrong: the table was to become smaller", shown(new Bounded().read("82")));
        assertEquals(":method: GET\na: b", shown(new Bounded().read("20 82 40 01 61 01 62")));
        assertEquals("wrong: a field that the table does not have", shown(new Bounded().read("20 be")));
    }

    private static final class Bounded {
        private final HpackReader reader = new HpackReader(4_096);

        Outcome read(String hex) {
            reader.read(hex("40 01 61 01 62"));
            reader.bound(0);
            return reader.read(hex(hex));
        }
    }

    @Test void whatLeavesTheTableIsWiped() {
        var table = new HpackTable(64);
        var secret = Field.of("a", "secret");
        table.add(secret);
        table.add(Field.of("b", "another"));
        assertEquals("\0".repeat(6), secret.valueText());
        var large = Field.of("c", "x".repeat(100));
        table.add(large);
        assertEquals(0, table.octets());
        assertEquals("\0".repeat(100), large.valueText());
        assertNull(table.at(62));
    }

    // ---- what is too much ----

    /** An entry of 4 KiB, named again by one octet each: 8 KiB of them would be 32 MiB. */
    @Test void aBombEndsWhileItIsRead() {
        var reader = new HpackReader(4_096);
        var block = new ByteArrayOutputStream();
        block.writeBytes(hex("40 01 61"));
        block.writeBytes(hex("7f c1 1e")); // 4,000 octets
        block.writeBytes("x".repeat(4_032).getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 4_000; i++) block.write(0xBE);
        assertEquals("too many", shown(reader.read(block.toByteArray())));
        assertEquals(":method: GET", shown(reader.read(hex("82"))));
    }

    @Test void fieldsAreCounted() {
        assertInstanceOf(Outcome.Fields.class, new HpackReader(0).read(hex("82".repeat(100))));
        assertEquals("too many", shown(new HpackReader(0).read(hex("82".repeat(101)))));
    }

    /** A field that is too much does what it does to the table: what follows can be read. */
    @Test void theTableIsKeptBeyondWhatIsTooMuch() {
        var reader = new HpackReader(4_096);
        assertEquals("too many", shown(reader.read(hex("82".repeat(101) + "40 01 61 01 62"))));
        assertEquals("a: b", shown(reader.read(hex("be"))));
    }

    // ---- both ways ----

    @Test void whatIsWrittenIsRead() {
        var block = new HpackWriter().field(":status", "200").field(":status", "418").field("Content-Type", "text/html").field("Set-Cookie", "a=b")
            .field("x-long", "y".repeat(5_000)).field("etag", "").block();
        assertEquals(":status: 200\n:status: 418\ncontent-type: text/html\nset-cookie: a=b\nx-long: " + "y".repeat(5_000) + "\netag: ",
            shown(new HpackReader(0).read(block)));
    }

    @Test void anyTextOfHuffmanIsTotal() {
        var random = new Random(7);
        int decoded = 0;
        for (int i = 0; i < 20_000; i++) {
            var octets = new byte[random.nextInt(12)];
            random.nextBytes(octets);
            var text = Huffman.decode(octets, 0, octets.length);
            if (text != null && text.length > 0) decoded++;
        }
        assertTrue(decoded > 100, "some are of the code: " + decoded);
    }

    @TestFactory Stream<DynamicTest> anyBlockHasAnOutcome() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            var reader = new HpackReader(4_096);
            for (int i = 0; i < 20_000; i++) {
                var octets = new byte[random.nextInt(60)];
                random.nextBytes(octets);
                shown(reader.read(octets));
                assertTrue(reader.tableOctets() <= 4_096);
            }
        }));
    }
}
