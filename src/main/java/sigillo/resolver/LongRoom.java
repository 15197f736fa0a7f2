package sigillo.resolver;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import sigillo.base.AddressKey;

/**
 * How many long answers of DNS are under way at once, of all servers together, and how many keys of zones a message has
 * looked at. Our own questions, with the keys that it takes to check their answers, have places that no stranger can take;
 * of those of strangers neither one message nor one network has all. Any thread.
 */
final class LongRoom {
    /** Carries one question, and all that is asked to check its answer, on threads that tell whose it is. */
    record Asking(Share share) implements Executor {
        @Override public void execute(Runnable task) { Thread.ofVirtual().start(task); }
    }

    private final Share ours = new Share(null);
    private final Map<AddressKey, Integer> byNetwork = new HashMap<>();
    private int ofStrangers;

    /** That of all our own questions, or that of one message. */
    final class Share {
        /** Null for ours. */
        private final AddressKey network;
        private int taken;
        private int keysAsked;

        private Share(AddressKey network) { this.network = network; }

        /** Waits for a place, which must be given back; false if there was none in this time. */
        boolean take(Duration most) throws InterruptedException {
            long until = System.nanoTime() + most.toNanos();
            synchronized (LongRoom.this) {
                while (!isRoom()) {
                    long millis = (until - System.nanoTime()) / 1_000_000;
                    if (millis <= 0) return false;
                    LongRoom.this.wait(millis);
                }
                count(1);
                return true;
            }
        }

        /** False when the message has asked for as many as are looked at: who has it send decides how many zones there are. */
        boolean mayAskForKeys() {
            if (network == null) return true;
            synchronized (LongRoom.this) {
                return ++keysAsked <= ResolverLimits.KEYS_OF_A_MESSAGE;
            }
        }

        void give() {
            synchronized (LongRoom.this) {
                count(-1);
                LongRoom.this.notifyAll();
            }
        }

        private boolean isRoom() {
            if (network == null) return taken < ResolverLimits.OWN_LONG_ANSWERS_AT_ONCE;
            return taken < ResolverLimits.LONG_ANSWERS_OF_A_MESSAGE && ofStrangers < ResolverLimits.LONG_ANSWERS_AT_ONCE
                && byNetwork.getOrDefault(network, 0) < ResolverLimits.LONG_ANSWERS_OF_A_NETWORK;
        }

        private void count(int change) {
            taken += change;
            if (network == null) return;
            ofStrangers += change;
            byNetwork.compute(network, (_, held) -> {
                int now = (held == null ? 0 : held) + change;
                return now == 0 ? null : Integer.valueOf(now);
            });
        }
    }

    Share ours() { return ours; }

    /** For all that one message asks. */
    Share ofMessage(InetAddress client) { return new Share(AddressKey.around(client)); }
}
