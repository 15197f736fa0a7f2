package sigillo.relay;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Connections that wait a few seconds for the next message to the same target. Any thread. */
final class IdlePeers {
    /** A new one each time that a peer is given. */
    private static final class Waiting {
        private final Peer peer;

        private Waiting(Peer peer) { this.peer = peer; }
    }

    private final Duration time;
    private final Map<Target, Deque<Waiting>> idle = new HashMap<>();
    private int count;
    private boolean closed;

    IdlePeers(Duration time) { this.time = time; }

    /** One that waits for a message to one of these and has not hung up; it is the caller's now. */
    Optional<Peer> take(List<Target> targets) {
        for (var target : targets) {
            for (var peer = poll(target); peer.isPresent(); peer = poll(target)) {
                if (peer.get().isThere()) return peer;
                peer.get().talk().cut();
            }
        }
        return Optional.empty();
    }

    private synchronized Optional<Peer> poll(Target target) {
        var queue = idle.get(target);
        if (queue == null) return Optional.empty();
        var waiting = queue.removeLast();
        if (queue.isEmpty()) idle.remove(target);
        count--;
        return Optional.of(waiting.peer);
    }

    /** Keeps a peer for a while, or says goodbye when it is worn or there are enough. */
    void give(Peer peer) {
        var waiting = new Waiting(peer);
        if (peer.isWorn() || !keep(waiting)) {
            peer.talk().quit();
            return;
        }
        Thread.ofVirtual().name("idle " + peer).start(() -> expire(waiting));
    }

    private void expire(Waiting waiting) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException early) {
            Thread.currentThread().interrupt();
        }
        if (forget(waiting)) waiting.peer.talk().quit();
    }

    private synchronized boolean keep(Waiting waiting) {
        if (closed || count >= RelayLimits.IDLE_MAX) return false;
        idle.computeIfAbsent(waiting.peer.target(), _ -> new ArrayDeque<>()).add(waiting);
        count++;
        return true;
    }

    private synchronized boolean forget(Waiting waiting) {
        var queue = idle.get(waiting.peer.target());
        if (queue == null || !queue.remove(waiting)) return false;
        if (queue.isEmpty()) idle.remove(waiting.peer.target());
        count--;
        return true;
    }

    synchronized int count() { return count; }

    /** Says goodbye to all, and to all that come. */
    synchronized void close() {
        closed = true;
        idle.values().forEach(queue -> queue.forEach(waiting -> waiting.peer.talk().quit()));
        idle.clear();
        count = 0;
    }
}
