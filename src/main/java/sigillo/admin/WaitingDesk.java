package sigillo.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import sigillo.base.Address;
import sigillo.queue.QueueDesk;
import sigillo.queue.QueueEntry;
import sigillo.queue.QueueEntry.Waiting;
import sigillo.queue.QueueId;

/**
 * What waits, for who looks at it in a page: by domain, and a page of recipients at a time. Replies of others are cut.
 */
final class WaitingDesk implements Desk {
    /** Entries looked at for one answer, and read at once: each is opened with its recipients. */
    private static final int ENTRIES_MAX = 2_000;
    private static final int AT_ONCE = 20;
    /** Domains that are told apart; what goes to more is counted under {@link #OTHERS}. */
    private static final int DOMAINS_MAX = 200;
    private static final String OTHERS = "";
    private static final int PAGE_MAX = 100;
    private static final int REPLY_CHARACTERS_MAX = 400;

    private final QueueDesk queue;

    WaitingDesk(QueueDesk queue) { this.queue = queue; }

    @Override public void register(Requests requests) {
        requests.on(Request.QueueByDomain.class, _ -> byDomain());
        requests.on(Request.ListWaiting.class, this::list);
    }

    // ---- by domain ----

    private record Seen(QueueEntry entry, Waiting who) {}

    Answer byDomain() {
        var domains = new HashMap<String, Pages.DomainWaits>();
        var after = Optional.<QueueId>empty();
        int looked = 0;
        for (var some = queue.list(after, AT_ONCE); !some.isEmpty() && looked < ENTRIES_MAX; some = queue.list(after, AT_ONCE)) {
            for (var entry : some) entry.recipients().forEach(who -> count(domains, new Seen(entry, who)));
            after = QueueId.parse(some.getLast().id());
            looked += some.size();
        }
        var counts = queue.counts();
        var sorted = domains.values().stream().sorted(Comparator.comparingLong(Pages.DomainWaits::recipients).reversed()
            .thenComparing(Pages.DomainWaits::domain)).toList();
        return new Answer.Done(new Pages.QueueDomains(sorted, counts.entries(), counts.recipients(),
            looked < ENTRIES_MAX));
    }

    private static void count(Map<String, Pages.DomainWaits> domains, Seen one) {
        var name = domainOf(one.who());
        var key = domains.containsKey(name) || domains.size() < DOMAINS_MAX ? name : OTHERS;
        domains.merge(key, first(key, one), WaitingDesk::both);
    }

    /** Of one that cannot be opened: what stands for its address. */
    private static String domainOf(Waiting who) {
        return Address.parse(who.address()).map(address -> address.domain().name()).orElse(who.address());
    }

    private static Pages.DomainWaits first(String domain, Seen one) {
        var who = one.who();
        return new Pages.DomainWaits(domain, 1, who.held() ? 1 : 0, who.attempts(), one.entry().created(), who.next(),
            cut(who.lastReply()),
            cut(who.lastPeer()), who.lastMeaning(), who.lastMeaningInItalian(), cut(who.fault()));
    }

    /** The reply is of who was tried most: that is where the trouble shows. */
    private static Pages.DomainWaits both(Pages.DomainWaits a, Pages.DomainWaits b) {
        var told = b.attempts() > a.attempts() || a.lastReply().isEmpty() ? b : a;
        return new Pages.DomainWaits(a.domain(), a.recipients() + b.recipients(), a.held() + b.held(),
            Math.max(a.attempts(), b.attempts()),
            a.oldest().isBefore(b.oldest()) ? a.oldest() : b.oldest(), soonest(a.next(), b.next()), told.lastReply(),
            told.lastPeer(),
            told.means(), told.meansInItalian(), a.fault().or(b::fault));
    }

    private static Optional<Instant> soonest(Optional<Instant> a, Optional<Instant> b) {
        return Stream.concat(a.stream(), b.stream()).min(Comparator.naturalOrder());
    }

    // ---- one by one ----

    /** All recipients of an entry are on one page, as far as a listing shows them: the next begins behind it. */
    Answer list(Request.ListWaiting asked) {
        int max = Math.clamp(asked.max(), 1, PAGE_MAX);
        var page = new ArrayList<Pages.WaitingLine>();
        var after = asked.after();
        int looked = 0;
        while (looked < ENTRIES_MAX) {
            var some = queue.list(after, AT_ONCE);
            if (some.isEmpty()) return page(page, Optional.empty());
            for (var entry : some) {
                page.addAll(lines(entry, asked.domain()));
                after = QueueId.parse(entry.id());
                if (page.size() >= max) return page(page, after);
            }
            looked += some.size();
        }
        return page(page, after);
    }

    private static Answer page(List<Pages.WaitingLine> lines, Optional<QueueId> next) {
        return new Answer.Done(new Pages.WaitingPage(lines, next.map(QueueId::text)));
    }

    private static List<Pages.WaitingLine> lines(QueueEntry entry, String domain) {
        return entry.recipients().stream().filter(who -> domain.isEmpty() || domainOf(who).equals(domain))
            .map(who -> new Pages.WaitingLine(
            entry.id(), entry.trace(), entry.from(), entry.created(), entry.octets(), who.address(), who.attempts(),
            who.held(), who.next(),
            who.lastAttempt(), cut(who.lastReply()), cut(who.lastPeer()), who.lastMeaning(), who.lastMeaningInItalian(),
            cut(who.fault()))).toList();
    }

    private static Optional<String> cut(Optional<String> text) {
        return text.map(one -> one.length() <= REPLY_CHARACTERS_MAX ? one : one.substring(0, REPLY_CHARACTERS_MAX)
            + "…");
    }
}
