package sigillo.account;

import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.Tx;

/**
 * Other octets take the place of an Email everywhere it is, in one commit: in the same mailboxes, with its keywords,
 * its date and its thread. It is another Email, with new UIDs, since neither ever stands for other octets (RFC 9051
 * section 2.3.1.1, RFC 8621 section 4). What was there cannot be had back: who encrypts it does not want it kept in
 * clear.
 */
final class Exchanging {
    private record Exchanged(Optional<Deposited> answer, List<Bytes> blobs) {}

    private final Context context;
    private final Removals removals;
    private final EmailId email;

    Exchanging(Context context, Removals removals, EmailId email) {
        this.context = context;
        this.removals = removals;
        this.email = email;
    }

    /** {@code ready}: where it goes is not looked at. Empty when there is no such Email; then nothing was kept. */
    Optional<Deposited> run(DepositWork.Ready ready) {
        var done = removals.naming(List.of(ready.blob()),
            () -> context.transactions().write(Batch.Lane.BULK, tx -> exchanged(tx, ready)));
        boolean isKept = done.answer.filter(answer -> answer instanceof Deposited.Kept).isPresent();
        removals.deleteBlobs(isKept ? done.blobs : List.of(ready.blob()));
        return done.answer;
    }

    private Exchanged exchanged(Tx tx, DepositWork.Ready ready) {
        var there = tx.get(Keys.email(email)).map(EmailRow::decode).filter(row -> !row.places().isEmpty());
        if (there.isEmpty()) return new Exchanged(Optional.empty(), List.of());
        var row = there.get();
        var ledger = new Ledger(context, tx);
        var instead = ready.inPlaceOf(row.thread(), deposit(tx, ledger, row, ready.deposit())).withRoom(row.size());
        var answer = new DepositWork(context, ledger, instead).run();
        if (!(answer instanceof Deposited.Kept)) return new Exchanged(Optional.of(answer), List.of());
        var removal = new Removal(context, ledger, false);
        for (var place : row.places()) removal.removeAll(place.mailbox(), List.of(place.uid()), false);
        removal.close();
        return new Exchanged(Optional.of(answer), removal.blobs());
    }

    /** Keywords are the Email's; \Deleted only where it is so everywhere. */
    private Deposit deposit(Tx tx, Ledger ledger, EmailRow row, Deposit with) {
        var entries = row.places().stream()
            .flatMap(place -> Entries.row(Reads.of(tx), place.mailbox(), place.uid()).stream()).toList();
        var keywords = ledger.keywords().names(entries.getFirst().marks());
        boolean isDeleted = entries.stream().allMatch(EntryRow::deleted);
        var into = row.places().stream().map(EmailRow.Place::mailbox).toList();
        return new Deposit(with.content(), into, keywords, isDeleted, row.receivedAt(), Optional.empty());
    }
}
