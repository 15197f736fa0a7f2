package sigillo.imapd;

import java.util.HashMap;
import java.util.Map;
import sigillo.account.AccountId;

/**
 * How much sessions keep for NOTIFY, in the whole server: what they were asked to tell, names of mailboxes, which of them have
 * changed, what was told of them. In places of {@link #OCTETS}. An account has a part of the room for all its sessions. Any thread.
 */
final class NotifyRoom {
    /** Of a place: a mailbox with its name. */
    static final int OCTETS = 200;

    private final int max;
    private final int accountMax;
    private final Map<AccountId, Integer> kept = new HashMap<>();
    private int all;

    /** {@code max}: places of all together. {@code accountMax}: of the sessions of one account. */
    NotifyRoom(int max, int accountMax) {
        this.max = max;
        this.accountMax = accountMax;
    }

    /** What a text takes beside the place that it has anyway: none, as long as it is short. */
    static int more(String text) { return 2 * text.length() / OCTETS; }

    /** False, and nothing has changed, when what a session keeps has become more and does not fit. */
    synchronized boolean change(AccountId account, int before, int after) {
        int by = after - before;
        int now = kept.getOrDefault(account, 0) + by;
        if (by > 0 && (now > accountMax || all + by > max)) return false;
        all += by;
        if (now == 0) kept.remove(account);
        else kept.put(account, now);
        return true;
    }

    /** Places of all together. */
    synchronized int kept() { return all; }
}
