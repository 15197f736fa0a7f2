package sigillo.engines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PlaceTest {
    record Case(String text, String want, boolean isFar) {}

    @TestFactory Stream<DynamicTest> places() {
        return List.of(new Case("127.0.0.1", "127.0.0.1:3310", false), new Case("127.0.0.1:99", "127.0.0.1:99", false), new Case("[::1]:99", "[::1]:99", false),
            new Case("[fd00::1]", "[fd00::1]:3310", false), new Case("scanner.lan", "scanner.lan:3310", false), new Case("10.1.2.3", "10.1.2.3:3310", false),
            new Case("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl", false), new Case("192.0.2.1", "192.0.2.1:3310", true),
            new Case("[2001:db8::1]:1", "[2001:db8::1]:1", true), new Case("127.0.0.1:0", "", false), new Case("127.0.0.1:65536", "", false),
            new Case("a b", "", false), new Case("", "", false), new Case("/" + "x".repeat(200), "", false), new Case("http://x/", "", false)).stream()
            .map(c -> DynamicTest.dynamicTest("\"" + c.text + "\"", () -> {
                var place = Place.parse(c.text, 3310);
                assertEquals(c.want.isEmpty() ? Optional.empty() : Optional.of(c.want), place.map(Place::toString));
                assertEquals(c.isFar, place.filter(Place::isFar).isPresent());
            }));
    }

    @Test void mailDoesNotLeaveThePrivateNetworks() throws IOException {
        assertThrows(IOException.class, () -> new Place.Host("192.0.2.1", 1).addresses(false, System.nanoTime() + 10_000_000_000L));
        assertEquals(1, new Place.Host("192.0.2.1", 1).addresses(true, System.nanoTime() + 10_000_000_000L).size());
    }

    @Test void nobodyWaitsForANameBeyondTheDeadline() {
        var over = new FutureTask<>(() -> new InetAddress[0]);
        Names.System silent = _ -> {
            try {
                return over.get();
            } catch (InterruptedException | ExecutionException stopped) {
                throw new UnknownHostException();
            }
        };
        assertThrows(Late.class, () -> Names.all("scanner.lan", System.nanoTime() + 50_000_000L, silent));
        for (int i = 1; i < EngineLimits.NAMES_AT_ONCE; i++) assertThrows(Late.class, () -> Names.all("scanner.lan", System.nanoTime(), silent));
        var full = assertThrows(IOException.class, () -> Names.all("scanner.lan", System.nanoTime() + 50_000_000L, silent));
        over.run();
        assertEquals("the system gives no answers about names", full.getMessage());
    }
}
