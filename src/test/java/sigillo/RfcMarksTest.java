package sigillo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code rfc/index.txt} says which file keeps which rule: every mark in the code stands there, and back. */
class RfcMarksTest {

    @Test void theIndexIsTrue() throws IOException {
        assertEquals(RfcMarks.text(RfcMarks.inSources()), Files.readString(RfcMarks.INDEX), "run rfc/update and read what it changes");
    }

    record Case(String source, String... want) {}

    private static final List<Case> CASES = List.of(
        new Case("// RFC 5321 section 4.5.3.1.4: at least", "5321 4.5.3.1.4 F"),
        new Case("RFC 5321 section 4.1.2, RFC 6531 section 3.3.", "5321 4.1.2 F", "6531 3.3 F"),
        new Case("RFC 3461 sections 4.1, 4.2 and 4.3 say", "3461 4.1 F", "3461 4.2 F", "3461 4.3 F"),
        new Case(" * kept (RFC 5321\n     * section 2.4) exactly", "5321 2.4 F"),
        new Case("RFC 9051 appendix A.1; RFC 4155 appendix A.", "9051 A.1 F", "4155 A F"),
        new Case("RFC 5321 section 4.1.2, 5 minutes", "5321 4.1.2 F"),
        new Case("as RFC 5321 says in section 4"));

    @TestFactory Stream<DynamicTest> marksAreFound() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.source,
            () -> assertEquals(List.of(c.want), RfcMarks.in(c.source, "F").stream().map(Object::toString).toList())));
    }
}
