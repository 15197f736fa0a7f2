package sigillo.net;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import sigillo.base.AddressKey;

/** Counts the open connections of one listener, all and by address. Called from any thread. */
final class Admission {
    private final int connectionsMax;
    private final int byAddressMax;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentMap<AddressKey, Integer> byAddress = new ConcurrentHashMap<>();

    Admission(int connectionsMax, int byAddressMax) {
        this.connectionsMax = connectionsMax;
        this.byAddressMax = byAddressMax;
    }

    /** True when one more may come; it must then {@link #leave}. */
    boolean enter(AddressKey key) {
        if (open.incrementAndGet() > connectionsMax) {
            open.decrementAndGet();
            return false;
        }
        if (byAddress.merge(key, 1, Integer::sum) > byAddressMax) {
            leave(key);
            return false;
        }
        return true;
    }

    void leave(AddressKey key) {
        byAddress.computeIfPresent(key, (_, n) -> n == 1 ? null : n - 1);
        open.decrementAndGet();
    }

    int open() { return open.get(); }
}
