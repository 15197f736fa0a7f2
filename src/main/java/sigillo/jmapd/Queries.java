package sigillo.jmapd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import sigillo.account.Account;
import sigillo.account.EmailId;
import sigillo.account.Keyword;
import sigillo.account.Mailbox;
import sigillo.account.MailboxId;
import sigillo.account.MetaScan;
import sigillo.account.TextScan;
import sigillo.account.Touched;
import sigillo.jmap.MethodError;
import sigillo.jmap.Window;
import sigillo.search.Progress;
import sigillo.search.Searches;
import tools.jackson.databind.node.ObjectNode;

/** Email/query: RFC 8621 section 4.4. What reads messages is done on the threads of searches. Any thread. */
final class Queries {
    /** Of the heap, about. */
    private static final int CANDIDATE_OCTETS = 64;

    private final Searches searches;
    private final SmimeProperties smime;
    private final Semaphore room = new Semaphore(DoorLimits.QUERIED_EMAILS_MAX, true);

    Queries(Searches searches, SmimeProperties smime) {
        this.searches = searches;
        this.smime = smime;
    }

    ObjectNode answer(Call call) throws MethodError, IOException {
        var account = call.account();
        var asked = EmailsAsked.of(call);
        var window = Window.parse(call.arguments());
        call.arguments().end();
        long revision = account.revision();
        var among = among(account, asked);
        var results = results(call, asked, among, window.first());
        return answer(call, State.of(revision).toString(), emails(among) <= emailsMax(asked), results, window);
    }

    private static List<Mailbox> among(Account account, EmailsAsked asked) {
        var places = asked.places().orElse(_ -> true);
        return account.mailboxes().stream().filter(one -> places.test(one.id())).toList();
    }

    private static long emails(List<Mailbox> mailboxes) { return mailboxes.stream().mapToLong(one -> one.counts().emails()).sum(); }

    /** So many fit that are known all at once. */
    private static long emailsMax(EmailsAsked asked) {
        boolean isSmall = EmailOrder.byArrival(asked.sort()).isPresent() && asked.places().isPresent() && asked.ofThreads().isEmpty();
        // sets of their ids and threads are beside them
        return isSmall ? DoorLimits.QUERIED_EMAILS_MAX * 3L / 2 : DoorLimits.QUERIED_EMAILS_MAX;
    }

    /** {@code first}: so many of them in their order; empty where all are needed. */
    private Window.Results results(Call call, EmailsAsked asked, List<Mailbox> among, OptionalLong first)
            throws MethodError, IOException {
        var account = call.account();
        boolean sortsAll = asked.sortsByMessages();
        int permits = permits(account, asked, emails(among), sortsAll ? OptionalLong.of(DoorLimits.SORTED_BY_MESSAGE_MAX) : first);
        Patience.take(room, permits, DoorLimits.REQUEST_WAIT_MAX);
        try {
            return EmailOrder.byArrival(asked.sort()).isPresent() ? byArrival(call, asked, among, first)
                : found(call, asked, among.stream().map(Mailbox::id).toList(), sortsAll ? OptionalLong.empty() : first);
        } finally {
            room.release(permits);
        }
    }

    /** What a query holds must fit, in Emails: those that it needs in their order, and sets of ids. */
    private static int permits(Account account, EmailsAsked asked, long emails, OptionalLong first) throws MethodError {
        boolean holdsAll = first.isEmpty() || asked.places().isEmpty();
        long candidates = holdsAll ? emails : Math.min(emails, first.getAsLong() + Found.SPARE);
        boolean isSmall = EmailOrder.byArrival(asked.sort()).isPresent() && asked.places().isPresent();
        long held = isSmall ? candidates * FoundByArrival.SHARE / FoundByArrival.OF : candidates;
        var ofThreads = asked.ofThreads();
        long ofAll = ofThreads.isEmpty() ? emails : emails(account.mailboxes());
        long permits = held + (2 * emails + 2L * ofThreads.size() * ofAll) * IdSet.OCTETS / CANDIDATE_OCTETS;
        if (permits <= DoorLimits.QUERIED_EMAILS_MAX) return (int) permits;
        throw MethodError.of("unsupportedFilter", "That is to know of more than " + DoorLimits.QUERIED_EMAILS_MAX
            + " Emails at once: ask by mailbox, and by position");
    }

    private Window.Results found(Call call, EmailsAsked asked, List<MailboxId> among, OptionalLong first)
            throws MethodError, IOException {
        var account = call.account();
        var patience = call.budget().patience();
        var threads = threads(account, asked.ofThreads());
        var order = new EmailOrder(asked.sort(), threads);
        boolean sortsAll = asked.sortsByMessages();
        var found = new Found(order, asked.collapse(), first, sortsAll ? DoorLimits.SORTED_BY_MESSAGE_MAX : Integer.MAX_VALUE);
        var slices = slices(account, asked, among);
        Searches.Work look = progress -> {
            searches.together(slices, progress, () -> looking(account, asked, threads, found, progress));
            if (sortsAll && !found.areTooMany()) read(account, order, found, progress);
        };
        if (sortsAll || asked.readsMessages()) searches.run(account.id(), _ -> patience.look(), look);
        else lookAtOnce(slices, looking(account, asked, threads, found, new Progress()), patience);
        if (found.areTooMany()) throw MethodError.of("unsupportedSort", "Of so many Emails this is not sorted by");
        return found.results();
    }

    private Window.Results byArrival(Call call, EmailsAsked asked, List<Mailbox> among, OptionalLong first)
            throws MethodError, IOException {
        var account = call.account();
        var places = among.stream().map(Mailbox::id).toList();
        var threads = threads(account, asked.ofThreads());
        var found = new FoundByArrival(EmailOrder.byArrival(asked.sort()).orElseThrow(), asked.collapse(), first, emails(among));
        var slices = slices(account, asked, places);
        var patience = call.budget().patience();
        if (!asked.readsMessages()) lookAtOnce(slices, looking(account, asked, threads, found, new Progress()), patience);
        else searches.run(account.id(), _ -> patience.look(), progress ->
            searches.together(slices, progress, () -> looking(account, asked, threads, found, progress)));
        return found.results();
    }

    private Looking looking(Account account, EmailsAsked asked, ThreadKeywords threads, Finding found, Progress progress) {
        var metas = account.metas();
        var texts = account.scan();
        return new Looking(metas, texts, new EmailMatcher(asked.filter(), metas, texts, threads, smime), found, progress);
    }

    private Iterator<List<Candidate>> slices(Account account, EmailsAsked asked, List<MailboxId> among) {
        if (asked.places().isPresent()) return new Candidates(account, among, searches.slice());
        return Candidates.slices(Candidates.joined(account, among), searches.slice());
    }

    private ThreadKeywords threads(Account account, Set<Keyword> asked) {
        var threads = new ThreadKeywords(asked);
        if (asked.isEmpty()) return threads;
        var everywhere = account.mailboxes().stream().map(Mailbox::id).toList();
        new Candidates(account, everywhere, searches.slice()).forEachRemaining(slice -> slice.forEach(threads::add));
        return threads;
    }

    private static void lookAtOnce(Iterator<List<Candidate>> slices, Looking looking, Patience patience)
            throws IOException {
        try (looking) {
            while (slices.hasNext()) {
                patience.look();
                looking.through(slices.next());
            }
        }
    }

    /** What it is sorted by. */
    private static void read(Account account, EmailOrder order, Found found, Progress progress) throws IOException {
        found.all().sort(Comparator.comparingLong(Candidate::id));
        try (var metas = account.metas()) {
            order.read(found.all(), metas, progress);
        }
    }

    /** Looks through slices, on one thread; several do at the same time. */
    private static final class Looking implements Searches.Looker<List<Candidate>, Void> {
        private final MetaScan metas;
        private final TextScan texts;
        private final EmailMatcher matcher;
        private final Finding found;
        private final Progress progress;

        Looking(MetaScan metas, TextScan texts, EmailMatcher matcher, Finding found, Progress progress) {
            this.metas = metas;
            this.texts = texts;
            this.matcher = matcher;
            this.found = found;
            this.progress = progress;
        }

        @Override public Void through(List<Candidate> slice) throws IOException {
            var here = new ArrayList<Candidate>();
            for (var one : slice) {
                progress.step();
                if (matcher.holds(one)) here.add(one);
            }
            found.addAll(here);
            return null;
        }

        @Override public void close() {
            metas.close();
            texts.close();
        }
    }

    /** RFC 8620 section 5.5. */
    static ObjectNode answer(Call call, long revision, Window.Results results, Window window) throws MethodError {
        return answer(call, State.of(revision).toString(), true, results, window);
    }

    static ObjectNode answer(Call call, String state, boolean canCalculateChanges, Window.Results results,
            Window window) throws MethodError {
        var seen = window.of(results);
        var answer = call.answer().put("queryState", state).put("canCalculateChanges", canCalculateChanges)
            .put("position", seen.from());
        seen.ids().forEach(answer.putArray("ids")::add);
        if (window.calculateTotal()) answer.put("total", results.size());
        seen.limit().ifPresent(limit -> answer.put("limit", limit));
        call.budget().take(answer);
        return answer;
    }

    /**
     * RFC 8621 section 4.5. What a query finds depends on the Emails themselves, and on their threads where it asks of
     * them or collapses them: so these alone can have moved.
     */
    ObjectNode changes(Call call) throws MethodError, IOException {
        var account = call.account();
        var asked = EmailsAsked.of(call);
        var since = QuerySince.of(call);
        boolean withThreads = asked.collapse() || !asked.ofThreads().isEmpty();
        long revision = account.revision();
        var touched = since.touched(account, revision, one -> withThreads ? ofThread(account, one)
            : one.email().stream().map(EmailId::toString));
        var among = among(account, asked);
        if (emails(among) > emailsMax(asked)) throw QuerySince.unknown();
        return since.answer(call, revision, touched, results(call, asked, among, OptionalLong.empty()));
    }

    private static Stream<String> ofThread(Account account, Touched one) {
        if (one.email().isEmpty()) return Stream.empty();
        var thread = one.thread().or(() -> account.thread(one.email().get()));
        var others = thread.map(account::emails).orElse(List.of());
        return Stream.concat(one.email().stream(), others.stream()).map(EmailId::toString);
    }
}
