package sigillo.store.rocksdb;

import sigillo.store.Batch;
import sigillo.store.Written;

/** Writes nothing, and waits until what was written before is durable. */
final class Sync extends Request {
    Sync() { super(Batch.Lane.PROMPT, 0); }

    @Override boolean isDurable() { return true; }

    @Override boolean givesSpace() { return true; }

    @Override Written stage(Stage stage) { return new Written.Applied(0); }
}
