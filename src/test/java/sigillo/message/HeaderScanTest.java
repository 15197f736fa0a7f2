package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;

class HeaderScanTest {
    private record Case(String header, String... fields) {}

    private static final List<Case> CASES = List.of(
        new Case(""), new Case("\r\n"), new Case("A: b\r\n\r\n", "a|A: b\r\n"), new Case("A: b", "a|A: b"),
        new Case("A: b\r\n c\r\n\td\r\nE:\r\n\r\nF: body\r\n", "a|A: b\r\n c\r\n\td\r\n", "e|E:\r\n"),
        new Case("A: b\nC: d\n\nF: body\n", "a|A: b\n", "c|C: d\n"),
            new Case("no field\r\nA: b\r\n", "|no field\r\n", "a|A: b\r\n"),
        new Case("A : b\r\n", "a|A : b\r\n"), new Case(" begins with a space\r\nA: b\r\n",
            "| begins with a space\r\n", "a|A: b\r\n"),
        new Case("A: " + "x".repeat(9_000) + "\r\nB: c\r\n", "a|A: " + "x".repeat(9_000) + "\r\n", "b|B: c\r\n"),
        new Case("A: b\r\nC: " + "y".repeat(4_082) + "\r\nD: e\r\n", "a|A: b\r\n",
            "c|C: " + "y".repeat(4_082) + "\r\n", "d|D: e\r\n"));

    @TestFactory Stream<DynamicTest> finds() {
        return CASES.stream().map(c -> DynamicTest
            .dynamicTest("'" + c.header.substring(0, Math.min(40, c.header.length())), () -> {
            var octets = Octets.of(c.header.getBytes(StandardCharsets.ISO_8859_1));
            var found = new ArrayList<String>();
            HeaderScan.fields(octets, (name, start, end) ->
                found.add(name + "|" + c.header.substring((int) start, (int) end)));
            assertEquals(List.of(c.fields), found);
        }));
    }
}
