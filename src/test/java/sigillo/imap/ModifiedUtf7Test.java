package sigillo.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** RFC 3501 section 5.1.3, case B07. */
class ModifiedUtf7Test {
    private record Pair(String encoded, String name) {}

    private static final List<Pair> PAIRS = List.of(
        new Pair("", ""),
        new Pair("INBOX", "INBOX"),
        new Pair("R&-D", "R&D"),
        new Pair("&-&-", "&&"),
        new Pair("&2D3czg- Belege", "\uD83D\uDCCE Belege"),
        new Pair("P&AVkA7Q-loha &- &APoBDQ-ty", "Příloha & účty"),
        new Pair("~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語"),
        new Pair("&Jjo-!", "☺!"),
        new Pair("&U,BTF2XlZyyKng-", "台北日本語"),
        new Pair("&AOk-&-", "é&"),
        new Pair("&-&AOk-", "&é"),
        new Pair("a&AAo-b", "a\nb"));

    private static final List<String> ILL_FORMED = List.of(
        "a&b", "&", "a&", "&AA-", "&2D0-", "&Jjo!", "&U,BTFw-&ZeVnLIqe-", "&AGE-", "&ACY-", "&A-", "&AOk", "&AOl-",
        "&3M7YPQ-", "&AO k-", "&AO/k-", "é", "a\nb", "a\0b", "\u007f", "&AOk=-", "&2D3YPQ-", "&2D0AYQ-");

    @TestFactory Stream<DynamicTest> pairs() {
        return PAIRS.stream().map(p -> DynamicTest.dynamicTest("'" + p.encoded, () -> {
            assertEquals(p.encoded, text(ModifiedUtf7.encode(p.name)));
            assertEquals(Optional.of(p.name), ModifiedUtf7.decode(octets(p.encoded)));
        }));
    }

    @TestFactory Stream<DynamicTest> illFormed() {
        return ILL_FORMED.stream().map(text -> DynamicTest.dynamicTest("'" + text,
            () -> assertEquals(Optional.empty(), ModifiedUtf7.decode(octets(text)))));
    }

    @TestFactory Stream<DynamicTest> roundTrip() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 5_000; i++) {
                var name = name(random);
                assertEquals(Optional.of(name), ModifiedUtf7.decode(ModifiedUtf7.encode(name)));
            }
        }));
    }

    /** What can be decoded has no second form. */
    @TestFactory Stream<DynamicTest> isUnique() {
        return Stream.of(4L, 5L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            var seen = new HashMap<String, String>();
            for (int i = 0; i < 200_000; i++) {
                var encoded = new StringBuilder();
                for (int n = random.nextInt(9); n-- > 0; ) encoded.append("&&-AOk2D3czgQ,a".charAt(random.nextInt(15)));
                ModifiedUtf7.decode(octets(encoded.toString())).ifPresent(name -> {
                    assertEquals(encoded.toString(), text(ModifiedUtf7.encode(name)));
                    seen.put(encoded.toString(), name);
                });
            }
            assertEquals(true, seen.size() > 100);
        }));
    }

    private static String name(Random random) {
        var name = new StringBuilder();
        for (int n = random.nextInt(12); n-- > 0; ) {
            int c = switch (random.nextInt(4)) {
                case 0 -> ' ' + random.nextInt(95);
                case 1 -> '&';
                case 2 -> 0x80 + random.nextInt(0x700);
                default -> 0x1F300 + random.nextInt(0x300);
            };
            name.appendCodePoint(c);
        }
        return name.toString();
    }

    private static byte[] octets(String text) { return text.getBytes(StandardCharsets.ISO_8859_1); }

    private static String text(byte[] octets) { return new String(octets, StandardCharsets.ISO_8859_1); }
}
