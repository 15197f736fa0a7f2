package sigillo.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.certificates.Timing.Window;

/** When a certificate is renewed, whatever an authority advises. RFC 9773. */
class TimingTest {
    private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant END = BEGIN.plus(Duration.ofDays(90));
    private final SilentAuthority authority = new SilentAuthority(InstantSource.system());
    private final X509Certificate leaf = authority.issue(KeptKey.make(AcmeSettings.KeyKind.EC, BEGIN).keys().getPublic(), BEGIN, END, List.of("a.test"));

    private Timing.Due due(Instant start, Instant end, Instant since) { return Timing.due(leaf, Optional.of(new Window(start, end, since))); }

    @Test void withoutAdviceAThirdIsLeftAndALittleMore() {
        var left = Duration.between(Timing.due(leaf, Optional.empty()).at(), END);
        assertTrue(left.toHours() >= 30 * 24 && left.toHours() <= 30 * 24 + 44, left.toString());
        assertEquals(Timing.due(leaf, Optional.empty()), Timing.due(leaf, Optional.empty()), "always the same");
    }

    @Test void withinTheWindow() {
        var start = BEGIN.plus(Duration.ofDays(50));
        var at = due(start, start.plus(Duration.ofDays(2)), BEGIN).at();
        assertTrue(!at.isBefore(start) && !at.isAfter(start.plus(Duration.ofDays(2))), at.toString());
    }

    @Test void aWindowThatIsOverMeansNow() {
        var since = BEGIN.plus(Duration.ofDays(3));
        assertEquals(since, due(BEGIN.minusSeconds(100), BEGIN.minusSeconds(50), since).at());
    }

    @Test void adviceThatWouldLetItEndIsNotFollowed() {
        assertEquals(END.minus(Duration.ofDays(9)), due(END, END.plus(Duration.ofDays(7)), BEGIN).at());
        assertEquals(Timing.due(leaf, Optional.empty()), due(END, BEGIN, BEGIN), "a window that ends before it begins is none");
    }

    @Test void overdueIsAPartOfWhatWasLeft() {
        var due = new Timing.Due(END.minus(Duration.ofDays(30)), "");
        assertEquals(0, Timing.overdue(due, END, due.at()));
        assertEquals(0.1, Timing.overdue(due, END, due.at().plus(Duration.ofDays(3))), 1e-9);
        assertEquals(1, Timing.overdue(due, END, END), 1e-9);
        assertEquals(1, Timing.overdue(new Timing.Due(END, ""), END, END.plusSeconds(1)));
    }
}
