package sigillo.shred;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import sigillo.base.Alarms;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.shred.AgreedRows.Said;
import sigillo.shred.AgreedRows.State;
import sigillo.shred.AgreedRows.Turn;
import sigillo.shred.AgreedRows.Word;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.Tx;

/**
 * Keeps the file of keys of each server of a cluster in step with the others', so that each opens what any has wrapped,
 * and what one destroys is destroyed by all (decision 0021). One server at a time, the first of those that live, looks
 * after it: it makes the next key and seals it to each other's key pair in the store; when all who live have turned to
 * it, it wraps anew what was under older ones; then it takes these off the list, and each destroys its own copies. A
 * server that was off does so before it serves. How keys pass from one to another is {@link Exchange}'s. Any thread.
 *
 * <p>A key is destroyed for one reason: the list of its use, which can be read and is of no former turn, has it no
 * more, though this server had told that it has it. One that nobody was told of (a file that was copied some time ago,
 * a cluster that was put back) is put on the list first: then what is still under it is wrapped anew before it goes.
 */
final class Agreement {
    /** How long who looks after them waits for the others to turn to the next key: they hear of it within a second. */
    static final Duration MOVED_MAX = Duration.ofSeconds(3);
    /** How long who begins waits for another to give what is missing here. */
    static final Duration GIVEN_MAX = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(300);
    /** Each round follows what the one before has found. */
    private static final int ROUNDS_MAX = 5;
    /** So often in vain is an hour. */
    private static final int WAITS_UNTIL_ALARM = 6;

    private final Sharing sharing;
    private final AgreedRows rows;
    private final Exchange exchange;
    private final KeyFile file;
    private final Map<Use, ShredKeys> keys;
    private final Randomness randomness;
    private final Alarms alarms;
    private final Transactions transactions;
    private final Duration movedMax;
    private final ReentrantLock lock = new ReentrantLock();
    // Under the lock:
    private final Map<Use, Turn> followed = new EnumMap<>(Use.class);
    /** Made, and not known to be agreed. */
    private final Map<Use, Long> made = new EnumMap<>(Use.class);
    private boolean hasJoined;
    private final Map<Use, Integer> waits = new EnumMap<>(Use.class);

    Agreement(
            Sharing sharing, String name, KeyFile file, Map<Use, ShredKeys> keys, Duration movedMax, Randomness randomness,
            Alarms alarms) {
        this.movedMax = movedMax;
        this.sharing = sharing;
        this.rows = new AgreedRows(sharing, name);
        this.exchange = new Exchange(sharing, rows, file, keys, randomness);
        this.file = file;
        this.keys = keys;
        this.randomness = randomness;
        this.alarms = alarms;
        this.transactions = new Transactions(rows.partition());
    }

    // ---- what all do ----

    /** What a look has found, to be done once it is committed. */
    private record Found(State state, Optional<Word> before, Word now) {}

    /** Takes what others have given, and does what they have agreed. Throws {@link StoreException}. */
    void follow() {
        lock.lock();
        try {
            for (int round = 0; round < ROUNDS_MAX; round++) if (!hasChanged()) return;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasChanged() {
        var found = transactions.write(this::look);
        hasJoined = true;
        boolean changed = found.before.isEmpty();
        for (var use : Use.values()) changed |= done(use, found);
        exchange.dropFormerPairs(found.state);
        return changed;
    }

    /** Does nothing outside of the store but keep keys, which may be done twice. */
    private Found look(Tx tx) {
        var state = rows.read(tx);
        var own = Optional.ofNullable(state.words.get(sharing.member()));
        boolean isNew = !hasJoined;
        if (hasJoined && own.filter(word -> !word.life().equals(sharing.life())).isPresent()) {
            alarms.raise("shredding by two", "Another server has the name of this one, " + sharing.member() + ": its data"
                + " directory is a copy. End one of the two, remove its member.id, and start it again",
                "Un altro server ha il nome di questo, " + sharing.member() + ": la sua cartella dei dati è una copia. Fermarne uno, togliere il suo member.id, e riavviarlo");
        }
        if (state.lasting.isEmpty()) rows.put(tx, rows.lasting(), lasting(), randomness);
        var said = new EnumMap<Use, Said>(Use.class);
        for (var use : Use.values()) {
            var turn = adopted(tx, state, use, turn(tx, state, use, own), own);
            var lacking = new TreeSet<Long>();
            for (long number : turn.keys()) {
                if (keys.get(use).has(number)) continue;
                if (!exchange.take(state, use, number)) lacking.add(number);
            }
            said.put(use, said(use, turn, own, isNew, lacking));
        }
        exchange.give(tx, state);
        exchange.renewPair(tx, state);
        var word = new Word(sharing.life(), said);
        if (!own.equals(Optional.of(word))) rows.put(tx, rows.word(sharing.member()), word.encode(), randomness);
        return new Found(state, own, word);
    }

    private byte[] lasting() {
        synchronized (file) {
            return file.lasting().toArray();
        }
    }

    /**
     * The turn of a use; where there is none that can be read, or one that was put back to what it was, a new one of
     * all keys that anybody is known to have.
     */
    private Turn turn(Tx tx, State state, Use use, Optional<Word> own) {
        var there = state.turn(use);
        boolean isFormer = isFormer(use, there, own);
        if (there != Turn.NONE && !isFormer) return there;
        if (there != Turn.NONE) {
            alarms.raise("shredding/" + use, "What the servers of the cluster have agreed about keys of " + use
                + " was put back to what it was. It is made anew; look what else was put back",
                "Ciò che i server del cluster hanno concordato sulle chiavi di " + use + " è stato riportato a com'era. Viene rifatto; guardare che cos'altro è stato riportato");
        }
        var known = new TreeSet<>(keys.get(use).numbers());
        Optional.ofNullable(made.get(use)).ifPresent(known::remove);
        long inForce = known.stream().mapToLong(Long::longValue).max().orElse(0);
        long last = followed.getOrDefault(use, Turn.NONE).number();
        for (var word : state.words.values()) {
            known.addAll(word.of(use).holds());
            last = Math.max(last, word.of(use).moved());
        }
        if (inForce == 0) return Turn.NONE;
        var founded = new Turn(last + 1, inForce, known);
        rows.put(tx, rows.turn(use), founded.encode(), randomness);
        state.turns.put(use, founded);
        return founded;
    }

    private Turn adopted(Tx tx, State state, Use use, Turn turn, Optional<Word> own) {
        var strangers = new TreeSet<>(keys.get(use).numbers());
        strangers.removeAll(turn.keys());
        own.ifPresent(word -> strangers.removeAll(word.of(use).holds()));
        Optional.ofNullable(made.get(use)).ifPresent(strangers::remove);
        if (turn == Turn.NONE || strangers.isEmpty()) return turn;
        var all = new Turn(turn.number(), turn.inForce(), union(turn.keys(), strangers));
        rows.put(tx, rows.turn(use), all.encode(), randomness);
        state.turns.put(use, all);
        for (var member : state.members.keySet())
            for (long number : strangers) exchange.giveTo(tx, state, member, use, number);
        return all;
    }

    /** Whether it was put back to what it was. */
    private boolean isFormer(Use use, Turn turn, Optional<Word> own) {
        long told = own.map(word -> word.of(use).moved()).orElse(0L);
        return turn.number() < Math.max(told, followed.getOrDefault(use, Turn.NONE).number());
    }

    private Said said(Use use, Turn turn, Optional<Word> own, boolean isNew, Set<Long> lacking) {
        var before = own.map(word -> word.of(use)).orElse(Said.NOTHING);
        var ours = keys.get(use);
        boolean isFollowed = followed.getOrDefault(use, Turn.NONE).number() == turn.number();
        long moved = isFollowed && ours.isMoved() ? turn.number() : isNew ? 0 : before.moved();
        boolean spoiled = isNew || ours.isSpoiled();
        var holds = new TreeSet<>(ours.numbers());
        holds.retainAll(union(turn.keys(), before.holds())); // one that was just made is not agreed yet
        return new Said(moved, spoiled ? turn.number() : before.spoiled(), holds, lacking);
    }

    private static Set<Long> union(Set<Long> one, Set<Long> other) {
        var both = new HashSet<>(one);
        both.addAll(other);
        return both;
    }

    /** Turns to the key in force, and destroys what is off the list. True when another look has something to tell. */
    private boolean done(Use use, Found found) {
        var turn = found.state.turn(use);
        if (turn == Turn.NONE || isFormer(use, turn, found.before)) return false;
        var ours = keys.get(use);
        if (ours.has(turn.inForce())) {
            ours.turnTo(turn.inForce());
            followed.put(use, turn);
            if (made.containsKey(use) && turn.keys().contains(made.get(use))) made.remove(use);
        }
        boolean isDestroyed = false;
        for (long number : found.now.of(use).holds()) {
            if (!turn.keys().contains(number)) isDestroyed |= ours.destroy(number);
        }
        return isDestroyed || ours.isMoved() && found.now.of(use).moved() < turn.number();
    }

    // ---- beginning ----

    /**
     * Until the file has all that it is to have, up to a bound. Throws {@link IOException} with a sentence when others
     * do not give it.
     */
    void join(Duration max) throws IOException {
        long until = System.nanoTime() + max.toNanos();
        while (true) {
            follow();
            var lacking = lacking();
            if (lacking.isEmpty()) return;
            boolean isAlone = others(rows.read()).isEmpty();
            if (isAlone || System.nanoTime() > until) {
                throw new IOException(file.path() + " lacks " + lacking.size() + " keys of the cluster that no other server"
                    + " gives: start one that has served it lately, or copy its folder of keys");
            }
            try {
                Thread.sleep(LOOK_EVERY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private Set<Long> lacking() {
        var state = rows.read();
        var lacking = new TreeSet<Long>();
        for (var use : Use.values()) {
            for (long number : state.turn(use).keys()) if (!keys.get(use).has(number)) lacking.add(number);
        }
        return lacking;
    }

    /** Takes what nobody has off the list: what is under it is given up. */
    void giveUp() {
        lock.lock();
        try {
            transactions.write(tx -> {
                var state = rows.read(tx);
                for (var use : Use.values()) {
                    var turn = state.turn(use);
                    var left = new TreeSet<>(turn.keys());
                    left.retainAll(keys.get(use).numbers());
                    long inForce = left.contains(turn.inForce()) || left.isEmpty() ? turn.inForce() : left.first();
                    if (left.isEmpty()) tx.delete(rows.turn(use));
                    else rows.put(tx, rows.turn(use), new Turn(turn.number() + 1, inForce, left).encode(), randomness);
                }
                return null;
            });
        } finally {
            lock.unlock();
        }
        follow();
    }

    /** A key that is not here, if the others have one of that number. */
    void fetch(Use use, long number) {
        if (rows.readTurn(use).keys().contains(number)) follow();
    }

    // ---- what one does ----

    /** So that there is a key in force. Throws {@link StoreException}. */
    void begin(Use use) {
        follow();
        if (!keys.get(use).isReady()) turn(use, followed.getOrDefault(use, Turn.NONE).number());
    }

    /** Makes the next key, gives it to all, and puts it in force; nothing when another has done so meanwhile. */
    private void turn(Use use, long last) {
        lock.lock();
        try {
            long number = made.computeIfAbsent(use, _ -> keys.get(use).make());
            transactions.write(tx -> {
                var state = rows.read(tx);
                var turn = state.turn(use);
                if (turn.number() != last) return null;
                var next = new Turn(last + 1, number, union(turn.keys(), Set.of(number)));
                rows.put(tx, rows.turn(use), next.encode(), randomness);
                for (var member : state.members.keySet()) exchange.giveTo(tx, state, member, use, number);
                return null;
            });
        } finally {
            lock.unlock();
        }
        follow();
    }

    /** What {@link ShredKeys#tidy} does. Throws {@link StoreException}, and what the keeper does. */
    void tidy(Use use, ShredKeys.Keeper keeper) throws IOException {
        follow();
        var state = rows.read();
        var turn = state.turn(use);
        if (turn == Turn.NONE || !isFirst(state)) return;
        if (keys.get(use).isOver() && isSpoiled(state, use, turn)) {
            turn(use, turn.number());
            state = rows.read();
            turn = state.turn(use);
        }
        var old = new TreeSet<>(turn.keys());
        old.remove(turn.inForce());
        if (old.isEmpty() || !haveAllMoved(awaitMoved(state, use, turn), use, turn)) return;
        try (var lease = keys.get(use).lease()) {
            if (lease.number() != turn.inForce() || !keeper.rewrap(old, lease)) return;
        }
        strike(use, turn);
        follow();
    }

    private State awaitMoved(State first, Use use, Turn turn) {
        var state = first;
        long until = System.nanoTime() + movedMax.toNanos();
        while (!behind(state, use, turn).isEmpty() && System.nanoTime() < until) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            if (Thread.currentThread().isInterrupted()) return state;
            state = rows.read();
        }
        return state;
    }

    /** Of the servers that live, it has the least name. */
    private boolean isFirst(State state) {
        return others(state).keySet().stream().allMatch(other -> sharing.member().compareTo(other) < 0);
    }

    private Map<Bytes, Word> others(State state) {
        var others = new TreeMap<>(state.words);
        others.remove(sharing.member());
        others.values().removeIf(word -> !sharing.lives().test(word.life()));
        return others;
    }

    private static boolean isSpoiled(State state, Use use, Turn turn) {
        return state.words.values().stream().anyMatch(word -> word.of(use).spoiled() >= turn.number());
    }

    /** Of those who do not live any more nothing gets in; when they begin again they follow first. */
    private boolean haveAllMoved(State state, Use use, Turn turn) {
        var behind = behind(state, use, turn);
        int waited = behind.isEmpty() ? 0 : waits.merge(use, 1, Integer::sum);
        if (waited == 0) {
            waits.remove(use);
            alarms.clear("shredding waits/" + use);
        } else if (waited > WAITS_UNTIL_ALARM) {
            alarms.raise("shredding waits/" + use, "Keys of what was deleted are not destroyed, since a server of the"
                + " cluster does not turn to the next ones: that with member.id " + behind.keySet().iterator().next(),
                "Le chiavi di ciò che è stato cancellato non vengono distrutte, perché un server del cluster non passa alle successive: quello con member.id "
                + behind.keySet().iterator().next());
        }
        return behind.isEmpty();
    }

    private Map<Bytes, Word> behind(State state, Use use, Turn turn) {
        var behind = others(state);
        behind.put(sharing.member(), state.words.getOrDefault(sharing.member(), new Word(sharing.life(), Map.of())));
        behind.values().removeIf(word -> word.of(use).moved() >= turn.number());
        return behind;
    }

    /** Takes older keys off the list, if all is as it was when what was under them was wrapped anew. */
    private void strike(Use use, Turn turn) {
        lock.lock();
        try {
            transactions.write(tx -> {
                var state = rows.read(tx);
                if (!state.turn(use).equals(turn) || !haveAllMoved(state, use, turn)) return null;
                rows.put(tx, rows.turn(use), new Turn(turn.number(), turn.inForce(), Set.of(turn.inForce())).encode(),
                    randomness);
                for (var one : state.given) {
                    if (one.use() == use.number && one.number() != turn.inForce()) tx.delete(rows.given(one));
                }
                return null;
            });
        } finally {
            lock.unlock();
        }
    }
}
