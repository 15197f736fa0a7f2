package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Case B25 (6), and the grammar of RFC 5256 section 2.1. */
class SubjectsTest {

    /** @param strict what RFC 5256 alone makes of it */
    record Case(String subject, String strict, String base) {
        Case(String subject, String base) { this(subject, base, base); }
    }

    @TestFactory Stream<DynamicTest> baseSubjects() {
        return Stream.of(
            new Case("plan", "plan"),
            new Case("RE: AW: Fwd: [list] plan", "AW: Fwd: [list] plan", "plan"),
            new Case("Re: Fwd: fw: plan", "plan"),
            new Case("re : plan", "plan"),
            new Case("Re[2]: plan", "plan"),
            new Case("Re [2]: plan", "plan"),
            new Case("[list] Re: plan", "plan"),
            new Case("[a] [b] Re: [c] plan", "plan"),
            new Case("[list] plan", "plan"),
            new Case("[list]", "[list]"),
            new Case("[a][b]", "[b]"),
            new Case("plan (fwd)", "plan"),
            new Case("plan (FWD) (fwd)  ", "plan"),
            new Case("[fwd: plan]", "plan"),
            new Case("Re: [fwd: Re: plan (fwd)]", "plan"),
            new Case("[fwd: [fwd: plan]]", "plan"),
            new Case("Re:", ""),
            new Case("Re: ", ""),
            new Case("", ""),
            new Case("Reply: plan", "Reply: plan"),
            new Case("Re plan", "Re plan"),
            new Case("a\t b \r\n c", "a b c"),
            new Case("Antw: plan", "Antw: plan", "plan"),
            new Case("Sv: Vs: R: plan", "Sv: Vs: R: plan", "plan"),
            new Case("回复：计划", "回复：计划", "计划"),
            new Case("[un closed", "[un closed"),
            new Case("[x [y] z", "[x [y] z"))
            .flatMap(c -> Stream.of(
                DynamicTest.dynamicTest("\"" + HeaderText.printable(c.subject) + "\", strict",
                    () -> assertEquals(c.strict, Subjects.strict(c.subject))),
                DynamicTest.dynamicTest("\"" + HeaderText.printable(c.subject) + "\"",
                    () -> assertEquals(c.base, Subjects.base(c.subject)))));
    }

    @TestFactory Stream<DynamicTest> replies() {
        return Stream.of("Re: a", "AW: a", "[x] fwd: a", "a (fwd)", "[fwd: a]")
            .map(subject -> DynamicTest.dynamicTest(subject, () -> assertEquals(true, Subjects.isReply(subject))));
    }

    @TestFactory Stream<DynamicTest> notReplies() {
        return Stream.of("a", "[x] a", "", "Rex: a")
            .map(subject ->
                DynamicTest.dynamicTest("\"" + subject + "\"", () -> assertEquals(false, Subjects.isReply(subject))));
    }
}
