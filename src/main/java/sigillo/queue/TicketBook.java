package sigillo.queue;

import java.util.Optional;
import sigillo.store.Damaged;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What is known of all tickets of one owner. {@code revision} grows with each change; what has gone is known from
 * {@code floor} on; {@code tickets}: how many there are, gone ones too.
 */
record TicketBook(long revision, long floor, int tickets) {
    private static final int VERSION = 1;

    static TicketBook of(Optional<byte[]> row) {
        try {
            return row.map(octets -> {
                var in = new RowIn(octets, VERSION);
                return new TicketBook(in.number(), in.number(), in.integer());
            }).orElse(new TicketBook(0, 0, 0));
        } catch (Damaged none) {
            return new TicketBook(0, 0, 0);
        }
    }

    byte[] encode() { return new RowOut(VERSION).number(revision).number(floor).number(tickets).done(); }
}
