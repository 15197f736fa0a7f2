package sigillo.queue;

import java.util.List;
import sigillo.smtp.Envelope;

/** The recipients of one entry that one attempt is to serve: nobody else tries them meanwhile. */
record Claim(long id, EntryRow entry, Destination destination, List<RecipientKey> keys, List<RecipientRow> rows) {

    Envelope envelope() { return entry.envelope().to(rows.stream().map(RecipientRow::recipient).toList()); }

    /** The same at each attempt: with a recipient it names a delivery. */
    String key() { return QueueId.of(id).text(); }
}
