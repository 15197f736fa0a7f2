package sigillo.popd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import sigillo.Musts;

/** Each MUST and SHOULD of RFC 1939 that a server can keep or break, and the transcript or test that holds us to it. */
class Rfc1939Test {
    private static final List<String> SECTIONS = List.of("3", "4", "5", "6", "7", "8", "11");

    @Test void eachRuleIsShown() throws IOException {
        var musts = Musts.of(1939);
        assertEquals(List.of(), musts.faults(SECTIONS.toArray(String[]::new)));
        assertTrue(musts.sections().containsAll(SECTIONS), "each section of the protocol is there");
    }
}
