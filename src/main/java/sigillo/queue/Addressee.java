package sigillo.queue;

import java.util.EnumSet;
import java.util.Optional;
import sigillo.smtp.Recipient;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/** What nobody who has the store may read of a recipient that waits: who it is, where it goes, what the last attempt was answered. */
record Addressee(Recipient recipient, String destination, Optional<LastReply> last) {
    private static final int VERSION = 1;

    Addressee answered(LastReply reply) { return new Addressee(recipient, destination, Optional.of(reply)); }

    Addressee at(String otherDestination) { return new Addressee(recipient, otherDestination, last); }

    byte[] encode() {
        var out = new RowOut(VERSION);
        int notify = recipient.notifyOn().stream().mapToInt(n -> 1 << n.ordinal()).sum();
        return out.address(recipient.address()).number(notify).optional(recipient.originalRecipient(), out::text)
            .text(destination).optional(last, reply -> reply.write(out)).done();
    }

    static Addressee decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        return new Addressee(readRecipient(in), in.text(), in.optional(() -> LastReply.read(in)));
    }

    static Recipient readRecipient(RowIn in) {
        var address = in.address();
        int bits = in.integer();
        var notify = EnumSet.noneOf(Recipient.Notify.class);
        for (var n : Recipient.Notify.values()) if ((bits & 1 << n.ordinal()) != 0) notify.add(n);
        return new Recipient(address, notify, in.optional(in::text));
    }
}
