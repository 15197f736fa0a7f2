package sigillo.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;

/** It does what a set does. */
class PieceSetTest {
    @Test void doesWhatASetDoes() throws Exception {
        var random = new Random(11);
        var set = new PieceSet(BackupLimits.PIECES_MAX);
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
        var all = new TreeSet<Bytes>();
        set.each(all::add);
        model.add(Bytes.wrap(new byte[Piece.ID_OCTETS]));
        assertEquals(model, all);
        set.close();
        set.close();
    }

    /** A target may tell of ids that it made up so that they have the same place. */
    @Test void idsThatAreMadeUpAreSpreadToo() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (boolean isHigh : new boolean[] {false, true}) {
                try (var set = new PieceSet(BackupLimits.PIECES_MAX)) {
                    for (long i = 1; i <= 300_000; i++) {
                        var id = ByteBuffer.allocate(Piece.ID_OCTETS);
                        id.putLong(isHigh ? 0 : 8, i << 40);
                        assertTrue(set.add(Bytes.wrap(id.array())));
                    }
                }
            }
        });
    }

    @Test void tooManyAreRefused() throws Exception {
        try (var set = new PieceSet(1_000)) {
            for (int i = 1; i <= 1_000; i++) set.add(Bytes.wrap(ByteBuffer.allocate(16).putInt(i).array()));
            assertFalse(set.add(Bytes.wrap(ByteBuffer.allocate(16).putInt(5).array())));
            var one = Bytes.wrap(ByteBuffer.allocate(16).putInt(-1).array());
            assertTrue(assertThrows(IOException.class, () -> set.add(one)).getMessage()
                .contains("more than 1000 pieces"));
        }
    }
}
