package sigillo.account;

import java.util.ArrayList;
import java.util.List;
import sigillo.store.Batch;
import sigillo.store.StoreException;
import sigillo.store.Tx;

/**
 * Deposits of which all are kept or none, in one commit where the store takes as much in one. Of more, those of earlier commits
 * are taken back when one is refused; a stop in between leaves them.
 */
final class Together {
    private static final long ROWS_OF_COMMIT_MAX = 4L << 20;

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

    void add(DepositWork.Ready ready) {
        long rows = waiting.stream().mapToLong(DepositWork.Ready::rows).sum();
        if (!waiting.isEmpty() && rows + ready.rows() > ROWS_OF_COMMIT_MAX) commit();
        if (refused) deleteBlobs(List.of(ready));
        else waiting.add(ready);
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
            answers.addAll(context.transactions().write(Batch.Lane.BULK, tx -> deposited(tx, now)));
        } catch (Refused why) {
            deleteBlobs(now);
            takeBack();
            answers.add(why.answer);
            refused = true;
        } catch (RuntimeException trouble) {
            // A commit in doubt may be found after a restart all the same, so then the blobs stay: the sweep decides
            boolean mayBeNamed = trouble instanceof StoreException store && store.mayBeKept();
            if (!mayBeNamed) deleteBlobs(now);
            throw trouble;
        }
    }

    private void deleteBlobs(List<DepositWork.Ready> unnamed) {
        removals.deleteBlobs(unnamed.stream().map(DepositWork.Ready::blob).toList());
    }

    private List<Deposited> deposited(Tx tx, List<DepositWork.Ready> all) {
        var ledger = new Ledger(context, tx);
        var kept = all.stream().map(ready -> new DepositWork(context, ledger, ready).run()).toList();
        kept.stream().filter(answer -> !(answer instanceof Deposited.Kept)).findFirst().ifPresent(answer -> { throw new Refused(answer); });
        ledger.close();
        return kept;
    }

    private void takeBack() {
        for (var one : answers) {
            if (!(one instanceof Deposited.Kept(var email))) continue;
            for (var place : email.memberships()) {
                removals.remove(Batch.Lane.BULK, place.mailbox(), List.of(place.uid()), false);
            }
        }
        answers.clear();
    }
}
