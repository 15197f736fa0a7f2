package sigillo.account;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

/** Several mailboxes go to other places at once: what counts is whether all can be where they are in the end. */
final class Renaming {
    private final Mailboxes mailboxes;
    private final Map<MailboxId, MailboxPlace> to;
    private final Map<MailboxId, Optional<MailboxId>> parents = new HashMap<>();

    /** {@code to}: as {@link MailboxPlace#normal} has them. */
    Renaming(Mailboxes mailboxes, Map<MailboxId, MailboxPlace> to) {
        this.mailboxes = mailboxes;
        this.to = to;
    }

    /** Why they cannot. */
    Optional<MailboxAnswer> refusal() {
        var taken = new HashSet<MailboxPlace>();
        for (var one : to.entrySet()) {
            var row = mailboxes.row(one.getKey());
            if (row.isEmpty()) return Optional.of(new MailboxAnswer.NoSuchMailbox());
            if (row.get().role().equals(Optional.of(Role.INBOX))) return Optional
                .of(new MailboxAnswer.NotAllowed("the inbox stays where it is"));
            var place = one.getValue();
            boolean isNowhere = place.parent().isPresent() && mailboxes.row(place.parent().get()).isEmpty();
            if (isNowhere) return Optional.of(new MailboxAnswer.NoSuchMailbox());
            var there = mailboxes.child(place.parent().map(MailboxId::value).orElse(0L), place.name())
                .filter(other -> !to.containsKey(other));
            if (there.isPresent()) return Optional.of(new MailboxAnswer.Exists(there.get()));
            if (!taken.add(place)) return Optional.of(new MailboxAnswer.Exists(one.getKey()));
        }
        boolean isTree = mailboxes.ids().stream().allMatch(this::isWithinLevels);
        return isTree ? Optional.empty() : Optional.of(new MailboxAnswer.BadName(
            "a mailbox cannot go below itself, nor below " + AccountLimits.MAILBOX_DEPTH_MAX + " levels"));
    }

    /** Of what is below itself there is no end. */
    private boolean isWithinLevels(MailboxId id) {
        var at = Optional.of(id);
        for (int level = 0; level < AccountLimits.MAILBOX_DEPTH_MAX; level++) {
            at = parent(at.get());
            if (at.isEmpty()) return true;
        }
        return false;
    }

    private Optional<MailboxId> parent(MailboxId id) {
        return parents.computeIfAbsent(id, one -> to.containsKey(one) ? to.get(one).parent()
            : mailboxes.row(one).flatMap(MailboxRow::parent));
    }
}
