package sigillo.jmapd;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import sigillo.account.Keyword;
import sigillo.account.MailboxId;
import sigillo.jmap.Filter;
import sigillo.jmap.MethodError;
import sigillo.jmap.SortTerm;

/** Which Emails a query asks for, and in which order: RFC 8621 section 4.4. */
record EmailsAsked(Optional<Filter<EmailCondition>> filter, List<SortTerm> sort, boolean collapse) {

    static EmailsAsked of(Call call) throws MethodError {
        var arguments = call.arguments();
        return new EmailsAsked(Filter.parse(arguments.object("filter"), EmailCondition::parse),
            EmailOrder.check(SortTerm.parse(arguments, "sort", EmailOrder.SORTS)),
                arguments.flag("collapseThreads", false));
    }

    private Stream<EmailCondition> conditions() { return filter.stream().flatMap(one -> one.conditions().stream()); }

    private Stream<EmailCondition> needed() { return filter.stream().flatMap(one -> one.needed().stream()); }

    boolean readsMessages() { return conditions().anyMatch(EmailCondition::readsMessages); }

    /** The order says what stands in messages. */
    boolean sortsByMessages() { return EmailOrder.readsMessages(sort); }

    /** Those that are asked of whole threads. */
    Set<Keyword> ofThreads() {
        var all = new HashSet<>(EmailOrder.ofThreads(sort));
        conditions().forEach(one -> all.addAll(one.threads().values()));
        return all;
    }

    /**
     * Which mailboxes the Emails are in, where it does not matter in which others they are too; empty where an Email must be known with
     * all its mailboxes.
     */
    Optional<Predicate<MailboxId>> places() {
        var asking = conditions().filter(one -> one.inMailbox().isPresent() || one.hasOtherThan()).toList();
        if (asking.isEmpty()) return Optional.of(_ -> true);
        if (asking.stream().noneMatch(EmailCondition::hasOtherThan)) return only(asking).map(one -> one::equals);
        boolean isAlone = asking.size() == 1 && asking.getFirst().inMailbox().isEmpty() && needed().anyMatch(asking::contains);
        if (!isAlone) return Optional.empty();
        var without = asking.getFirst().inMailboxOtherThan();
        return Optional.of(one -> !without.contains(one));
    }

    /** The one that all of them name, and that must hold. */
    private Optional<MailboxId> only(List<EmailCondition> asking) {
        var only = needed().flatMap(one -> one.inMailbox().stream()).findFirst();
        return asking.stream().allMatch(one -> one.inMailbox().equals(only)) ? only : Optional.empty();
    }
}
