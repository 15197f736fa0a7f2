package sigillo.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.base.AddressKey;

/** How long a guesser waits, and who does not. */
class SlowdownTest {
    private final Slowdown slowdown = new Slowdown();
    private Instant now = Instant.parse("2026-11-25T08:00:00Z");

    @Test void anAccountIsGuardedAgainstManyNetworks() {
        int allowed = 0;
        for (int i = 0; i < 100; i++) if (guess("anna", "198.51.100." + i)) allowed++;
        assertEquals(LoginLimits.GUESSES_FREE_OF_ACCOUNT, allowed);
        assertTrue(guess("bob", "198.51.100.1"));
    }

    @Test void aNetworkIsSlowedOverManyAccounts() {
        int allowed = 0;
        for (int i = 0; i < 100; i++) if (guess("user" + i, "2001:db8:1:2::" + i)) allowed++;
        assertEquals(LoginLimits.GUESSES_FREE_OF_NETWORK, allowed);
        assertTrue(guess("user", "2001:db8:1:3::1"));
    }

    /** After the free ones an hour gives a guesser about ten tries in the beginning, then four. */
    @Test void aGuesserWhoWaitsGetsLittle() {
        for (int i = 0; i < 30; i++) guess("anna", "192.0.2.1");
        int first = guessesIn(Duration.ofHours(1));
        for (int hours = 0; hours < 24; hours++) guessesIn(Duration.ofHours(1));
        int later = guessesIn(Duration.ofHours(1));
        assertTrue(first <= 15, "tries in the first hour: " + first);
        assertTrue(later <= 5, "tries in an hour of the second day: " + later);
    }

    @Test void whoSignedInBeforeIsNotSlowedByOthers() {
        slowdown.welcome(source("anna", "192.0.2.1"), now);
        for (int i = 0; i < 100; i++) guess("anna", "198.51.100." + i);
        for (int i = 0; i < 100; i++) guess("user" + i, "192.0.2.1");
        assertEquals(Duration.ZERO, slowdown.wait(source("anna", "192.0.2.1"), now));
    }

    /** Behind one address may sit a guesser too: it is slowed there, and the owner waits seconds, not minutes. */
    @Test void aKnownVisitorWaitsSeconds() {
        slowdown.welcome(source("anna", "192.0.2.1"), now);
        for (int i = 0; i < 100; i++) guess("anna", "192.0.2.1");
        var wait = slowdown.wait(source("anna", "192.0.2.1"), now);
        assertTrue(wait.isPositive() && wait.compareTo(LoginLimits.GUESS_DELAY_KNOWN_MAX) <= 0, "waits " + wait);
    }

    @Test void guessesAreForgotten() {
        for (int i = 0; i < 100; i++) guess("anna", "192.0.2.1");
        now = now.plus(Duration.ofHours(6));
        assertTrue(guess("anna", "192.0.2.1"));
        assertTrue(guess("anna", "192.0.2.1"));
    }

    @Test void whatWasRightIsGivenBack() {
        for (int i = 0; i < 100; i++) {
            slowdown.charge(source("anna", "192.0.2.1"), now);
            slowdown.giveBack(source("anna", "192.0.2.1"));
        }
        assertTrue(guess("anna", "192.0.2.1"));
    }

    /** The tables of a flood from everywhere stay as they are bounded; the newest are remembered. */
    @Test void tablesAreBounded() {
        var guesses = new Guesses<Integer>(1, Duration.ofMinutes(1));
        for (int i = 0; i < 50_000; i++) guesses.charge(i, now);
        assertTrue(guesses.wait(49_999, now).isPositive());
        assertEquals(Duration.ZERO, guesses.wait(0, now));
    }

    private int guessesIn(Duration time) {
        int made = 0;
        for (var end = now.plus(time); now.isBefore(end); now = now.plusSeconds(1)) if (guess("anna", "192.0.2.1")) made++;
        return made;
    }

    private boolean guess(String name, String from) {
        var source = source(name, from);
        if (!slowdown.wait(source, now).isZero()) return false;
        slowdown.charge(source, now);
        return true;
    }

    private static Slowdown.Source source(String name, String from) {
        return new Slowdown.Source(name, Optional.of(AddressKey.of(InetAddress.ofLiteral(from))));
    }
}
