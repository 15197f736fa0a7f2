package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sigillo.base.Glance;

/** What is read so is what the parser reads. */
class PlainAddressesTest {
    private static final List<String> PIECES = List.of("a", "Bo", "x-1", "o'h", "=?utf-8?Q?=C3=A9?=", " ", " ",
        "  ", "<", ">", "<a@b.c>", " <a@b.c>", "@", "@b.c", ".", ",", ", ", ";", ":", "\"", "\"Bo, C.\"", "\" \"",
        "\"\"", "\\", "(c)", "[", "]", "\t", "\r\n ", "\u00e9", "\0", "a@b.c", "Bo <a@b.c>", "\"a b\" <c@d>");

    private final PlainAddresses plain = new PlainAddresses();

    /** Empty where it is left to the parser. */
    private Optional<AddressList> read(String raw) {
        var octets = ("xx" + raw + ",y@z").getBytes(StandardCharsets.ISO_8859_1);
        if (!plain.isRead(new Glance(octets, 2, 2 + raw.length()))) return Optional.empty();
        var all = new ArrayList<AddressEntry>();
        for (int i = 0; i < plain.count(); i++) {
            var name = plain.hasName(i) ? text(plain.name(i)) : "";
            all.add(new NamedAddress(name, "", text(plain.localPart(i)), text(plain.domain(i))));
        }
        return Optional.of(new AddressList(all));
    }

    private static String text(Glance octets) { return new String(octets.toArray(), StandardCharsets.ISO_8859_1); }

    @ParameterizedTest
    @ValueSource(strings = {"a@b.c", "<a@b.c>", "Bo Li <bo.li@b.example>", "\"Li, Bo\" <bo@b.example>",
        "a@b, Bo <c@d>,\"E F\" <g@h>", "=?utf-8?Q?J=C3=B6rg?= <j+x@d-e.example>", "a..b.@.c"})
    void readsWhatIsPlain(String raw) { assertEquals(Optional.of(AddressList.parse(raw)), read(raw)); }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Bo", "a@b,", ",a@b", "Bo<a@b>", "Bo  Li <a@b>", "Bo <a@b> x",
        "\"a\\\"b\" <c@d>", "\" a\" <c@d>", "\"\" <c@d>", "Bo. Li <a@b>", "(x) a@b", "G: a@b;", "a@b; c@d", "<@x:a@b>",
        "<a@b", "<a>", "<@b>", "<a@>", "Bo\t<a@b>", "J\u00f6 <a@b>", "\"J\u00f6\" <a@b>",
        "a b@c", "a@b c@d", "a@b@c", "a @b", " a@b", "a@b "})
    void leavesTheRest(String raw) { assertEquals(Optional.empty(), read(raw)); }

    @Test void leavesWhatIsMany() {
        var some = "a@b" + ", a@b".repeat(31);
        assertEquals(32, read(some).orElseThrow().entries().size());
        assertFalse(read(some + ", a@b").isPresent());
    }

    @Test void readsNothingOtherwise() {
        var random = new Random(7);
        int seen = 0;
        for (int i = 0; i < 300_000; i++) {
            var raw = new StringBuilder();
            for (int n = random.nextInt(9); n-- > 0; ) raw.append(PIECES.get(random.nextInt(PIECES.size())));
            var read = read(raw.toString());
            if (read.isEmpty()) continue;
            seen++;
            assertEquals(AddressList.parse(raw.toString()), read.get(), raw.toString());
        }
        assertTrue(seen > 1_000, seen + " were plain");
    }
}
