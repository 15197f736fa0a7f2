package sigillo.keyring;

import java.time.Duration;

/** {@code grace}: so long keys stay after their last use, since mail programs come back. */
public record KeyringSettings(Duration grace) {
    public static final KeyringSettings STANDARD = new KeyringSettings(Duration.ofMinutes(15));

    public KeyringSettings {
        if (grace.isNegative() || grace.isZero()) throw new IllegalArgumentException("a grace is longer than nothing");
    }
}
