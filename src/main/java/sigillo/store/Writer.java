package sigillo.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One call of {@link Transactions#write}: its work, what became of it, and the turn that its caller waits for. The
 * outcome is written by the leader only, before {@link #release}, and read by the caller after it.
 */
final class Writer<T> {
    /** What a caller is woken for. */
    enum Turn { LEAD, DONE }

    private sealed interface Outcome<T> {
        record Returned<T>(T result) implements Outcome<T> {}

        record Threw<T>(Throwable what) implements Outcome<T> {}
    }

    private final Batch.Lane lane;
    private final Transactions.Work<T> work;
    private final CompletableFuture<Turn> turn = new CompletableFuture<>();
    private Outcome<T> outcome;
    private boolean wrote;
    private boolean givesSpace;
    private List<Runnable> actionsInDoubt = List.of();

    Writer(Batch.Lane lane, Transactions.Work<T> work) {
        this.lane = lane;
        this.work = work;
    }

    Batch.Lane lane() { return lane; }

    /** Whether its last run has changed anything. */
    boolean wrote() { return wrote; }

    /** Whether what its last run has changed makes room. */
    boolean givesSpace() { return givesSpace; }

    /** Runs the work, perhaps again. What it threw is its outcome, and its changes are undone. */
    void runOn(Overlay overlay) {
        var tx = new WriterTx(overlay);
        actionsInDoubt = List.of();
        try {
            outcome = new Outcome.Returned<>(work.on(tx));
            wrote = tx.keep();
            givesSpace = tx.isGivingSpace();
            actionsInDoubt = tx.actionsInDoubt();
        } catch (Throwable thrown) {
            tx.undo();
            fail(thrown);
        }
    }

    void fail(Throwable why) {
        outcome = new Outcome.Threw<>(why);
        wrote = false;
        if (why instanceof StoreException trouble && trouble.mayBeKept()) actionsInDoubt.forEach(Round::act);
        actionsInDoubt = List.of();
    }

    void lead() { turn.complete(Turn.LEAD); }

    void release() { turn.complete(Turn.DONE); }

    /** Waits until someone has done the work, or until it is this caller's turn to lead. */
    Turn turn() { return turn.join(); }

    T result() {
        return switch (outcome) {
            case Outcome.Returned<T>(var result) -> result;
            case Outcome.Threw<T>(RuntimeException thrown) -> throw thrown;
            case Outcome.Threw<T>(Error thrown) -> throw thrown;
            case Outcome.Threw<T>(var thrown) -> throw new IllegalStateException("a work threw a checked one", thrown);
        };
    }
}
