package sigillo.sieve;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Any text has an outcome, and any script that compiles comes to an end; the seed is the name of the test. */
class SieveFuzzTest {
    private static final List<String> SEEDS = List.of(
        "require [\"fileinto\", \"variables\", \"regex\", \"imap4flags\", \"relational\", \"date\", \"index\", \"body\", \"copy\", \"mailbox\"];",
        "require [\"vacation\", \"enotify\", \"editheader\", \"duplicate\", \"foreverypart\", \"mime\", \"extracttext\", \"ihave\", \"include\"];",
        "if header :matches :comparator \"i;octet\" [\"subject\", \"from\"] \"*a?\\\\*\" { fileinto \"${1}\"; } else { stop; }",
        "set :lower :quotewildcard \"a\" \"${a}${0}\"; addflag \"a\" [\"\\\\Seen\", \"${a}\"];",
        "if anyof (not size :over 1K, body :content \"text\" :contains \"x\", date :zone \"+0200\" \"date\" \"hour\" \"9\") { keep; }",
        "foreverypart :name \"a\" { extracttext :first 3 \"b\"; if header :mime :param \"c\" \"content-type\" \"d\" { break; } }",
        "vacation :days 3 :addresses [\"a@b.example\"] :mime text:\r\nContent-Type: text/plain\r\n\r\n..x\r\n.\r\n;",
        "notify :importance \"1\" :message \"x\" \"mailto:a@b.example?subject=%41&body=b\"; deleteheader :index 1 :last \"a\" \"b\";",
        "if header :regex \"subject\" [\"(a|b)*[^c]{2,5}$\", \"[[:alpha:]]+\"] { redirect :copy \"${1}@b.example\"; }");
    private static final String SIGNS = "\"\\;:,(){}[]$*?#/.\r\n 09azKM\u010d\0";
    private static final String MAIL = "From: a@b.example\nSubject: aaab x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n";

    @TestFactory Stream<DynamicTest> quickly() { return seeds(6, 150); }

    @Tag("long") @TestFactory Stream<DynamicTest> longer() { return seeds(500, 2000); }

    private static Stream<DynamicTest> seeds(int seeds, int rounds) {
        return IntStream.range(0, seeds).mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < rounds; i++) check(script(random), random);
        }));
    }

    private static void check(String script, Random random) {
        switch (Sieve.compile(script.getBytes(StandardCharsets.UTF_8), Scripts.NONE)) {
            case Sieve.Compiled.Ok(var made) -> assertNotNull(
                Sieve.run(made, Played.around(mutated(MAIL, random, 3), Set.of())));
            case Sieve.Compiled.Bad(var errors) -> {
                assertTrue(!errors.isEmpty() && errors.size() <= SieveLimits.ERRORS_MAX, script);
                for (var error : errors) {
                    assertTrue(error.place().line() <= script.lines().count() + 1 && error.sentence().length() < 300,
                        error::toString);
                }
            }
        }
    }

    private static String script(Random random) {
        var script = new StringBuilder(SEEDS.get(0)).append(SEEDS.get(1));
        for (int n = random.nextInt(6); n >= 0; n--) {
            var piece = SEEDS.get(2 + random.nextInt(SEEDS.size() - 2));
            script.append('\n').append(random.nextInt(3) == 0 ? piece : mutated(piece, random, 4));
        }
        return random.nextInt(4) == 0 ? mutated(script.toString(), random, 10) : script.toString();
    }

    private static String mutated(String text, Random random, int changes) {
        var changed = new StringBuilder(text);
        for (int n = random.nextInt(changes + 1); n > 0 && !changed.isEmpty(); n--) {
            int at = random.nextInt(changed.length());
            switch (random.nextInt(4)) {
                case 0 -> changed.deleteCharAt(at);
                case 1 -> changed.insert(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
                case 2 -> changed.setCharAt(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
                default -> changed.insert(at, changed.substring(
                    at, Math.min(changed.length(), at + random.nextInt(12))));
            }
        }
        return changed.toString();
    }
}
