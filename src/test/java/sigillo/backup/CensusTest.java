package sigillo.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.store.memory.MemoryStore;

/** What two stores are compared by. */
class CensusTest {
    private static final int ACCOUNTS = 10;

    private static MemoryStore store(int messagesOfEach) throws Exception {
        var store = new MemoryStore();
        for (int account = 0; account < ACCOUNTS; account++) {
            for (int i = 0; i < messagesOfEach; i++) {
                store.blobs().put(Bytes.utf8("a%02d/%06d".formatted(account, i)), Octets.of(new byte[] {(byte) i}));
            }
        }
        return store;
    }

    /** The messages of the first account are many: all others have their part all the same. */
    @Test void messagesOfAllAccountsAreCompared() throws Exception {
        var store = store(2_000);
        var census = Census.of(store, House.SEED);
        assertEquals(BackupLimits.PROVEN_BLOBS_MAX, census.hashes().size());
        assertEquals(ACCOUNTS * 2_000, census.blobs());
        var ofEach = new TreeMap<String, Integer>();
        census.hashes().keySet().forEach(id -> ofEach.merge(new String(id.unsafeArray(), 0, 3), 1, Integer::sum));
        assertEquals(ACCOUNTS, ofEach.size());
        assertTrue(ofEach.values().stream().allMatch(count -> count > 25 && count < 80), ofEach.toString());
        census.requireSame(Census.of(store(2_000), House.SEED));
        // another proof looks at others
        var others = new java.util.TreeSet<>(Census.of(store, Bytes.utf8("another seed")).hashes().keySet());
        others.removeAll(census.hashes().keySet());
        assertTrue(others.size() > 400, others.size() + " others");
    }

    @Test void allAreComparedOfAFew() throws Exception {
        var census = Census.of(store(30), House.SEED);
        assertEquals(300, census.hashes().size());
        var other = store(30);
        other.blobs().delete(Bytes.utf8("a05/000007"));
        other.blobs().put(Bytes.utf8("a05/000007"), Octets.of(new byte[] {99}));
        var there = Census.of(other, House.SEED);
        assertEquals("a message came back with other octets", assertThrows(Damaged.class,
            () -> census.requireSame(there)).getMessage());
    }
}
