package sigillo.keyring;

import java.util.ArrayList;
import java.util.List;
import sigillo.account.AccountId;
import sigillo.sealing.SealBroken;

/** Somebody who holds an account open. */
final class Hold implements Unlocked {
    private final Ring ring;
    private volatile long slot;
    private final List<Runnable> actions = new ArrayList<>();
    private boolean ended;
    private volatile boolean closed;

    Hold(Ring ring, long slot) {
        this.ring = ring;
        this.slot = slot;
    }

    @Override public AccountId account() { return ring.keyed().account(); }

    @Override public long slot() { return slot; }

    void moved(long to) { slot = to; }

    @Override public long add(Way way) {
        try {
            return ring.add(this, way);
        } catch (SealBroken broken) {
            throw new Tampered(broken.getMessage());
        }
    }

    @Override public void heal() {
        try {
            ring.heal(this);
        } catch (SealBroken broken) {
            throw new Tampered(broken.getMessage());
        }
    }

    @Override public boolean isWhole() { return ring.isWhole(); }

    @Override public void whenEnded(Runnable action) {
        synchronized (this) {
            if (!ended) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }

    @Override public synchronized boolean stands() { return !ended; }

    void end() {
        List<Runnable> now;
        synchronized (this) {
            if (ended) return;
            ended = true;
            now = List.copyOf(actions);
        }
        now.forEach(Runnable::run);
    }

    @Override public void close() {
        if (closed) return;
        closed = true;
        ring.release(this);
    }
}
