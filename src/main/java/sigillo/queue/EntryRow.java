package sigillo.queue;

import java.time.Instant;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.trace.TraceId;

/**
 * An entry as it is kept. {@code submitter} is the tag of who put it in, {@code sealed} an {@link Entry} under the entry's
 * key. {@code octets} are those of its message, before it was sealed. Written once; deleted with the last recipient.
 */
record EntryRow(TraceId trace, Optional<Bytes> submitter, Bytes blob, long octets, Instant created, Bytes sealed) {
    private static final int VERSION = 2;

    byte[] encode() {
        var out = new RowOut(VERSION);
        return out.text(trace.text()).optional(submitter, tag -> out.sized(tag.unsafeArray())).sized(blob.unsafeArray()).number(octets)
            .number(created.toEpochMilli()).sized(sealed.unsafeArray()).done();
    }

    static EntryRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        var trace = TraceId.parse(in.text()).orElseThrow(() -> RowIn.broken("no trace id"));
        return new EntryRow(trace, in.optional(() -> Bytes.wrap(in.sized())), Bytes.wrap(in.sized()), in.number(),
            Instant.ofEpochMilli(in.number()), Bytes.wrap(in.sized()));
    }
}
