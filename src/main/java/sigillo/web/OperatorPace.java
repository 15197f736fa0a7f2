package sigillo.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How much operators ask for: a page that asks without end, or a stolen session, must not keep the server from its
 * mail. One for all of them, since there are few. Any thread.
 */
final class OperatorPace {
    /** Each may read hundreds of rows. */
    static final int AT_ONCE_MAX = 6;
    /** Pages of a person who looks around quickly, with what they load. */
    static final int ASKED_MAX = 300;
    static final Duration ASKED_IN = Duration.ofMinutes(1);

    private final InstantSource clock;
    private Instant since = Instant.MIN;
    private int asked;
    private int underWay;

    OperatorPace(InstantSource clock) { this.clock = clock; }

    /** Whether one more may be; then {@link #ends} follows. */
    synchronized boolean begins() {
        var now = clock.instant();
        if (since.equals(Instant.MIN) || !now.isBefore(since.plus(ASKED_IN)) || now.isBefore(since)) {
            since = now;
            asked = 0;
        }
        if (underWay >= AT_ONCE_MAX || asked >= ASKED_MAX) return false;
        asked++;
        underWay++;
        return true;
    }

    synchronized void ends() { underWay--; }
}
