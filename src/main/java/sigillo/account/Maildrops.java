package sigillo.account;

import java.util.Optional;
import java.util.function.Consumer;

/** Reads a mailbox for POP, from its entries alone but for those that have a {@link PopRow}. */
final class Maildrops {
    private final Context context;
    private final String mark;

    Maildrops(Context context) {
        this.context = context;
        this.mark = Uidl.mark(context.id());
    }

    Maildrop read(MailboxId mailbox) {
        long expected = context.committed().get(Keys.tally(mailbox)).map(Tally::decode).map(tally -> tally.emails).orElse(0L);
        var drop = new Maildrop((int) Math.min(expected, Integer.MAX_VALUE / 2));
        Entries.each(context.committed(), mailbox, UidSet.ALL, entry -> {
            if (!isHidden(entry.row())) drop.add(entry.uid(), entry.row().size() + added(entry.row()));
            return true;
        });
        return drop;
    }

    private boolean isHidden(EntryRow entry) {
        for (int number : entry.marks().others()) {
            if (context.names().name(number, context.committed()).filter(Keyword.POP_DELETED::equals).isPresent()) return true;
        }
        return false;
    }

    private long added(EntryRow entry) {
        return (entry.pop() & EntryRow.POP_ADDED) == 0 ? 0 : row(entry).map(PopRow::added).orElse(0L);
    }

    private Optional<PopRow> row(EntryRow entry) {
        return context.committed().get(Keys.pop(entry.email())).map(PopRow::decode);
    }

    /** Of those of the set that are there, by UID; until the visitor says false. */
    void names(MailboxId mailbox, UidSet uids, Account.NameVisitor visitor) {
        Entries.each(context.committed(), mailbox, uids, entry -> visitor.visit(entry.uid(), name(entry.row())));
    }

    void given(Consumer<Uidl> visitor) {
        context.committed().each(Keys.POPS, (_, row) -> {
            PopRow.decode(row).name().ifPresent(visitor);
            return true;
        });
    }

    Uidl gone(long uid) { return Uidl.ofGone(mark, uid); }

    private Uidl name(EntryRow entry) {
        var given = (entry.pop() & EntryRow.POP_NAMED) == 0 ? Optional.<Uidl>empty() : row(entry).flatMap(PopRow::name);
        return given.orElseGet(() -> Uidl.of(mark, entry.email()));
    }
}
