package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;

class HeaderEditTest {
    private static final String MAIL = "A: 1\r\nB: 2\r\n\tmore\r\na: 3\r\n\r\nbody\r\n";

    record Case(String mail, HeaderEdit edit, String want) {}

    private static final List<Case> CASES = List.of(
        new Case(MAIL, new HeaderEdit.Add("X", "9"), "A: 1\r\nB: 2\r\n\tmore\r\na: 3\r\nX: 9\r\n\r\nbody\r\n"),
        new Case(MAIL, new HeaderEdit.Insert(0, "X", " 9"), "X: 9\r\nA: 1\r\nB: 2\r\n\tmore\r\na: 3\r\n\r\nbody\r\n"),
        new Case(MAIL, new HeaderEdit.Insert(2, "X", "9"), "A: 1\r\nB: 2\r\n\tmore\r\nX: 9\r\na: 3\r\n\r\nbody\r\n"),
        new Case(MAIL, new HeaderEdit.Insert(99, "X", "9"), "A: 1\r\nB: 2\r\n\tmore\r\na: 3\r\nX: 9\r\n\r\nbody\r\n"),
        new Case(MAIL, new HeaderEdit.Change(1, "b", "x\n\ty"), "A: 1\r\nb: x\r\n\ty\r\na: 3\r\n\r\nbody\r\n"),
        new Case(MAIL, new HeaderEdit.Change(2, "A", ""), "A: 1\r\nB: 2\r\n\tmore\r\n\r\nbody\r\n"),
        new Case(MAIL, new HeaderEdit.Change(3, "A", ""), MAIL),
        new Case(MAIL, new HeaderEdit.Change(3, "A", "4"), "A: 1\r\nB: 2\r\n\tmore\r\na: 3\r\nA: 4\r\n\r\nbody\r\n"),
        // nothing that a filter writes ends the header, or begins another field
        new Case(MAIL, new HeaderEdit.Add("X", "a\r\n\r\nB: c"), "A: 1\r\nB: 2\r\n\tmore\r\na: 3\r\nX: a  B: c\r\n\r\nbody\r\n"),
        new Case(MAIL, new HeaderEdit.Add("X", "a\n \n\n b\n"), "A: 1\r\nB: 2\r\n\tmore\r\na: 3\r\nX: a  \r\n b\r\n\r\nbody\r\n"),
        new Case(MAIL, new HeaderEdit.Add("X: y\r\nZ", "a"), MAIL), new Case(MAIL, new HeaderEdit.Add("", "a"), MAIL),
        new Case("A: 1", new HeaderEdit.Add("X", "9"), "A: 1\r\nX: 9\r\n"),
        new Case("\r\nbody", new HeaderEdit.Add("X", "9"), "\r\nbody"));

    @TestFactory Stream<DynamicTest> edits() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.edit.toString().replaceAll("[\r\n]", "_") + " in " + c.mail.length(), () -> {
            var edited = HeaderEdit.apply(Octets.of(c.mail.getBytes(StandardCharsets.ISO_8859_1)), List.of(c.edit), MessageLimits.DEFAULT);
            assertEquals(c.want, new String(edited.bytes(0, edited.length(), 1_000), StandardCharsets.ISO_8859_1));
        }));
    }
}
