package sigillo.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.trace.TraceId;

/**
 * What an entry's recipients share. {@code envelope} is without recipients. Written once; deleted with the last
 * recipient.
 */
record EntryRow(
        Envelope envelope, TraceId trace, Optional<String> submitter, Bytes blob, long octets, Instant created) {
    private static final int VERSION = 1;

    byte[] encode() {
        var out = new RowOut(VERSION);
        out.optional(envelope.from().sender(), out::address)
            .optional(envelope.ret(), ret -> out.text(ret.name()))
            .optional(envelope.envid(), out::text)
            .text(envelope.body().name())
            .flag(envelope.smtpUtf8())
            .optional(envelope.holdUntil(), until -> out.number(until.toEpochMilli()))
            .text(trace.text())
            .optional(submitter, out::text)
            .sized(blob.unsafeArray())
            .number(octets)
            .number(created.toEpochMilli());
        return out.done();
    }

    static EntryRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        var from = in.optional(in::address).map(ReversePath::of).orElse(ReversePath.NULL);
        var ret = in.optional(in::text).map(Envelope.Ret::valueOf);
        var envid = in.optional(in::text);
        var body = Envelope.Body.valueOf(in.text());
        boolean smtpUtf8 = in.flag();
        var holdUntil = in.optional(in::number).map(Instant::ofEpochMilli);
        var envelope = new Envelope(from, List.<Recipient>of(), ret, envid, body, smtpUtf8, holdUntil);
        return new EntryRow(envelope, new TraceId(in.text()), in.optional(in::text), Bytes.wrap(in.sized()),
            in.number(), Instant.ofEpochMilli(in.number()));
    }
}
