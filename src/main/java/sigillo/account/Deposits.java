package sigillo.account;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.Batch;
import sigillo.store.StoreException;
import sigillo.store.Tx;

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

    /** In their order; in one commit as far as the store takes as much in one. */
    List<Deposited> depositAll(List<Deposit> deposits) {
        var blobs = deposits.stream().map(_ -> BlobIds.fresh(context.id(), context.clock().instant())).toList();
        context.inFlight().addAll(blobs);
        try {
            return commitAll(deposits, blobs);
        } finally {
            blobs.forEach(context.inFlight()::remove);
        }
    }

    /** All or none: the answers of all, or of the first that was refused alone. */
    List<Deposited> depositTogether(List<Deposit> deposits) {
        var together = new Together(context, removals);
        var blobs = deposits.stream().map(_ -> BlobIds.fresh(context.id(), context.clock().instant())).toList();
        context.inFlight().addAll(blobs);
        try {
            for (int i = 0; i < blobs.size() && !together.isRefused(); i++) {
                int at = i;
                together.add(() -> ready(deposits.get(at), blobs.get(at), Optional.empty()));
            }
            return together.end();
        } finally {
            blobs.forEach(context.inFlight()::remove);
        }
    }

    /** In the same commit goes a message that is there; empty, and nothing was kept, when it is not there any more. */
    Optional<Deposited> replace(Deposit deposit, MailboxId mailbox, long uid) {
        var blob = BlobIds.fresh(context.id(), context.clock().instant());
        context.inFlight().add(blob);
        try {
            return new Replacing(context, removals, mailbox, uid).run(ready(deposit, blob, Optional.empty()));
        } finally {
            context.inFlight().remove(blob);
        }
    }

    /** Other octets take the place of an Email: {@link Exchanging}. Empty when it is not there any more. */
    Optional<Deposited> exchange(EmailId email, Octets content) {
        var blob = BlobIds.fresh(context.id(), context.clock().instant());
        context.inFlight().add(blob);
        try {
            var anywhere = Deposit.of(content, new MailboxId(1), context.clock().instant());
            return new Exchanging(context, removals, email).run(ready(anywhere, blob, Optional.empty()));
        } finally {
            context.inFlight().remove(blob);
        }
    }

    private List<Deposited> commitAll(List<Deposit> deposits, List<Bytes> blobs) {
        var answers = new ArrayList<Deposited>();
        var commit = new ArrayList<DepositWork.Ready>();
        for (int i = 0; i < deposits.size(); i++) {
            var ready = ready(deposits.get(i), blobs.get(i), Optional.empty());
            if (!commit.isEmpty() && rows(commit) + ready.rows() > AccountLimits.ROWS_OF_COMMIT_MAX) {
                answers.addAll(commit(commit, Batch.Lane.BULK));
                commit.clear();
            }
            commit.add(ready);
        }
        answers.addAll(commit(commit, Batch.Lane.BULK));
        return answers;
    }

    private static long rows(List<DepositWork.Ready> commit) { return commit.stream().mapToLong(DepositWork.Ready::rows).sum(); }

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
        return commit(List.of(ready(deposit, blob, back)), Batch.Lane.PROMPT).getFirst();
    }

    private List<Deposited> commit(List<DepositWork.Ready> all, Batch.Lane lane) {
        var answers = removals.naming(all.stream().map(DepositWork.Ready::blob).toList(),
            () -> context.transactions().write(lane, tx -> deposited(tx, all)));
        var unnamed = new ArrayList<Bytes>();
        for (int i = 0; i < all.size(); i++) {
            if (!(answers.get(i) instanceof Deposited.Kept)) unnamed.add(all.get(i).blob());
        }
        removals.deleteBlobs(unnamed);
        return answers;
    }

    private List<Deposited> deposited(Tx tx, List<DepositWork.Ready> all) {
        var ledger = new Ledger(context, tx);
        var answers = all.stream().map(ready -> new DepositWork(context, ledger, ready).run()).toList();
        ledger.close();
        return answers;
    }

    private Optional<Uidl> popName(Deposit deposit) {
        return deposit.popName().filter(name -> !name.isLikeOwn(context.id()));
    }

    private DepositWork.Ready ready(Deposit deposit, Bytes blob, Optional<Expunged> back) {
        try {
            var max = context.quotas().octetsMax(context.id());
            var content = Content.read(deposit.content());
            context.blobs().put(blob, context.seal().sealMessage(context.id(), blob, deposit.content()));
            var key = deposit.deliveryKey().map(k -> context.hashes().lookup(Hashes.Kind.DELIVERY, k));
            var facts = FactsRow.of(content.clues(), context.hashes());
            var pop = new PopRow(content.lengthWithCrlf() - deposit.content().length(), popName(deposit));
            return new DepositWork.Ready(deposit, blob, facts, content.meta(), content.text(), content.sketch(), pop, key, back, max);
        } catch (IOException e) {
            throw new StoreException("a message to be kept cannot be read", e);
        }
    }
}
