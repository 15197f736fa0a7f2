package sigillo.nodes;

import java.util.Set;
import sigillo.store.PartitionName;

/**
 * Hears of others. Called on one thread of {@link Nodes}, one after the other; should be quick, and may read the store.
 */
public interface NodeNews {

    /** Other nodes have committed to these: look again at what is remembered of them. */
    void changed(Set<PartitionName> partitions);

    /** Others were looked at, whether or not there was news: a moment to do again what could not be done. */
    default void looked() {}

    /** Something was missed: anything may have changed. */
    void missed();

    /** What it had leased is free. */
    void died(NodeId node);
}
