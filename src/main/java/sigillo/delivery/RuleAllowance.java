package sigillo.delivery;

import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import sigillo.account.AccountId;
import sigillo.rules.Rules;
import sigillo.rules.Rules.Left;
import sigillo.store.StoreException;

/**
 * How much leaves by the rules of an account in a day. Strangers make it leave, so it is counted apart from what the
 * owner sends: they could have that paused. Each server counts for itself, in memory; every tenth is noted, so that a start
 * goes on where the last one stopped. Any thread.
 */
final class RuleAllowance {
    /** Recipients of what is sent on, and of notices: all mail of a busy account, some times over. */
    static final int SENT_MAX = 5_000;
    /** Senders may be forged, and then answers go to people who wrote nothing. */
    static final int ANSWERS_MAX = 500;
    private static final int ACCOUNTS = 1_000;
    private static final long DAY_MILLIS = 86_400_000;

    private static final int NOTED_EVERY = 10;
    private static final System.Logger LOG = System.getLogger("sigillo.rules");

    private final Rules rules;
    private final InstantSource clock;
    private final Map<AccountId, Left> days = new ConcurrentHashMap<>();

    RuleAllowance(Rules rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /** Counts them, or says that there were enough today. */
    boolean sends(AccountId account, int recipients) { return counts(account, recipients, 0); }

    boolean answers(AccountId account) { return counts(account, 0, 1); }

    private boolean counts(AccountId account, int sent, int answers) {
        long today = Math.floorDiv(clock.millis(), DAY_MILLIS);
        if (days.size() > ACCOUNTS) days.values().removeIf(one -> one.day() != today);
        var noted = days.containsKey(account) ? Optional.<Left>empty() : rules.left(account);
        var isIn = new boolean[1];
        var after = days.compute(account, (_, before) -> {
            var known = before == null ? noted.orElse(null) : before;
            var now = known == null || known.day() != today ? new Left(today, 0, 0) : known;
            var more = new Left(today, now.sent() + sent, now.answers() + answers);
            isIn[0] = more.sent() <= SENT_MAX && more.answers() <= ANSWERS_MAX;
            return isIn[0] ? more : now;
        });
        boolean isTenth = (after.sent() + after.answers()) / NOTED_EVERY > (after.sent() + after.answers() - sent - answers) / NOTED_EVERY;
        if (isIn[0] && isTenth) note(account, after);
        return isIn[0];
    }

    /** What cannot be noted counts all the same, until a stop. */
    private void note(AccountId account, Left left) {
        try {
            rules.note(account, left);
        } catch (StoreException trouble) {
            LOG.log(Level.DEBUG, "what left by rules of " + account + " is not noted: " + trouble.getMessage());
        }
    }
}
