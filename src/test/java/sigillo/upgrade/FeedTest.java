package sigillo.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sigillo.upgrade.UpgradeSettings.Look;

/** The list of releases: read, and what of it is told. */
class FeedTest {
    private static final String WHOLE = """
        sigillo feed 1
        channel stable
        serial 42
        good-until 2026-12-31
        release 1.3.0 1.0 no
        about More.
        about-it Di più.
        release 1.2.1 1.0 yes
        about Mends a fault.
        about-it Corregge un errore.
        release 2.0.0 1.3 no
        about Much more.
        about-it Molto di più.
        """;

    @Test void isReadAndWrittenAsItWas() throws IOException {
        assertEquals(WHOLE, new String(Feed.parse(octets(WHOLE)).encode(), StandardCharsets.UTF_8));
    }

    /** The installed version, what is looked for, what is told of (empty: nothing), whether it is urgent. */
    @ParameterizedTest
    @CsvSource({"1.0, ALL, 1.3.0, true", "1.0, SECURITY, 1.2.1, true", "1.0, OFF, '', true", "1.2.1, ALL, 1.3.0, false", "1.2.1, SECURITY, '', false", "1.3.0, ALL, 2.0.0, false", "2.0.0, ALL, '', false",
        "0.9, ALL, '', true"})
    void whatIsToldOf(String installed, Look look, String next, boolean isUrgent) throws IOException {
        var feed = Feed.parse(octets(WHOLE));
        var version = Version.parse(installed).orElseThrow();
        assertEquals(next, feed.next(version, look).map(one -> one.version().toString()).orElse(""));
        assertEquals(isUrgent, feed.isUrgent(version));
    }

    @ParameterizedTest
    @ValueSource(strings = {"feed 1 -> feed 2", "channel stable\n -> ", "serial 42 -> serial x", "good-until 2026-12-31 -> good-until soon", "serial 42 -> serial 42\nserial 43", "1.3.0 1.0 no -> 1.3.0 1.0",
        "1.3.0 1.0 no -> 1.3.0 no no", "about More. -> more", "about More.\n -> ", "about-it Molto di più.\n -> ", "about Mends -> about \u001bMends", "errore.\nrelease 2 -> errore.\n\nrelease 2", "Di più.\nrelease 1.2.1 -> Di più.\nunknown 1\nrelease 1.2.1"})
    void whatIsNoneIsRefused(String change) {
        var parts = change.split(" -> ", 2);
        var changed = WHOLE.replaceFirst(Pattern.quote(parts[0]), Matcher.quoteReplacement(parts[1]));
        assertThrows(IOException.class, () -> Feed.parse(octets(changed)), changed);
    }

    @Test void tooMuchIsRefused() {
        var many = new StringBuilder(WHOLE);
        for (int i = 0; i < 100; i++) many.append("release 3.").append(i).append(" 1.0 no\nabout a\nabout-it b\n");
        assertThrows(IOException.class, () -> Feed.parse(octets(many.toString())));
        assertThrows(IOException.class, () -> Feed.parse(new byte[Feed.OCTETS_MAX + 1]));
    }

    @ParameterizedTest @ValueSource(longs = {1, 2})
    void isTotal(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            var octets = octets(WHOLE);
            for (int n = random.nextInt(4); n >= 0; n--) octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            try {
                Feed.parse(octets);
            } catch (IOException refused) {
                assertTrue(refused.getMessage().startsWith(Feed.NAME));
            }
        }
    }

    private static byte[] octets(String text) { return text.getBytes(StandardCharsets.UTF_8); }
}
