package sigillo.ledger;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import sigillo.account.AccountId;
import sigillo.ledger.OwnersLedger.Event;

/**
 * Wrong passwords and codes at an account's doors, counted, and told in its ledger together: whoever tries for long, or
 * by the thousand, makes an entry an hour at first and one a day in the end, and pushes nothing out. Counting touches
 * memory alone and writes nothing, so that how long a refusal takes says nothing of the account. What a crash takes
 * away is what was counted since the last entry. Any thread.
 */
public final class FailedSignIns {
    private static final System.Logger LOG = System.getLogger(FailedSignIns.class.getName());

    private final OwnersLedger ledger;
    private final InstantSource clock;
    private final Map<AccountId, Tried> tried = new LinkedHashMap<>();

    public FailedSignIns(OwnersLedger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Of one account, since its last entry. */
    private static final class Tried {
        private Duration together = LedgerLimits.FAILURES_TOGETHER;
        private Instant since;
        private Instant latest;
        private Instant until;
        private long count;
        private long codes;
        private final TreeSet<String> services = new TreeSet<>();
        private final TreeSet<String> networks = new TreeSet<>();
        private boolean isFromMore;

        Tried(Instant now) { begin(now); }

        private void begin(Instant now) {
            since = now;
            latest = now;
            until = now.plus(together);
            count = 0;
            codes = 0;
            services.clear();
            networks.clear();
            isFromMore = false;
        }

        void add(String service, boolean isCode, Optional<String> network, Instant now) {
            if (count == 0) begin(now);
            count++;
            if (isCode) codes++;
            latest = now;
            services.add(service);
            network.ifPresent(from -> {
                if (networks.size() < LedgerLimits.NETWORKS_TOLD) networks.add(from);
                else isFromMore |= !networks.contains(from);
            });
        }

        /** What there is to tell; from then on twice as much goes together. */
        Event told(Instant now) {
            var with = new HashMap<>(Map.of("count", Long.toString(count), "services", String.join(" ", services),
                "since", text(since), "until", text(latest)));
            if (!networks.isEmpty()) with.put("networks", String.join(" ", networks) + (isFromMore ? " ..." : ""));
            if (codes > 0) with.put("codes", Long.toString(codes));
            together = together.multipliedBy(2).compareTo(LedgerLimits.FAILURES_TOGETHER_MAX) < 0
                ? together.multipliedBy(2)
                : LedgerLimits.FAILURES_TOGETHER_MAX;
            begin(now);
            return new Event("signInFailed", with);
        }

        private static String text(Instant at) { return at.truncatedTo(ChronoUnit.SECONDS).toString(); }
    }

    /**
     * {@code service}: which door. {@code isCode}: the password was right, and the code after it wrong. {@code
     * network}: from where, if it was not this machine.
     */
    public synchronized void failed(AccountId account, String service, boolean isCode, Optional<String> network) {
        var now = clock.instant();
        var one = tried.get(account);
        if (one == null && tried.size() >= LedgerLimits.REMEMBERED_MAX) {
            LOG.log(Level.WARNING,
                "wrong passwords are tried at so many accounts that not all of it is in their ledgers");
            return;
        }
        tried.computeIfAbsent(account, _ -> new Tried(now)).add(service, isCode, network, now);
    }

    /** Its owner is about to read. */
    public void tell(AccountId account) {
        Event event;
        synchronized (this) {
            var one = tried.get(account);
            if (one == null || one.count == 0) return;
            event = one.told(clock.instant());
        }
        ledger.add(account, event);
    }

    /** What has been together for long enough; to be called every few minutes. */
    public void tidy() { tell(false); }

    /** The server stops. */
    public void tellAll() { tell(true); }

    private void tell(boolean isAll) { due(isAll).forEach(one -> ledger.add(one.account, one.event)); }

    private record Due(AccountId account, Event event) {}

    private synchronized List<Due> due(boolean isAll) {
        var now = clock.instant();
        var due = new ArrayList<Due>();
        for (var all = tried.entrySet().iterator(); all.hasNext(); ) {
            var one = all.next();
            boolean isOver = !now.isBefore(one.getValue().until);
            if (one.getValue().count == 0) {
                if (isOver) all.remove(); // nobody has tried for as long as an entry would have been for
            } else if (isOver || isAll) {
                due.add(new Due(one.getKey(), one.getValue().told(now)));
            }
        }
        return due;
    }

    /** The account is removed. */
    public synchronized void forget(AccountId account) { tried.remove(account); }
}
