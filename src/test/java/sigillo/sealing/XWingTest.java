package sigillo.sealing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Against the vectors of its draft, and what it does with what is wrong. */
class XWingTest {
    @TestFactory Stream<DynamicTest> vectorsOfTheDraft() {
        var lines = Fixed.lines("x-wing.txt");
        var tests = new ArrayList<DynamicTest>();
        for (int i = 0; i < lines.size(); i += 4) {
            var vector = lines.subList(i, i + 4);
            tests.add(dynamicTest("vector " + i / 4, () -> {
                var seed = Secret.take(value(vector, 0));
                assertArrayEquals(value(vector, 1), XWing.publicKey(seed));
                assertArrayEquals(value(vector, 3), XWing.decapsulate(seed, value(vector, 2)).octets());
            }));
        }
        assertEquals(3, tests.size());
        return tests.stream();
    }

    private static byte[] value(List<String> vector, int line) {
        return HexFormat.of().parseHex(vector.get(line).substring(vector.get(line).indexOf(' ') + 1));
    }

    @Test void whatIsEncapsulatedIsDecapsulatedByItsKeyAlone() {
        for (long seed = 0; seed < 20; seed++) {
            var key = Fixed.secret(seed);
            var made = XWing.encapsulate(XWing.publicKey(key), Fixed.seed(seed + 1_000));
            assertEquals(XWing.CIPHERTEXT_OCTETS, made.ciphertext().length);
            assertTrue(XWing.decapsulate(key, made.ciphertext()).isSame(made.shared()));
            assertFalse(XWing.decapsulate(Fixed.secret(seed + 1), made.ciphertext()).isSame(made.shared()));
            made.ciphertext()[(int) seed * 50]++;
            assertFalse(XWing.decapsulate(key, made.ciphertext()).isSame(made.shared()));
        }
    }

    @Test void whatIsNoKeyIsSaid() {
        assertThrows(IllegalArgumentException.class, () -> XWing.encapsulate(new byte[XWing.PUBLIC_OCTETS - 1], Fixed.seed(1)));
        assertThrows(IllegalArgumentException.class, () -> XWing.decapsulate(Fixed.secret(1), new byte[XWing.CIPHERTEXT_OCTETS + 1]));
        assertThrows(IllegalArgumentException.class, () -> Secret.take(new byte[31]));
    }

    @Test void aWipedKeyGivesNothing() {
        var octets = Fixed.octets(3, 32);
        var secret = Secret.take(octets);
        secret.close();
        assertArrayEquals(new byte[32], octets);
        assertThrows(IllegalStateException.class, () -> XWing.publicKey(secret));
    }
}
