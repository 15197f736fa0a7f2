package sigillo.account;

import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.Tx;

/** One message comes in and another goes, in one commit: RFC 8508 section 3.1 wants it atomic. */
final class Replacing {
    /** {@code answer} is empty when there is no such message; {@code blobs} may be deleted after the commit. */
    private record Replaced(Optional<Deposited> answer, List<Bytes> blobs) {}

    private final Context context;
    private final Removals removals;
    private final MailboxId mailbox;
    private final long uid;

    Replacing(Context context, Removals removals, MailboxId mailbox, long uid) {
        this.context = context;
        this.removals = removals;
        this.mailbox = mailbox;
        this.uid = uid;
    }

    /** Empty when there is no such message; then, and when it is refused, nothing was kept. */
    Optional<Deposited> run(DepositWork.Ready ready) {
        var done = write(ready);
        boolean isKept = done.answer().filter(answer -> answer instanceof Deposited.Kept).isPresent();
        removals.deleteBlobs(isKept ? done.blobs() : List.of(ready.blob()));
        if (isKept) removals.expireWhatIsTooMuch();
        return done.answer();
    }

    private Replaced write(DepositWork.Ready ready) {
        return removals.naming(List.of(ready.blob()),
            () -> context.transactions().write(Batch.Lane.PROMPT, tx -> replaced(tx, ready)));
    }

    private Replaced replaced(Tx tx, DepositWork.Ready ready) {
        var there = Entries.row(Reads.of(tx), mailbox, uid);
        if (there.isEmpty()) return new Replaced(Optional.empty(), List.of());
        var ledger = new Ledger(context, tx);
        var answer = new DepositWork(context, ledger, ready.withRoom(freed(tx, there.get()))).run();
        if (!(answer instanceof Deposited.Kept)) return new Replaced(Optional.of(answer), List.of());
        var removal = new Removal(context, ledger);
        removal.removeAll(mailbox, List.of(uid), false);
        removal.close();
        return new Replaced(Optional.of(answer), removal.blobs());
    }

    /** Octets that the account holds no more afterwards: a draft may be saved again where it is full. */
    private static long freed(Tx tx, EntryRow goes) {
        return tx.get(Keys.email(goes.email())).map(EmailRow::decode).filter(row -> row.places().size() == 1)
            .map(EmailRow::size).orElse(0L);
    }
}
