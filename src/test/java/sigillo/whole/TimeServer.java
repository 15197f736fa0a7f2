package sigillo.whole;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/** A time server on loopback (NTP version 4) whose clock is as far ahead as a test says. */
final class TimeServer implements AutoCloseable {
    private static final long TO_1970 = 2_208_988_800L;
    private final DatagramSocket socket;
    volatile Duration ahead = Duration.ZERO;

    TimeServer() throws SocketException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::answer);
    }

    int port() { return socket.getLocalPort(); }

    private void answer() {
        try {
            while (true) {
                var asked = new DatagramPacket(new byte[48], 48);
                socket.receive(asked);
                long nonce = ByteBuffer.wrap(asked.getData()).getLong(40);
                long now = stamp(Instant.now().plus(ahead));
                var octets = ByteBuffer.allocate(48).put(0, (byte) 0x24).put(1, (byte) 2).putLong(24, nonce).putLong(32, now).putLong(40, now).array();
                socket.send(new DatagramPacket(octets, 48, asked.getSocketAddress()));
            }
        } catch (IOException closed) {
            socket.close();
        }
    }

    private static long stamp(Instant at) { return at.getEpochSecond() + TO_1970 << 32 | ((long) at.getNano() << 32) / 1_000_000_000L; }

    @Override public void close() { socket.close(); }
}
