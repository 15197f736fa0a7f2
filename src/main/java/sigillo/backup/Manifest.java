package sigillo.backup;

import java.io.IOException;
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
    private static final int HEAD_OCTETS_MAX = 100;
    /** Lengths, as numbers of ten octets at most. */
    private static final int FILE_OCTETS_MAX = 40;

    Manifest {
        files = List.copyOf(files);
    }

    long octets() { return files.stream().mapToLong(StoredFile::length).sum(); }

    /** The ids of all pieces are added. */
    void addTo(PieceSet ids) throws IOException {
        for (var file : files) for (var piece : file.pieces()) ids.add(piece.id());
    }

    /** One that {@link #requireRoom} has let pass. */
    byte[] seal(BackupKey key, Randomness randomness) {
        return SealedRecord.seal(key.manifests(), 0, place(number), encode(), randomness);
    }

    /** Padded by what it could have come to, and made once: it may be long. */
    private byte[] encode() {
        long octets = HEAD_OCTETS_MAX + files.stream()
            .mapToLong(file -> octets(file.name(), file.identity(), file.length())).sum();
        var out = new RowOut(VERSION, Padding.padded(Math.toIntExact(octets)));
        out.number(number).time(at).fixed(box.unsafeArray()).number(files.size());
        for (var file : files) {
            out.text(file.name()).number(file.length()).text(file.identity()).sized(file.ids().unsafeArray());
        }
        return out.doneWithRest();
    }

    /** At most so many octets of a manifest are of such a file. */
    static long octets(String name, String identity, long length) {
        return FILE_OCTETS_MAX + name.length() + identity.length() + StoredFile.count(length) * Piece.ID_OCTETS;
    }

    /**
     * {@code octets}: of all files together, as {@link #octets} has them. Throws {@link IOException} when a backup
     * cannot have so many.
     */
    static void requireRoom(long octets, long stored) throws IOException {
        if (octets + HEAD_OCTETS_MAX <= BackupLimits.MANIFEST_OCTETS_MAX) return;
        throw new IOException("the store has " + stored + " octets, and the list of its pieces would have " + octets
            + " instead of " + BackupLimits.MANIFEST_OCTETS_MAX + ": nothing was brought over");
    }

    /** What is in a stored one, for {@link #of}: in two steps, so that what was stored need not be held any more. */
    static byte[] opened(BackupKey key, long number, byte[] stored) throws Damaged {
        try {
            return SealedRecord.open(key.manifests(), place(number), stored);
        } catch (SealBroken broken) {
            throw damaged(number, broken);
        }
    }

    static Manifest of(byte[] clear, long number) throws Damaged {
        try {
            return decode(clear, number);
        } catch (StoreException | IllegalArgumentException broken) {
            throw damaged(number, broken);
        }
    }

    private static Damaged damaged(long number, Exception why) {
        return new Damaged("the manifest of backup " + number + " is damaged: " + why.getMessage());
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
