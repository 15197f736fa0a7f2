package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** RFC 9698: where the same mail is to be had by JMAP. That the ids are the same is {@code sigillo.jmapd.ChangesPropertyTest}'s. */
@Timeout(60)
class JmapAccessTest {
    private static final String URL = "https://mail.home.example/.well-known/jmap";

    @TempDir private Path folder;

    @Test void whereJmapIsServed() throws Exception {
        var open = House.OPEN;
        var house = new House(folder, new ImapSettings(true, open.messageOctetsMax(), open.limits(), Optional.of(URL)));
        try (var talk = Talk.signedIn(house)) {
            assertTrue((talk.ask("a CAPABILITY") + " ").contains(" JMAPACCESS"));
            assertEquals("* JMAPACCESS \"" + URL + "\"\r\nb OK The same mail, the same ids", talk.ask("b GETJMAPACCESS").replaceAll("\r?\n", "\r\n"));
            assertTrue(talk.ask("c GETJMAPACCESS x").startsWith("c BAD"));
        }
    }

    @Test void whereItIsNot() throws Exception {
        try (var talk = Talk.signedIn(new House(folder, House.OPEN))) {
            assertFalse(talk.ask("a CAPABILITY").contains("JMAPACCESS"));
            assertTrue(talk.ask("b GETJMAPACCESS").startsWith("b BAD"));
        }
    }
}
