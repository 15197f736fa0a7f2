package sigillo.net;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import sigillo.base.AddressKey;
import sigillo.base.Alarms;

/**
 * What connections hold together, over all doors, reckoned from the heap that there is. It has shares, so that no kind
 * of peer can shut out another; decision 0029 says why these. Three quarters of a share are places, of
 * {@link #IDLE_OCTETS} each, which is what a connection costs that idles; a quarter is lent to those who are just
 * saying much: a long record, a long command.
 *
 * <p>Where all places of strangers are taken, the next one takes that of an address which has more of them than his
 * would have; and at the doors of owners that of one who has been there for {@link #PATIENCE} and has not signed in,
 * since his own program would have. Who comes from where an owner has signed in goes before all who do not. Any thread.
 */
public final class Room {
    /**
     * An IMAP connection over TLS that idles in a mailbox: 22.8 KB as measured, two thirds of it the stack of its
     * thread. In octets.
     */
    static final int IDLE_OCTETS = 24 << 10;
    /** What the rest of the server has of the heap: some 15 MiB live under load. In octets. */
    static final long REST_OCTETS = 28L << 20;
    static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);
    /** So long who wants to say much waits for others to have said it. */
    private static final long LENT_SOON = TimeUnit.SECONDS.toNanos(5);
    /** Addresses from which owners have signed in: some 200 octets each. */
    public static final int KNOWN_MAX = 2_048;

    /** Of 32 parts. */
    public enum Share {
        /** Other servers, at port 25. */
        MAIL(8, "other servers at port 25"),
        /** Another mail server of this house, by LMTP. */
        HANDED_OVER(1, "another mail server, by LMTP"),
        /** Who has not signed in yet, at the doors of mail programs. */
        PROGRAMS(4, "mail programs that have not signed in"),
        BROWSERS(3, "browsers"),
        /** Who has signed in at a door of mail programs. */
        OWNERS(16, "mail programs that have signed in");

        private final int parts;
        private final String who;

        Share(int parts, String who) {
            this.parts = parts;
            this.who = who;
        }

        boolean isOfStrangers() { return this == PROGRAMS || this == BROWSERS; }

        public String who() { return who; }
    }

    /** {@code lent}: in octets, to those who are saying much. {@code refused}: and displaced, since the start. */
    public record Figure(Share share, int connections, int connectionsMax, long lent, long lentMax, long refused) {}

    private final Part[] parts;
    private final Refusals refusals;
    private final Alarms alarms;
    private final LongSupplier nanos;
    private final UnaryOperator<AddressKey> naming;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<AddressKey, Boolean> known = new LinkedHashMap<>(16, 0.75f, true); // as all below: under the lock
    private final Set<AddressKey> signedInSince = new LinkedHashSet<>();
    private long numbers;

    /**
     * {@code octets}: for all connections together. {@code naming}: what an address is called here, always the same.
     */
    Room(long octets, Alarms alarms, LongSupplier nanos, UnaryOperator<AddressKey> naming) {
        this.parts = Arrays.stream(Share.values()).map(share -> new Part(share, octets, lock.newCondition())).toArray(Part[]::new);
        this.refusals = new Refusals(Math.clamp(octets / 32 / IDLE_OCTETS, 8, 1_000), nanos);
        this.alarms = alarms;
        this.nanos = nanos;
        this.naming = naming;
    }

    /**
     * In the heap of this process. {@code naming}: what addresses are called here, so that none need be remembered in
     * clear.
     */
    public static Room ofHeap(Alarms alarms, UnaryOperator<AddressKey> naming) {
        return new Room(octets(Runtime.getRuntime().maxMemory()), alarms, System::nanoTime, naming);
    }

    /** How many connections of this kind have room at one time in a heap of so many octets. */
    public static int places(Share share, long heapOctets) { return placesOf(share, octets(heapOctets)); }

    private static long octets(long heap) { return Math.max(0, heap - REST_OCTETS); }

    private static int placesOf(Share share, long octets) {
        return Math.clamp(octets / 32 * share.parts * 3 / 4 / IDLE_OCTETS, 1, 1_000_000);
    }

    private static final class Part {
        final Share share;
        final int placesMax;
        final int lentMax;
        final Semaphore free;
        final Map<AddressKey, Integer> lentTo = new HashMap<>(); // of strangers; as all below: under the lock
        final Condition returned;
        final Places places = new Places();
        final AtomicInteger leaving = new AtomicInteger(); // displaced, and not gone yet
        final AtomicLong refused = new AtomicLong();
        boolean isFull;

        Part(Share share, long octets, Condition returned) {
            this.share = share;
            this.placesMax = placesOf(share, octets);
            this.lentMax = Math.clamp(octets / 32 * share.parts / 4, 256 << 10, 1 << 30);
            this.free = new Semaphore(lentMax);
            this.returned = returned;
        }

        boolean hasPlace() { return places.count() < placesMax; }

        /** To one address from which no owner has signed in: or it would hold all that others wait for. */
        int lentToOneMax() { return lentMax / 4; }

        int lentTo(AddressKey key) { return lentTo.getOrDefault(key, 0); }

        void lent(AddressKey key, int octets) {
            if (!share.isOfStrangers() || octets == 0) return;
            lentTo.merge(key, octets, (a, b) -> a + b == 0 ? null : a + b);
            if (octets < 0) returned.signalAll();
        }

        /** Strangers always find some that they can take from each other. */
        int settledMax() { return placesMax * 3 / 4; }

        /** A browser has six connections (of HTTP/1.1), and there are more browsers than one. */
        int settledOfOneMax() { return Math.max(1, placesMax / 8); }
    }

    private Part part(Share share) { return parts[share.ordinal()]; }

    /** A place for who has just come; empty when there is none. {@code cut} ends its connection, from any thread. */
    Optional<Place> enter(Share share, AddressKey address, Runnable cut) {
        var part = part(share);
        var key = naming.apply(address);
        Place place;
        Optional<Places.Seat> displaced = Optional.empty();
        boolean isLet;
        lock.lock();
        try {
            place = new Place(this, part, new Places.Seat(numbers++, key, nanos.getAsLong(), cut));
            boolean isKnown = share.isOfStrangers() && known.containsKey(key);
            if (!part.hasPlace()) displaced = displaced(part, place.seat, isKnown);
            displaced.ifPresent(one -> leaves(part, one));
            isLet = part.hasPlace();
            if (isLet) part.places.add(place.seat, isKnown);
            if (!isLet || displaced.isPresent()) part.isFull = true;
        } finally {
            lock.unlock();
        }
        displaced.ifPresent(one -> one.cut().run());
        if (!isLet || displaced.isPresent()) full(part);
        return isLet ? Optional.of(place) : Optional.empty();
    }

    private static void leaves(Part part, Places.Seat displaced) {
        part.places.remove(displaced, false);
        part.leaving.incrementAndGet();
    }

    /**
     * Whose place a newcomer takes. Those who are to go hold what they hold until they have: they are not many at a
     * time.
     */
    private static Optional<Places.Seat> displaced(Part part, Places.Seat newcomer, boolean isKnown) {
        if (part.leaving.get() > part.placesMax / 8) return Optional.empty();
        return part.places.displacedBy(newcomer, isKnown, part.share.isOfStrangers() ? PATIENCE : Long.MAX_VALUE);
    }

    /** To be told inside TLS that there is no room. Empty: there is none even for that. */
    Optional<Refusals.Told> refuse(AddressKey address, Runnable cut) {
        return refusals.enter(naming.apply(address), cut);
    }

    // ---- where owners have signed in ----

    /** Under the lock. */
    private void know(AddressKey key) {
        signedInSince.add(key);
        if (signedInSince.size() > KNOWN_MAX) signedInSince.remove(signedInSince.iterator().next());
        if (known.put(key, true) != null) return;
        tellParts(key, true);
        if (known.size() <= KNOWN_MAX) return;
        var eldest = known.keySet().iterator().next();
        known.remove(eldest);
        tellParts(eldest, false);
    }

    private void tellParts(AddressKey key, boolean isKnown) {
        for (var part : parts) if (part.share.isOfStrangers()) part.places.know(key, isKnown);
    }

    /** Where owners have signed in before this start, by their names here; who was last there comes last. */
    public void remember(List<AddressKey> names) {
        lock.lock();
        try {
            names.forEach(name -> {
                if (known.put(name, true) == null) tellParts(name, true);
            });
        } finally {
            lock.unlock();
        }
    }

    /** Where owners have signed in since this was last asked, by their names here; at most {@value #KNOWN_MAX}. */
    public List<AddressKey> signedInSince() {
        lock.lock();
        try {
            var names = List.copyOf(signedInSince);
            signedInSince.clear();
            return names;
        } finally {
            lock.unlock();
        }
    }

    private void full(Part part) {
        part.refused.incrementAndGet();
        alarms.raise(about(part), "the room for " + part.share.who + " is full: " + part.placesMax + " at one time have it, others are"
            + " told to come again. If they are no flood: limits.connections gives all kinds more, and takes more memory",
            "il posto per le connessioni (" + part.share.who + ") è pieno: ne hanno uno " + part.placesMax + " alla volta, agli altri si dice"
            + " di ritornare. Se non è un'inondazione: limits.connections ne dà di più a tutti, e prende più memoria");
    }

    private static String about(Part part) { return "connections/" + part.share.name().toLowerCase(Locale.ROOT); }

    /** Where those of one kind come in. */
    public record Door(Room room, Share share) {
        Optional<Place> enter(AddressKey address, Runnable cut) { return room.enter(share, address, cut); }

        Optional<Refusals.Told> refuse(AddressKey address, Runnable cut) { return room.refuse(address, cut); }
    }

    public Door door(Share share) { return new Door(this, share); }

    /** What each kind has now. */
    public List<Figure> figures() {
        lock.lock();
        try {
            return Arrays.stream(parts).map(part -> new Figure(part.share, part.places.count() + part.leaving.get(), part.placesMax,
                part.lentMax - part.free.availablePermits(), part.lentMax, part.refused.get())).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Of one connection. */
    static final class Place implements Holding {
        private final Room room;
        private final Places.Seat seat;
        private Part part;
        private int lent;
        private boolean isSettled;
        private boolean isClosed;

        private Place(Room room, Part part, Places.Seat seat) {
            this.room = room;
            this.part = part;
            this.seat = seat;
        }

        @Override public void take(int octets) throws NoRoom {
            if (takeIfFree(octets)) return;
            var from = now();
            try {
                if (!isAllowed(from, octets, LENT_SOON)) throw refused(from);
                if (!from.free.tryAcquire(octets, LENT_SOON, TimeUnit.NANOSECONDS)) {
                    untaken(from, octets);
                    throw refused(from);
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new NoRoom();
            }
            taken(from, octets);
        }

        /** Counts it for the address, as soon as that has not too much; waits so long for it, in nanoseconds. */
        private boolean isAllowed(Part from, int octets, long most) throws InterruptedException {
            room.lock.lock();
            try {
                boolean isBounded = from.share.isOfStrangers() && !room.known.containsKey(seat.key());
                for (long left = most; isBounded && from.lentTo(seat.key()) + octets > from.lentToOneMax(); left = from.returned.awaitNanos(left))
                    if (left <= 0) return false;
                from.lent(seat.key(), octets);
                return true;
            } finally {
                room.lock.unlock();
            }
        }

        private void untaken(Part from, int octets) {
            room.lock.lock();
            try {
                from.lent(seat.key(), -octets);
            } finally {
                room.lock.unlock();
            }
        }

        private NoRoom refused(Part from) {
            from.refused.incrementAndGet();
            return new NoRoom();
        }

        @Override public boolean takeIfFree(int octets) {
            var from = now();
            if (!isAllowedNow(from, octets)) return false;
            if (!from.free.tryAcquire(octets)) {
                untaken(from, octets);
                return false;
            }
            taken(from, octets);
            return true;
        }

        private boolean isAllowedNow(Part from, int octets) {
            try {
                return isAllowed(from, octets, 0);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private Part now() {
            room.lock.lock();
            try {
                return part;
            } finally {
                room.lock.unlock();
            }
        }

        private void taken(Part from, int octets) {
            room.lock.lock();
            try {
                if (from == part && !isClosed) {
                    lent += octets;
                } else {
                    from.lent(seat.key(), -octets);
                    from.free.release(octets);
                }
            } finally {
                room.lock.unlock();
            }
        }

        @Override public void give(int octets) {
            room.lock.lock();
            try {
                int n = Math.min(octets, lent);
                lent -= n;
                part.lent(seat.key(), -n);
                part.free.release(n);
            } finally {
                room.lock.unlock();
            }
        }

        @Override public boolean signedIn() {
            var to = room.part(Share.OWNERS);
            room.lock.lock();
            try {
                if (part == to) return true;
                if (isLeaving()) return false;
                room.know(seat.key());
                if (to.hasPlace() && to.free.tryAcquire(lent)) {
                    part.lent(seat.key(), -lent);
                    part.free.release(lent);
                    part.places.remove(seat, isSettled);
                    isSettled = false;
                    part = to;
                    to.places.add(seat, false);
                    return true;
                }
                to.isFull = true;
            } finally {
                room.lock.unlock();
            }
            room.full(to);
            return false;
        }

        /** Displaced, and not gone yet. */
        private boolean isLeaving() { return !isSettled && !part.places.has(seat); }

        @Override public void recognised() {
            room.lock.lock();
            try {
                if (isClosed || isLeaving() || !part.share.isOfStrangers()) return;
                room.know(seat.key());
                if (isSettled || part.places.settled() >= part.settledMax() || part.places.settledOf(seat.key()) >= part.settledOfOneMax()) return;
                part.places.settle(seat);
                isSettled = true;
            } finally {
                room.lock.unlock();
            }
        }

        @Override public Optional<Holding> beside() {
            var owners = room.part(Share.OWNERS);
            room.lock.lock();
            try {
                if (isClosed || isLeaving()) return Optional.empty();
                if (owners.hasPlace()) {
                    var place = new Place(room, owners, new Places.Seat(room.numbers++, seat.key(), room.nanos.getAsLong(), seat.cut()));
                    owners.places.add(place.seat, false);
                    return Optional.of(place);
                }
                owners.isFull = true;
            } finally {
                room.lock.unlock();
            }
            room.full(owners);
            return Optional.empty();
        }

        @Override public void close() {
            boolean isEased = false;
            room.lock.lock();
            try {
                if (isClosed) return;
                isClosed = true;
                if (!part.places.remove(seat, isSettled)) part.leaving.decrementAndGet();
                part.lent(seat.key(), -lent);
                part.free.release(lent);
                lent = 0;
                isEased = part.isFull && part.places.count() <= part.placesMax / 2;
                if (isEased) part.isFull = false;
            } finally {
                room.lock.unlock();
            }
            if (isEased) room.alarms.clear(about(part));
        }
    }
}
