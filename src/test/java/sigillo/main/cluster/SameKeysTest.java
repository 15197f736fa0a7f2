package sigillo.main.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import sigillo.store.memory.MemoryStore;

/** A server with other keys than the cluster's is not started, and hears which file it is. */
class SameKeysTest {
    private final MemoryStore store = new MemoryStore();

    /** Files by name, each with a key of so many times an octet. */
    private static TreeMap<String, byte[]> keys(Object... namesAndOctets) {
        var keys = new TreeMap<String, byte[]>();
        for (int i = 0; i < namesAndOctets.length; i += 2) {
            var key = new byte[32];
            Arrays.fill(key, ((Integer) namesAndOctets[i + 1]).byteValue());
            keys.put((String) namesAndOctets[i], key);
        }
        return keys;
    }

    private String refusal(TreeMap<String, byte[]> keys) {
        return assertThrows(IOException.class, () -> SameKeys.lasting(store, keys)).getMessage();
    }

    @Test void theSameKeysAreTakenAndWiped() throws IOException {
        var first = keys("host.key", 1, "server.key", 2);
        SameKeys.lasting(store, first);
        assertArrayEquals(new byte[32], first.get("host.key"));
        long revision = store.partition(SoleServer.PARTITION).revision();
        SameKeys.lasting(store, keys("host.key", 1, "server.key", 2));
        assertEquals(revision, store.partition(SoleServer.PARTITION).revision(), "nothing is written for it");
        assertTrue(SoleServer.isFresh(store), "it is no mail");
    }

    @Test void anotherKeyIsNamed() throws IOException {
        SameKeys.lasting(store, keys("host.key", 1, "server.key", 2));
        assertEquals("host.key is another than the one with which this cluster is served: copy the folder of keys from a"
            + " server of the cluster, or bring it back from a backup", refusal(keys("host.key", 3, "server.key", 2)));
        var swapped = refusal(keys("host.key", 2, "server.key", 1));
        assertTrue(swapped.startsWith("host.key is another"), swapped);
        assertTrue(refusal(keys("host.key", 1)).startsWith("server.key is missing here"));
        assertDoesNotThrow(() -> SameKeys.lasting(store, keys("host.key", 1, "server.key", 2)), "all is as it was");
    }

    /** Peppers are renewed at one server; from its start on the others need them too. */
    @Test void aNewKeyIsAsked() throws IOException {
        SameKeys.lasting(store, keys("verifying.key", 1));
        SameKeys.lasting(store, keys("verifying.key", 1, "verifying.2.key", 2));
        assertTrue(refusal(keys("verifying.key", 1)).startsWith("verifying.2.key is missing here"));
        assertTrue(refusal(keys("verifying.key", 3, "verifying.2.key", 2)).startsWith("verifying.key is another"));
    }
}
