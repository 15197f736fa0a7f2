package sigillo.account;

import java.util.Optional;
import java.util.OptionalLong;
import sigillo.base.Bytes;
import sigillo.base.Glance;

/**
 * Reads and opens the records of one kind of many Emails, as {@link RowsAhead} does, with one cipher. A record of an Email does not
 * change while it has one, so that what was read ahead is good. One thread; to be closed.
 */
final class RecordScan implements AutoCloseable {
    private final Context context;
    private final ContentSeal.Kind kind;
    private final RowsAhead rows;
    private ContentSeal.Opener opener;
    private Optional<Glance> row = Optional.empty(); // of the Email that was asked for last
    private Optional<Glance> whole = Optional.empty(); // the same, opened

    /** {@code octetsMax}: of what is read ahead. */
    RecordScan(Context context, ContentSeal.Kind kind, int octetsMax) {
        this.context = context;
        this.kind = kind;
        this.rows = new RowsAhead(context, Keys.records(kind), id -> Keys.record(kind, id), octetsMax);
    }

    /** Empty when there is none; else there until the next is asked for. As {@link ContentSeal#open} throws. */
    Optional<Glance> get(EmailId id) {
        whole = Optional.empty();
        row = Optional.empty();
        row = rows.get(id);
        if (row.isEmpty()) return row;
        if (opener == null) opener = context.seal().opener(context.id());
        whole = Optional.of(opener.open(kind, id.value(), row.get()));
        return whole.map(Origin::without);
    }

    /** Under which key the record lies that was asked for last: {@link ContentSeal#key}; empty when there is none. */
    OptionalLong key() { return whole.isEmpty() ? OptionalLong.empty() : context.seal().key(context.id(), row.get()); }

    /** Whether the record that was asked for last says that it was made of this message. */
    boolean isOf(Bytes blob) { return whole.flatMap(record -> Origin.isOf(record, blob)).orElse(false); }

    @Override public void close() {
        if (opener != null) opener.close();
        opener = null;
        row = Optional.empty();
        whole = Optional.empty();
        rows.forget();
    }
}
