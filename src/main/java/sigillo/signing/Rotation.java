package sigillo.signing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What becomes of the keys of one domain as time passes and DNS shows them or not. Pure: it may be cut off anywhere and
 * begun again, since each step follows from what is kept.
 */
final class Rotation {
    private final SigningSettings settings;
    /** False for a domain that was removed. */
    private final boolean isOurs;

    Rotation(SigningSettings settings, boolean isOurs) {
        this.settings = settings;
        this.isOurs = isOurs;
    }

    /**
     * The same after {@code elapsed}, without those that may be forgotten. {@code all}: with what DNS says of them now;
     * at most one of them signs, and one is prepared.
     */
    List<Generation> step(List<Generation> all, Duration elapsed) {
        var next = new ArrayList<>(all.stream().map(one -> one.after(elapsed)).toList());
        takeUp(next);
        next.replaceAll(one -> left(one, next));
        next.removeIf(this::isForgotten);
        return next;
    }

    /** Those that are prepared follow those in use, at once where these cannot be used. */
    private void takeUp(List<Generation> next) {
        var ready = next.stream().filter(one -> one.stage() == Stage.PREPARED && one.isUsable()).findFirst();
        if (ready.isEmpty() || !isOurs) return;
        boolean canWait = next.stream().anyMatch(one -> one.stage() == Stage.SIGNING && one.isUsable());
        if (canWait && ready.get().seen().compareTo(SigningSettings.SEEN_MIN) < 0) return;
        next.replaceAll(one -> switch (one.stage()) {
            case PREPARED -> one.equals(ready.get()) ? one.at(Stage.SIGNING) : one;
            case SIGNING -> one.at(Stage.LEAVING);
            case LEAVING, REMOVABLE -> one;
        });
    }

    private Generation left(Generation one, List<Generation> all) {
        return switch (one.stage()) {
            case PREPARED -> isOurs ? one : one.at(Stage.REMOVABLE).withoutSecrets();
            case SIGNING -> isOurs ? one : one.at(Stage.LEAVING);
            case LEAVING -> isOver(one, all) ? one.at(Stage.REMOVABLE).withoutSecrets() : one;
            case REMOVABLE -> one;
        };
    }

    /** They are what is signed with when DNS loses those that followed: kept while these do not work. */
    private boolean isOver(Generation leaving, List<Generation> all) {
        boolean isFollowed = all.stream().anyMatch(one -> one.stage() == Stage.SIGNING && one.isUsable());
        return leaving.served().compareTo(settings.keptPublished()) >= 0 && (isFollowed || !isOurs);
    }

    private boolean isForgotten(Generation one) { return one.stage() == Stage.REMOVABLE && one.isGone(); }

    /** Whether new keys are to be made. */
    boolean wantsNew(List<Generation> all) {
        if (!isOurs || !settings.isOn()) return false;
        if (all.stream().anyMatch(one -> one.stage() == Stage.PREPARED)) return false;
        var signing = all.stream().filter(one -> one.stage() == Stage.SIGNING).findFirst();
        return signing.isEmpty() || settings.rotateAfter().isPositive()
            && signing.get().served().compareTo(settings.rotateAfter()) >= 0;
    }

    /** Those to sign with, best first: in use before those that were. */
    static List<Generation> usable(List<Generation> all) {
        return all.stream().filter(one -> one.stage() == Stage.SIGNING || one.stage() == Stage.LEAVING)
            .filter(Generation::isUsable)
            .sorted(Comparator.comparing(Generation::stage).thenComparing(Generation::served)).toList();
    }
}
