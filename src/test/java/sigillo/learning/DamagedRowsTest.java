package sigillo.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import sigillo.account.EmailId;
import sigillo.learning.OwnModel.Head;

/** Rows that are not as they were written are none, and nothing is thrown. */
class DamagedRowsTest {
    @Test void headsThatAreNone() {
        var head = new Head(1_772_366_400_000L, 7, 12, 20_500, 41);
        assertEquals(head, Head.decode(head.encode()));
        assertEquals(Head.NONE, Head.decode(new byte[0]));
        assertEquals(Head.NONE, Head.decode(new Head(1, 1, 1L << 39, 0, 0).encode()), "more pieces than anybody reads");
        assertEquals(Head.NONE, Head.decode(new Head(1, 9, 8, 0, 0).encode()));
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            var row = bent(head.encode(), random);
            var read = Head.decode(row);
            assertTrue(read.nextPiece() - read.firstPiece() <= LearningLimits.PIECES_MAX, read.toString());
        }
    }

    @Test void gatheredThatIsNone() {
        var gathered = new Gathered();
        for (int i = 1; i <= 1_000; i++) gathered.add(new EmailId(i), i % 2 == 0);
        assertEquals(LearningLimits.SAID_MAX, gathered.all().size());
        assertEquals(gathered.all(), Gathered.decode(gathered.encode()));
        var again = new Gathered();
        for (int i = 1_000; i >= 1; i--) again.add(new EmailId(i), i % 2 == 0);
        assertEquals(gathered.all(), again.all(), "the same ones each time");
        assertTrue(gathered.encode().length < 16 << 10, "fits into what may wait");
        var random = new Random(2);
        for (int i = 0; i < 5_000; i++) assertTrue(Gathered.decode(bent(gathered.encode(), random)).size() <= LearningLimits.SAID_MAX * 2);
    }

    @Test void theLastWordCounts() {
        var gathered = new Gathered();
        gathered.add(new EmailId(1), true);
        gathered.add(new EmailId(1), false);
        assertEquals(java.util.Map.of(new EmailId(1), false), gathered.all());
    }

    private static byte[] bent(byte[] row, Random random) {
        var bent = java.util.Arrays.copyOf(row, random.nextInt(row.length + 1));
        for (int n = random.nextInt(4); n > 0 && bent.length > 0; n--) bent[random.nextInt(bent.length)] = (byte) random.nextInt();
        return bent;
    }
}
