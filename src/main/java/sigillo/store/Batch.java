package sigillo.store;

import java.util.List;
import java.util.UUID;
import sigillo.base.Bytes;

/**
 * What one commit does to one partition. {@code revision} is its only condition: the partition's revision must be this,
 * and becomes {@code revision + 1}. The commit id tells after an {@link Written.Unknown} whether the batch got in.
 */
public record Batch(long revision, UUID commitId, Lane lane, List<Write> writes) {

    /** Bulk work (import, clean-up) may wait; it never starves deliveries and is never starved for ever. */
    public enum Lane { PROMPT, BULK }

    /** One change; a later write to the same key in a batch wins. */
    public sealed interface Write {
        Bytes key();

        record Put(Bytes key, byte[] value) implements Write {}

        record Delete(Bytes key) implements Write {}
    }
}
