package sigillo.sealing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.sealing.RecordHeader.Kind;

/** What was written once is read for ever, and is still written like that. */
class GoldenTest {
    private static final long ACCOUNT = 0x0102030405060708L;
    private final Map<String, byte[]> golden = Fixed.lines("golden.txt").stream().map(line -> line.split(" "))
        .collect(Collectors.toMap(words -> words[0], words -> HexFormat.of().parseHex(words[1])));
    private final Secret segment = Secret.take(golden.get("segment-key").clone());
    private final RecordPlace place = new RecordPlace(Kind.META, ACCOUNT, Bytes.wrap(new byte[] {0, 0, 0, 0, 0, 0, 0, 9}));
    private final byte[] clear = "From: Anna\r\n".getBytes(StandardCharsets.US_ASCII);

    @Test void aRecord() throws SealBroken {
        var salt = golden.get("salt");
        var written = SealedRecord.seal(segment, 5, place, clear, octets -> System.arraycopy(salt, 0, octets, 0, octets.length));
        assertEquals(HexFormat.of().formatHex(golden.get("record")), HexFormat.of().formatHex(written));
        assertArrayEquals(clear, SealedRecord.open(segment, place, golden.get("record")));
    }

    @Test void aChainOfKeysFromASlotToASegment() throws SealBroken {
        var slot = new Slot(ACCOUNT, 1, Slot.Kind.SERVER, Bytes.wrap(golden.get("slot-public")), Bytes.wrap(golden.get("slot-seed")),
            List.of(new Slot.Root(1, Bytes.wrap(golden.get("slot-root")))));
        var epoch = new Epoch(ACCOUNT, 1, Bytes.wrap(golden.get("epoch-public")), Bytes.wrap(golden.get("epoch-seed")), Bytes.wrap(golden.get("epoch-mark")));
        assertTrue(epoch.isMarkedBy(Secret.take(golden.get("host-secret").clone())));
        var root = slot.root(slot.seed(Secret.take(golden.get("slot-secret").clone())).orElseThrow(), 1);
        var opened = SealedKey.open(epoch.seed(root), new Purpose(Purpose.Use.SEGMENT, ACCOUNT, 1, 5), golden.get("segment"));
        assertTrue(opened.isSame(segment));
    }

    /** The mark was computed by another program. */
    @Test void aListOfSlots() {
        var slot = new Slot(ACCOUNT, 1, Slot.Kind.SERVER, Bytes.wrap(golden.get("slot-public")), Bytes.EMPTY, List.of());
        var list = SlotList.of(ACCOUNT, List.of(slot), Secret.take(golden.get("host-secret").clone()));
        assertArrayEquals(golden.get("slots-mark"), list.mark().toArray());
    }

    /** Writes the file anew; to be run by hand, when a version of the format is added and never otherwise. */
    public static void main(String[] words) {
        var randomness = Fixed.seed(20261127);
        var segment = Secret.random(randomness);
        var salt = randomness.octets(RecordHeader.SALT_OCTETS);
        var host = Secret.random(randomness);
        var secret = Secret.random(randomness);
        var root = Secret.random(randomness);
        var slot = Slot.make(ACCOUNT, 1, Slot.Kind.SERVER, secret, randomness).with(1, root, randomness);
        var epoch = Epoch.make(ACCOUNT, 1, root, host, randomness);
        var test = new RecordPlace(Kind.META, ACCOUNT, Bytes.wrap(new byte[] {0, 0, 0, 0, 0, 0, 0, 9}));
        var record = SealedRecord.seal(segment, 5, test, "From: Anna\r\n".getBytes(StandardCharsets.US_ASCII), octets -> System.arraycopy(salt, 0, octets, 0, octets.length));
        line("segment-key", segment.octets());
        line("salt", salt);
        line("record", record);
        line("host-secret", host.octets());
        line("slot-secret", secret.octets());
        line("slot-public", slot.publicKey().unsafeArray());
        line("slot-seed", slot.wrappedSeed().unsafeArray());
        line("slot-root", slot.roots().getFirst().sealed().unsafeArray());
        line("epoch-public", epoch.publicKey().unsafeArray());
        line("epoch-seed", epoch.wrappedSeed().unsafeArray());
        line("epoch-mark", epoch.mark().unsafeArray());
        line("segment", SealedKey.seal(epoch.publicKey().toArray(), new Purpose(Purpose.Use.SEGMENT, ACCOUNT, 1, 5), segment, randomness));
        line("slots-mark", SlotList.of(ACCOUNT, List.of(slot), host).mark().unsafeArray());
    }

    private static void line(String name, byte[] octets) { System.out.println(name + " " + HexFormat.of().formatHex(octets)); }
}
