package sigillo.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;

/** It does what a set does. */
class PieceSetTest {
    @Test void doesWhatASetDoes() {
        var random = new Random(11);
        var set = new PieceSet();
        var model = new TreeSet<Bytes>();
        for (int i = 0; i < 50_000; i++) {
            var id = new byte[Piece.ID_OCTETS];
            random.nextBytes(id);
            // some are there already, and many beside each other
            if (i % 3 == 0) java.util.Arrays.fill(id, 2, 15, (byte) 0);
            assertEquals(model.add(Bytes.of(id)), set.add(Bytes.of(id)));
        }
        assertEquals(model.size(), set.size());
        for (var id : model) assertTrue(set.contains(id));
        assertFalse(set.contains(Bytes.wrap(new byte[Piece.ID_OCTETS])));
        assertTrue(set.add(Bytes.wrap(new byte[Piece.ID_OCTETS])));
        assertFalse(set.add(Bytes.wrap(new byte[Piece.ID_OCTETS])));
        assertTrue(set.contains(Bytes.wrap(new byte[Piece.ID_OCTETS])));
        assertEquals(model.size() + 1, set.size());
        for (int i = 0; i < 1_000; i++) {
            var id = new byte[Piece.ID_OCTETS];
            random.nextBytes(id);
            assertEquals(model.contains(Bytes.of(id)), set.contains(Bytes.of(id)));
        }
    }
}
