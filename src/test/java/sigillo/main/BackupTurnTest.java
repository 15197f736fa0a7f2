package sigillo.main;

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

/** One server of a cluster makes the backups; when it has ended another does. */
class BackupTurnTest {
    private final MemoryStore store = new MemoryStore();
    private final Set<Bytes> living = new HashSet<>();

    private BackupTurn of(String name) {
        var self = Bytes.utf8(name);
        living.add(self);
        return new BackupTurn(store, new Colleagues() {
            @Override public boolean mayBe() { return true; }

            @Override public Bytes self() { return self; }

            @Override public boolean mayWork() { return true; }

            @Override public boolean lives(Bytes node) { return living.contains(node); }
        }, name + ".example");
    }

    @Test void oneAtATime() {
        var one = of("one");
        var two = of("two");
        assertEquals(Optional.empty(), one.other());
        assertEquals(Optional.of("the server one.example makes the backups of this cluster"), two.other());
        assertEquals(Optional.empty(), one.other());
        living.remove(Bytes.utf8("one"));
        assertEquals(Optional.empty(), two.other());
        assertEquals(Optional.of("the server two.example makes the backups of this cluster"), one.other());
        assertEquals(one.name(), two.name());
        assertEquals(32, one.name().orElseThrow().length());
    }

    @Test void aDamagedRowIsNobodys() {
        new Transactions(store.partition(new PartitionName("backups"))).write(tx -> {
            tx.put(Bytes.utf8("turn"), new byte[] {7});
            return null;
        });
        assertEquals(Optional.empty(), of("one").other());
    }
}
