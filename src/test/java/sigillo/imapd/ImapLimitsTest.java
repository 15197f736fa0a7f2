package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ImapLimitsTest {

    /** RFC 9051 section 5.4 */
    @Test void whoHasSignedInMayBeQuietForHalfAnHour() {
        assertTrue(ImapLimits.DEFAULT.idleMax().compareTo(Duration.ofMinutes(30)) >= 0);
    }
}
