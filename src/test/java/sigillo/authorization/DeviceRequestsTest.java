package sigillo.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sigillo.authorization.DeviceRequests.Begun;
import sigillo.authorization.DeviceRequests.State;
import sigillo.oauth.Client;
import sigillo.sealing.Randomness;

/** Places for devices that wait, which strangers want to take. */
class DeviceRequestsTest {
    private static final Client CLIENT = new Client("terminal", "Terminal", List.of());
    private static final int AROUND = AuthorizationLimits.DEVICES_OF_SURROUNDINGS_MAX;

    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private final DeviceRequests requests = new DeviceRequests(Randomness.secure(), () -> now);

    private Optional<Begun> from(int surroundings, int host) throws UnknownHostException {
        var address = InetAddress.getByAddress(new byte[] {10, (byte) (surroundings >> 8), (byte) surroundings, (byte) host});
        return requests.begin(CLIENT, Set.of(), address);
    }

    private State state(Begun device) { return requests.asked(device.device(), CLIENT); }

    @Test void aFewNetworksDoNotTakeAllPlaces() throws UnknownHostException {
        int networks = AuthorizationLimits.DEVICES_MAX / AROUND;
        for (int network = 0; network < networks; network++) {
            for (int host = 0; host < AROUND; host++) assertTrue(from(network, host).isPresent(), network + " " + host);
        }
        assertEquals(Optional.empty(), from(0, 200), "as many as are let in of one");
        now = now.plus(Duration.ofSeconds(10));
        var mine = from(5_000, 1).orElseThrow();
        for (int network = 1_000; network < 1_000 + networks; network++) {
            for (int host = 0; host < AROUND; host++) from(network, host);
        }
        now = now.plus(Duration.ofSeconds(10));
        assertEquals(State.WAITING, state(mine), "those of whom there are most have made room");
        assertTrue(requests.grant(mine.user(), _ -> true));
    }

    @Test void whoIsOverTakesNoPlace() throws UnknownHostException {
        for (int i = 0; i < AROUND; i++) from(1, i);
        assertEquals(Optional.empty(), from(1, 100));
        now = now.plus(AuthorizationLimits.DEVICE_LIFE);
        assertTrue(from(1, 100).isPresent());
    }
}
