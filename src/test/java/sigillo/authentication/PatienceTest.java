package sigillo.authentication;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final Patience patience = new Patience(Duration.ofMinutes(30));

    private boolean waits(String domain, long minutes) { return patience.waits(domain, START.plus(Duration.ofMinutes(minutes))); }

    @Test void onceADayForAWhile() {
        assertTrue(waits("a.example", 0));
        assertTrue(waits("a.example", 29));
        assertFalse(waits("a.example", 30));
        assertTrue(waits("b.example", 30), "each domain has its own");
        assertFalse(waits("a.example", 24 * 60 - 1));
        assertTrue(waits("a.example", 24 * 60));
        assertFalse(waits("a.example", 24 * 60 + 30));
    }

    /** Who comes again comes to another server: together they wait once. */
    @Test void severalWaitOnce() {
        var first = new java.util.HashMap<String, Instant>();
        FirstSeen together = (domain, now) -> first.merge(domain, now, (before, _) -> before);
        var one = new Patience(Duration.ofMinutes(30), together);
        var two = new Patience(Duration.ofMinutes(30), together);
        assertTrue(one.waits("a.example", START));
        assertTrue(two.waits("a.example", START.plus(Duration.ofMinutes(20))));
        assertFalse(two.waits("a.example", START.plus(Duration.ofMinutes(31))));
        assertFalse(one.waits("a.example", START.plus(Duration.ofMinutes(31))));
    }

    @Test void none() { assertFalse(new Patience(Duration.ZERO).waits("a.example", START)); }

    /** Strangers have any number of domains: what is remembered is bounded, and where it is full mail is taken. */
    @Test void itIsBounded() {
        for (int i = 0; i < AuthenticationLimits.PATIENCE_DOMAINS_MAX; i++) assertTrue(waits(i + ".example", 0));
        assertFalse(waits("one-more.example", 1));
        assertTrue(waits("0.example", 1));
        assertTrue(waits("one-more.example", 24 * 60));
    }
}
