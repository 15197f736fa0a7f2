package sigillo.pushing;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a subscription stands. One request at a time; what changes meanwhile goes with the next. Any thread.
 */
final class Target {
    private enum At { IDLE, QUEUED, SENDING, SENDING_AND_MORE }

    private At at = At.IDLE;
    private Subscription subscription;
    private Optional<Watches.Watch> watch = Optional.empty();
    private Instant notBefore = Instant.MIN;
    private boolean isVerificationSent;
    private boolean isOver;
    private int failures;
    private int refusals;

    Target(Subscription subscription) { this.subscription = subscription; }

    synchronized Subscription subscription() { return subscription; }

    /** Of other types, or only verified now, it is told what changes from now on. */
    synchronized void replace(Subscription other, Watches watches) {
        boolean goesOn = watch.isPresent() && other.types().equals(subscription.types());
        subscription = other;
        if (!goesOn) watch = Optional.of(watches.of(other.account(), other.types(), true));
    }

    synchronized void end() { isOver = true; }

    synchronized boolean isOver() { return isOver; }

    /** There is something to tell: when it may be, if it is not about to be told already. */
    synchronized Optional<Instant> wanted(Instant now) {
        boolean isWaiting = isOver || !subscription.isVerified() && isVerificationSent;
        if (isWaiting) return Optional.empty();
        switch (at) {
            case IDLE -> {
                at = At.QUEUED;
                return Optional.of(notBefore.isAfter(now) ? notBefore : now);
            }
            case SENDING -> at = At.SENDING_AND_MORE;
            case QUEUED, SENDING_AND_MORE -> { }
        }
        return Optional.empty();
    }

    /** What is to be sent now; {@link #sent}, {@link #failed} or {@link #refused} follow, or {@link #nothing}. */
    synchronized Optional<byte[]> begin(Watches watches) {
        at = At.SENDING;
        if (isOver) return Optional.empty();
        if (!subscription.isVerified()) return isVerificationSent ? Optional.empty()
            : Optional.of(watches.verification(subscription));
        if (watch.isEmpty()) watch = Optional.of(watches.of(subscription.account(), subscription.types(), false));
        return watch.get().look();
    }

    /** Whether there is more to tell. */
    synchronized boolean nothing() { return rest(); }

    synchronized boolean sent(Instant now) {
        isVerificationSent = true;
        watch.ifPresent(Watches.Watch::told);
        failures = 0;
        refusals = 0;
        notBefore = now.plus(PushLimits.BETWEEN);
        return rest();
    }

    /** Tried again later, with all that has not been told. False: it is given up. */
    synchronized boolean failed(Instant now, Optional<Duration> after) {
        var doubled = PushLimits.AGAIN_FIRST.multipliedBy(1L << Math.min(failures, 20));
        var pause = doubled.compareTo(PushLimits.AGAIN_MAX) < 0 ? doubled : PushLimits.AGAIN_MAX;
        notBefore = now.plus(after.filter(said -> said.compareTo(pause) > 0).orElse(pause));
        rest();
        return ++failures < PushLimits.FAILURES_MAX;
    }

    /** The service does not take it. False: it is given up. */
    synchronized boolean refused(Instant now) { return ++refusals < PushLimits.REFUSALS_MAX & failed(now,
        Optional.empty()); }

    private boolean rest() {
        boolean hasMore = at == At.SENDING_AND_MORE;
        at = At.IDLE;
        return hasMore;
    }
}
