package sigillo.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.preflight.State;

/** A mail that goes round, as hours pass. */
class EchoTripTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final Optional<Domain> HOME = Optional.of(Domain.of("home.example"));
    private static final EchoSettings SETTINGS = new EchoSettings(Address.of("ping@echo.example"), Duration.ofDays(1), Duration.ofMinutes(30));

    @TempDir Path folder;
    private final List<Address> sent = new ArrayList<>();
    private EchoTrip trip;

    @BeforeEach void open() { trip = new EchoTrip(SETTINGS, folder.resolve("echo")); }

    private void look(Duration after) { trip.look(NOON.plus(after), HOME, (from, _, _) -> sent.add(from)); }

    private State state(Duration after) { return trip.line(NOON.plus(after)).result().state(); }

    @Test void itComesBackAndHowLongItTookIsSaid() throws IOException {
        assertEquals(State.UNKNOWN, state(Duration.ZERO));
        look(Duration.ZERO);
        assertEquals(State.UNKNOWN, state(Duration.ofMinutes(1)));
        open(); // a stop between changes nothing
        assertTrue(trip.isMine(sent.getFirst()));
        trip.came(sent.getFirst(), NOON.plusSeconds(7), false);
        trip.came(sent.getFirst(), NOON.plusSeconds(900), false);
        open();
        var line = trip.line(NOON.plusSeconds(10));
        assertEquals(State.FINE, line.result().state());
        assertEquals("A mail to ping@echo.example of 2026-11-30T12:00:00Z came back after 7 s.", line.result().sentence().english());
        for (int hour = 1; hour < 24; hour++) look(Duration.ofHours(hour));
        assertEquals(1, sent.size());
        look(Duration.ofHours(24));
        assertEquals(2, sent.size());
        assertNotEquals(sent.get(0), sent.get(1));
        assertFalse(trip.isMine(sent.getFirst()), "an old address is nobody's");
    }

    @Test void whatDoesNotComeBackIsWrongAndTriedAgainInAnHour() throws IOException {
        look(Duration.ZERO);
        assertEquals(State.UNKNOWN, state(Duration.ofMinutes(30)));
        assertEquals(State.WRONG, state(Duration.ofMinutes(31)));
        look(Duration.ofMinutes(50));
        assertEquals(1, sent.size());
        look(Duration.ofHours(1));
        assertEquals(2, sent.size());
        trip.came(sent.getLast(), NOON.plus(Duration.ofMinutes(61)), false);
        assertEquals(State.FINE, state(Duration.ofMinutes(62)));
    }

    @Test void whatIsLateIsAWarningAndANoticeIsNoAnswer() throws IOException {
        look(Duration.ZERO);
        trip.came(sent.getFirst(), NOON.plus(Duration.ofHours(2)), false);
        assertEquals(State.WARNING, state(Duration.ofHours(2)));
        look(Duration.ofDays(1));
        trip.came(sent.getLast(), NOON.plus(Duration.ofDays(1)), true);
        trip.came(sent.getLast(), NOON.plus(Duration.ofDays(1)), false);
        assertEquals(State.WRONG, state(Duration.ofDays(1)), "whoever refused it has said so first");
    }

    /** The disk may take its time with the one that leaves. */
    @Test void nobodyWaitsWhileItLeaves() {
        var seen = new ArrayList<Boolean>();
        trip.look(NOON, HOME, (from, _, _) -> {
            try {
                seen.add(CompletableFuture.supplyAsync(() -> trip.isMine(from)).get(5, TimeUnit.SECONDS));
            } catch (InterruptedException | ExecutionException | TimeoutException waits) {
                seen.add(false);
            }
        });
        assertEquals(List.of(true), seen);
    }

    @Test void nobodyGuessesTheAddress() throws IOException {
        look(Duration.ZERO);
        var local = sent.getFirst().localPart();
        for (var other : List.of(local.substring(0, local.length() - 1), local.replaceFirst(".$", "x"), "sigillo-echo-", "postmaster")) {
            assertFalse(trip.isMine(Address.of(other + "@home.example")), other);
            trip.came(Address.of(other + "@home.example"), NOON.plusSeconds(1), false);
        }
        assertFalse(trip.isMine(Address.of(local + "@other.example")));
        assertEquals(State.UNKNOWN, state(Duration.ofSeconds(2)));
        assertEquals(45, local.length(), "128 random bits");
    }

    @Test void noDomainNoMailAndADamagedFileBeginsAnew() throws IOException {
        trip.look(NOON, Optional.empty(), (from, _, _) -> sent.add(from));
        assertEquals(List.of(), sent);
        for (var damaged : List.of("", "a b c\n", "t home.example yesterday - false\n", "t home.example 2026-11-30T12:00:00Z x false\n", "\0\0")) {
            Files.writeString(folder.resolve("echo"), damaged);
            open();
            assertFalse(trip.isMine(Address.of("sigillo-echo-t@home.example")));
        }
    }

    @Test void aClockThatWasSetBackDoesNotSilenceIt() {
        look(Duration.ofDays(400));
        look(Duration.ZERO);
        assertEquals(2, sent.size());
        look(Duration.ofMinutes(1));
        assertEquals(2, sent.size());
    }
}
