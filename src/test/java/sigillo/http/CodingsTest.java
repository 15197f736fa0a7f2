package sigillo.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** RFC 9110 section 12.5.3. */
class CodingsTest {
    record Case(String said, boolean br, boolean gzip) {}

    private static final List<Case> CASES = List.of(
        new Case("gzip, deflate, br, zstd", true, true), new Case("gzip", false, true), new Case("", false, false),
        new Case("*", false, false), new Case("BR;q=0.5,GZIP; q=1.0", true, true), new Case("br;q=0, gzip;q=0.000", false, false),
        new Case("br;q=0.001", true, false), new Case("brotli, xgzip", false, false), new Case("identity;q=1, *;q=0", false, false),
        new Case(", ,;q=0,gzip", false, true), new Case("gzip;q=0,gzip", false, false));

    @TestFactory Stream<DynamicTest> takes() {
        return CASES.stream().map(one -> DynamicTest.dynamicTest('"' + one.said + '"', () -> {
            assertEquals(one.br, new Codings(one.said).take("br"));
            assertEquals(one.gzip, new Codings(one.said).take("gzip"));
        }));
    }
}
