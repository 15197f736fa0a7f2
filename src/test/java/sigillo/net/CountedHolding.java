package sigillo.net;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What is held beyond what a connection has while it idles. */
final class CountedHolding implements Holding {
    final AtomicInteger held = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    int max = Integer.MAX_VALUE;

    @Override public void take(int octets) throws NoRoom {
        if (!takeIfFree(octets)) throw new NoRoom();
    }

    @Override public boolean takeIfFree(int octets) {
        if (held.get() + octets > max) return false;
        most.accumulateAndGet(held.addAndGet(octets), Math::max);
        return true;
    }

    @Override public void give(int octets) {
        if (held.addAndGet(-octets) < 0) throw new IllegalStateException("more is given back than was taken");
    }

    @Override public boolean signedIn() { return true; }

    @Override public void recognised() { }

    @Override public Optional<Holding> beside() { return Optional.of(this); }

    @Override public void close() { }
}
