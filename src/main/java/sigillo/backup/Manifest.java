package sigillo.backup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.RecordHeader;
import sigillo.sealing.RecordPlace;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRecord;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.StoreException;

/**
 * One backup: which files the store had, of which pieces, and the hash of the box with the keys. It is written last;
 * what has no manifest is no backup. Sealed under a key that only the server and the holder of the recovery key have,
 * so nobody else makes one, and under its number, so none stands for another.
 */
record Manifest(long number, Instant at, Bytes box, List<StoredFile> files) {
    private static final int VERSION = 1;
    private static final int HASH_OCTETS = 32;

    Manifest {
        files = List.copyOf(files);
    }

    long octets() { return files.stream().mapToLong(StoredFile::length).sum(); }

    /** The ids of all pieces are added. */
    void addTo(PieceSet ids) {
        for (var file : files) for (var piece : file.pieces()) ids.add(piece.id());
    }

    byte[] seal(BackupKey key, Randomness randomness) {
        var clear = encode();
        if (clear.length > BackupLimits.MANIFEST_OCTETS_MAX) throw new IllegalStateException("a store of more pieces than a backup can have");
        return SealedRecord.seal(key.manifests(), 0, place(number), Padding.pad(clear), randomness);
    }

    private byte[] encode() {
        var out = new RowOut(VERSION).number(number).time(at).fixed(box.unsafeArray()).number(files.size());
        for (var file : files) {
            out.text(file.name()).number(file.length()).text(file.identity()).sized(file.ids().unsafeArray());
        }
        return out.done();
    }

    static Manifest open(BackupKey key, long number, byte[] stored) throws Damaged {
        try {
            return decode(SealedRecord.open(key.manifests(), place(number), stored), number);
        } catch (SealBroken | StoreException | IllegalArgumentException broken) {
            throw new Damaged("the manifest of backup " + number + " is damaged: " + broken.getMessage());
        }
    }

    private static Manifest decode(byte[] clear, long expected) throws Damaged {
        var in = new RowIn(clear, VERSION);
        long number = in.number();
        if (number != expected) throw new Damaged("the manifest of backup " + expected + " says that it is of "
            + number);
        var at = in.time();
        var box = Bytes.wrap(in.fixed(HASH_OCTETS));
        int count = in.count();
        if (count > BackupLimits.FILES_MAX) throw new IllegalArgumentException(count + " files");
        var files = new ArrayList<StoredFile>();
        for (int i = 0; i < count; i++) files.add(file(in));
        return new Manifest(number, at, box, files);
    }

    private static StoredFile file(RowIn in) {
        return new StoredFile(in.text(), in.number(), in.text(), Bytes.wrap(in.sized()));
    }

    private static RecordPlace place(long number) { return RecordPlace.of(RecordHeader.Kind.MANIFEST, 0, number); }
}
