package sigillo.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What is backed up. Any thread. */
public interface Source {

    /**
     * Puts the store of one moment into {@code folder}, which is made, and returns the keys and the configuration that
     * belong to it. Throws {@link IOException} with a sentence, or {@link sigillo.store.StoreException}.
     */
    Box copy(Path folder, BackupKey key) throws IOException;

    /**
     * Tries whether what came back is what went away: {@code restored} and {@code original} are the same store, to be
     * opened and changed at will; {@code box} is as it came back. Throws {@link Damaged} with what is not the same.
     */
    Proof prove(Path original, Path restored, Box box, BackupKey key) throws IOException;

    /**
     * {@code rows}: all of them, compared. {@code blobs}: so many were compared of {@code blobsAltogether}. {@code lacking}:
     * sentences, each names an account of which nothing is proven because it cannot be read here either.
     */
    record Proof(long partitions, long rows, long blobs, long blobsAltogether, List<String> lacking) {}
}
