package sigillo.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What nobody who has the store may read of what an entry's recipients share. {@code envelope} is without recipients.
 * {@code inClear}: its message is from before messages were sealed.
 */
record Entry(Envelope envelope, Optional<String> submitter, boolean inClear) {
    private static final int VERSION = 2;
    /** Before anybody could ask for TLS. */
    private static final int WITHOUT_TLS = 1;

    byte[] encode() {
        var out = new RowOut(VERSION);
        write(envelope, out);
        return out.optional(submitter, out::text).flag(inClear).done();
    }

    static Entry decode(byte[] row) {
        if (row.length > 0 && row[0] == WITHOUT_TLS) {
            var in = new RowIn(row, WITHOUT_TLS);
            return new Entry(readEnvelope(in), in.optional(in::text), in.flag());
        }
        var in = new RowIn(row, VERSION);
        var envelope = readEnvelope(in);
        return new Entry(envelope.tls(Envelope.Tls.valueOf(in.text())), in.optional(in::text), in.flag());
    }

    private static void write(Envelope envelope, RowOut out) {
        out.optional(envelope.from().sender(), out::address)
            .optional(envelope.ret(), ret -> out.text(ret.name()))
            .optional(envelope.envid(), out::text)
            .text(envelope.body().name())
            .flag(envelope.smtpUtf8())
            .optional(envelope.holdUntil(), until -> out.number(until.toEpochMilli()))
            .text(envelope.tls().name());
    }

    static Envelope readEnvelope(RowIn in) {
        var from = in.optional(in::address).map(ReversePath::of).orElse(ReversePath.NULL);
        var ret = in.optional(in::text).map(Envelope.Ret::valueOf);
        var envid = in.optional(in::text);
        var body = Envelope.Body.valueOf(in.text());
        boolean smtpUtf8 = in.flag();
        var holdUntil = in.optional(in::number).map(Instant::ofEpochMilli);
        return new Envelope(from, List.<Recipient>of(), ret, envid, body, smtpUtf8, holdUntil);
    }
}
