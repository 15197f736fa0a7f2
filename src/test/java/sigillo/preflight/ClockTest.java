package sigillo.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What time it is elsewhere, by packets of a time server. */
class ClockTest {
    private static final Instant NOW = Instant.parse("2026-11-30T10:00:00.250Z");

    private static long stamp(Instant at) {
        long seconds = at.getEpochSecond() + 2_208_988_800L;
        return seconds << 32 | ((long) at.getNano() << 32) / 1_000_000_000L;
    }

    private static ByteBuffer answer(long nonce, Instant received, Instant sent) {
        return ByteBuffer.allocate(48).put(0, (byte) 0x24).put(1, (byte) 2).putLong(24, nonce).putLong(32, stamp(received)).putLong(40, stamp(sent));
    }

    private static Duration read(Instant now, Duration ahead) {
        var there = now.plus(ahead);
        var ours = SntpSource.read(answer(7, there.plusMillis(20), there.plusMillis(30)), 7, now, now.plusMillis(50));
        return Duration.ofMillis(Math.round(ours.orElseThrow().toNanos() / 1e6));
    }

    @Test void theWayThereAndBackCountsForNothing() {
        for (var ahead : List.of(Duration.ZERO, Duration.ofSeconds(90), Duration.ofDays(-400), Duration.ofDays(9_000))) assertEquals(ahead, read(NOW, ahead));
        assertEquals(Duration.ofSeconds(3), read(Instant.parse("2036-02-07T06:28:15Z"), Duration.ofSeconds(3)), "the era ends between");
        assertEquals(Duration.ofSeconds(-3), read(Instant.parse("2036-02-07T06:28:17Z"), Duration.ofSeconds(-3)));
    }

    @Test void whatIsNoAnswerToUsIsNone() {
        var right = answer(7, NOW, NOW);
        for (var wrong : List.of(answer(8, NOW, NOW), answer(7, NOW, NOW).put(0, (byte) 0x23), answer(7, NOW, NOW).put(0, (byte) 0xE4), answer(7, NOW, NOW).put(1, (byte) 0),
            answer(7, NOW, NOW).put(1, (byte) 16), answer(7, NOW, NOW).putLong(40, 0), right.slice(0, 47), ByteBuffer.allocate(0))) {
            assertEquals(Optional.empty(), SntpSource.read(wrong, 7, NOW, NOW));
        }
        var random = new Random(9);
        for (int i = 0; i < 20_000; i++) {
            var octets = new byte[random.nextInt(60)];
            random.nextBytes(octets);
            SntpSource.read(ByteBuffer.wrap(octets), 7, NOW, NOW);
        }
    }

    @Test void aServerIsAsked() throws Exception {
        try (var server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Thread.startVirtualThread(() -> {
                try {
                    var asked = new DatagramPacket(new byte[48], 48);
                    server.receive(asked);
                    var octets = answer(ByteBuffer.wrap(asked.getData()).getLong(40), NOW.plusSeconds(500), NOW.plusSeconds(500)).array();
                    server.send(new DatagramPacket(octets, 48, asked.getSocketAddress()));
                } catch (java.io.IOException closed) {
                    throw new AssertionError(closed);
                }
            });
            var ahead = new SntpSource(server.getLocalPort(), Optional.of(() -> NOW)).ahead(InetAddress.getLoopbackAddress()).orElseThrow();
            assertEquals(Duration.ofSeconds(500), ahead);
        }
    }

    @Test void oneThatLiesAmongThreeDoesNotCount() {
        assertEquals(State.FINE, Clock.judge(List.of(Duration.ofMillis(5), Duration.ofDays(99), Duration.ofMillis(-700))).state());
        assertEquals(State.WRONG, Clock.judge(List.of(Duration.ofSeconds(-120), Duration.ZERO, Duration.ofSeconds(-130))).state());
        var none = Clock.judge(List.of());
        assertTrue(none.state() == State.UNKNOWN && none.next().italian().contains("123"));
    }
}
