package sigillo.shred;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.LoggedAlarms;
import sigillo.sealing.Purpose;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;

/** Servers with copies of one file of keys: each opens what any has wrapped, and none destroys what another needs. */
class SharedKeysTest {
    private static final Purpose PURPOSE = new Purpose(Purpose.Use.ENTRY, 0, 0, 1);
    @TempDir Path folder;

    private Shredder open(String name, Opening opening) throws IOException {
        return opening.open(folder.resolve(name), Randomness.secure(), new LoggedAlarms());
    }

    @Test void eachOpensWhatAnyHasWrapped() throws Exception {
        open("one", Opening.SHARED).close(); // makes the file with a key for each use
        Files.copy(folder.resolve("one"), folder.resolve("two"));
        try (var one = open("one", Opening.SHARED); var two = open("two", Opening.SHARED)) {
            for (var use : List.of(Use.QUEUE, Use.SLOTS)) { // nothing is wrapped for signing there
                opens(one.keys(use), two.keys(use));
                opens(two.keys(use), one.keys(use));
                one.keys(use).spoil();
                one.keys(use).tidy((_, _) -> { throw new AssertionError("nothing is to be wrapped anew"); });
                opens(one.keys(use), two.keys(use));
            }
            assertArrayEquals(one.copy(), two.copy());
        }
        try (var again = open("one", Opening.SHARED); var two = open("two", Opening.SHARED)) {
            opens(two.keys(Use.SLOTS), again.keys(Use.SLOTS));
            assertArrayEquals(two.copy(), again.copy(), "nor does a restart make another");
        }
    }

    private static void opens(ShredKeys by, ShredKeys other) throws Exception {
        try (var lease = by.lease(); var key = Secret.random(Randomness.secure());
             var opened = other.unwrap(PURPOSE, lease.wrap(PURPOSE, key))) {
            assertTrue(opened.isSame(key));
        }
    }

    /** The last one again: from then on keys are destroyed as ever. */
    @Test void whoIsAloneAgainDestroysThem() throws Exception {
        try (var shared = open("one", Opening.SHARED)) {
            assertEquals(2, shared.copy().length / 64 - 1, "a key for each use");
        }
        try (var own = open("one", Opening.OWN)) {
            var keys = own.keys(Use.QUEUE);
            var before = new long[1];
            keys.tidy((old, _) -> {
                assertEquals(1, old.size());
                before[0] = Set.copyOf(old).iterator().next();
                return true;
            });
            assertTrue(!keys.has(before[0]));
        }
    }
}
