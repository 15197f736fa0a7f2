package sigillo.moving;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sigillo.account.Account;
import sigillo.account.Copied;
import sigillo.account.Email;
import sigillo.account.EmailId;
import sigillo.account.FlagChange;
import sigillo.account.Keyword;
import sigillo.account.MailboxId;
import sigillo.account.UidSet;

/** Brings Emails that were taken to where the source has them now. What their owner did here since stays. */
record Emails(Account account) {

    /** What the source has marked or unmarked since {@code before}; the rest stays as it is here. */
    void mark(Taken before, Marks now) {
        var email = account.email(before.email());
        if (email.isEmpty() || email.get().memberships().isEmpty()) return;
        var hashes = now.hashes();
        var added = now.keywords().stream().filter(keyword -> !Marks.has(before.marks(), keyword)).collect(Collectors.toSet());
        var removed = email.get().keywords().stream()
            .filter(keyword -> Marks.has(before.marks(), keyword) && !Marks.has(hashes, keyword)).collect(Collectors.toSet());
        change(email.get(), added, removed);
        boolean wasDeleted = Marks.wasDeleted(before.marks());
        if (wasDeleted != now.deleted()) memberships(email.get(), before.places()).forEach(one -> delete(one, now.deleted()));
    }

    /** For one that was here: nothing of it is unmarked. */
    void add(EmailId id, Marks more, List<MailboxId> places) {
        account.email(id).filter(email -> !email.memberships().isEmpty()).ifPresent(email -> {
            var added = new HashSet<>(more.keywords());
            added.removeAll(email.keywords());
            change(email, added, Set.of());
            if (more.deleted()) memberships(email, places).forEach(one -> delete(one, true));
        });
    }

    private void change(Email email, Set<Keyword> added, Set<Keyword> removed) {
        var any = email.memberships().getFirst();
        var uid = UidSet.of(any.uid());
        if (!added.isEmpty()) account.flags(any.mailbox(), uid, new FlagChange(FlagChange.Mode.ADD, added, false, Optional.empty()));
        if (!removed.isEmpty()) account.flags(any.mailbox(), uid, new FlagChange(FlagChange.Mode.REMOVE, removed, false, Optional.empty()));
    }

    private static List<Place> memberships(Email email, List<MailboxId> places) {
        return email.memberships().stream().filter(one -> places.contains(one.mailbox())).map(one -> new Place(one.mailbox(), one.uid())).toList();
    }

    /** A place of an Email. */
    private record Place(MailboxId mailbox, long uid) {}

    private void delete(Place place, boolean deleted) {
        var mode = deleted ? FlagChange.Mode.ADD : FlagChange.Mode.REMOVE;
        account.flags(place.mailbox(), UidSet.of(place.uid()), new FlagChange(mode, Set.of(), true, Optional.empty()));
    }

    /** Into the mailboxes where it is missing; false when one of them does not take it. */
    boolean place(EmailId id, List<MailboxId> places) {
        var email = account.email(id);
        if (email.isEmpty() || email.get().memberships().isEmpty()) return true;
        var from = email.get().memberships().getFirst();
        boolean all = true;
        for (var place : places) {
            boolean isThere = email.get().memberships().stream().anyMatch(one -> one.mailbox().equals(place));
            all &= isThere || account.copy(from.mailbox(), UidSet.of(from.uid()), place) instanceof Copied.Done;
        }
        return all;
    }

    /** As it was when it was taken, as far as its owner can change it. */
    boolean isUntouched(Taken taken) {
        var email = account.email(taken.email());
        if (email.isEmpty()) return false;
        boolean deleted = email.get().memberships().stream().anyMatch(one -> taken.places().contains(one.mailbox()) && one.deleted());
        return Arrays.equals(new Marks(email.get().keywords(), deleted).hashes(), taken.marks());
    }

    /** Expunges it from these mailboxes; true when it was in one of them. */
    boolean remove(EmailId id, List<MailboxId> places) {
        var memberships = account.email(id).map(email -> memberships(email, places)).orElse(List.of());
        for (var place : memberships) {
            delete(place, true);
            account.expunge(place.mailbox(), UidSet.of(place.uid()));
        }
        return !memberships.isEmpty();
    }
}
