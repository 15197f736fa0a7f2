package sigillo.relay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Connections that wait a few seconds for the next message to the same target. Any thread. */
final class IdlePeers {
    private final Map<Target, Deque<Peer>> idle = new HashMap<>();
    private int count;
    private boolean closed;

    /** One that waits for a message to this target; it is the caller's now. */
    synchronized Optional<Peer> take(Target target) {
        var queue = idle.get(target);
        if (queue == null) return Optional.empty();
        var peer = queue.pollLast();
        if (queue.isEmpty()) idle.remove(target);
        count--;
        return Optional.of(peer);
    }

    /** Keeps a peer for a while, or says goodbye when there are enough. */
    void give(Peer peer) {
        if (peer.isWorn() || !keep(peer)) {
            peer.talk().quit();
            return;
        }
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(RelayLimits.IDLE);
            } catch (InterruptedException never) {
                // ends early
            }
            if (forget(peer)) peer.talk().quit();
        });
    }

    private synchronized boolean keep(Peer peer) {
        if (closed || count >= RelayLimits.IDLE_MAX) return false;
        peer.idles();
        idle.computeIfAbsent(peer.target(), _ -> new ArrayDeque<>()).add(peer);
        count++;
        return true;
    }

    private synchronized boolean forget(Peer peer) {
        var queue = idle.get(peer.target());
        if (queue == null || !queue.remove(peer)) return false;
        if (queue.isEmpty()) idle.remove(peer.target());
        count--;
        return true;
    }

    /** Says goodbye to all, and to all that come. */
    void close() {
        Map<Target, Deque<Peer>> all;
        synchronized (this) {
            closed = true;
            all = new HashMap<>(idle);
            idle.clear();
            count = 0;
        }
        all.values().forEach(queue -> queue.forEach(peer -> peer.talk().quit()));
    }
}
