package sigillo.sending;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * What is bounded of an account's sending. More messages are told to come later; what is beyond the others pauses the
 * account. {@link #SUDDEN_CHANGE} is no number of recipients: how many times those of its busiest day.
 */
public enum Bound {
    MESSAGES_PER_HOUR("messages_per_hour", Duration.ofHours(1), 500),
    MESSAGES_PER_DAY("messages_per_day", Duration.ofDays(1), 2_000),
    RECIPIENTS_PER_HOUR("recipients_per_hour", Duration.ofHours(1), 2_000),
    RECIPIENTS_PER_DAY("recipients_per_day", Duration.ofDays(1), 5_000),
    FIRST_TIME_PER_HOUR("first_time_recipients_per_hour", Duration.ofHours(1), 200),
    FIRST_TIME_PER_DAY("first_time_recipients_per_day", Duration.ofDays(1), 400),
    SUDDEN_CHANGE("sudden_change", Duration.ofDays(1), 10);

    private final String key;
    private final Duration period;
    private final int byDefault;

    Bound(String key, Duration period, int byDefault) {
        this.key = key;
        this.period = period;
        this.byDefault = byDefault;
    }

    /** Its name for people and in the settings. */
    public String key() { return key; }

    public int byDefault() { return byDefault; }

    /** The least that it may be: 0 turns {@link #SUDDEN_CHANGE} off. */
    public int min() { return this == SUDDEN_CHANGE ? 0 : 1; }

    /** In milliseconds. */
    long period() { return period.toMillis(); }

    /** Whether it counts something, in a {@link Window}. */
    boolean isCounted() { return this != SUDDEN_CHANGE; }

    /** By its {@link #key}. */
    public static Optional<Bound> of(String key) { return Arrays.stream(values()).filter(bound -> bound.key.equals(key)).findFirst(); }
}
