package sigillo.store.rocksdb;

import sigillo.store.Batch;
import sigillo.store.Written;

/** Writes nothing, and waits until what was written before is durable. */
final class Sync extends Request {
    Sync() { super(Batch.Lane.PROMPT, 0); }

    @Override boolean isDurable() { return true; }

    @Override Space.Need need() { return Space.Need.NOTHING; }

    @Override Written stage(Stage stage) { return new Written.Applied(0); }
}
