package sigillo.protectedmail;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import sigillo.account.AccountId;
import sigillo.account.Usage;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.base.Sha256;
import sigillo.protectedmail.ProtectedMessage.State;
import sigillo.protectedmail.ProtectedMessage.Terms;
import sigillo.store.Store;

/**
 * Password-protected messages as they are kept: nothing here can open one. A try is counted, durably, before what was
 * shown is compared, so that neither many at once nor a stop gives more of them. Any thread; throws
 * {@link sigillo.store.StoreException}.
 */
public final class ProtectedMessages {
    private static final System.Logger LOG = System.getLogger("sigillo.protectedmail");
    private static final int SWEPT_AT_ONCE = 500;

    /** Is told when one whose sender wants to hear of it is opened for the first time. */
    public interface Told {
        void opened(AccountId sender, Instant at);
    }

    enum Kept { KEPT, THERE, TOO_MANY, OVER_QUOTA }

    private final ProtectedRows rows;
    private final Function<AccountId, Usage> usage;
    private final Told told;
    private final InstantSource clock;
    /** What an account has is looked at before one more is kept. */
    private final ReentrantLock keeping = new ReentrantLock();

    /** {@code usage}: what an account holds of what it may. */
    public ProtectedMessages(Store store, Function<AccountId, Usage> usage, Told told, InstantSource clock) {
        this.rows = new ProtectedRows(store);
        this.usage = usage;
        this.told = told;
        this.clock = clock;
    }

    Instant now() { return clock.instant(); }

    // ---- for the sender ----

    Kept keep(Bytes name, AccountId account, Bytes verifier, Terms terms, Duration valid, Octets octets)
            throws IOException {
        keeping.lock();
        try {
            var mine = rows.of(account);
            long sum = mine.values().stream().mapToLong(ProtectedMessage::octets).sum() + octets.length();
            boolean isTooMuch = mine.size() >= ProtectedLimits.MESSAGES_MAX || sum > ProtectedLimits.ALL_OCTETS_MAX;
            if (isTooMuch) return Kept.TOO_MANY;
            if (!usage.apply(account).takes(sum)) return Kept.OVER_QUOTA;
            var now = now();
            var message = new ProtectedMessage(account, verifier, terms, octets.length(), now, now.plus(valid), 0, 0,
                Optional.empty(), false);
            return rows.add(name, message, octets) ? Kept.KEPT : Kept.THERE;
        } finally {
            keeping.unlock();
        }
    }

    /** By their names; the oldest are not first. */
    Map<Bytes, ProtectedMessage> of(AccountId account) { return new LinkedHashMap<>(rows.of(account)); }

    /** False where he has none of this name. */
    boolean revoke(Bytes name, AccountId account) {
        if (rows.at(name).filter(one -> one.account().equals(account)).isEmpty()) return false;
        rows.delete(name, account);
        return true;
    }

    /** What a backup has brought back may be opened again. False where he has none of this name. */
    boolean release(Bytes name, AccountId account) {
        return rows.change(name, one -> one.account().equals(account) ? one.held(false) : one)
            .filter(one -> one.account().equals(account)).isPresent();
    }

    // ---- after a restoration ----

    /**
     * A backup has brought all of these back: which of them were revoked, opened or tried since, nobody knows, so none
     * opens until its sender says so. How many that are. Throws {@link sigillo.store.StoreException}.
     */
    public static long hold(Store store, Instant now) {
        var rows = new ProtectedRows(store);
        long held = 0;
        var some = rows.after(Bytes.EMPTY, SWEPT_AT_ONCE);
        while (!some.isEmpty()) {
            for (var name : some) {
                var is = rows.change(name, one -> one.held(true));
                if (is.filter(one -> one.state(now) == State.HELD).isPresent()) held++;
            }
            some = rows.after(some.getLast(), SWEPT_AT_ONCE);
        }
        return held;
    }

    // ---- for who has the link ----

    static Bytes name(byte[] id) { return Bytes.wrap(Sha256.of(id)); }

    /** Empty too for one that cannot be opened any more. */
    Optional<ProtectedMessage> look(Bytes name) { return rows.at(name).filter(one -> one.state(now()) == State.OPEN); }

    /** {@code authenticator}: what the browser makes of password and link. */
    Opening open(Bytes name, byte[] authenticator) {
        return tried(name, authenticator, one -> one.state(now()) == State.OPEN, this::opened);
    }

    private Opening opened(Bytes name, ProtectedMessage message) {
        rows.change(name, one -> one.openedAt(now()));
        if (message.opened().isEmpty() && message.terms().tellsOpening()) told.opened(message.account(), now());
        return new Opening.Open(message, rows.octets(name, message));
    }

    /** For an answer, which counts at once: also while it is told that its octets are gone. */
    Opening reply(Bytes name, byte[] authenticator) {
        var now = now();
        return tried(name, authenticator, one -> isKnown(one, now) && mayBeAnswered(one), (_, message) -> {
            var counted = rows.change(name, one -> mayBeAnswered(one) ? one.replies(1) : one);
            boolean isCounted = counted.filter(one -> one.replies() > message.replies()).isPresent();
            return isCounted ? new Opening.Open(message, Octets.of(new byte[0])) : new Opening.Gone();
        });
    }

    /** It did not come, or was not kept. */
    void replyFailed(Bytes name) { rows.change(name, one -> one.replies() > 0 ? one.replies(-1) : one); }

    private static boolean isKnown(ProtectedMessage one, Instant now) {
        return one.state(now) == State.OPEN || one.state(now) == State.OPENED;
    }

    private static boolean mayBeAnswered(ProtectedMessage one) {
        return one.terms().takesReplies() && one.replies() < ProtectedLimits.REPLIES_MAX;
    }

    private interface Then {
        Opening on(Bytes name, ProtectedMessage message);
    }

    private Opening tried(Bytes name, byte[] authenticator, Predicate<ProtectedMessage> isOpen, Then then) {
        if (rows.at(name).filter(isOpen).isEmpty()) return new Opening.Gone(); // nothing is written for who guesses ids
        var wasOpen = new boolean[1];
        var counted = rows.change(name, one -> {
            wasOpen[0] = isOpen.test(one);
            return wasOpen[0] ? one.wrong(1) : one;
        });
        if (counted.isEmpty() || !wasOpen[0]) return new Opening.Gone();
        var message = counted.get();
        if (MessageDigest.isEqual(Sha256.of(authenticator), message.verifier().toArray())) {
            rows.change(name, one -> one.wrong() > 0 ? one.wrong(-1) : one);
            return then.on(name, message.wrong(-1));
        }
        if (message.triesLeft() == 0) spent(name, message);
        return new Opening.Wrong(message.triesLeft());
    }

    private void spent(Bytes name, ProtectedMessage message) {
        rows.deleteOctets(name);
        LOG.log(Level.INFO, "a protected message of account " + message.account()
            + " is locked: too many wrong passwords");
    }

    // ---- upkeep ----

    /** The account is removed. */
    public void forget(AccountId account) { rows.of(account).keySet().forEach(name -> rows.delete(name, account)); }

    /** Of an account, in all. */
    public long octets(AccountId account) {
        return rows.of(account).values().stream().mapToLong(ProtectedMessage::octets).sum();
    }

    /** All that have one. */
    public Set<AccountId> accounts() { return rows.accounts(); }

    /** What is over goes, and octets of nobody. */
    public void tidy() {
        var some = rows.after(Bytes.EMPTY, SWEPT_AT_ONCE);
        while (!some.isEmpty()) {
            for (var name : some) rows.at(name).ifPresent(one -> tidy(name, one));
            some = rows.after(some.getLast(), SWEPT_AT_ONCE);
        }
        rows.sweep();
    }

    private void tidy(Bytes name, ProtectedMessage one) {
        switch (one.state(now())) {
            case OVER -> rows.delete(name, one.account());
            case OPENED, SPENT -> rows.deleteOctets(name);
            case OPEN, HELD -> { }
        }
    }
}
