package sigillo.account;

import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.store.Partition;
import sigillo.store.Tx;

/** Reading, whether inside of a work or outside. */
interface Reads {
    Optional<byte[]> get(Bytes key);

    void range(Bytes from, Bytes to, boolean reverse, Partition.Visitor visitor);

    /** All rows of a prefix, in order. */
    default void each(Bytes prefix, Partition.Visitor visitor) { range(prefix, prefix.afterPrefix(), false, visitor); }

    static Reads of(Partition partition) {
        return new Reads() {
            @Override public Optional<byte[]> get(Bytes key) { return partition.get(key); }

            @Override public void range(Bytes from, Bytes to, boolean reverse, Partition.Visitor visitor) {
                partition.range(from, to, reverse, visitor);
            }
        };
    }

    static Reads of(Tx tx) {
        return new Reads() {
            @Override public Optional<byte[]> get(Bytes key) { return tx.get(key); }

            @Override public void range(Bytes from, Bytes to, boolean reverse, Partition.Visitor visitor) {
                tx.range(from, to, reverse, visitor);
            }
        };
    }
}
