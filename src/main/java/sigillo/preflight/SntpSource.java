package sigillo.preflight;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Asks a time server by one packet of the Network Time Protocol, version 4, as its simple clients do, and waits for the answer. */
final class SntpSource {
    private static final int WAIT_MILLIS = 2_000;
    private static final int OCTETS = 48;
    /** Version 4, client. */
    private static final byte ASKING = 0x23;
    private static final int SERVER = 4;
    private static final int ORIGIN_AT = 24;
    private static final int RECEIVED_AT = 32;
    private static final int SENT_AT = 40;
    /** From 1900 to 1970, and how long an era lasts. */
    private static final long TO_1970 = 2_208_988_800L;
    private static final long ERA = 1L << 32;

    private final int port;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    SntpSource(int port, Optional<InstantSource> clock) {
        this.port = port;
        this.clock = clock.orElseGet(InstantSource::system);
    }

    Optional<Duration> ahead(InetAddress server) {
        // what we send as our time is random: nobody who does not see it can answer
        long nonce = random.nextLong();
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(WAIT_MILLIS);
            socket.connect(server, port);
            var asking = ByteBuffer.allocate(OCTETS).put(0, ASKING).putLong(SENT_AT, nonce).array();
            var before = clock.instant();
            socket.send(new DatagramPacket(asking, OCTETS));
            var packet = new DatagramPacket(new byte[OCTETS], OCTETS);
            socket.receive(packet);
            return read(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()).slice(), nonce, before, clock.instant());
        } catch (IOException silent) {
            return Optional.empty();
        }
    }

    /** Total: the middle of how far it seems on the way there and on the way back. */
    static Optional<Duration> read(ByteBuffer answer, long nonce, Instant before, Instant after) {
        boolean isWhole = answer.remaining() == OCTETS && (answer.get(0) & 7) == SERVER && answer.getLong(ORIGIN_AT) == nonce;
        if (!isWhole) return Optional.empty();
        int stratum = answer.get(1) & 0xFF;
        boolean isUnset = (answer.get(0) & 0xC0) == 0xC0 || stratum == 0 || stratum > 15 || answer.getLong(SENT_AT) == 0;
        if (isUnset) return Optional.empty();
        var there = Duration.between(before, time(answer.getLong(RECEIVED_AT), before));
        var back = Duration.between(after, time(answer.getLong(SENT_AT), after));
        return Optional.of(there.plus(back).dividedBy(2));
    }

    /** In the era in which it is nearest to ours. */
    private static Instant time(long stamp, Instant near) {
        long seconds = (stamp >>> 32) - TO_1970;
        long eras = Math.round((near.getEpochSecond() - seconds) / (double) ERA);
        long nanos = Math.multiplyHigh(stamp << 32, 1_000_000_000L) + ((stamp << 32) < 0 ? 1_000_000_000L : 0);
        return Instant.ofEpochSecond(seconds + eras * ERA, nanos);
    }
}
