package sigillo.account;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sigillo.store.Tx;

/** One commit that changes one Email: its keywords and its mailboxes, all or nothing. */
final class EmailWork {

    /** Thrown out of the commit, so that nothing of it is kept. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient EmailChanged why;

        private Refused(EmailChanged why) {
            super("refused", null, false, false);
            this.why = why;
        }

        EmailChanged why() { return why; }
    }

    private final Context context;
    private final Tx tx;
    private final EmailId id;

    EmailWork(Context context, Tx tx, EmailId id) {
        this.context = context;
        this.tx = tx;
        this.id = id;
    }

    void run(EmailChange change) {
        var places = row().places();
        boolean isNowhere = change.into().isEmpty()
            && places.stream().allMatch(place -> change.outOf().contains(place.mailbox()));
        if (places.isEmpty() || isNowhere) throw new Refused(new EmailChanged.Gone());
        var at = places.getFirst();
        for (var to : change.into()) {
            if (places.stream().noneMatch(place -> place.mailbox().equals(to))) comeInto(at, to);
        }
        flags(at, FlagChange.Mode.ADD, change.more());
        flags(at, FlagChange.Mode.REMOVE, change.fewer());
        leave(change.outOf());
    }

    private EmailRow row() {
        return tx.get(Keys.email(id)).map(EmailRow::decode).orElseThrow(() -> new Refused(new EmailChanged.Gone()));
    }

    private void comeInto(EmailRow.Place at, MailboxId to) {
        var work = new CopyWork(context, tx, at.mailbox(), to, false);
        switch (work.run(UidSet.of(at.uid()), at.uid(), at.uid() + 1).answer()) {
            case Copied.Done _, Copied.Partly _ -> { }
            case Copied.NoSuchMailbox() -> throw new Refused(new EmailChanged.NoSuchMailbox());
            case Copied.OverLimit(var why) -> throw new Refused(new EmailChanged.OverLimit(why));
        }
    }

    /** All its memberships get them. */
    private void flags(EmailRow.Place at, FlagChange.Mode mode, Set<Keyword> keywords) {
        if (keywords.isEmpty()) return;
        var change = new FlagChange(mode, keywords, false, Optional.empty());
        var work = new FlagWork(context, tx, at.mailbox(), change, Map.of());
        var changed = work.run(UidSet.of(at.uid()), at.uid()).changed();
        boolean isKept = mode == FlagChange.Mode.REMOVE
            || changed.now().stream().allMatch(entry -> entry.keywords().containsAll(keywords));
        if (!isKept) throw new Refused(new EmailChanged.TooManyKeywords());
    }

    /** It is somewhere else: so no blob goes. */
    private void leave(Set<MailboxId> outOf) {
        var removal = new Removal(context, new Ledger(context, tx));
        for (var place : row().places()) {
            if (!outOf.contains(place.mailbox())) continue;
            Entries.row(Reads.of(tx), place.mailbox(), place.uid())
                .ifPresent(entry -> removal.remove(place.mailbox(), place.uid(), entry));
        }
        removal.close();
    }
}
