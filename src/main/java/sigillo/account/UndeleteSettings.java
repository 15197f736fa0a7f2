package sigillo.account;

import java.time.Duration;

/**
 * What is expunged can be had back so long, and of so much of an account; beyond it the oldest goes. {@code octetsMax}
 * counts messages as they were sent. Nothing of it counts as what the account holds.
 */
public record UndeleteSettings(Duration kept, long octetsMax) {
    /** What is expunged is gone. */
    public static final UndeleteSettings NONE = new UndeleteSettings(Duration.ZERO, 0);

    public UndeleteSettings {
        if (kept.isNegative() || octetsMax < 0) throw new IllegalArgumentException("less than nothing");
    }

    boolean isOn() { return !kept.isZero() && octetsMax > 0; }
}
