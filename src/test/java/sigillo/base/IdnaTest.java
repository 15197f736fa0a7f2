package sigillo.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Names in other scripts, as registries and browsers read them. */
class IdnaTest {
    record Name(String typed, String ascii) {}

    /** UTS 46 section 2, and names that people have registered. */
    private static final List<Name> NAMES = List.of(
        new Name("fa\u00df.de", "xn--fa-hia.de"), new Name("STRA\u1e9eE.DE", "xn--strae-oqa.de"), new Name("stra\u00dfe.de.", "xn--strae-oqa.de"),
        new Name("\u03b2\u03cc\u03bb\u03bf\u03c2.com", "xn--nxasmm1c.com"), new Name("\u0392\u038c\u039b\u039f\u03a3.COM", "xn--nxasmq6b.com"),
        new Name("\u0dc1\u0dca\u200d\u0dbb\u0dd3.com", "xn--10cl1a0b660p.com"), new Name("\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.com", "xn--mgba3gch31f060k.com"),
        new Name("B\u00fccher.example", "xn--bcher-kva.example"), new Name("Bu\u0308cher.example", "xn--bcher-kva.example"), new Name("\u00d6bb.at", "xn--bb-eka.at"),
        new Name("\uff26\uff35\uff2c\uff2c\uff0eexample", "full.example"), new Name("a\u3002b", "a.b"), new Name("b\u00adank.example", "bank.example"),
        new Name("i\u2764.ws", "xn--i-7iq.ws"), new Name("\u2615.us", "xn--53h.us"), new Name("\u0221og.de", "xn--og-09a.de"),
        new Name("\u4ed6\u4eec\u4e3a\u4ec0\u4e48\u4e0d\u8bf4\u4e2d\u6587", "xn--ihqwcrb4cv8a8dqg056pqjye"),
        new Name("\u043f\u043e\u0447\u0435\u043c\u0443\u0436\u0435\u043e\u043d\u0438\u043d\u0435\u0433\u043e\u0432\u043e\u0440\u044f\u0442\u043f\u043e\u0440\u0443\u0441\u0441\u043a\u0438",
            "xn--b1abfaaepdrnnbgefbadotcwatmq2g4l"),
        new Name("3\u5e74b\u7d44\u91d1\u516b\u5148\u751f", "xn--3b-ww4c5e180e575a65lsy2b"), new Name("xn--strae-oqa.de", "xn--strae-oqa.de"));

    @TestFactory Stream<DynamicTest> names() {
        return NAMES.stream().map(n -> DynamicTest.dynamicTest(n.typed, () -> assertEquals(Optional.of(n.ascii), Domain.parse(n.typed).map(Domain::name))));
    }

    /** Not seen, not a letter, in no place for it, or longer than a label. */
    @TestFactory Stream<DynamicTest> none() {
        return Stream.of("a\u200cb.example", "a\u200db.example", "\u200db\u00fc.example", "\u0301b.example", "b\u00fc\ue000.example", "b\u00fc\u0378.example", "b\u00fc c.example",
                "\ud800.example", "-\u00fc.example", "\u00fc-.example", "ab--\u00fc.example", "\u00fc..example", "b\u00fc\u115f.example", "\u00fc\u202e.example",
                "\u2488\u00fc.example", "\u00fc\u2024example", "\u00fc/b.example", "\u00fc".repeat(60) + ".example", "\u3002")
            .map(name -> DynamicTest.dynamicTest(name, () -> assertEquals(Optional.empty(), Domain.parse(name))));
    }

    /** Two names that IDNA2003 took for one: of one the other's mail must not pass. */
    @Test void sharpSIsNoDoubleS() {
        assertTrue(!Domain.of("stra\u00dfe.de").equals(Domain.of("strasse.de")));
        assertEquals("stra\u00dfe.de", Domain.of("stra\u00dfe.de").display());
        assertEquals("b\u00fccher.example", Domain.of("xn--bcher-kva.example").display());
    }

    /** What nobody could have typed is shown as it is. */
    @Test void labelsThatAreNoNames() {
        for (var name : List.of("xn--a.example", "xn--.example", "xn--99999999999.example", "xn--bcher-kva8445foa.example", "xn--A-.example", "xn--fu-hia4.xn--")) {
            assertEquals(name.toLowerCase(), Idna.toUnicode(name.toLowerCase()));
        }
    }

    /** Whatever is typed there is an outcome, and one that is a name is the name of itself. */
    @TestFactory Stream<DynamicTest> isTotal() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 20_000; i++) {
                var text = new StringBuilder();
                for (int n = random.nextInt(8); n >= 0; n--) {
                    int c = random.nextInt(4) == 0 ? random.nextInt(0x110000) : random.nextInt(0x700);
                    text.append(random.nextInt(6) == 0 ? "xn--" : random.nextInt(6) == 0 ? "." : Character.toString(c));
                }
                var parsed = Domain.parse(text.toString());
                if (parsed.isEmpty() || parsed.get().isLiteral()) continue;
                var shown = parsed.get().display();
                assertEquals(parsed, Domain.parse(shown), () -> text + " " + shown);
            }
        }));
    }
}
