package sigillo.account;

import java.util.Optional;
import java.util.OptionalLong;
import sigillo.base.Bytes;
import sigillo.base.Glance;
import sigillo.base.Octets;
import sigillo.message.FieldSheet;
import sigillo.message.MessageMeta;
import sigillo.message.MetaRecord.Field;
import sigillo.message.MetaRecord;
import sigillo.store.BlobStore;
import sigillo.store.StoreException;

/** As {@link Account#meta} and {@link Account#content}, of many Emails; quick when it is asked in the order of their ids. One thread; to be closed. */
public final class MetaScan implements AutoCloseable {
    /** Any number of clients may be told at once, and take their time: some 250 records, and as many rows. */
    private static final int AHEAD_OCTETS_MAX = 128 << 10;
    private static final int ROWS_OCTETS_MAX = 32 << 10;

    private final Context context;
    private final Reading reading;
    private final RecordScan records;
    private final RowsAhead rows;
    private FieldScan fields; // once one is asked for
    private EmailId last; // whose record was opened last

    MetaScan(Context context, Reading reading) {
        this.context = context;
        this.reading = reading;
        this.records = new RecordScan(context, ContentSeal.Kind.META, AHEAD_OCTETS_MAX);
        this.rows = new RowsAhead(context, Keys.EMAILS, id -> Keys.email(new EmailId(id)), ROWS_OCTETS_MAX);
    }

    /** Empty when it is gone. */
    public Optional<MessageMeta> meta(EmailId id) { return record(id).flatMap(record -> meta(id, record)); }

    /** By its record. */
    public Optional<MessageMeta> meta(EmailId id, MetaRecord record) {
        var known = record.meta();
        return known.isPresent() ? known : reading.meta(id, Optional.empty());
    }

    /** The same, before it is decoded. */
    public Optional<MetaRecord> record(EmailId id) {
        var record = opened(id).map(Glance::toArray).flatMap(octets -> MetaRecord.of(octets));
        return record.isPresent() ? record : reading.meta(id, Optional.empty()).map(meta -> MetaRecord.of(meta));
    }

    /** One field of its envelope, as the message has it; there until the next Email is asked for. Empty when it has none, or is gone. */
    public Optional<Glance> field(EmailId id, Field field) {
        if (!FieldSheet.has(field)) return record(id).flatMap(record -> record.octets(field));
        if (fields == null) fields = new FieldScan(context, this);
        return fields.octets(id, field);
    }

    /** Of the record that was opened last: {@link RecordScan#key}. */
    OptionalLong key() { return records.key(); }

    private Optional<Glance> opened(EmailId id) {
        last = null;
        var record = records.get(id);
        last = id;
        return record;
    }

    /** As {@link Account#content}. */
    public Optional<Octets> content(EmailId id) {
        var row = rows.get(id).map(Glance::toArray).map(EmailRow::decode);
        if (row.isEmpty() || !isVouchedFor(id, row.get().blob())) return reading.content(id);
        try {
            return opened(row.get());
        } catch (BlobStore.Incomplete | BlobStore.MissingBlob gone) { // perhaps since the row was read
            rows.forget();
            return reading.content(id);
        }
    }

    /** False when its record does not say so, or cannot be read: there is another one. */
    private boolean isVouchedFor(EmailId id, Bytes blob) {
        try {
            if (!id.equals(last)) opened(id);
            return records.isOf(blob);
        } catch (StoreException unreadable) {
            return false;
        }
    }

    private Optional<Octets> opened(EmailRow row) {
        var length = context.seal().storedLength(context.id(), row.size());
        var stored = length.isPresent() ? context.blobs().get(row.blob(), length.getAsLong()) : context.blobs().get(row.blob());
        return Optional.of(context.seal().openMessage(context.id(), row.blob(), stored));
    }

    @Override public void close() {
        if (fields != null) fields.close();
        fields = null;
        records.close();
        rows.forget();
        last = null;
    }
}
