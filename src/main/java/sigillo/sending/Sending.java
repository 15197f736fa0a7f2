package sigillo.sending;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.OneByOne;
import sigillo.sealing.Secret;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.Tx;

/**
 * Counts what each account sends and pauses one that sends as only a thief does: to too many, to too many whom it never
 * wrote to, or to many more than is its habit. One row an account, the same for all servers of a store. A message to
 * known recipients costs no write: its count is kept within a minute, by {@link #keep}; one to others is written at once,
 * with who they are (as hashes, {@link Known}). A pause is durable before anybody hears of it. Any thread.
 */
public final class Sending {
    private static final PartitionName PARTITION = new PartitionName("sending");
    private static final Bytes ROWS = Bytes.utf8("s/");
    private static final int LOCKS = 64;
    private static final long DAY_MILLIS = 86_400_000;
    /** An owner may lift a pause once in this time; then it is the operator's to do. */
    private static final Duration OWNER_LIFTS_EVERY = Duration.ofDays(1);

    private final Transactions transactions;
    private final Known known;
    private final Unwanted unwanted;
    private final SendingLimits limits;
    private final boolean isOneOfSeveral;
    private final InstantSource clock;
    private final Map<AccountId, State> states = new ConcurrentHashMap<>();
    private final ReentrantLock[] locks = Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);
    private volatile BiConsumer<AccountId, Pause> listener = (_, _) -> { };

    /** {@code key} is over the hashes. {@code isOneOfSeveral}: other servers may write the same rows. */
    public Sending(Store store, Secret key, SendingLimits limits, boolean isOneOfSeveral, InstantSource clock) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.known = new Known(transactions, key);
        this.unwanted = new Unwanted(transactions, key, clock);
        this.limits = limits;
        this.isOneOfSeveral = isOneOfSeveral;
        this.clock = clock;
    }

    /** Hears of each pause, once, on the thread of who sent; must be quick. To be called before the first mail. */
    public void whenPaused(BiConsumer<AccountId, Pause> hears) { listener = hears; }

    /** Who has complained. */
    public Unwanted unwanted() { return unwanted; }

    /** Whether the account has written to this address in the last two years. Throws {@link StoreException}. */
    public boolean hasWrittenTo(AccountId account, Address recipient) { return known.has(account, recipient, today(clock.millis())); }

    /** Whether a message may go. */
    public sealed interface Answer {
        record Go() implements Answer {}

        /** So many messages are too many for now. */
        record Later() implements Answer {}

        record Paused(Pause pause) implements Answer {}
    }

    /**
     * What is in memory of an account. Of a server that is alone {@code row} has all that was counted; among several it is
     * read anew each time, and {@code unkept} and {@code underWay} are not in it yet. Under the account's lock.
     */
    private static final class State {
        SentRow row;
        Sent unkept = Sent.NOTHING;
        Sent underWay = Sent.NOTHING;
        /** When the last of what is not kept was counted. */
        long counted;
        long touched;
    }

    // ---- sending ----

    /** Counts a message, or says why it may not go. Throws {@link StoreException}. */
    public Answer take(AccountId account, List<Address> recipients) {
        long now = clock.millis();
        if (locked(account, () -> isStale(account, now))) write(account, List.of());
        var taken = locked(account, () -> take(account, recipients, now));
        if (!taken.noted().isEmpty()) write(account, taken.noted());
        taken.news().ifPresent(excess -> pause(account, excess));
        return taken.news().isPresent() ? new Answer.Paused(paused(account).orElseThrow()) : taken.answer();
    }

    /**
     * What {@link #take} counted does not go after all, since the queue did not take it; its program will send it again. Whom
     * it is to stays known, and counted as new: they are not counted so the next time. Throws {@link StoreException}.
     */
    public void giveBack(AccountId account, int recipients) {
        long now = clock.millis();
        var less = new Sent(-1, -recipients, 0);
        locked(account, () -> {
            var state = state(account, now);
            if (!isOneOfSeveral) state.row = state.row.with(state.row.tally().at(now).plus(less));
            state.unkept = state.unkept.plus(less);
            state.counted = now;
            return null;
        });
    }

    /** {@code noted}: rows of whom it writes to. {@code news}: why it is to be paused. */
    private record Taken(Answer answer, List<Bytes> noted, Optional<Tally.Excess> news) {}

    private Taken take(AccountId account, List<Address> recipients, long now) {
        var state = state(account, now);
        if (state.row.pause().isPresent()) return new Taken(new Answer.Paused(state.row.pause().get()), List.of(), Optional.empty());
        var met = known.meet(account, recipients, today(now));
        var more = new Sent(1, recipients.size(), met.firsts());
        var excess = tally(state, now).excess(more, state.row.limits(limits), now);
        if (excess.isPresent()) {
            return new Taken(new Answer.Later(), List.of(), excess.filter(Tally.Excess::isToBePaused));
        }
        if (!isOneOfSeveral) state.row = state.row.with(state.row.tally().at(now).plus(more));
        state.unkept = state.unkept.plus(more);
        state.counted = now;
        return new Taken(new Answer.Go(), met.noted(), Optional.empty());
    }

    /** What is not kept has one time only. */
    private boolean isStale(AccountId account, long now) {
        var state = states.get(account);
        return state != null && !state.unkept.equals(Sent.NOTHING) && Math.abs(now - state.counted) > SendingLimits.STALE_MILLIS;
    }

    private Tally tally(State state, long now) {
        var kept = state.row.tally();
        return isOneOfSeveral ? kept.at(state.counted).plus(state.unkept).plus(state.underWay).at(now) : kept.at(now);
    }

    private State state(AccountId account, long now) {
        var state = states.computeIfAbsent(account, _ -> new State());
        if (state.row == null || isOneOfSeveral) state.row = read(account);
        state.touched = now;
        return state;
    }

    /** One that is damaged is as one that is not there. */
    private SentRow read(AccountId account) { return decoded(transactions.partition().get(row(account))); }

    private static SentRow decoded(Optional<byte[]> row) {
        try {
            return row.map(SentRow::decode).orElse(SentRow.NONE);
        } catch (Damaged broken) {
            return SentRow.NONE;
        }
    }

    /** What was counted, with whom it wrote to. */
    private void write(AccountId account, List<Bytes> noted) {
        long now = clock.millis();
        var counted = new long[1];
        var more = locked(account, () -> {
            var state = state(account, now);
            counted[0] = state.counted;
            var all = state.unkept;
            state.unkept = Sent.NOTHING;
            state.underWay = state.underWay.plus(all);
            return all;
        });
        boolean isKept = false;
        try {
            change(account, before -> before.with(before.tally().at(counted[0]).plus(more)), tx -> known.note(tx, noted, today(now)));
            isKept = true;
        } finally {
            done(account, more, isKept);
        }
    }

    private void done(AccountId account, Sent more, boolean isKept) {
        locked(account, () -> {
            var state = states.get(account);
            if (state == null) return null; // the account was removed
            state.underWay = state.underWay.minus(more);
            if (!isKept) state.unkept = state.unkept.plus(more);
            return null;
        });
    }

    private interface Beside {
        void write(Tx tx);
    }

    private SentRow change(AccountId account, UnaryOperator<SentRow> change, Beside beside) {
        return transactions.write(tx -> {
            var row = change.apply(decoded(tx.get(row(account))));
            tx.put(row(account), row.encode());
            beside.write(tx);
            return row;
        });
    }

    /** And in memory, where all is counted but for what is counted anew. */
    private void change(AccountId account, UnaryOperator<SentRow> change, boolean isAnew) {
        var row = change(account, change, _ -> { });
        locked(account, () -> {
            var state = states.get(account);
            if (state != null && state.row != null) state.row = isAnew ? row : row.with(state.row.tally());
            if (state != null && isAnew) state.unkept = Sent.NOTHING;
            return null;
        });
    }

    private void pause(AccountId account, Tally.Excess why) {
        pause(account, new Pause(clock.instant(), Optional.of(why.bound()), why.count(), why.max(), false));
    }

    /** By the operator; the listener hears of it as of any other. False when it is paused already. */
    public boolean pauseByOperator(AccountId account) { return pause(account, Pause.byOperator(clock.instant())); }

    private boolean pause(AccountId account, Pause pause) {
        var isNew = new boolean[1];
        change(account, before -> {
            isNew[0] = before.pause().isEmpty();
            return isNew[0] ? before.with(Optional.of(pause)) : before;
        }, false);
        if (isNew[0]) listener.accept(account, pause);
        return isNew[0];
    }

    /** A message of it was refused: a virus is in it. Counted durably. Throws {@link StoreException}. */
    public void isInfected(AccountId account) { change(account, before -> before.infectedAt(clock.instant()), false); }

    // ---- pauses ----

    /** Why it may not send now. Throws {@link StoreException}. */
    public Optional<Pause> paused(AccountId account) { return locked(account, () -> state(account, clock.millis()).row.pause()); }

    public Map<AccountId, Pause> allPaused() {
        var all = new HashMap<AccountId, Pause>();
        each((account, row) -> row.pause().ifPresent(pause -> all.put(account, pause)));
        return all;
    }

    /** It sends again, and what it sent before counts no more. False when it was not paused. */
    public boolean lift(AccountId account) { return lift(account, Optional.empty()); }

    /** By its owner, who {@link #mayOwnerLift}. */
    public boolean liftByOwner(AccountId account) { return lift(account, Optional.of(clock.instant())); }

    private boolean lift(AccountId account, Optional<Instant> byOwner) {
        if (paused(account).isEmpty()) return false;
        long now = clock.millis();
        change(account, before -> before.with(before.tally().at(now)).liftedAt(byOwner), true);
        return true;
    }

    /** Its owner has set a new password: whoever had the old one is out. */
    public void hasNewPassword(AccountId account) {
        if (paused(account).isPresent()) change(account, before -> before.with(before.pause().map(Pause::withNewPassword)), false);
    }

    /** {@code hasFactor}: he signed in with a second factor. Once a day: who needs it more often asks the operator. */
    public boolean mayOwnerLift(AccountId account, boolean hasFactor) {
        var row = locked(account, () -> state(account, clock.millis()).row);
        boolean isLately = row.lifted().filter(at -> clock.instant().isBefore(at.plus(OWNER_LIFTS_EVERY))).isPresent();
        return !isLately && row.pause().filter(pause -> pause.why().isPresent() && (hasFactor || pause.hasNewPassword())).isPresent();
    }

    // ---- for the operator ----

    /**
     * {@code counts}: of the bounds that count something. {@code own}: limits of its own. {@code busiest}: recipients of a day. {@code infected}:
     * what was refused for a virus.
     */
    public record Shown(Map<Bound, Long> counts, SendingLimits limits, Map<Bound, Integer> own, long busiest, Optional<Pause> pause,
            Optional<Infected> infected) {}

    public Shown show(AccountId account) {
        long now = clock.millis();
        return locked(account, () -> {
            var state = state(account, now);
            var tally = tally(state, now);
            var counts = new EnumMap<Bound, Long>(Bound.class);
            for (var bound : Bound.values()) if (bound.isCounted()) counts.put(bound, tally.count(bound, now));
            return new Shown(counts, state.row.limits(limits), state.row.own(), tally.busiest() / 100, state.row.pause(), state.row.infected());
        });
    }

    /** Gives an account a limit of its own; without {@code max} that of all. */
    public void limit(AccountId account, Bound bound, Optional<Integer> max) {
        change(account, before -> {
            var own = new HashMap<>(before.own());
            max.ifPresentOrElse(one -> own.put(bound, one), () -> own.remove(bound));
            return before.limited(own);
        }, false);
    }

    // ---- upkeep ----

    /** Writes what was counted; to be called each minute, among several servers each second. Throws {@link StoreException}. */
    public void keep() {
        long now = clock.millis();
        for (var account : List.copyOf(states.keySet())) {
            if (locked(account, () -> isToBeKept(account, now))) write(account, List.of());
        }
    }

    private boolean isToBeKept(AccountId account, long now) {
        var state = states.get(account);
        if (state == null) return false;
        boolean isIdle = state.unkept.equals(Sent.NOTHING) && state.underWay.equals(Sent.NOTHING);
        if (isIdle && now - state.touched > SendingLimits.IDLE_MILLIS) states.remove(account);
        return !state.unkept.equals(Sent.NOTHING);
    }

    /** Forgets of each whom it wrote to long ago; to be called daily. Throws {@link OneByOne.Failed} when the others are done. */
    public void tidy() {
        var all = new HashMap<AccountId, SentRow>();
        each(all::put);
        OneByOne.each(all.keySet(), account -> "account " + account, account -> {
            known.tidy(account, today(clock.millis()));
            unwanted.tidy(account);
        });
    }

    /** What is kept here of an account that is removed. */
    public void forget(AccountId account) {
        known.forget(account);
        unwanted.forget(account);
        transactions.write(tx -> {
            tx.delete(row(account));
            return null;
        });
        locked(account, () -> states.remove(account));
    }

    private void each(BiConsumer<AccountId, SentRow> visitor) {
        transactions.partition().range(ROWS, ROWS.afterPrefix(), false, (key, row) -> {
            AccountId.of(key.toUtf8().substring(ROWS.length())).ifPresent(account -> visitor.accept(account, decoded(Optional.of(row))));
            return true;
        });
    }

    private static long today(long now) { return Math.floorDiv(now, DAY_MILLIS); }

    private static Bytes row(AccountId account) { return Bytes.utf8("s/" + account.text()); }

    private interface Locked<T> {
        T under();
    }

    private <T> T locked(AccountId account, Locked<T> work) {
        var lock = locks[Math.floorMod(account.hashCode(), LOCKS)];
        lock.lock();
        try {
            return work.under();
        } finally {
            lock.unlock();
        }
    }
}
