package sigillo.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.Reference;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class SharedTest {
    private final Shared<String, Object> shared = new Shared<>();

    @Test void isOneWhileSomebodyHoldsIt() {
        var held = shared.get("a", _ -> new Object());
        System.gc();
        assertSame(held, shared.get("a", _ -> new Object()));
        assertSame(held, shared.held("a"));
        assertNotSame(held, shared.get("b", _ -> new Object()));
        Reference.reachabilityFence(held);
    }

    @Test void isAnotherAfterItWasRemoved() {
        var first = shared.get("a", _ -> new Object());
        shared.remove("a");
        assertNull(shared.held("a"));
        assertNotSame(first, shared.get("a", _ -> new Object()));
    }

    @Test void whatNobodyHoldsIsForgotten() throws InterruptedException {
        for (int i = 0; i < 1_000; i++) shared.get("k" + i, _ -> new Object());
        for (int tries = 0; shared.size() > 0; tries++) {
            assertTrue(tries < 100, shared.size() + " are left");
            System.gc();
            Thread.sleep(10);
        }
    }

    /** Many who ask for the same at the same time get the same. */
    @Test void isOneForAllWhoComeTogether() {
        Set<Object> got = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        for (int round = 0; round < 200; round++) {
            var key = "r" + round;
            got.clear();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 16; i++) threads.submit(() -> got.add(shared.get(key, _ -> new Object())));
            }
            assertEquals(1, got.size());
        }
    }
}
