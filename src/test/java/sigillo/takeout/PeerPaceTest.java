package sigillo.takeout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who brings an octet now and then does not keep others from taking their mail away. */
class PeerPaceTest {
    private long now;
    private final PeerPace pace = new PeerPace(() -> now);

    private void pass(int octets, Duration in) throws IOException {
        pace.through(() -> {
            now += in.toNanos();
            return octets;
        });
    }

    @Test void anOctetEveryTwoMinutesEndsIt() throws IOException {
        pass(1, Duration.ofMinutes(2));
        pass(1, Duration.ofMinutes(2));
        assertThrows(IOException.class, () -> pass(1, Duration.ofMinutes(2)));
    }

    @Test void aSlowLineComesThrough() throws IOException {
        for (int hour = 0; hour < 48; hour++) pass(20 * 1024 * 3_600, Duration.ofHours(1));
        assertTrue(pace.left().compareTo(TakeoutLimits.PACE_GRACE) > 0);
    }

    @Test void whatTheServerNeedsForItselfIsNotCounted() throws IOException {
        pass(1, Duration.ofSeconds(1));
        now += Duration.ofDays(2).toNanos();
        pass(1, Duration.ofSeconds(1));
        assertEquals(Duration.ofMinutes(5).minusSeconds(2).toSeconds(), pace.left().toSeconds());
    }

    /** With what it brought in a good hour it does not sleep for days. */
    @Test void itIsGivenTimeForWhatItBroughtAndNoMore() throws IOException {
        pass(100 * TakeoutLimits.PACE_OCTETS, Duration.ofSeconds(1));
        assertEquals(Duration.ofSeconds(5 * 60 + 99), pace.left());
        pass(-1, Duration.ofSeconds(60));
        assertEquals(100L * TakeoutLimits.PACE_OCTETS, pace.octets());
    }
}
