package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports on loopback. Another process may still take one before it is used: whoever starts a server tries again. */
public final class Ports {
    /** What a demo adds to its base: its listeners must all be free. */
    private static final int[] OFFSETS = {25, 24, 587, 465, 143, 993, 110, 995, 4190, 443, 80};

    /** Ranges that JVMs which test side by side have each for itself, so that none takes what another has just found free. */
    private static final int RANGES = 4;

    /** Which of the JVMs this is that share the tests, from 1; without one that says so, any. */
    private static final int FORK = Integer.getInteger("sigillo.test.fork", 1 + ThreadLocalRandom.current().nextInt(RANGES));

    private Ports() {}

    public static int free() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A base at which every listener of a demo finds its port free. JVMs that test side by side take different ones. */
    public static int freeBase() {
        var random = ThreadLocalRandom.current();
        for (int attempt = 0; attempt < 200; attempt++) {
            int base = 10_000 + 5_000 * ((FORK - 1) % RANGES) + random.nextInt(700);
            if (allFree(base)) return base;
        }
        throw new IllegalStateException("no free range of ports");
    }

    private static boolean allFree(int base) {
        for (int offset : OFFSETS) {
            try (var socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), base + offset));
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }
}
