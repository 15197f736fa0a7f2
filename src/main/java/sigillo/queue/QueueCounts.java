package sigillo.queue;

import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** How much waits: messages, their recipients that are not served yet, those of them that are held, and octets. */
public record QueueCounts(long entries, long recipients, long held, long octets) {
    private static final int VERSION = 1;

    static final QueueCounts NONE = new QueueCounts(0, 0, 0, 0);

    QueueCounts plus(QueueCounts other) {
        return new QueueCounts(entries + other.entries, recipients + other.recipients, held + other.held,
            octets + other.octets);
    }

    byte[] encode() {
        return new RowOut(VERSION).number(entries).number(recipients).number(held).number(octets).done();
    }

    static QueueCounts decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        return new QueueCounts(in.number(), in.number(), in.number(), in.number());
    }
}
