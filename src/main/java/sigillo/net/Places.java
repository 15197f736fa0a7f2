package sigillo.net;

import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import sigillo.base.AddressKey;

/**
 * Who has a place among others of his kind, by address and by how long: whose place a newcomer takes is found without
 * looking at all, of whom there may be a hundred thousand. Strangers go before those who come from where an owner has
 * signed in, and who is settled does not go. For one thread at a time.
 */
final class Places {
    /** {@code since}: in nanoseconds. {@code cut} ends what has the place, from any thread. */
    record Seat(long number, AddressKey key, long since, Runnable cut) {
        @Override public boolean equals(Object other) { return other instanceof Seat seat && seat.number == number; }

        @Override public int hashCode() { return Long.hashCode(number); }
    }

    /** Those of one address. */
    private static final class Group {
        final AddressKey key;
        final LinkedHashSet<Seat> movable = new LinkedHashSet<>(); // the first has been here longest
        int settled;
        boolean isKnown;

        Group(AddressKey key) { this.key = key; }

        int count() { return movable.size() + settled; }

        long first() { return movable.getFirst().number; }
    }

    /** Groups that have somebody who may go. */
    private static final class Ranking {
        private static final Comparator<Group> BY_AGE = comparingLong(Group::first);
        private final TreeSet<Group> byCount = new TreeSet<>(comparingInt(Group::count).reversed().thenComparing(BY_AGE));
        private final TreeSet<Group> byAge = new TreeSet<>(BY_AGE);

        void add(Group group) {
            if (group.movable.isEmpty()) return;
            byCount.add(group);
            byAge.add(group);
        }

        void remove(Group group) {
            if (group.movable.isEmpty()) return;
            byCount.remove(group);
            byAge.remove(group);
        }

        boolean isEmpty() { return byAge.isEmpty(); }

        /** Which has most; among several, which has been here longest. */
        Group most() { return byCount.getFirst(); }

        Group longest() { return byAge.getFirst(); }
    }

    private final Map<AddressKey, Group> groups = new HashMap<>();
    private final Ranking strangers = new Ranking();
    private final Ranking known = new Ranking();
    private int count;
    private int settled;

    int count() { return count; }

    int settled() { return settled; }

    int of(AddressKey key) {
        var group = groups.get(key);
        return group == null ? 0 : group.count();
    }

    int settledOf(AddressKey key) {
        var group = groups.get(key);
        return group == null ? 0 : group.settled;
    }

    private Ranking ranking(Group group) { return group.isKnown ? known : strangers; }

    private void change(Group group, Runnable how) {
        ranking(group).remove(group);
        how.run();
        if (group.count() > 0) ranking(group).add(group);
        else groups.remove(group.key);
    }

    void add(Seat seat, boolean isKnown) {
        var group = groups.computeIfAbsent(seat.key, Group::new);
        change(group, () -> {
            group.movable.add(seat);
            group.isKnown = isKnown;
        });
        count++;
    }

    /** One that may go. */
    boolean has(Seat seat) {
        var group = groups.get(seat.key);
        return group != null && group.movable.contains(seat);
    }

    /** False when it was not here. */
    boolean remove(Seat seat, boolean isSettled) {
        var group = groups.get(seat.key);
        if (group == null || !isSettled && !group.movable.contains(seat)) return false;
        change(group, () -> {
            if (isSettled) group.settled--;
            else group.movable.remove(seat);
        });
        count--;
        if (isSettled) settled--;
        return true;
    }

    /** No newcomer takes it from now on. */
    void settle(Seat seat) {
        var group = groups.get(seat.key);
        change(group, () -> {
            group.movable.remove(seat);
            group.settled++;
        });
        settled++;
    }

    /** Whether an owner has signed in from there. */
    void know(AddressKey key, boolean isKnown) {
        var group = groups.get(key);
        if (group != null) change(group, () -> group.isKnown = isKnown);
    }

    /**
     * Whose place a newcomer takes, who is not here yet: that of an address that would still have as many as his; else
     * of who has been here for {@code patience}, in nanoseconds. One who is known takes any stranger's.
     */
    Optional<Seat> displacedBy(Seat newcomer, boolean isKnown, long patience) {
        if (isKnown && !strangers.isEmpty()) return Optional.of(strangers.most().movable.getFirst());
        var among = isKnown ? known : strangers;
        if (among.isEmpty()) return Optional.empty();
        if (among.most().count() > of(newcomer.key) + 1) return Optional.of(among.most().movable.getFirst());
        return Stream.concat(Stream.of(among.most()), Stream.concat(Optional.ofNullable(groups.get(newcomer.key)).stream(), Stream.of(among.longest())))
            .filter(group -> !group.movable.isEmpty()).map(group -> group.movable.getFirst())
            .filter(seat -> newcomer.since - seat.since >= patience).findFirst();
    }
}
