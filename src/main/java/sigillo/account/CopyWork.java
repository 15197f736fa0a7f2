package sigillo.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.store.RowIn;
import sigillo.store.Tx;

/** One commit of a copy or move. It is planned whole before anything is written, so a refusal has written nothing. */
final class CopyWork {

    /** {@code answer} has what this commit did, or why it did nothing; {@code next} is the UID to go on with. */
    record Page(Copied answer, Optional<Long> next) {}

    private record Step(Entries.Numbered source, long uid) {}

    private final Ledger ledger;
    private final Sorting sorting;
    private final MailboxId from;
    private final MailboxId to;
    private final boolean move;
    private final Instant now;
    private final Map<EmailId, EmailRow> emails = new HashMap<>();

    CopyWork(Context context, Tx tx, MailboxId from, MailboxId to, boolean move) {
        this.ledger = new Ledger(context, tx);
        this.sorting = new Sorting(context);
        this.from = from;
        this.to = to;
        this.move = move;
        this.now = context.clock().instant();
    }

    /** Of the set, UIDs from {@code first} to before {@code end}. */
    Page run(UidSet uids, long first, long end) {
        var target = ledger.tx().get(Keys.mailbox(to)).map(MailboxRow::decode).filter(row -> !row.doomed());
        var tally = ledger.tally(to);
        if (target.isEmpty() || tally.isEmpty() || ledger.tally(from).isEmpty()) {
            return refused(new Copied.NoSuchMailbox());
        }
        // One more than are done, so that no commit comes after the last of which nobody knows whether it is needed
        var all = Entries.page(Reads.of(ledger.tx()), from, uids, first, AccountLimits.ENTRIES_OF_COMMIT_MAX + 1).stream()
            .filter(entry -> entry.uid() < end).toList();
        boolean more = all.size() > AccountLimits.ENTRIES_OF_COMMIT_MAX;
        var page = more ? all.subList(0, AccountLimits.ENTRIES_OF_COMMIT_MAX) : all;
        if (tally.get().uidNext + page.size() - 1 > AccountLimits.UID_LAST) {
            return refused(overLimit("its UIDs are used up"));
        }
        var steps = new ArrayList<Step>(page.size());
        for (var entry : page) {
            var step = new Step(entry, tally.get().uidNext + steps.size());
            if (!plan(step)) return refused(overLimit("a message is in too many places"));
            steps.add(step);
        }
        var source = Sorting.role(ledger.tx(), from);
        for (var step : steps) {
            write(step);
            sorting.placed(step.source.row().email(), source, target.get().role());
        }
        emails.forEach((id, row) -> ledger.tx().put(Keys.email(id), row.encode()));
        tally.get().uidNext += steps.size();
        ledger.close();
        sorting.tellAfter(ledger.tx());
        return new Page(new Copied.Done(target.get().uidValidity(), pairs(steps)),
            more ? Optional.of(page.getLast().uid() + 1) : Optional.empty());
    }

    /** False when the Email has too many memberships. */
    private boolean plan(Step step) {
        var id = step.source.row().email();
        var email = emails.computeIfAbsent(id, key -> ledger.tx().get(Keys.email(key)).map(EmailRow::decode)
            .orElseThrow(() -> RowIn.broken("no Email " + key)));
        if (move) email = email.without(new EmailRow.Place(from, step.source.uid()), ledger.revision());
        email = email.with(new EmailRow.Place(to, step.uid), ledger.revision());
        emails.put(id, email);
        return email.places().size() <= AccountLimits.MEMBERSHIPS_OF_EMAIL_MAX;
    }

    private void write(Step step) {
        var source = step.source.row();
        if (move) ledger.remove(LogRow.Kind.REMOVED, from, step.source.uid(), source);
        ledger.add(LogRow.Kind.ADDED, to, step.uid, source.copied(ledger.revision(), now));
    }

    private static List<Copied.Pair> pairs(List<Step> steps) {
        return steps.stream().map(step -> new Copied.Pair(step.source.uid(), step.uid)).toList();
    }

    private static Page refused(Copied answer) { return new Page(answer, Optional.empty()); }

    private static Copied overLimit(String why) { return new Copied.OverLimit(why); }
}
