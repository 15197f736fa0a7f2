package sigillo.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.shred.Wrapped;

/** An entry that is about to be put in: sealed, its message kept. {@code parts} are its recipients, in order. */
record NewEntry(long id, Wrapped key, EntryRow row, Optional<Instant> holdUntil, List<Part> parts) {

    /** {@code destination} is a tag. */
    record Part(Bytes destination, Bytes sealed) {}
}
