package sigillo.net;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import sigillo.base.AddressKey;

/**
 * Who is told inside TLS that there is no room for him. That takes a handshake, beyond the room of all others, so that
 * only some are told at one time; as in {@link Room}, an address that has more of these places than another gives one
 * up, and who has not listened within {@link #PATIENCE} too. Any thread.
 */
final class Refusals {
    /** A handshake over a slow line is two of its round trips. */
    static final long PATIENCE = 1_000_000_000L;

    private final int max;
    private final LongSupplier nanos;
    private final Places places = new Places();
    private final ReentrantLock lock = new ReentrantLock();
    private long numbers;
    private int leaving; // displaced, and not gone yet

    Refusals(int max, LongSupplier nanos) {
        this.max = max;
        this.nanos = nanos;
    }

    /** Of one who is told; to be closed when he was, or is gone. */
    interface Told extends AutoCloseable {
        @Override void close();
    }

    /** Empty when there is no place, and he hears nothing. {@code cut} ends his connection, from any thread. */
    Optional<Told> enter(AddressKey key, Runnable cut) {
        Optional<Places.Seat> displaced = Optional.empty();
        Optional<Told> told = Optional.empty();
        lock.lock();
        try {
            var seat = new Places.Seat(numbers++, key, nanos.getAsLong(), cut);
            if (places.count() == max && leaving < Math.max(1, max / 8))
                displaced = places.displacedBy(seat, false, PATIENCE);
            if (displaced.isPresent()) {
                places.remove(displaced.get(), false);
                leaving++;
            }
            if (places.count() < max) {
                places.add(seat, false);
                told = Optional.of(new OneTold(seat));
            }
        } finally {
            lock.unlock();
        }
        displaced.ifPresent(seat -> seat.cut().run());
        return told;
    }

    private final class OneTold implements Told {
        private final Places.Seat seat;
        private boolean isClosed;

        OneTold(Places.Seat seat) { this.seat = seat; }

        @Override public void close() {
            lock.lock();
            try {
                if (isClosed) return;
                isClosed = true;
                if (!places.remove(seat, false)) leaving--;
            } finally {
                lock.unlock();
            }
        }
    }
}
