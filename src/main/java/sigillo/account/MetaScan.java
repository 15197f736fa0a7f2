package sigillo.account;

import java.util.Optional;
import sigillo.base.Glance;
import sigillo.message.MessageMeta;

/** As {@link Account#meta}, of many Emails; quick when it is asked in the order of their ids. One thread; to be closed. */
public final class MetaScan implements AutoCloseable {
    private final Reading reading;
    private final RecordScan records;

    MetaScan(Context context, Reading reading) {
        this.reading = reading;
        this.records = new RecordScan(context, ContentSeal.Kind.META);
    }

    public Optional<MessageMeta> meta(EmailId id) { return reading.meta(id, records.get(id).map(Glance::toArray)); }

    @Override public void close() { records.close(); }
}
