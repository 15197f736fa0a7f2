package sigillo.backup;

import java.io.IOException;
import java.util.Optional;

/** Which of several servers makes the backups. Any thread. */
public interface Turn {
    /** Of a server that is alone. */
    Turn ALONE = new Turn() {
        @Override public Optional<String> other() { return Optional.empty(); }

        @Override public Optional<String> name() { return Optional.empty(); }
    };

    /** Empty when this server does: from then on as long as it lives. Else a sentence which does. Throws {@link sigillo.store.StoreException}. */
    Optional<String> other();

    /** What all of them are called at a target, so that a lock that one has left is the others' to take; empty: each by itself. */
    Optional<String> name() throws IOException;
}
