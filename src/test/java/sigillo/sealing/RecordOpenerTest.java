package sigillo.sealing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.base.Glance;
import sigillo.sealing.RecordHeader.Kind;

/** Opens what {@link SealedRecord} opens, wherever it lies in an array, one after the other. */
class RecordOpenerTest {
    private static final int CHUNK = SealedRecord.CHUNK_OCTETS;
    private static final RecordPlace PLACE = new RecordPlace(Kind.TEXT, 7, Bytes.utf8("9"));
    private final Secret key = Fixed.secret(1);
    private final Random random = new Random(3);

    @Test void opensOneAfterTheOther() throws SealBroken {
        try (var opener = new RecordOpener()) {
            for (int length : new int[] {0, 1, 4_096, 8_192, 8_193, 2 * CHUNK, 10, CHUNK - 1, 3 * CHUNK + 5, CHUNK, 0}) {
                var clear = Fixed.octets(length, length);
                assertArrayEquals(clear, opener.open(key, PLACE, somewhere(sealed(clear))).toArray(), () -> length + " octets");
            }
        }
    }

    @Test void whatWasChangedIsNoticedAndTheNextOpens() throws SealBroken {
        var clear = Fixed.octets(4, CHUNK + 100);
        var sealed = sealed(clear);
        try (var opener = new RecordOpener()) {
            for (int i = 0; i < 300; i++) {
                int at = i < RecordHeader.OCTETS ? i : random.nextInt(sealed.length);
                var bent = sealed.clone();
                bent[at] ^= (byte) (1 << random.nextInt(8));
                assertThrows(SealBroken.class, () -> opener.open(key, PLACE, somewhere(bent)), () -> "octet " + at);
                if (i % 50 == 0) assertArrayEquals(clear, opener.open(key, PLACE, somewhere(sealed)).toArray());
            }
            for (int length = 0; length < sealed.length; length += 1 + length / 3) {
                var cut = Arrays.copyOf(sealed, length);
                assertThrows(SealBroken.class, () -> opener.open(key, PLACE, somewhere(cut)), () -> "cut to " + cut.length);
            }
            for (var other : List.of(new RecordPlace(Kind.META, 7, PLACE.id()), new RecordPlace(Kind.TEXT, 8, PLACE.id()))) {
                assertThrows(SealBroken.class, () -> opener.open(key, other, somewhere(sealed)));
            }
            assertThrows(SealBroken.class, () -> opener.open(Fixed.secret(9), PLACE, somewhere(sealed)));
        }
    }

    @Test void nothingIsThereOnceItIsClosed() throws SealBroken {
        var first = Glance.of(new byte[0]);
        var last = first;
        try (var opener = new RecordOpener()) {
            first = opener.open(key, PLACE, somewhere(sealed(Fixed.octets(1, 100))));
            last = opener.open(key, PLACE, somewhere(sealed(Fixed.octets(2, CHUNK))));
        }
        assertArrayEquals(new byte[first.octets().length], first.octets(), "what gave way to a longer one");
        assertArrayEquals(new byte[last.octets().length], last.octets());
    }

    private byte[] sealed(byte[] clear) { return SealedRecord.seal(key, 5, PLACE, clear, Fixed.seed(2)); }

    private Glance somewhere(byte[] sealed) {
        int from = random.nextInt(100);
        var octets = Fixed.octets(from, from + sealed.length + random.nextInt(100));
        System.arraycopy(sealed, 0, octets, from, sealed.length);
        var glance = new Glance(octets, from, from + sealed.length);
        assertEquals(sealed.length, glance.length());
        return glance;
    }
}
