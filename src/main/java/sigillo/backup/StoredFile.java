package sigillo.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import sigillo.base.Bytes;

/**
 * A file of the store in a backup. {@code name}: from the folder of the store, with slashes. {@code identity} says
 * which file it was on the disk of then: one with the same is not read again. {@code ids}: of its pieces, one after the
 * other; all but the last have the length of a piece, so this is all that is held of them, of which a large store has
 * very many.
 */
record StoredFile(String name, long length, String identity, Bytes ids) {
    /** One folder deep at most, and nothing that leads elsewhere. */
    private static final Pattern NAME =
        Pattern.compile("(?:[A-Za-z0-9_-]{1,40}/)?[A-Za-z0-9_-][A-Za-z0-9._-]{0,120}");

    StoredFile {
        if (!NAME.matcher(name).matches()) throw new IllegalArgumentException("a file called " + name);
        boolean fits = length >= 0 && ids.length() == Piece.ID_OCTETS * count(length);
        if (!fits) throw new IllegalArgumentException("the pieces of " + name + " are not as long as it is");
    }

    /** Which file it is on this disk, as long as nobody writes to it: inode, date and length. */
    static String identity(Path path) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return attributes.fileKey() + "/" + attributes.lastModifiedTime().toMillis() + "/" + attributes.size();
    }

    /** Of how many pieces a file of that length is. */
    static long count(long length) { return (length
        + BackupLimits.PIECE_OCTETS - 1) / BackupLimits.PIECE_OCTETS; }

    /** Made while they are read. */
    List<Piece> pieces() {
        return new AbstractList<>() {
            @Override public Piece get(int index) { return piece(index); }

            @Override public int size() { return ids.length() / Piece.ID_OCTETS; }
        };
    }

    private Piece piece(int index) {
        int from = index * Piece.ID_OCTETS;
        var id = Bytes.wrap(Arrays.copyOfRange(ids.unsafeArray(), from, from + Piece.ID_OCTETS));
        return new Piece(id, (int) Math.min(BackupLimits.PIECE_OCTETS,
            length - (long) index * BackupLimits.PIECE_OCTETS));
    }
}
