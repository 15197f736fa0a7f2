package sigillo.store.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.peers.CassandraPeer;
import sigillo.peers.Program;
import sigillo.store.PartitionName;
import sigillo.store.StoreException;
import sigillo.store.Transactions;

/** Three nodes in two data centres; one is killed while two servers write to one partition. */
@Tag("long")
class ThreeNodesTest {
    private static final PartitionName LEDGER = new PartitionName("a/ledger");
    private static final Bytes COUNT = Bytes.utf8("n");
    private static final List<String> TOKENS = List
        .of("-9223372036854775808", "-3074457345618258603", "3074457345618258602");
    @TempDir Path folder;

    /** What was answered is there once; what was not is there once or not at all. */
    @Test void nothingIsLostOrDoubledWhenANodeIsKilled() throws Exception {
        assumeTrue(CassandraPeer.isPossible(), "no Java 17 for Cassandra");
        var ports = CassandraPeer.Ports.free();
        var nodes = new ArrayList<CassandraPeer>();
        try {
            for (int number = 1; number <= 3; number++) {
                nodes.add(new CassandraPeer(folder, ports, number, number < 3 ? "dc1" : "dc2", TOKENS.get(number - 1)));
                nodes.getLast().awaitReady();
            }
            try (var one = open(nodes, "dc1"); var two = open(nodes, "dc2")) {
                writeWhileOneIsKilled(one, two, nodes.get(1));
            }
        } finally {
            nodes.forEach(CassandraPeer::close);
        }
    }

    private static CassandraStore open(List<CassandraPeer> nodes, String dataCentre) {
        var copies = List.of(new ClusterSettings.Copies("dc1", 2), new ClusterSettings.Copies("dc2", 1));
        return CassandraStore
            .open(new ClusterSettings(nodes.stream().map(CassandraPeer::contactPoint).toList(), dataCentre, "three",
            copies, Optional.empty(), Optional.empty()));
    }

    private static void writeWhileOneIsKilled(CassandraStore one, CassandraStore two,
        CassandraPeer victim) throws Exception {
        Set<Bytes> answered = ConcurrentHashMap.newKeySet();
        Set<Bytes> asked = ConcurrentHashMap.newKeySet();
        var sinceKilled = new AtomicInteger();
        var killed = new AtomicInteger();
        var writers = new ArrayList<Thread>();
        for (int writer = 0; writer < 4; writer++) {
            int who = writer;
            var transactions = new Transactions((who % 2 == 0 ? one : two).partition(LEDGER));
            writers.add(Thread.startVirtualThread(() -> {
                for (int i = 0; sinceKilled.get() < 60 && i < 2_000; i++) {
                    var key = Bytes.wrap(ByteBuffer.allocate(9).put((byte) 'w').putInt(who).putInt(i).array());
                    asked.add(key);
                    if (isWritten(transactions, key)) {
                        answered.add(key);
                        if (killed.get() == 1) sinceKilled.incrementAndGet();
                    }
                }
            }));
        }
        Program.waitUntil("they write", Duration.ofMinutes(2), () -> answered.size() > 40);
        one.blobs().put(Bytes.utf8("blob"), Octets.of(new byte[300_000]));
        victim.kill();
        killed.set(1);
        for (var writer : writers) writer.join();
        assertTrue(sinceKilled.get() >= 60, "they go on with two nodes of three: " + sinceKilled);
        assertEquals(300_000, two.blobs().get(Bytes.utf8("blob")).bytes(0, 300_000, 300_000).length);
        compare(two, answered, asked);
        victim.start();
        victim.awaitReady();
        compare(one, answered, asked);
    }

    private static boolean isWritten(Transactions transactions, Bytes key) {
        try {
            transactions.write(tx -> {
                long count = tx.get(COUNT).map(value -> ByteBuffer.wrap(value).getLong()).orElse(0L);
                tx.put(COUNT, ByteBuffer.allocate(8).putLong(count + 1).array());
                tx.put(key, new byte[600]);
                return null;
            });
            return true;
        } catch (StoreException unknown) {
            return false;
        }
    }

    private static void compare(CassandraStore store, Set<Bytes> answered, Set<Bytes> asked) {
        var there = new TreeSet<Bytes>();
        var partition = store.partition(LEDGER);
        partition.range(Bytes.utf8("w"), Bytes.utf8("x"), false, (key, value) -> value.length == 600 && there.add(key));
        var lost = new TreeSet<>(answered);
        lost.removeAll(there);
        assertEquals(Set.of(), lost, "answered, and not there");
        assertTrue(asked.containsAll(there));
        assertEquals(there.size(), ByteBuffer.wrap(partition.get(COUNT).orElseThrow()).getLong(), "each counts once");
    }
}
