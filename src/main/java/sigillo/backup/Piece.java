package sigillo.backup;

import java.util.Arrays;
import java.util.regex.Pattern;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.RecordHeader;
import sigillo.sealing.RecordPlace;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRecord;

/**
 * A part of a file, known by a hash of its content under a key: the same content is one piece, in whatever file and
 * backup it is. {@code length} is that of its content, in octets.
 */
record Piece(Bytes id, int length) {
    static final int ID_OCTETS = 16;
    static final Pattern NAME_FORM = Pattern.compile("[0-9a-f]{32}");

    static Piece of(BackupKey key, byte[] content) { return new Piece(key.id(content), content.length); }

    String name() { return id.toString(); }

    /** As it lies at a target. */
    byte[] seal(BackupKey key, byte[] content, Randomness randomness) {
        return SealedRecord.seal(key.pieces(), 0, place(), Padding.pad(content), randomness);
    }

    /** Its content, which is what it is called after; {@link Damaged} otherwise. */
    byte[] open(BackupKey key, byte[] stored) throws Damaged {
        try {
            var padded = SealedRecord.open(key.pieces(), place(), stored);
            if (padded.length < length) throw new Damaged("piece " + name() + " is too short");
            var content = padded.length == length ? padded : Arrays.copyOf(padded, length);
            if (!key.id(content).equals(id)) throw new Damaged("piece " + name() + " has another content than it says");
            return content;
        } catch (SealBroken broken) {
            throw new Damaged("piece " + name() + " is damaged: " + broken.getMessage());
        }
    }

    private RecordPlace place() { return new RecordPlace(RecordHeader.Kind.PIECE, 0, id); }
}
