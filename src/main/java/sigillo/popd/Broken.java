package sigillo.popd;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import sigillo.account.AccountId;
import sigillo.account.EmailId;

/**
 * Messages that broke off while they were sent, because what is kept of them is damaged. There is no word for that in the
 * middle of one, so the connection ends; when the client asks again it is told at once, and can go on to the next. Any thread.
 */
final class Broken {
    private record Message(AccountId account, EmailId email) {}

    private final PopLimits limits;
    private final InstantSource clock;
    private final Map<Message, Instant> until = new LinkedHashMap<>();

    Broken(PopLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** The oldest is forgotten when there are too many. */
    synchronized void add(AccountId account, EmailId email) {
        if (until.size() >= limits.brokenNotedMax()) until.remove(until.keySet().iterator().next());
        until.put(new Message(account, email), clock.instant().plus(limits.brokenNotedFor()));
    }

    synchronized boolean has(AccountId account, EmailId email) {
        var end = until.get(new Message(account, email));
        if (end != null && !clock.instant().isBefore(end)) until.remove(new Message(account, email));
        return end != null && clock.instant().isBefore(end);
    }
}
