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

/** One server of a cluster orders; when it has ended another does. */
class CertificateTurnTest {
    private final MemoryStore store = new MemoryStore();
    private final Set<Bytes> living = new HashSet<>();

    private CertificateTurn of(String name) {
        var self = Bytes.utf8(name);
        living.add(self);
        return new CertificateTurn(store, new Colleagues() {
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
        assertEquals(Optional.of("the server one.example orders the certificates of this cluster"), two.other());
        assertEquals(Optional.empty(), one.other());
        living.remove(Bytes.utf8("one"));
        assertEquals(Optional.empty(), two.other());
        assertEquals(Optional.of("the server two.example orders the certificates of this cluster"), one.other());
    }

    @Test void aDamagedRowIsNobodys() {
        new Transactions(store.partition(new PartitionName("certificates/turn"))).write(tx -> {
            tx.put(Bytes.utf8("turn"), new byte[] {7});
            return null;
        });
        assertEquals(Optional.empty(), of("one").other());
    }
}
