package sigillo.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;

/**
 * Takes memberships away within a work. An Email that loses its last one goes with all its rows; it can be had back where
 * {@link UndeleteSettings} say so, however full the disk is (decision 0020); else its blob may be deleted once the
 * commit is durable, and not before.
 */
final class Removal {
    private final Ledger ledger;
    private final ExpungedWork expunged;
    private final boolean keeps;
    private final long now;
    private final List<Bytes> blobs = new ArrayList<>();
    private Optional<Boolean> clientTexts = Optional.empty();

    Removal(Context context, Ledger ledger) { this(context, ledger, context.undelete().isOn()); }

    /** {@code keeps}: whether what goes can be had back. */
    Removal(Context context, Ledger ledger, boolean keeps) {
        this.ledger = ledger;
        this.expunged = new ExpungedWork(ledger.tx());
        this.keeps = keeps;
        this.now = context.clock().instant().toEpochMilli();
    }

    /** Of the Emails that are gone and cannot be had back. */
    List<Bytes> blobs() { return List.copyOf(blobs); }

    void remove(MailboxId mailbox, long uid, EntryRow entry) {
        var email = ledger.tx().get(Keys.email(entry.email())).map(EmailRow::decode);
        var left = email.map(row -> row.without(new EmailRow.Place(mailbox, uid), ledger.revision()));
        boolean gone = left.map(row -> row.places().isEmpty()).orElse(true);
        ledger.remove(gone ? LogRow.Kind.DESTROYED : LogRow.Kind.REMOVED, mailbox, uid, entry);
        if (gone) email.ifPresent(row -> forget(entry, row, mailbox));
        else ledger.tx().put(Keys.email(entry.email()), left.get().encode());
    }

    private void forget(EntryRow last, EmailRow email, MailboxId mailbox) {
        var id = last.email();
        ledger.tx().delete(Keys.email(id));
        ledger.tx().delete(Keys.meta(id));
        ledger.tx().delete(Keys.text(id));
        ledger.tx().delete(Keys.sketch(id));
        if (hasClientTexts()) ClientTexts.forget(ledger.tx(), id);
        ledger.tx().delete(Keys.fields(FieldScan.sheet(id)));
        if (last.pop() != 0) ledger.tx().delete(Keys.pop(id));
        Threading.forget(ledger.tx(), email.thread(), id);
        ledger.account().emails--;
        ledger.shrink(email.size());
        if (keeps) expunged.keep(now, id, kept(last, email, mailbox));
        else blobs.add(email.blob());
    }

    /** Few accounts have any: the others are not asked for each Email. */
    private boolean hasClientTexts() {
        if (clientTexts.isEmpty()) clientTexts = Optional.of(ledger.tx().get(Keys.CLIENT_TEXT_COUNT).isPresent());
        return clientTexts.get();
    }

    private ExpungedRow kept(EntryRow last, EmailRow email, MailboxId mailbox) {
        var keywords = ledger.keywords().names(last.marks());
        return new ExpungedRow(email.blob(), mailbox, email.size(), email.receivedAt(), keywords);
    }

    /** Writes what has been counted, the ledger's part too. */
    void close() {
        expunged.close();
        ledger.close();
    }

    /** Removes, in a mailbox, those of these UIDs that are there. */
    List<Long> removeAll(MailboxId mailbox, List<Long> uids, boolean onlyDeleted) {
        var gone = new ArrayList<Long>();
        for (long uid : uids) {
            Optional<EntryRow> row = Entries.row(Reads.of(ledger.tx()), mailbox, uid);
            if (row.isEmpty() || onlyDeleted && !row.get().deleted()) continue;
            remove(mailbox, uid, row.get());
            gone.add(uid);
        }
        return gone;
    }
}
