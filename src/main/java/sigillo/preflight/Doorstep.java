package sigillo.preflight;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Listens for a while at ports where no server does yet, says one line with a word of its own to whoever comes, and hangs up. Reads nothing.
 * Closed when it is over.
 */
public final class Doorstep implements AutoCloseable {
    /** Who come after these find a port that takes nobody. */
    private static final int CALLERS_MAX = 1_000;
    private static final int BACKLOG = 16;
    private static final Duration ENDS = Duration.ofSeconds(2);

    private final Map<Integer, ServerSocket> open = new TreeMap<>();
    private final List<Thread> greeters = new ArrayList<>();
    private final List<Integer> busy = new ArrayList<>();
    private final String word;

    private Doorstep(String word) { this.word = word; }

    /** {@code word}: which nobody else says. {@code comes}: told the port and who came there; from several threads. */
    public static Doorstep open(List<Integer> ports, String word, BiConsumer<Integer, InetAddress> comes) {
        var step = new Doorstep(word);
        for (int port : ports) step.open(port, comes);
        return step;
    }

    private void open(int port, BiConsumer<Integer, InetAddress> comes) {
        try {
            var server = new ServerSocket();
            try {
                server.bind(new InetSocketAddress(port), BACKLOG);
            } catch (IOException taken) {
                server.close();
                throw taken;
            }
            open.put(port, server);
            greeters.add(Thread.ofVirtual().name("doorstep " + port).start(() -> greet(server, port, comes)));
        } catch (IOException takenOrNotAllowed) {
            busy.add(port);
        }
    }

    private void greet(ServerSocket server, int port, BiConsumer<Integer, InetAddress> comes) {
        for (int i = 0; i < CALLERS_MAX && !server.isClosed(); i++) {
            try (var caller = server.accept()) {
                comes.accept(port, caller.getInetAddress());
                caller.getOutputStream().write(("220 sigillo check " + word + "\r\n").getBytes(StandardCharsets.US_ASCII));
            } catch (IOException gone) {
                // the next one
            }
        }
    }

    public List<Integer> ports() { return List.copyOf(open.keySet()); }

    /** Where another program listens, or only root may. */
    public List<Integer> busy() { return List.copyOf(busy); }

    @Override public void close() {
        for (var server : open.values()) {
            try {
                server.close();
            } catch (IOException alreadyClosed) {
                // it is over anyway
            }
        }
        try {
            // a port is free again once nobody waits at it
            for (var greeter : greeters) greeter.join(ENDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
