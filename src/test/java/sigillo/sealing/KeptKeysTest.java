package sigillo.sealing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Bytes;
import sigillo.base.Glance;
import sigillo.sealing.RecordHeader.Kind;

/** Ciphers are used again, and remember no key of those who used them. Read in a dump of what lives on the heap. */
class KeptKeysTest {
    private static final RecordPlace PLACE = new RecordPlace(Kind.TEXT, 7, Bytes.utf8("9"));
    private static final byte MASK = 0x55;

    @TempDir Path folder;

    @Tag("gate") @Test void noKeyIsKeptOnceItsWorkIsDone() throws Exception {
        var masked = new LinkedHashMap<String, byte[]>();
        try (var opener = new RecordOpener()) {
            work(opener, masked);
            assertEquals(List.of("of the segment", "of the record that was opened last"), found("during.hprof", masked), "a dump shows keys");
        }
        live = null;
        assertEquals(List.of(), found("after.hprof", masked));
    }

    private static volatile Secret live;

    private static void work(RecordOpener opener, Map<String, byte[]> masked) throws SealBroken {
        var segment = Secret.random(Randomness.secure());
        byte[] sealed = {};
        for (int i = 0; i < 3; i++) sealed = SealedRecord.seal(segment, 5, PLACE, new byte[100], Randomness.secure());
        SealedRecord.open(segment, PLACE, sealed);
        opener.open(segment, PLACE, Glance.of(sealed));
        masked.put("of the segment", masked(segment.toArray()));
        try (var record = Kdf.derive(segment, "sgl1/record", RecordHeader.parse(Arrays.copyOf(sealed, RecordHeader.OCTETS)).hash())) {
            masked.put("of the record that was opened last", masked(record.toArray()));
        }
        live = segment;
    }

    private static byte[] masked(byte[] key) {
        for (int i = 0; i < key.length; i++) key[i] ^= MASK;
        return key;
    }

    private List<String> found(String name, Map<String, byte[]> masked) throws IOException {
        var dump = folder.resolve(name);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(dump.toString(), true);
        var octets = Files.readAllBytes(dump);
        Files.delete(dump);
        assertTrue(octets.length > 1 << 20, "this is a heap");
        var found = new ArrayList<String>();
        masked.forEach((what, key) -> { if (has(octets, key)) found.add(what); });
        return found;
    }

    private static boolean has(byte[] octets, byte[] masked) {
        for (int at = 0; at + masked.length <= octets.length; at++) {
            int k = 0;
            while (k < masked.length && (octets[at + k] ^ MASK) == masked[k]) k++;
            if (k == masked.length) return true;
        }
        return false;
    }
}
