package sigillo.rdap;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sigillo.Fuzz;

/** Whatever a registry says: there is an answer for it. */
@Tag("long")
class FuzzTest {
    private static final List<byte[]> PIECES = java.util.stream.Stream.of("{", "}", "[", "]", "\"registrant\"", "\"vcardArray\"", "\"redacted\":", "null", "-0", "1e99", "\"\\ud800\"", "\"\\u001b\"",
        "https://a.test/", "[[[[[[[[").map(Fuzz::octets).toList();

    @Test void answers() { Fuzz.run("RDAP answers", List.of(Fuzz.octets(RegistriesTest.FULL), Fuzz.octets(RegistriesTest.FILE)), PIECES, (octets, _) -> RegistriesTest.check(octets)); }
}
