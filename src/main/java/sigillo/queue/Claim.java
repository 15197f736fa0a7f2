package sigillo.queue;

import java.util.List;
import sigillo.smtp.Envelope;

/**
 * The recipients of one entry that one attempt is to serve, opened: nobody else tries them meanwhile. {@code rows} and
 * {@code addressees} are in the order of {@code keys}.
 */
record Claim(
        long id, EntryRow row, Entry entry, Destination destination, List<RecipientKey> keys, List<RecipientRow> rows,
        List<Addressee> addressees) {

    Envelope envelope() { return entry.envelope().to(addressees.stream().map(Addressee::recipient).toList()); }

    /** The same at each attempt: with a recipient it names a delivery. */
    String key() { return QueueId.of(id).text(); }
}
