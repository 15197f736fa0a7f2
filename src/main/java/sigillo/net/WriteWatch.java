package sigillo.net;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes sockets whose peer takes nothing: a blocking write has no timeout of its own. One sweep for the whole program,
 * on a virtual thread that is started with the first socket.
 */
final class WriteWatch {
    private WriteWatch() {}

    private static final System.Logger LOG = System.getLogger(WriteWatch.class.getName());
    private static final Set<TimedSocket> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Thread.ofVirtual().name("write-watch").start(WriteWatch::sweep);
    }

    static void add(TimedSocket socket) { OPEN.add(socket); }

    static void remove(TimedSocket socket) { OPEN.remove(socket); }

    /** What goes wrong with one lets no other stay. */
    private static void look(TimedSocket socket, long now) {
        try {
            if (socket.isStalled(now)) socket.cut();
        } catch (RuntimeException | Error fault) {
            LOG.log(Level.ERROR, "a connection whose peer takes nothing could not be cut", fault);
        }
    }

    private static void sweep() {
        while (true) {
            try {
                Thread.sleep(NetLimits.WRITE_WATCH);
            } catch (InterruptedException stop) {
                return;
            }
            long now = System.nanoTime();
            for (var socket : OPEN) look(socket, now);
        }
    }
}
