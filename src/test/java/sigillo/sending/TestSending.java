package sigillo.sending;

import java.time.InstantSource;
import sigillo.sealing.Secret;
import sigillo.store.Store;

/** Counts for tests. */
public final class TestSending {
    static final byte[] KEY = new byte[Secret.OCTETS];

    private TestSending() {}

    public static Sending over(Store store, InstantSource clock) { return over(store, SendingLimits.DEFAULT, clock); }

    public static Sending over(Store store, SendingLimits limits, InstantSource clock) {
        return new Sending(store, Secret.take(KEY.clone()), limits, false, clock);
    }
}
