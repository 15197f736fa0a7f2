package sigillo.doctor;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import sigillo.base.Domain;
import sigillo.setup.DurableFile;

/** Looks at the board, and tells what is news of it. What was told is in a file. One thread looks at a time. */
public final class Doctor {
    private static final System.Logger LOG = System.getLogger("sigillo.doctor");

    private final Supplier<Board> look;
    private final Path file;
    private final Domain host;
    private final List<Consumer<Note>> readers;
    private volatile Optional<Board> last = Optional.empty();
    /** As in the file, also where that cannot be written: a full disk is told once too. */
    private Optional<Told> told = Optional.empty();

    /** {@code look}: blocks as DNS and others do. {@code readers}: each is told; what one throws is logged. */
    public Doctor(Supplier<Board> look, Path file, Domain host, List<Consumer<Note>> readers) {
        this.look = look;
        this.file = file;
        this.host = host;
        this.readers = List.copyOf(readers);
    }

    /** The board of now, for who asks; nobody is told by it. */
    public synchronized Board examine() {
        var board = look.get();
        last = Optional.of(board);
        return board;
    }

    /** The last board that was looked at. */
    public Optional<Board> last() { return last; }

    /** Looks and tells. Returns whether something new was found that is to be looked at again soon. */
    public synchronized boolean makeRounds() throws IOException {
        var before = told.isPresent() ? told.get() : read();
        var telling = Telling.of(examine(), before);
        if (!telling.news().isEmpty()) tell(Note.of(telling.news(), host)); // before it is written: rather twice than never
        told = Optional.of(telling.told());
        if (!telling.told().equals(before)) DurableFile.write(file, telling.told().text());
        return !telling.told().seen().isEmpty();
    }

    private void tell(Note note) {
        for (var reader : readers) {
            try {
                reader.accept(note);
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "nobody elsewhere could be told: " + note.subject(), e);
            }
        }
    }

    private Told read() throws IOException {
        try {
            return Told.parse(Files.readAllLines(file));
        } catch (NoSuchFileException first) {
            return Told.NOTHING;
        }
    }
}
