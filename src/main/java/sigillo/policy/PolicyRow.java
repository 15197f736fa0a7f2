package sigillo.policy;

import java.time.Duration;
import java.time.Instant;
import sigillo.base.Domain;
import sigillo.mtasts.StsPolicy;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** A policy as it is kept. {@code used}: when mail was last sent by it, to the day. */
record PolicyRow(Domain domain, String id, StsPolicy policy, Instant fetched, Instant used) {
    private static final int VERSION = 1;

    /** RFC 8461 section 3.2: max_age counts from when it was fetched. */
    boolean isGood(Instant now) { return now.isBefore(fetched.plus(policy.maxAge())); }

    /** Short-lived ones in the second half of their time, others after a day. */
    boolean isToBeRefreshed(Instant now) {
        var half = policy.maxAge().dividedBy(2);
        var after = half.compareTo(PolicyLimits.REFRESHED_AFTER) < 0 ? half : PolicyLimits.REFRESHED_AFTER;
        return !now.isBefore(fetched.plus(after));
    }

    boolean isUnused(Instant now) { return used.plus(PolicyLimits.UNUSED_MAX).isBefore(now); }

    boolean wasUsedToday(Instant now) { return Duration.between(used, now).abs().compareTo(Duration.ofDays(1)) < 0; }

    PolicyRow usedAt(Instant now) { return new PolicyRow(domain, id, policy, fetched, now); }

    byte[] encode() {
        return new RowOut(VERSION).text(domain.name()).text(id).text(policy.encode()).time(fetched).time(used).done();
    }

    /** Throws {@link sigillo.store.StoreException} for what is none. */
    static PolicyRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        var domain = Domain.parse(in.text()).orElseThrow(() -> RowIn.broken("no domain"));
        var id = in.text();
        if (!(StsPolicy.parse(in.text()) instanceof StsPolicy.Parsed.Ok(var policy))) throw RowIn.broken("no policy");
        return new PolicyRow(domain, id, policy, in.time(), in.time());
    }
}
