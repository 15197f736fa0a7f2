package sigillo.shred;

import java.util.function.Predicate;
import sigillo.base.Bytes;
import sigillo.sealing.Secret;
import sigillo.store.PartitionName;
import sigillo.store.Store;

/**
 * Between which servers files of keys are kept in step, and how (decision 0021). {@code member}: what this one's data
 * directory is called among them, 16 random octets, the same at each start; {@code life}: of this start; {@code lives}:
 * whether a life has not ended; {@code host}: a key that all of them have, under which the rows are.
 */
public record Sharing(Store store, Bytes member, Bytes life, Predicate<Bytes> lives, Secret host) {
    public static final int MEMBER_OCTETS = 16;
    /** Where servers agree: it belongs to the cluster, and not to what is kept in it. */
    public static final PartitionName PARTITION = new PartitionName("shredding");

    public Sharing {
        if (member.length() != MEMBER_OCTETS) throw new IllegalArgumentException("a member has 16 octets");
    }

    /** Whether servers have agreed on the keys of such a file: then one that is not here is had from them. */
    public boolean isAgreed(String file) { return new AgreedRows(this, file).isAgreed(); }
}
