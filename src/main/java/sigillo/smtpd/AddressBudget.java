package sigillo.smtpd;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import sigillo.base.Address;
import sigillo.base.AddressKey;
import sigillo.net.Networks;

/**
 * What one address may do in a while, over all its connections and all our doors: each kind has a bucket that refills
 * evenly over an hour. Keeps a bounded number of addresses and forgets those that behave. Any thread.
 */
public final class AddressBudget {
    /** Addresses kept; some 100 octets each. */
    static final int ADDRESSES_MAX = 20_000;
    private static final double NANOS_PER_HOUR = 3_600e9;

    /** {@code byHour}: what refills in an hour, and the most that can be saved. */
    public enum Kind {
        /** A busy list server opens some hundreds. */
        CONNECTION(2_000),
        /** Some 5,000 mails. */
        COMMAND(30_000),
        /** Nobody errs so often but who tries things. */
        ERROR(200),
        /** An old mailing list may have some hundreds; who guesses addresses needs thousands. */
        REFUSED_RECIPIENT(400),
        /** Names that only a catch-all knows: a shop writes to one, who guesses names to all. */
        CAUGHT(30);

        final int byHour;

        Kind(int byHour) { this.byHour = byHour; }
    }

    /** Whose mail is not counted among that of strangers. Any thread; never throws. */
    public interface Known {
        Known NOBODY = (_, _, _) -> Who.NOBODY;

        enum Who {
            NOBODY,
            /** Somebody whom mail to the recipient reaches has written to such an address; anybody can say that it is his. */
            BY_NAME,
            /** Mail from that network was wanted before. */
            BY_NETWORK
        }

        Who of(InetAddress client, Optional<Address> sender, Address recipient);
    }

    private final CaughtRoom caught;
    private volatile Known known = Known.NOBODY;
    private final EnvelopeRoom envelopes = new EnvelopeRoom();
    private final Networks unlimited;
    private final LongSupplier nanoTime;
    private final ConcurrentMap<AddressKey, Purse> purses = new ConcurrentHashMap<>();

    public AddressBudget(Networks unlimited) { this(unlimited, System::nanoTime); }

    AddressBudget(Networks unlimited, LongSupplier nanoTime) {
        this.unlimited = unlimited;
        this.nanoTime = nanoTime;
        this.caught = new CaughtRoom(nanoTime);
    }

    /** Who is known here; to be called before the first mail. */
    public void knowing(Known told) { known = told; }

    public boolean isUnlimited(InetAddress address) { return unlimited.contains(address); }

    /** Takes one. False when there is none: the address has done too much of this. */
    public boolean spend(InetAddress address, Kind kind) {
        if (purses.size() >= ADDRESSES_MAX) makeRoom();
        return purses.computeIfAbsent(AddressKey.of(address), _ -> new Purse(nanoTime.getAsLong()))
            .spend(kind, nanoTime.getAsLong());
    }

    Known known() { return known; }

    /** What catch-alls take from everybody together. */
    CaughtRoom caught() { return caught; }

    int addresses() { return purses.size(); }

    /** What all addresses share. */
    EnvelopeRoom envelopes() { return envelopes; }

    /** Those whose purse is full again are as good as new; if all are in use, some lose their record. */
    private void makeRoom() {
        long now = nanoTime.getAsLong();
        purses.values().removeIf(purse -> purse.isFull(now));
        var keys = purses.keySet().iterator();
        while (purses.size() > ADDRESSES_MAX * 7 / 8 && keys.hasNext()) {
            keys.next();
            keys.remove();
        }
    }

    private static final class Purse {
        private final float[] left = new float[Kind.values().length];
        private long refilledAt;

        Purse(long now) {
            for (var kind : Kind.values()) left[kind.ordinal()] = kind.byHour;
            refilledAt = now;
        }

        synchronized boolean spend(Kind kind, long now) {
            refill(now);
            if (left[kind.ordinal()] < 1) return false;
            left[kind.ordinal()]--;
            return true;
        }

        synchronized boolean isFull(long now) {
            refill(now);
            for (var kind : Kind.values()) if (left[kind.ordinal()] < kind.byHour) return false;
            return true;
        }

        private void refill(long now) {
            double hours = (now - refilledAt) / NANOS_PER_HOUR;
            refilledAt = now;
            for (var kind : Kind.values())
                left[kind.ordinal()] = (float) Math.min(kind.byHour, left[kind.ordinal()] + hours * kind.byHour);
        }
    }
}
