package sigillo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Marks in the code lead to rules: the RFC is one of those in {@code rfc/sections.txt}, and has the section. */
class RfcMarksTest {

    @Test void sectionsThatMarksNameAreThere() throws IOException {
        var sections = RfcSections.read();
        var wrong = new ArrayList<String>();
        for (var mark : RfcMarks.inSources()) {
            var of = sections.get(mark.rfc());
            if (of == null) wrong.add(mark + ": rfc/sections.txt has no such RFC; rfc/add puts it there");
            else if (!of.contains(mark.section())) wrong.add(mark + ": the RFC has no such section");
        }
        assertEquals(List.of(), wrong);
    }

    @Test void rulesOfEachProtocolAreMarked() throws IOException {
        var kept = RfcMarks.inSources().stream().map(RfcMarks.Mark::rfc).collect(Collectors.toSet());
        assertTrue(kept.containsAll(Set.of(5321, 5322, 9051, 1939, 2045)), kept.toString());
    }

    @Test void headingsAreFoundAndListsAreNot() {
        var text = """
            1.  Introduction ................................................3
               2.1.  Terms ..................................................4
            1.  Introduction
               1.  an item
               7.  of a list
            2. Rules
            2.1 Terms
            2.2.  More,
            4.  a number at a margin
            Appendix A.  Examples
            A.1.  The first
            C. nothing
            """;
        assertEquals(List.of("1", "2", "2.1", "2.2", "A", "A.1"), List.copyOf(RfcSections.of(text)));
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
