package sigillo.faults;

import java.time.Duration;
import java.util.Random;
import sigillo.store.Store;
import sigillo.store.cassandra.CassandraStore;
import sigillo.store.cassandra.OneNode;

/** A keyspace of the one node of Cassandra that all tests of this JVM share: quick to begin with, and never harmed. */
final class OneNodeGround implements Ground {
    private final String keyspace;
    private CassandraStore store;

    OneNodeGround(String keyspace) { this.keyspace = keyspace; }

    @Override public Store open() {
        store = CassandraStore.open(OneNode.settings(keyspace));
        return store;
    }

    @Override public void stop() { store.close(); }

    /** What it was doing goes on in the cluster, or not. */
    @Override public void crash(Random random) { store.close(); }

    @Override public Duration slowness() { return Duration.ofMillis(3_000); }

    @Override public void close() { if (store != null) store.close(); }
}
