package sigillo.nodes;

import java.util.Set;
import sigillo.store.PartitionName;

/**
 * Hears of others. Each has a thread of its own, and may read the store and take its time: what comes meanwhile is
 * gathered, and told together.
 */
public interface NodeNews {

    /** Other nodes have committed to these: look again at what is remembered of them. */
    void changed(Set<PartitionName> partitions);

    /** Others were looked at, whether or not there was news: a moment to do again what could not be done. */
    default void looked() {}

    /** Something was missed, or a node has ended, whose last words nobody knows: anything may have changed. */
    void missed();

    /** What it had leased is free. */
    void died(NodeId node);
}
