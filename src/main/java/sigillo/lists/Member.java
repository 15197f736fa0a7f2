package sigillo.lists;

import java.time.Instant;
import sigillo.base.Address;

/**
 * One who has confirmed. {@code number}: in return paths. {@code bounceDays}: on how many days mail came back, the last on
 * {@code lastBounce}, in days since 1970. {@code paused}: so often that none is sent.
 */
public record Member(long number, Address address, Instant since, int bounceDays, long lastBounce, boolean paused) {
    Member bounced(int days, long last, boolean isPaused) { return new Member(number, address, since, days, last, isPaused); }
}
