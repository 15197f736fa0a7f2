package sigillo.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import sigillo.peers.Program;

/** The ports on loopback where a contender takes mail, and gives it in clear and over TLS. */
record Doors(int smtp, int imap, int imaps) {
    private static final int LOOK_MS = 2;
    private static final long LIMIT_NANOS = 90_000_000_000L;

    /** Returns when mail can be sent and read. */
    void waitFor() {
        long end = System.nanoTime() + LIMIT_NANOS;
        for (int port : new int[] {smtp, imap}) {
            while (!greets(port)) {
                if (System.nanoTime() > end) throw new AssertionError("no greeting at port " + port);
                Program.pause(LOOK_MS);
            }
        }
    }

    /** Returns when nobody listens there any more. */
    void waitUntilClosed() {
        Program.waitUntil("nobody listens", java.time.Duration.ofSeconds(30),
            () -> IntStream.of(smtp, imap, imaps).noneMatch(Doors::isOpen));
    }

    private static boolean greets(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            var greeting = new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII);
            return greeting.equals("220 ") || greeting.equals("* OK");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static boolean isOpen(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException closed) {
            return false;
        }
    }
}
