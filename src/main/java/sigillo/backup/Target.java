package sigillo.backup;

import java.io.IOException;
import java.util.function.ObjLongConsumer;

/**
 * A place for backups: things by name, {@code folder/name} or a name alone. What goes wrong is an {@link IOException}
 * with a sentence; {@link java.nio.file.NoSuchFileException} when a thing is not there. What a target says is not
 * trusted: whoever reads checks all of it. One thread.
 */
public interface Target extends AutoCloseable {

    /** Over what is there. Whole or not at all; when it returns it stays, as far as the target can say. */
    void put(String name, byte[] octets) throws IOException;

    /**
     * As {@link #put}, whole or not at all too, if there is nothing: false otherwise. Of two who do it at once, one
     * gets true.
     */
    boolean create(String name, byte[] octets) throws IOException;

    /** Throws {@link IOException} when there are more octets than that. */
    byte[] get(String name, int octetsMax) throws IOException;

    /** Nothing happens when it is not there. */
    void delete(String name) throws IOException;

    /**
     * The names in a folder, without the folder, and their lengths; none when the folder is not there. Throws {@link
     * IOException} as soon as there are more than {@code most} things of whatever kind: a target that tells of things
     * without end is not listened to.
     */
    void list(String folder, int most, ObjLongConsumer<String> visitor) throws IOException;

    /** Throws when one of them is too many. */
    default void requireAtMost(int most, int counted, String folder) throws IOException {
        if (counted > most) throw new IOException(this + " has more than " + most + " things in " + folder
            + ", which are too many");
    }

    /** For people: never a password. */
    @Override String toString();

    /** All is done by then: what cannot be closed is left, and nobody hears of it. */
    @Override void close();
}
