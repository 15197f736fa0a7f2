package sigillo.main.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.queue.Colleagues;
import sigillo.store.PartitionName;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;

/** One server of a cluster does what is done once; when it has ended another does. */
class ClusterTurnTest {
    private final MemoryStore store = new MemoryStore();
    private final Set<Bytes> living = new HashSet<>();

    private Colleagues colleagues(String name) {
        var self = Bytes.utf8(name);
        living.add(self);
        return new Colleagues() {
            @Override public boolean mayBe() { return true; }

            @Override public Bytes self() { return self; }

            @Override public boolean mayWork() { return true; }

            @Override public boolean lives(Bytes node) { return living.contains(node); }
        };
    }

    private ClusterTurn certificates(String name) { return ClusterTurn.ofCertificates(store, colleagues(name), name + ".example"); }

    private BackupTurn backups(String name) { return new BackupTurn(store, colleagues(name), name + ".example"); }

    @Test void oneAtATime() {
        var one = certificates("one");
        var two = certificates("two");
        assertEquals(Optional.empty(), one.other());
        assertEquals(Optional.of("the server one.example orders the certificates of this cluster"), two.other());
        assertEquals(Optional.empty(), one.other());
        living.remove(Bytes.utf8("one"));
        assertEquals(Optional.empty(), two.other());
        assertEquals(Optional.of("the server two.example orders the certificates of this cluster"), one.other());
    }

    @Test void eachWorkHasItsTurn() {
        var one = certificates("one");
        var two = backups("two");
        assertEquals(Optional.empty(), one.other());
        assertEquals(Optional.empty(), two.other());
        assertEquals(Optional.of("the server two.example makes the backups of this cluster"), backups("one").other());
    }

    @Test void backupsHaveOneName() {
        var one = backups("one");
        assertEquals(one.name(), backups("two").name());
        assertEquals(32, one.name().orElseThrow().length());
    }

    @Test void aDamagedRowIsNobodys() {
        for (var partition : new String[] {"backups", "certificates/turn"}) {
            new Transactions(store.partition(new PartitionName(partition))).write(tx -> {
                tx.put(Bytes.utf8("turn"), new byte[] {7});
                return null;
            });
        }
        assertEquals(Optional.empty(), backups("one").other());
        assertEquals(Optional.empty(), certificates("one").other());
    }
}
