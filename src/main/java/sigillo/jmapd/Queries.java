package sigillo.jmapd;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import sigillo.account.Account;
import sigillo.account.EmailId;
import sigillo.account.Mailbox;
import sigillo.account.MailboxId;
import sigillo.account.Touched;
import sigillo.jmap.Filter;
import sigillo.jmap.MethodError;
import sigillo.jmap.SortTerm;
import sigillo.jmap.Window;
import sigillo.search.Progress;
import sigillo.search.Searches;
import tools.jackson.databind.node.ObjectNode;

/** Email/query: RFC 8621 section 4.4. What reads messages is done on the threads of searches. Any thread. */
final class Queries {
    private final Searches searches;
    private final Semaphore room = new Semaphore(DoorLimits.QUERIED_EMAILS_MAX, true);

    Queries(Searches searches) { this.searches = searches; }

    private record Asked(Optional<Filter<EmailCondition>> filter, List<SortTerm> sort, boolean collapse) {
        static Asked of(Call call) throws MethodError {
            var arguments = call.arguments();
            return new Asked(Filter.parse(arguments.object("filter"), EmailCondition::parse),
                EmailOrder.check(SortTerm.parse(arguments, "sort", EmailOrder.SORTS)),
                    arguments.flag("collapseThreads", false));
        }

        boolean asksOfThreads() {
            return EmailOrder.asksOfThreads(sort)
                || filter.stream().flatMap(one -> one.conditions().stream()).anyMatch(one -> !one.threads().isEmpty());
        }

        Optional<MailboxId> only() {
            if (asksOfThreads() || filter.isEmpty()) return Optional.empty();
            var only = filter.get().needed().stream().flatMap(one -> one.inMailbox().stream()).findFirst();
            boolean isAlone = filter.get().conditions().stream()
                .allMatch(one -> !one.hasOtherThan() && (one.inMailbox().isEmpty() || one.inMailbox().equals(only)));
            return isAlone ? only : Optional.empty();
        }
    }

    ObjectNode answer(Call call) throws MethodError, IOException {
        var account = call.account();
        var asked = Asked.of(call);
        var window = Window.parse(call.arguments());
        call.arguments().end();
        long revision = account.revision();
        return answer(call, revision, results(account, asked), window);
    }

    private Window.Results results(Account account, Asked asked) throws MethodError, IOException {
        var mailboxes = mailboxes(account, asked);
        int permits = permits(mailboxes);
        try {
            room.acquire(permits);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("a query was interrupted");
        }
        try {
            var found = found(account, asked, mailboxes.stream().map(Mailbox::id).toList());
            return results(asked.collapse ? collapsed(found) : found);
        } finally {
            room.release(permits);
        }
    }

    private static List<Mailbox> mailboxes(Account account, Asked asked) {
        return asked.only().map(one -> account.mailbox(one).stream().toList()).orElseGet(account::mailboxes);
    }

    /** What a query holds of an account must fit: an account that is larger is asked by mailbox. */
    private static int permits(List<Mailbox> mailboxes) throws MethodError {
        long emails = mailboxes.stream().mapToLong(one -> one.counts().emails()).sum();
        if (emails > DoorLimits.QUERIED_EMAILS_MAX) {
            throw MethodError.of("unsupportedFilter", "That is to look at more than " + DoorLimits.QUERIED_EMAILS_MAX
                + " Emails: ask by mailbox");
        }
        return (int) emails;
    }

    private List<Candidate> found(Account account, Asked asked, List<MailboxId> mailboxes) throws MethodError,
        IOException {
        var all = Candidates.in(account, mailboxes);
        var threads = new EmailMatcher.Threads(asked.asksOfThreads() ? all : List.of());
        var found = new ArrayList<Candidate>();
        var order = new EmailOrder(asked.sort, threads);
        try (var metas = account.metas(); var texts = account.scan()) {
            var matcher = new EmailMatcher(asked.filter, metas, texts, threads);
            boolean isLong = matcher.readsMessages() || EmailOrder.readsMessages(asked.sort);
            Searches.Work look = progress -> {
                for (var one : all) {
                    progress.step();
                    if (matcher.holds(one)) found.add(one);
                }
                if (found.size() <= DoorLimits.SORTED_BY_MESSAGE_MAX) order.read(found, metas, progress);
            };
            if (isLong) searches.run(account.id(), _ -> { }, look);
            else look.run(new Progress());
        }
        boolean isTooMuch = EmailOrder.readsMessages(asked.sort) && found.size() > DoorLimits.SORTED_BY_MESSAGE_MAX;
        if (isTooMuch) throw MethodError.of("unsupportedSort", "Of so many Emails this is not sorted by");
        order.sort(found);
        return found;
    }

    /** RFC 8621 section 4.4.3: the first of each thread. */
    private static List<Candidate> collapsed(List<Candidate> found) {
        var seen = new HashSet<Long>();
        found.removeIf(one -> !seen.add(one.thread()));
        return found;
    }

    private static Window.Results results(List<Candidate> found) {
        return new Window.Results() {
            @Override public int size() { return found.size(); }

            @Override public String id(int index) { return found.get(index).email().toString(); }
        };
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
        var asked = Asked.of(call);
        var since = QuerySince.of(call);
        boolean withThreads = asked.collapse || asked.asksOfThreads();
        long revision = account.revision();
        var touched = since.touched(account, revision, one -> withThreads ? ofThread(account, one)
            : one.email().stream().map(EmailId::toString));
        return since.answer(call, revision, touched, results(account, asked));
    }

    private static Stream<String> ofThread(Account account, Touched one) {
        if (one.email().isEmpty()) return Stream.empty();
        var thread = one.thread().or(() -> account.thread(one.email().get()));
        var others = thread.map(account::emails).orElse(List.of());
        return Stream.concat(one.email().stream(), others.stream()).map(EmailId::toString);
    }
}
