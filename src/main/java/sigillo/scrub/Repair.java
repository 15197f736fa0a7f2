package sigillo.scrub;

import sigillo.base.Bytes;
import sigillo.store.PartitionName;

/** Brings back what is damaged, from where there is another copy: a backup, another machine. Called while scrubbing. */
public interface Repair {
    /** There is no other copy. */
    Repair NONE = new Repair() {
        @Override public boolean rows(PartitionName partition, Bytes from, Bytes to) { return false; }

        @Override public boolean blob(Bytes id) { return false; }
    };

    /** Rows in {@code [from, to)} of a partition cannot be read; true when they can now. */
    boolean rows(PartitionName partition, Bytes from, Bytes to);

    /** True when the blob can be read now. */
    boolean blob(Bytes id);
}
