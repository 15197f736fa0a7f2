package sigillo.jmapd;

import java.time.Duration;
import java.util.Optional;

/**
 * When one listener looks at what has changed: {@link Pace}. News of what he has seen already, as come from other
 * servers' rounds, is no look, so that what changes next is told at once. One thread.
 */
final class Looks {
    private final Pace pace = new Pace();
    private long lookedAt = System.nanoTime();
    private boolean isNews;
    private boolean isWanted;

    /** Something was committed. */
    void news() { isNews = true; }

    /** Also what is not committed to the account may be other. */
    void want() { isWanted = true; }

    Optional<StateWatch.Change> look(StateWatch watch) {
        isWanted |= watch.hasOthers() && System.nanoTime() - lookedAt >= DoorLimits.OTHERS_LOOK.toNanos();
        boolean isDue = (isNews || isWanted) && pace.left().isZero();
        if (!isDue) return Optional.empty();
        boolean isOther = isWanted || watch.hasMoved();
        isNews = false;
        isWanted = false;
        if (!isOther || !pace.begin()) return Optional.empty();
        lookedAt = System.nanoTime();
        return watch.look();
    }

    /** So long it may be waited for news; {@code idle}: where nothing is to be looked at. */
    Duration wait(Duration idle) { return isNews || isWanted ? pace.left() : idle; }
}
