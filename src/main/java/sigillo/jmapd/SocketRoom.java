package sigillo.jmapd;

import java.util.HashMap;
import java.util.Map;
import sigillo.account.AccountId;

/** What messages over WebSockets beyond the small hold until they are answered: all together, and an account's. Any thread. */
final class SocketRoom {
    private final Map<AccountId, Integer> ofAccount = new HashMap<>();
    private int all;

    /** Whether there was room for so many octets more; they are given back as less than none. */
    synchronized boolean take(AccountId account, int more) {
        int its = ofAccount.getOrDefault(account, 0) + more;
        boolean isTooMuch = its > DoorLimits.SOCKET_OF_ACCOUNT_OCTETS_MAX
            || all + more > DoorLimits.SOCKET_MESSAGES_OCTETS_MAX;
        if (more > 0 && isTooMuch) return false;
        all += more;
        if (its == 0) ofAccount.remove(account);
        else ofAccount.put(account, its);
        return true;
    }
}
