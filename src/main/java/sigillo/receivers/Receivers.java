package sigillo.receivers;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import sigillo.base.Bytes;
import sigillo.receivers.Standing.More;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.store.Batch;
import sigillo.store.Damaged;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.Transactions;
import sigillo.store.Tx;

/**
 * What is remembered of receivers and destinations, over restarts and among servers. Counts are in memory and kept within a
 * minute ({@link #keep}); a detour is kept at once. Rows are sealed and found by hashes: they say to whom mail goes. Any
 * thread.
 */
public final class Receivers {
    private static final PartitionName PARTITION = new PartitionName("receivers");
    private static final Bytes ROWS = Bytes.utf8("r/");
    private static final Bytes WARM_UP = Bytes.utf8("w");
    /** A number that grows when a detour or the pace has changed: what else changes, others need not hear. */
    private static final Bytes TURNS = Bytes.utf8("v");
    private static final String USE = "sgl1/receiver";
    private static final int VERSION = 1;
    private static final int TAG_OCTETS = 16;

    private final Transactions transactions;
    private final Secret key;
    private final Randomness randomness;
    private final InstantSource clock;
    /** In the order of their last use. */
    private final LinkedHashMap<String, State> states = new LinkedHashMap<>(16, 0.75f, true);
    /** By domain. */
    private final Map<String, Detour> detours = new ConcurrentHashMap<>();
    private volatile Optional<Instant> warmingSince = Optional.empty();
    private volatile boolean hasWarmed;
    /** Before the first look there is none. */
    private volatile long turns = -1;

    private static final class State {
        Standing row;
        More unkept = More.NOTHING;
    }

    public Receivers(Store store, Secret key, Randomness randomness, InstantSource clock) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.key = key;
        this.randomness = randomness;
        this.clock = clock;
        changedElsewhere();
    }

    /**
     * Another server has written here, or may have. All rows are read only when one has said so, for counts are written
     * each second. Throws {@link sigillo.store.StoreException}.
     */
    public void changedElsewhere() {
        long now = turns(transactions.partition().get(TURNS));
        if (now != turns) readAll();
        turns = now;
        synchronized (states) {
            states.values().removeIf(state -> state.unkept.equals(More.NOTHING));
        }
    }

    private static long turns(Optional<byte[]> row) { return row.map(octets -> new RowIn(octets, VERSION).number()).orElse(0L); }

    private static void turned(Tx tx) { tx.put(TURNS, new RowOut(VERSION).number(turns(tx.get(TURNS)) + 1).done()); }

    private void readAll() {
        var found = new HashMap<String, Detour>();
        all().forEach(row -> row.detour().ifPresent(detour -> found.put(row.name(), detour)));
        detours.keySet().retainAll(found.keySet());
        detours.putAll(found);
        var warmUp = transactions.partition().get(WARM_UP).map(row -> new RowIn(row, VERSION));
        hasWarmed = warmUp.isPresent();
        warmingSince = warmUp.flatMap(in -> in.optional(in::time));
    }

    // ---- how mail fares ----

    void note(String name, More more) {
        synchronized (states) {
            var state = state(name);
            state.row = state.row.plus(more);
            state.unkept = state.unkept.plus(more);
        }
    }

    private State state(String name) {
        var state = states.get(name);
        if (state != null) return state;
        state = new State();
        state.row = read(name);
        states.put(name, state);
        var eldest = states.entrySet().iterator().next();
        if (states.size() > ReceiverLimits.IN_MEMORY_MAX) {
            keep(Map.of(eldest.getKey(), eldest.getValue().unkept));
            states.remove(eldest.getKey());
        }
        return state;
    }

    private Standing read(String name) {
        return transactions.partition().get(row(name)).flatMap(sealed -> open(row(name), sealed)).orElseGet(() -> Standing.fresh(name, clock.instant()));
    }

    /** Those to which there was anything of late, the last first; counted up to now. */
    public List<Standing> list() {
        var all = new HashMap<String, Standing>();
        all().forEach(row -> all.put(row.name(), row));
        synchronized (states) {
            states.forEach((name, state) -> {
                if (!state.unkept.equals(More.NOTHING)) all.put(name, state.row);
            });
        }
        return all.values().stream().sorted(Comparator.comparing(Standing::touched).reversed()).toList();
    }

    // ---- another way ----

    /** Whether mail for a domain goes another way now. Quick. */
    public boolean isDetoured(String domain) {
        var detour = detours.get(domain);
        return detour != null && detour.isInForce(clock.instant());
    }

    /** It refuses this server's address: {@code because} of this. False where there is no room to remember it. */
    boolean refused(String domain, String because) {
        if (!detours.containsKey(domain) && detours.size() >= ReceiverLimits.DETOURS_MAX) return false;
        var now = clock.instant();
        var before = Optional.ofNullable(detours.get(domain));
        if (before.filter(detour -> detour.isInForce(now)).isPresent()) return true;
        var detour = before.map(one -> one.again(now, because)).orElseGet(() -> Detour.begun(now, because));
        change(domain, row -> row.with(Optional.of(detour)));
        detours.put(domain, detour);
        return true;
    }

    /** It took one directly, or what it refused was not this server's address. */
    void tookDirectly(String domain) {
        if (detours.remove(domain) != null) change(domain, row -> row.with(Optional.empty()));
    }

    private void change(String name, UnaryOperator<Standing> change) {
        synchronized (states) {
            var state = state(name);
            var more = state.unkept;
            transactions.write(tx -> {
                put(tx, change.apply(kept(tx, name, state.row.since()).plus(more)));
                turned(tx);
                return null;
            });
            state.unkept = More.NOTHING;
            state.row = change.apply(state.row);
        }
    }

    // ---- a new address ----

    /** Since when it goes at the pace of {@link WarmUp}; empty when it does not, or not any more. */
    public Optional<Instant> warmingSince() { return warmingSince.filter(begun -> WarmUp.day(begun, clock.instant()).isPresent()); }

    /** Whether it was ever said that it does, or does not. */
    public boolean hasWarmed() { return hasWarmed; }

    /** From now on, or not. */
    public void warm(boolean on) {
        var since = on ? Optional.of(clock.instant()) : Optional.<Instant>empty();
        transactions.write(tx -> {
            var out = new RowOut(VERSION);
            tx.put(WARM_UP, out.optional(since, out::time).done());
            turned(tx);
            return null;
        });
        warmingSince = since;
        hasWarmed = true;
    }

    /** Takes so much of a receiver's pace, or says when to come again. */
    Optional<Instant> take(String receiver, long recipients, boolean isBulk) {
        var now = clock.instant();
        var day = warmingSince.flatMap(begun -> WarmUp.day(begun, now));
        if (day.isEmpty()) return Optional.empty();
        synchronized (states) {
            var used = state(receiver).row.used().at(WarmUp.hour(now));
            if (!WarmUp.has(used, day.get(), recipients, isBulk)) return Optional.of(WarmUp.next(used, day.get(), isBulk, now));
            note(receiver, new More(0, 0, 0, Optional.empty(), Optional.empty(), Use.of(WarmUp.hour(now), recipients)));
            return Optional.empty();
        }
    }

    /** What was taken and did not come there. */
    void giveBack(String receiver, long recipients) {
        note(receiver, new More(0, 0, 0, Optional.empty(), Optional.empty(), Use.of(WarmUp.hour(clock.instant()), -recipients)));
    }

    /** Recipients that each large receiver got today and in this hour. */
    public record Paced(String receiver, long today, long thisHour) {}

    public List<Paced> paced() {
        long hour = WarmUp.hour(clock.instant());
        return list().stream().map(row -> new Paced(row.name(), row.used().at(hour).inDay(), row.used().at(hour).inHour()))
            .filter(one -> one.today() > 0).sorted(Comparator.comparing(Paced::receiver)).toList();
    }

    // ---- upkeep ----

    /** Writes what was counted; to be called each minute, among several servers each second. Throws {@link sigillo.store.StoreException}. */
    public void keep() {
        synchronized (states) {
            var page = new HashMap<String, More>();
            for (var name : List.copyOf(states.keySet())) {
                var more = states.get(name).unkept;
                if (!more.equals(More.NOTHING)) page.put(name, more);
                if (page.size() < ReceiverLimits.PAGE) continue;
                keep(page);
                page.clear();
            }
            keep(page);
        }
    }

    private void keep(Map<String, More> some) {
        var page = Map.copyOf(some);
        if (page.values().stream().allMatch(More.NOTHING::equals)) return;
        var since = new HashMap<String, Instant>();
        page.keySet().forEach(name -> since.put(name, states.get(name).row.since()));
        transactions.write(Batch.Lane.BULK, tx -> {
            page.forEach((name, more) -> put(tx, kept(tx, name, since.get(name)).plus(more)));
            return null;
        });
        page.keySet().forEach(name -> states.get(name).unkept = More.NOTHING);
    }

    /** Forgets those to which there was nothing for long; to be called daily. */
    public void tidy() {
        var oldest = clock.instant().minus(ReceiverLimits.KEPT_FOR);
        var all = list();
        var gone = new ArrayList<>(all.stream().skip(ReceiverLimits.KEPT_MAX).map(Standing::name).toList());
        all.stream().limit(ReceiverLimits.KEPT_MAX).filter(row -> row.touched().isBefore(oldest)).map(Standing::name).forEach(gone::add);
        for (int from = 0; from < gone.size(); from += ReceiverLimits.PAGE) {
            var page = gone.subList(from, Math.min(gone.size(), from + ReceiverLimits.PAGE));
            transactions.write(Batch.Lane.BULK, tx -> {
                page.forEach(name -> tx.delete(row(name)));
                turned(tx);
                return null;
            });
        }
        gone.forEach(detours::remove);
    }

    // ---- rows ----

    private List<Standing> all() {
        var all = new ArrayList<Standing>();
        transactions.partition().range(ROWS, ROWS.afterPrefix(), false, (place, sealed) -> {
            open(place, sealed).ifPresent(all::add);
            return all.size() < 2 * ReceiverLimits.KEPT_MAX;
        });
        return all;
    }

    private Standing kept(Tx tx, String name, Instant since) {
        return tx.get(row(name)).flatMap(sealed -> open(row(name), sealed)).orElseGet(() -> Standing.fresh(name, since));
    }

    private void put(Tx tx, Standing row) {
        var place = row(row.name());
        tx.put(place, SealedRow.seal(key, place.unsafeArray(), row.encode(), randomness));
    }

    /** One that is damaged, or under another key, is as one that is not there. */
    private Optional<Standing> open(Bytes place, byte[] sealed) {
        try {
            return Optional.of(Standing.decode(SealedRow.open(key, place.unsafeArray(), sealed)));
        } catch (SealBroken | Damaged broken) {
            return Optional.empty();
        }
    }

    private Bytes row(String name) {
        return Bytes.wrap(ByteBuffer.allocate(ROWS.length() + TAG_OCTETS).put(ROWS.unsafeArray()).put(SealedRow.tag(key, USE, name)).array());
    }
}
