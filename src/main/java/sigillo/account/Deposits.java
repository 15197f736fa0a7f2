package sigillo.account;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.Batch;
import sigillo.store.StoreException;

/**
 * Keeps messages. All that needs no look at the account is done before its commit: the message is read once for its
 * structure and once into its blob, which is then made durable by the commit that names it.
 */
final class Deposits {
    private final Context context;
    private final Removals removals;

    Deposits(Context context, Removals removals) {
        this.context = context;
        this.removals = removals;
    }

    Deposited deposit(Deposit deposit) { return deposit(deposit, Optional.empty()); }

    /** What was expunged comes back, from {@code content}, as a new Email. {@link Deposited.AlreadyThere} when it is back. */
    Deposited undelete(Expunged expunged, ExpungedRow row, Octets content, MailboxId into) {
        var deposit = new Deposit(content, List.of(into), row.keywords(), false, row.receivedAt(), Optional.empty());
        var answer = deposit(deposit, Optional.of(expunged));
        if (answer instanceof Deposited.Kept) removals.deleteBlobs(List.of(row.blob()));
        return answer;
    }

    private Deposited deposit(Deposit deposit, Optional<Expunged> back) {
        var blob = BlobIds.fresh(context.id(), context.clock().instant());
        context.inFlight().add(blob);
        try {
            return deposit(deposit, blob, back);
        } finally {
            context.inFlight().remove(blob);
        }
    }

    private Deposited deposit(Deposit deposit, Bytes blob, Optional<Expunged> back) {
        var ready = ready(deposit, blob, back);
        var answer = commit(ready);
        if (!(answer instanceof Deposited.Kept)) removals.deleteBlobs(List.of(blob));
        return answer;
    }

    /**
     * What the store refuses may be found after a restart all the same, so then the blob stays: the sweep decides. A
     * work that threw has written nothing.
     */
    private Deposited commit(DepositWork.Ready ready) {
        try {
            return context.transactions().write(Batch.Lane.PROMPT, tx -> new DepositWork(context, tx, ready).run());
        } catch (IllegalStateException removed) {
            removals.deleteBlobs(List.of(ready.blob()));
            throw removed;
        }
    }

    private DepositWork.Ready ready(Deposit deposit, Bytes blob, Optional<Expunged> back) {
        try {
            var content = Content.read(deposit.content());
            context.blobs().put(blob, context.seal().sealMessage(context.id(), blob, deposit.content()));
            var key = deposit.deliveryKey().map(k -> context.hashes().lookup(Hashes.Kind.DELIVERY, k));
            var facts = FactsRow.of(content.clues(), context.hashes());
            return new DepositWork.Ready(deposit, blob, facts, content.meta(), content.text(), key, back);
        } catch (IOException e) {
            throw new StoreException("a message to be kept cannot be read", e);
        }
    }
}
