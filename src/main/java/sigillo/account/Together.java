package sigillo.account;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.StoreException;
import sigillo.store.Tx;

/**
 * Deposits of which all are kept or none, in one commit where the store takes as much in one. Of more, those of earlier commits
 * are taken back when one is refused or the store fails; a stop in between leaves them, and a store that fails still then.
 */
final class Together {
    private final Context context;
    private final Removals removals;
    private final List<DepositWork.Ready> waiting = new ArrayList<>();
    private final List<Deposited> answers = new ArrayList<>();
    private boolean refused;

    Together(Context context, Removals removals) {
        this.context = context;
        this.removals = removals;
    }

    /** Ends a work that shall have written nothing. */
    private static final class Refused extends IllegalStateException {
        private static final long serialVersionUID = 1L;
        private final transient Deposited answer;

        Refused(Deposited answer) {
            super("refused");
            this.answer = answer;
        }
    }

    /** Nothing was kept, and nothing more is wanted. */
    boolean isRefused() { return refused; }

    /** {@code next} reads a message and writes its blob: where that fails, none of those before is kept either. */
    void add(Supplier<DepositWork.Ready> next) {
        DepositWork.Ready ready;
        try {
            ready = next.get();
        } catch (RuntimeException failed) {
            removals.deleteBlobs(blobs(waiting));
            waiting.clear();
            takeBackAfter(failed);
            throw failed;
        }
        long rows = waiting.stream().mapToLong(DepositWork.Ready::rows).sum();
        if (!waiting.isEmpty() && rows + ready.rows() > AccountLimits.ROWS_OF_COMMIT_MAX) commitBefore(ready);
        if (refused) removals.deleteBlobs(blobs(List.of(ready)));
        else waiting.add(ready);
    }

    private void commitBefore(DepositWork.Ready next) {
        removals.naming(blobs(List.of(next)), () -> {
            commit();
            return next;
        });
    }

    /** Of all, in their order; or of the one that was refused. */
    List<Deposited> end() {
        if (!refused && !waiting.isEmpty()) commit();
        return answers;
    }

    private void commit() {
        var now = List.copyOf(waiting);
        waiting.clear();
        try {
            answers.addAll(removals.naming(blobs(now),
                () -> context.transactions().write(Batch.Lane.BULK, tx -> deposited(tx, now))));
        } catch (Refused why) {
            takeBack();
            answers.add(why.answer);
            refused = true;
        } catch (RuntimeException failed) {
            takeBackAfter(failed);
            throw failed;
        }
    }

    private static List<Bytes> blobs(List<DepositWork.Ready> all) { return all.stream().map(DepositWork.Ready::blob).toList(); }

    /** Whoever hears that it failed sends all of them again. */
    private void takeBackAfter(RuntimeException failed) {
        try {
            takeBack();
        } catch (StoreException too) {
            failed.addSuppressed(too);
        }
    }

    private List<Deposited> deposited(Tx tx, List<DepositWork.Ready> all) {
        var ledger = new Ledger(context, tx);
        var kept = all.stream().map(ready -> new DepositWork(context, ledger, ready).run()).toList();
        kept.stream().filter(answer -> !(answer instanceof Deposited.Kept)).findFirst().ifPresent(answer -> { throw new Refused(answer); });
        ledger.close();
        return kept;
    }

    /** One that stays keeps none of the others. Throws what kept the first. */
    private void takeBack() {
        var failures = new ArrayList<StoreException>();
        for (var one : answers) {
            if (!(one instanceof Deposited.Kept(var email))) continue;
            for (var place : email.memberships()) {
                try {
                    removals.takeBack(place.mailbox(), place.uid());
                } catch (StoreException stays) {
                    failures.add(stays);
                }
            }
        }
        answers.clear();
        if (!failures.isEmpty()) throw failures.getFirst();
    }
}
