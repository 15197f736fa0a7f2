package sigillo.store.rocksdb;

import java.util.concurrent.CompletableFuture;
import org.rocksdb.RocksDBException;
import sigillo.store.Batch;
import sigillo.store.Written;

/**
 * What waits for the committer. Whoever makes one does the work that needs no order (keys, checksums) on its own
 * thread; the committer stages it, and completes its answer once the round is written.
 */
abstract sealed class Request permits Commit, Removal, Raise, Load, BlobWrite, Sync {
    private final Batch.Lane lane;
    private final long octets;
    private final CompletableFuture<Written> answer = new CompletableFuture<>();
    private Written staged;

    Request(Batch.Lane lane, long octets) {
        this.lane = lane;
        this.octets = octets;
    }

    Batch.Lane lane() { return lane; }

    /** About what it will add to the log. */
    long octets() { return octets; }

    /** Whether what it writes has to be on the disk before its answer. */
    abstract boolean isDurable();

    /** Once staged: a conflict writes nothing. */
    final boolean needsSync() { return isDurable() && !(staged instanceof Written.Conflict); }

    /** How much has to stay free on the disk once it is written. */
    abstract Space.Need need();

    /** Adds its writes to the round. Returns what to answer if the round gets written. */
    abstract Written stage(Stage stage) throws RocksDBException;

    CompletableFuture<Written> answer() { return answer; }

    final void stageOn(Stage stage) throws RocksDBException { staged = stage(stage); }

    final void written() { answer.complete(staged); }

    final void refused(Written.Refused why) { answer.complete(why); }

    final void failed(RuntimeException why) { answer.completeExceptionally(why); }
}
