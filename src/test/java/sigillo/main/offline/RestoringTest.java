package sigillo.main.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.backup.BackupReader;
import sigillo.backup.Box;

/** From when the numbers of a restored server go on, by its clock and by what its target says. */
class RestoringTest {
    private static final Instant MADE = Instant.parse("2027-05-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2027-06-01T00:00:00Z");

    private static BackupReader.Restored restored(Optional<Instant> before) {
        return new BackupReader.Restored(7, MADE, LATEST, false, before, (Box) null);
    }

    @Test void eachGoesOnLaterThanTheOneBefore() throws IOException {
        for (var now : new Instant[] {LATEST.minus(Duration.ofMinutes(59)), LATEST, LATEST.plusSeconds(1), LATEST.plus(Duration.ofDays(9))}) {
            var noted = Optional.<Instant>empty();
            for (int times = 0; times < 3; times++) {
                var put = new Instant[1];
                var restoration = Restoring.restoration(restored(noted), now, at -> (put[0] = at) != null);
                assertEquals(restoration.at(), put[0]);
                assertEquals(Duration.between(MADE, restoration.at()), restoration.since());
                assertTrue(restoration.at().isAfter(noted.orElse(LATEST)), restoration.toString());
                assertTrue(!restoration.at().isBefore(now), restoration.toString());
                assertFalse(restoration.again());
                noted = Optional.of(restoration.at());
            }
        }
    }

    @Test void oneThatCannotBeNotedIsAsOneMore() throws IOException {
        assertTrue(Restoring.restoration(restored(Optional.empty()), LATEST.plusSeconds(1), _ -> false).again());
    }

    /** Nothing would tell two of them apart. */
    @Test void aClockThatIsBehindNeedsANote() {
        var now = LATEST.minus(Duration.ofMinutes(5));
        var refused = assertThrows(IOException.class, () -> Restoring.restoration(restored(Optional.empty()), now, _ -> false));
        assertTrue(refused.getMessage().contains("cannot be noted at its place: set it first"), refused.getMessage());
        assertThrows(IOException.class, () -> Restoring.restoration(restored(Optional.empty()), LATEST.minus(Duration.ofHours(2)),
            _ -> true), "it would be far off");
    }
}
