package sigillo.store;

import java.util.List;
import java.util.UUID;
import sigillo.base.Bytes;

/**
 * What one commit does to one partition. {@code revision} is its only condition: the partition's revision must be this,
 * and becomes {@code revision + 1}. The commit id tells after an {@link Written.Unknown} whether the batch got in.
 * {@code givesSpace}: it removes, or makes ready to be removed, more than it writes, so a store that has little space
 * left takes it from a reserve ({@link Tx#givesSpace}).
 */
public record Batch(long revision, UUID commitId, Lane lane, List<Write> writes, boolean givesSpace) {
    /** One that only adds. */
    public Batch(long revision, UUID commitId, Lane lane, List<Write> writes) {
        this(revision, commitId, lane, writes, false);
    }

    /** Bulk work (import, clean-up) may wait; it never starves deliveries and is never starved for ever. */
    public enum Lane { PROMPT, BULK }

    /** One change; a later write to the same key in a batch wins. */
    public sealed interface Write {
        Bytes key();

        /** {@code value} must not change afterwards. Throws {@link IllegalArgumentException} when one is too long. */
        record Put(Bytes key, byte[] value) implements Write {
            public Put {
                requireKey(key);
                if (value.length > Partition.VALUE_OCTETS_MAX) {
                    throw new IllegalArgumentException("a value of " + value.length + " octets is a blob's work");
                }
            }
        }

        record Delete(Bytes key) implements Write {
            public Delete { requireKey(key); }
        }

        private static void requireKey(Bytes key) {
            if (key.length() > Partition.KEY_OCTETS_MAX) {
                throw new IllegalArgumentException("a key of " + key.length() + " octets is too long");
            }
        }
    }
}
