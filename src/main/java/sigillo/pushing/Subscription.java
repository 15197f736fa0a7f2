package sigillo.pushing;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import sigillo.account.AccountId;
import sigillo.webpush.PushKeys;

/**
 * RFC 8620 section 7.2. {@code slot}: the way in by which it was made; it ends with it. {@code code}: what the client
 * must say before anything is told. {@code types}: all, where it is empty.
 */
public record Subscription(String id, AccountId account, long slot, String device, PushUrl url, Optional<PushKeys> keys,
    String code,
    boolean isVerified, Instant madeAt, Instant expires, Optional<Set<String>> types) {

    public Subscription { types = types.map(Set::copyOf); }

    Subscription verified() { return new Subscription(id, account, slot, device, url, keys, code, true, madeAt, expires,
        types); }

    public Subscription expiring(Instant at) { return new Subscription(id, account, slot, device, url, keys, code,
        isVerified, madeAt, at, types); }

    public Subscription of(Optional<Set<String>> wanted) {
        return new Subscription(id, account, slot, device, url, keys, code, isVerified, madeAt, expires, wanted);
    }

    boolean isOver(Instant now) {
        return !now.isBefore(expires) || !isVerified && !now.isBefore(madeAt.plus(PushLimits.UNVERIFIED_MAX));
    }

    /** Neither the address nor the keys. */
    @Override public String toString() { return "push subscription " + id + " of account " + account; }
}
