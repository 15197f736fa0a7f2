package sigillo.queue;

import java.time.Duration;
import sigillo.base.Address;
import sigillo.base.Domain;

/**
 * What an operator may set. {@code hostname} names us in notifications, which come from {@code notifier}.
 * {@code attemptsAtOnce}: connections and deliveries at one time, {@code perDestination} of them to one destination.
 * {@code submitterEntriesMax} and {@code entriesMax}: messages that may wait, of one sender and in all.
 * {@code storeRetry}: how soon what the store would not read or take is tried again.
 */
public record QueueSettings(
        Domain hostname, Address notifier, Schedule schedule, int attemptsAtOnce, int perDestination,
        int submitterEntriesMax, int entriesMax, Duration storeRetry) {

    public QueueSettings {
        if (attemptsAtOnce < 4) throw new IllegalArgumentException("attemptsAtOnce is at least 4");
        if (perDestination < 1) throw new IllegalArgumentException("perDestination is at least 1");
        if (submitterEntriesMax < 1 || entriesMax < 1) throw new IllegalArgumentException("a queue for no entry");
    }

    /**
     * 60 attempts at once are some 30 MB with TLS; 5 to one destination is what large providers take without a remark.
     * 5,000 messages of one sender are a newsletter, or a stolen password.
     */
    public static QueueSettings of(Domain hostname) {
        var notifier = new Address("mailer-daemon", hostname);
        return new QueueSettings(hostname, notifier, Schedule.DEFAULT, 60, 5, 5_000, 2_000_000,
            QueueLimits.STORE_RETRY);
    }

    public QueueSettings with(Schedule other) {
        return new QueueSettings(hostname, notifier, other, attemptsAtOnce, perDestination, submitterEntriesMax,
            entriesMax, storeRetry);
    }

    public QueueSettings atOnce(int all, int eachDestination) {
        return new QueueSettings(hostname, notifier, schedule, all, eachDestination, submitterEntriesMax, entriesMax,
            storeRetry);
    }

    public QueueSettings bounds(int ofSubmitter, int ofAll) {
        return new QueueSettings(hostname, notifier, schedule, attemptsAtOnce, perDestination, ofSubmitter, ofAll,
            storeRetry);
    }

    QueueSettings retryingAfter(Duration time) {
        return new QueueSettings(hostname, notifier, schedule, attemptsAtOnce, perDestination, submitterEntriesMax,
            entriesMax, time);
    }

    public Duration giveUpAfter() { return schedule.giveUpAfter(); }
}
