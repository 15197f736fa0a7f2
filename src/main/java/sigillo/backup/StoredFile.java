package sigillo.backup;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A file of the store in a backup. {@code name}: from the folder of the store, with slashes. {@code identity} says
 * which file it was on the disk of then: one with the same is not read again.
 */
record StoredFile(String name, long length, String identity, List<Piece> pieces) {
    /** One folder deep at most, and nothing that leads elsewhere. */
    private static final Pattern NAME = Pattern.compile("(?:[A-Za-z0-9_-]{1,40}/)?[A-Za-z0-9_-][A-Za-z0-9._-]{0,120}");

    StoredFile {
        if (!NAME.matcher(name).matches()) throw new IllegalArgumentException("a file called " + name);
        pieces = List.copyOf(pieces);
        long sum = pieces.stream().mapToLong(Piece::length).sum();
        if (sum != length) throw new IllegalArgumentException("the pieces of " + name + " are not as long as it is");
    }
}
