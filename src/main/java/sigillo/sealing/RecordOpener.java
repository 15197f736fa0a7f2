package sigillo.sealing;

import java.security.MessageDigest;
import java.util.Arrays;
import sigillo.base.Glance;

/**
 * Opens many records, one after the other, each into the same octets: a search that opens a hundred thousand would make
 * as many arrays else. Closing it wipes them. One thread.
 */
public final class RecordOpener implements AutoCloseable {
    private static final int OCTETS_MIN = 8 << 10;

    private final MessageDigest sha256 = Kdf.sha256();
    private final Gcm gcm = Gcm.opening();
    private byte[] clear = new byte[OCTETS_MIN];

    /** What the record holds; it is there until the next is opened. */
    public Glance open(Secret segmentKey, RecordPlace place, Glance sealed) throws SealBroken {
        var header = RecordHeader.parse(sealed.octets(), sealed.from(), sealed.to());
        SealedRecord.check(header, place, sealed.length());
        int length = SealedRecord.smallLength(header);
        makeRoom(length);
        sha256.update(sealed.octets(), sealed.from(), RecordHeader.OCTETS); // parsed, so it is what encode writes
        var hash = sha256.digest();
        try (var key = SealedRecord.key(sha256, segmentKey, hash)) {
            SealedRecord.openChunks(gcm, key, hash, length, sealed.octets(), sealed.from(), clear);
        }
        return new Glance(clear, 0, length);
    }

    private void makeRoom(int length) {
        if (clear.length >= length) return;
        Arrays.fill(clear, (byte) 0);
        clear = new byte[length];
    }

    @Override public void close() {
        Arrays.fill(clear, (byte) 0);
        gcm.close();
    }
}
