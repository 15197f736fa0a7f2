package sigillo.main.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.sealing.Secret;
import sigillo.store.Batch;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.PartitionName;
import sigillo.store.Store;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;

/** Since when mail of a domain is to come again: the same at all servers. */
class SharedPatienceTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private final MemoryStore store = new MemoryStore();

    private static SharedPatience over(Store store) { return new SharedPatience(store, Secret.take(new byte[Secret.OCTETS])); }

    @Test void theFirstIsEverybodys() {
        assertEquals(START, over(store).of("a.example", START));
        assertEquals(START, over(store).of("a.example", START.plusSeconds(60)));
        assertEquals(START.plusSeconds(60), over(store).of("b.example", START.plusSeconds(60)));
        var nextDay = START.plus(Duration.ofDays(1));
        assertEquals(nextDay, over(store).of("a.example", nextDay));
        var behind = nextDay.minusSeconds(30);
        assertEquals(behind, over(store).of("a.example", behind), "whose clock is behind waits no longer than from now");
    }

    @Test void oldOnesGo() {
        for (int i = 0; i < 20; i++) over(store).of("d" + i + ".example", START);
        for (int i = 0; i < 3; i++) over(store).of("e" + i + ".example", START.plus(Duration.ofDays(2)));
        var rows = new int[1];
        store.partition(new PartitionName("patience")).range(Bytes.utf8("d"), Bytes.utf8("e"), false, (_, _) -> ++rows[0] > 0);
        assertEquals(3, rows[0]);
    }

    @Test void aStoreThatSaysNothingHoldsUpNoMail() {
        var broken = new ForwardingStore(store) {
            @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
                return CompletableFuture.completedFuture(new Written.Refused(Written.Cause.FAILED, "broken", false));
            }
        };
        assertEquals(START, over(broken).of("a.example", START));
        assertTrue(store.partitions("").isEmpty());
    }
}
