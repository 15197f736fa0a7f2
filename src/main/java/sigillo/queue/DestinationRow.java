package sigillo.queue;

import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * A destination for which something waits. {@code next}: when to look at it, indexed; never before {@code notBefore}.
 * {@code failures}: how often in a row nobody took our calls, or we could not call. {@code faultSince}: since when it
 * is we who cannot, 0 when we can; {@code faultTotal}: earlier such time. Milliseconds. What was answered is sealed.
 */
record DestinationRow(
        long next, long notBefore, int failures, long faultSince, long faultTotal, Optional<String> fault,
        Optional<LastReply> last) {
    private static final int VERSION = 2;

    static DestinationRow first(long next) {
        return new DestinationRow(next, 0, 0, 0, 0, Optional.empty(), Optional.empty());
    }

    boolean isFailing() { return failures > 0; }

    /** How much time did not count for recipients that wait here, by now. Only differences of it mean anything. */
    long uncounted(long now) { return faultTotal + (faultSince == 0 ? 0 : Math.max(0, now - faultSince)); }

    DestinationRow nextAt(long time) {
        return new DestinationRow(time, notBefore, failures, faultSince, faultTotal, fault, last);
    }

    /** The destination took our call. */
    DestinationRow up(long now) {
        return new DestinationRow(next, 0, 0, 0, uncounted(now), Optional.empty(), Optional.empty());
    }

    DestinationRow down(long now, long until, LastReply reply) {
        return new DestinationRow(next, until, failures + 1, 0, uncounted(now), Optional.empty(), Optional.of(reply));
    }

    DestinationRow atFault(long now, long until, String why) {
        long since = faultSince == 0 ? now : faultSince;
        return new DestinationRow(next, until, failures + 1, since, faultTotal, Optional.of(why), last);
    }

    /** It is not our turn there: no failure of anybody's. */
    DestinationRow resting(long now, long until, String why) {
        long since = faultSince == 0 ? now : faultSince;
        return new DestinationRow(next, until, failures, since, faultTotal, Optional.of(why), last);
    }

    /** The operator wants it tried now. */
    DestinationRow freed() { return new DestinationRow(next, 0, failures, faultSince, faultTotal, fault, last); }

    byte[] encode(QueueSeal seal, Bytes tag) {
        var out = new RowOut(VERSION);
        out.number(next).number(notBefore).number(failures).number(faultSince).number(faultTotal);
        out.optional(fault.isPresent() || last.isPresent() ? Optional.of(answers()) : Optional.empty(),
            answers -> out.sized(seal.sealAnswers(tag, answers)));
        return out.done();
    }

    private byte[] answers() {
        var out = new RowOut(VERSION);
        return out.optional(fault, out::text).optional(last, reply -> reply.write(out)).done();
    }

    static DestinationRow decode(byte[] row, QueueSeal seal, Bytes tag) {
        var in = new RowIn(row, VERSION);
        var clear = new DestinationRow(in.number(), in.number(), in.integer(), in.number(), in.number(), Optional.empty(), Optional.empty());
        return in.optional(in::sized).flatMap(sealed -> seal.openAnswers(tag, sealed)).map(clear::answered).orElse(clear);
    }

    private DestinationRow answered(byte[] answers) {
        var in = new RowIn(answers, VERSION);
        return new DestinationRow(next, notBefore, failures, faultSince, faultTotal, in.optional(in::text), in.optional(() -> LastReply.read(in)));
    }
}
