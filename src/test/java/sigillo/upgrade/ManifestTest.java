package sigillo.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifest of a release, read and written; which release may follow which. */
class ManifestTest {
    private static final String HASH = "0123456789abcdef".repeat(4);
    private static final String WHOLE = """
        sigillo release 1
        version 1.4.0
        channel stable
        serial 17
        made 2026-11-30
        from 1.2
        security yes
        about Mends a fault in what strangers may say.
        about-it Corregge un errore in ciò che gli estranei possono dire.
        program %1$s 12 sigillo
        file %1$s 345 target/lib/a-1.0.jar
        """.formatted(HASH);

    static Manifest manifest(String version, long serial, String from) {
        return new Manifest(Version.parse(version).orElseThrow(), "stable", serial, LocalDate.of(2026, 11, 30), Version.parse(from).orElseThrow(), false, "New.", "Nuovo.",
            Optional.empty(), List.of(new Manifest.ReleaseFile("sigillo", 1, HASH, true)));
    }

    @Test void isReadAndWrittenAsItWas() throws IOException {
        var read = ManifestParser.parse(octets(WHOLE));
        assertEquals(WHOLE, new String(read.encode(), StandardCharsets.UTF_8));
        assertEquals(357, read.octets());
        assertTrue(read.isSecurity() && read.files().getFirst().runs());
    }

    /** Each changes one thing of a whole one: what stands before the arrow becomes what stands behind it. */
    @ParameterizedTest
    @ValueSource(strings = {"sigillo release 1 -> sigillo release 2", "version 1.4.0 -> version 1", "version 1.4.0 -> version 1.04", "version 1.4.0 -> version 1.123456",
        "version 1.4.0\n -> ", "serial 17 -> serial 0", "serial 17 -> serial -1", "serial 17 -> serial 17\nserial 18", "made 2026-11-30 -> made 2026-02-30", "security yes -> security maybe",
        "channel stable -> channel Stable", "channel stable -> channel ../x", "345 target -> 345  target", "345 target -> -1 target", "345 target -> 536870913 target", "345 target -> 99999999999 target",
        "target/lib/a-1.0.jar -> ../lib/a.jar", "target/lib/a-1.0.jar -> /lib/a.jar", "target/lib/a-1.0.jar -> target//a.jar", "target/lib/a-1.0.jar -> .hidden", "target/lib/a-1.0.jar -> sigillo",
        "target/lib/a-1.0.jar -> release.txt", "target/lib/a-1.0.jar -> a b", "target/lib/a-1.0.jar -> a/b/c/d/e/f/g/h/i", "about Mends -> about \u001b[31mMends", "about Mends -> about \u202eMends",
        "about-it Corregge -> about-it Corregge\nunknown", "about-it -> more", "a-1.0.jar\n -> a-1.0.jar", "security yes -> security yes\nnext-key AAAA"})
    void whatIsNotOneIsRefused(String change) {
        var parts = change.split(" -> ", 2);
        var changed = WHOLE.replaceFirst(java.util.regex.Pattern.quote(parts[0]), java.util.regex.Matcher.quoteReplacement(parts[1]));
        assertThrows(IOException.class, () -> ManifestParser.parse(octets(changed)), changed);
    }

    @Test void tooMuchIsRefused() {
        var many = new StringBuilder(WHOLE);
        for (int i = 0; i < ManifestParser.FILES_MAX; i++) many.append("file ").append(HASH).append(" 1 f").append(i).append('\n');
        assertThrows(IOException.class, () -> ManifestParser.parse(octets(many.toString())));
        assertThrows(IOException.class, () -> ManifestParser.parse(new byte[ManifestParser.OCTETS_MAX + 1]));
        var large = new StringBuilder(WHOLE);
        for (int i = 0; i < 5; i++) large.append("file ").append(HASH).append(" 536870912 f").append(i).append('\n');
        assertThrows(IOException.class, () -> ManifestParser.parse(octets(large.toString())));
    }

    /** Whatever comes: a manifest, or a sentence. */
    @ParameterizedTest @ValueSource(longs = {1, 2, 3})
    void isTotal(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            var octets = octets(WHOLE);
            for (int n = random.nextInt(4); n >= 0; n--) octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            try {
                ManifestParser.parse(octets);
            } catch (IOException refused) {
                assertTrue(refused.getMessage().startsWith(Manifest.NAME));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1.2, 1.2.0, 0", "1.2.9, 1.2.10, -1", "2.0, 1.99.99, 1", "1.0.0.1, 1.0, 1"})
    void versionsHaveAnOrder(String one, String other, int order) {
        var a = Version.parse(one).orElseThrow();
        var b = Version.parse(other).orElseThrow();
        assertEquals(order, Integer.signum(a.compareTo(b)));
        assertEquals(order == 0, a.equals(b));
        if (order == 0) assertEquals(a.hashCode(), b.hashCode());
    }

    /** 1.4.0 with the serial number 17 is installed. An empty word: it may follow. */
    @ParameterizedTest
    @CsvSource({"1.5.0, 18, 1.0, 0, ''", "1.5.0, 18, 1.4.0, 18, ''", "1.4.0, 18, 1.0, 0, nothing is taken back", "1.3.9, 18, 1.0, 0, nothing is taken back", "1.5.0, 17, 1.0, 0, serial number",
        "1.5.0, 16, 1.0, 0, serial number", "1.5.0, 18, 1.0, 19, somebody may be showing an old one", "1.6.0, 18, 1.5.0, 0, can follow 1.5.0"})
    void whichMayFollow(String version, long serial, String from, long seen, String why) {
        var refusal = new Admission(manifest("1.4.0", 17, "1.0"), seen).refusal(manifest(version, serial, from)).orElse("");
        assertEquals(why.isEmpty(), refusal.isEmpty(), refusal);
        assertTrue(refusal.contains(why), refusal);
    }

    @Test void anotherChannelDoesNotFollow() throws IOException {
        var other = ManifestParser.parse(octets(WHOLE.replace("channel stable", "channel next").replace("version 1.4.0", "version 1.5.0")));
        assertTrue(new Admission(manifest("1.4.0", 1, "1.0"), 0).refusal(other).orElse("").contains("channel next"));
    }

    private static byte[] octets(String text) { return text.getBytes(StandardCharsets.UTF_8); }
}
