package sigillo.pushing;

import java.time.Duration;

/** Bounds of what is pushed, with the reasons. The address is a stranger's: he must not make us work for him. */
public final class PushLimits {
    private PushLimits() {}

    /** Of an account: each commit may cause a request for each. */
    public static final int SUBSCRIPTIONS_OF_ACCOUNT_MAX = 20;
    /** Of all: each has some 4 KiB in memory where its address is as long as it may be. */
    static final int SUBSCRIPTIONS_MAX = 2_000;
    /** Made in an hour by one account: each asks a server that has not agreed to it yet. */
    static final int MADE_PER_HOUR_MAX = 20;
    public static final int URL_CHARACTERS_MAX = 2_000;
    public static final int DEVICE_CHARACTERS_MAX = 255;
    public static final int TYPES_MAX = 100;
    /** RFC 8620 section 7.2: at least two days; clients that are gone do not come again. */
    public static final Duration LIFE_MAX = Duration.ofDays(7);
    /** Whoever does not say in this time that our first message has come is forgotten. */
    static final Duration UNVERIFIED_MAX = Duration.ofDays(1);
    static final Duration TIDIED_EVERY = Duration.ofHours(1);
    /** Changes in this time go together: a phone is woken as often. */
    static final Duration BETWEEN = Duration.ofSeconds(10);
    /** For one request, from the name to the answer. */
    static final Duration REQUEST_MAX = Duration.ofSeconds(15);
    /** Requests at a time, of all. */
    static final int SENDING_MAX = 8;
    /** Of an account: its services may all answer as late as they can. */
    static final int SENDING_OF_ACCOUNT_MAX = 2;
    /** After the first failure; twice as long after each further one. */
    static final Duration AGAIN_FIRST = Duration.ofSeconds(30);
    static final Duration AGAIN_MAX = Duration.ofHours(2);
    /** A service that has failed so often in a row is given up: that is some ten hours. */
    static final int FAILURES_MAX = 12;
    /** One that was refused for good so often is given up. */
    static final int REFUSALS_MAX = 3;
    /** RFC 8030 section 5.2: the service keeps it so long for a device that is away. */
    static final Duration KEPT_THERE = Duration.ofDays(1);
}
