package sigillo.certificates;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import sigillo.base.Sha256;

/** When a certificate is renewed, and how late that is. Pure. */
final class Timing {
    /** Renewed when so much of its life is left: the third part. */
    private static final int LEFT = 3;
    /** Not all servers in the same minute: up to a fiftieth of the life earlier. */
    private static final int SPREAD = 50;
    /** Whatever an authority advises, a tenth of the life is left for what may go wrong. */
    private static final int LATEST = 10;

    private Timing() {}

    /** What an authority advises (RFC 9773): to renew between the two. {@code since}: when it began to say so. */
    record Window(Instant start, Instant end, Instant since) {
        boolean isSame(Window other) { return start.equals(other.start) && end.equals(other.end); }
    }

    /** {@code why}: for people. */
    record Due(Instant at, String why) {}

    static Due due(X509Certificate leaf, Optional<Window> advice) {
        var end = leaf.getNotAfter().toInstant();
        var life = Duration.between(leaf.getNotBefore().toInstant(), end);
        if (advice.isEmpty() || advice.get().end().isBefore(advice.get().start())) {
            var at = end.minus(life.dividedBy(LEFT)).minus(part(life.dividedBy(SPREAD), chance(leaf)));
            return new Due(at, "a third of its life is left then");
        }
        var window = advice.get();
        // RFC 9773: at a time by chance between the two; at once where that is over
        var chosen = window.start().plus(part(Duration.between(window.start(), window.end()), chance(leaf)));
        var latest = end.minus(life.dividedBy(LATEST));
        if (chosen.isAfter(latest)) return new Due(latest, "a tenth of its life is left then; the authority would have it later");
        return new Due(chosen.isBefore(window.since()) ? window.since() : chosen, "the authority advises it");
    }

    /** Of what was left when it was due, the part that is over: 0 when it is not due yet, 1 and more when it has ended. */
    static double overdue(Due due, Instant end, Instant now) {
        if (!now.isAfter(due.at())) return 0;
        var left = Duration.between(due.at(), end).toMillis();
        return left <= 0 ? 1 : (double) Duration.between(due.at(), now).toMillis() / left;
    }

    /** From 0 to 1, the same for a certificate whenever it is asked. */
    private static double chance(X509Certificate leaf) {
        var hash = ByteBuffer.wrap(Sha256.of(leaf.getSerialNumber().toByteArray())).getInt() & 0x7FFF_FFFF;
        return hash / (double) Integer.MAX_VALUE;
    }

    private static Duration part(Duration whole, double chance) { return Duration.ofMillis((long) (whole.toMillis() * chance)); }
}
