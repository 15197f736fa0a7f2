package sigillo.delivery;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sigillo.account.AccountId;

/**
 * How much leaves by the rules of an account in a day. Strangers make it leave, so it is counted apart from what the
 * owner sends: they could have that paused. In memory, each server for itself; a start begins anew. Any thread.
 */
final class RuleAllowance {
    /** Recipients of what is sent on, and of notices: all mail of a busy account, some times over. */
    static final int SENT_MAX = 5_000;
    /** Senders may be forged, and then answers go to people who wrote nothing. */
    static final int ANSWERS_MAX = 500;
    private static final int ACCOUNTS = 1_000;
    private static final long DAY_MILLIS = 86_400_000;

    private record Day(long day, int sent, int answers) {}

    private final InstantSource clock;
    private final Map<AccountId, Day> days = new ConcurrentHashMap<>();

    RuleAllowance(InstantSource clock) { this.clock = clock; }

    /** Counts them, or says that there were enough today. */
    boolean sends(AccountId account, int recipients) { return counts(account, recipients, 0); }

    boolean answers(AccountId account) { return counts(account, 0, 1); }

    private boolean counts(AccountId account, int sent, int answers) {
        long today = Math.floorDiv(clock.millis(), DAY_MILLIS);
        if (days.size() > ACCOUNTS) days.values().removeIf(one -> one.day != today);
        var isIn = new boolean[1];
        days.compute(account, (_, before) -> {
            var now = before == null || before.day != today ? new Day(today, 0, 0) : before;
            var more = new Day(today, now.sent + sent, now.answers + answers);
            isIn[0] = more.sent <= SENT_MAX && more.answers <= ANSWERS_MAX;
            return isIn[0] ? more : now;
        });
        return isIn[0];
    }
}
