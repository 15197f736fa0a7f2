package sigillo.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.shred.ShredKeys;
import sigillo.smtp.Envelope;
import sigillo.store.StoreException;
import sigillo.trace.TraceId;

/**
 * Entries on their way into the queue. Until this is closed, which is once they are durable or given up, the key over
 * theirs stays in force and the sweep leaves their messages alone. One thread.
 */
final class Intake implements AutoCloseable {
    private final QueueRows rows;
    private final ShredKeys.Lease lease;
    private final List<Bytes> blobs = new ArrayList<>();
    private boolean mayBeKept;

    Intake(QueueRows rows, ShredKeys.Lease lease) {
        this.rows = rows;
        this.lease = lease;
    }

    /** What an entry is made of. {@code destinations} are its recipients', in order, and {@code now} is in milliseconds. */
    record Made(Envelope envelope, Octets message, TraceId trace, Optional<String> submitter, List<String> destinations, long now) {}

    /**
     * Makes an entry under a key of its own and keeps its message, which is durable with the next commit. Throws
     * {@link StoreException} when it cannot be kept or read.
     */
    NewEntry make(Made made) {
        long id = rows.freshId();
        try (var key = rows.seal().fresh(id)) {
            var shared = key.seal(new Entry(made.envelope().to(List.of()), made.submitter(), false));
            var row = new EntryRow(made.trace(), made.submitter().map(rows.seal()::submitter), putBlob(id, key, made.message()),
                made.message().length(), Instant.ofEpochMilli(made.now()), shared);
            return new NewEntry(id, key.wrapped(lease), row, made.envelope().holdUntil(), parts(id, key, made));
        }
    }

    private List<NewEntry.Part> parts(long id, EntryKey key, Made made) {
        var parts = new ArrayList<NewEntry.Part>();
        for (int i = 0; i < made.destinations().size(); i++) {
            var destination = made.destinations().get(i);
            var addressee = new Addressee(made.envelope().recipients().get(i), destination, Optional.empty());
            parts.add(new NewEntry.Part(rows.seal().destination(destination), key.seal(new RecipientKey(id, i), addressee)));
        }
        return parts;
    }

    private Bytes putBlob(long entry, EntryKey key, Octets message) {
        var id = rows.freshBlob(entry);
        blobs.add(id);
        rows.putBlob(id, key.seal(id, message));
        return id;
    }

    /**
     * A commit of these entries failed. What the store could not keep may be found to be kept all the same, after a
     * restart or when a cluster answers again: then their messages stay, and are swept when no entry names them.
     */
    void refused(RuntimeException why) {
        if (why instanceof StoreException trouble && trouble.mayBeKept()) mayBeKept = true;
    }

    /** None of them will be put in; deletes their messages, unless one may have been put in all the same. */
    void giveUp() {
        if (!mayBeKept) discard();
    }

    /** None of them was put in, and none will be. */
    void discard() { blobs.forEach(rows::deleteBlob); }

    /** It is known what became of them, whatever was in doubt before. */
    void settled() { mayBeKept = false; }

    /** What may still come needs its key then: one that is in doubt stays until that is known, or the process ends. */
    @Override public void close() {
        rows.arrived(blobs);
        if (mayBeKept) rows.onceSettled(lease::close);
        else lease.close();
    }
}
