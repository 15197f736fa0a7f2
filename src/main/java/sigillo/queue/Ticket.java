package sigillo.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.smtp.EnhancedStatus;
import sigillo.smtp.SmtpReply;
import sigillo.store.Damaged;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What its owner is told of a message in the queue, also when it has left. {@code created} and {@code changed}: numbers
 * of the owner's {@link Tickets}, which grow with each change. {@code isGone}: the owner wants to hear no more of it.
 */
public record Ticket(QueueId id, Undo undo, boolean isGone, Instant sendAt, String about, List<Told> recipients,
    long created, long changed) {
    private static final int VERSION = 1;

    public Ticket {
        recipients = List.copyOf(recipients);
    }

    /** {@code PENDING}: it can be taken back. {@code FINAL}: an attempt has begun, or may have. */
    public enum Undo { PENDING, FINAL, CANCELED }

    /** {@code YES}: in a mailbox here. {@code UNKNOWN}: another server has it. {@code NO}: it was given up. */
    public enum Delivered { QUEUED, YES, UNKNOWN, NO }

    /** {@code reply}: what was said of this recipient last; empty while nothing was tried. */
    public record Told(Address recipient, Delivered delivered, Optional<SmtpReply> reply) {}

    Ticket with(Undo other, List<Told> told, long revision) {
        return new Ticket(id, other, isGone, sendAt, about, told, created, revision);
    }

    Ticket gone(long revision) {
        return new Ticket(id, undo, true, Instant.EPOCH, "", List.of(), created, revision);
    }

    /** {@code place}: of the row; what is sealed opens there alone. */
    byte[] encode(QueueSeal seal, byte[] place) {
        var out = new RowOut(VERSION).octet(undo.ordinal()).flag(isGone).number(created).number(changed);
        return isGone ? out.done() : out.sized(seal.sealTicket(place, clear())).done();
    }

    private byte[] clear() {
        var out = new RowOut(VERSION, about.length() + 64 * recipients.size() + 64).number(sendAt.toEpochMilli())
            .text(about).number(recipients.size());
        for (var one : recipients) {
            out.address(one.recipient).octet(one.delivered.ordinal()).optional(one.reply, reply -> write(out, reply));
        }
        return out.done();
    }

    private static void write(RowOut out, SmtpReply reply) {
        var text = reply.text();
        out.number(reply.code()).optional(reply.status(), status -> out.text(status.toString()))
            .text(text.substring(0, Math.min(text.length(), QueueLimits.TOLD_CHARACTERS_MAX)));
    }

    /** Throws {@link Damaged} for what is none. */
    static Ticket decode(QueueId id, QueueSeal seal, byte[] place, byte[] row) {
        var in = new RowIn(row, VERSION);
        var undo = one(Undo.values(), in.octet());
        boolean isGone = in.flag();
        long created = in.number();
        long changed = in.number();
        if (isGone) return new Ticket(id, undo, true, Instant.EPOCH, "", List.of(), created, changed);
        var clear = new RowIn(seal.openTicket(place, in.sized()), VERSION);
        return new Ticket(id, undo, false, Instant.ofEpochMilli(clear.number()), clear.text(), told(clear), created,
            changed);
    }

    /** What stands outside of what is sealed; empty for what is none. */
    static Optional<Tickets.Changed> changed(QueueId id, byte[] row) {
        try {
            var in = new RowIn(row, VERSION);
            in.octet();
            return Optional.of(new Tickets.Changed(id, in.flag(), in.number(), in.number()));
        } catch (Damaged none) {
            return Optional.empty();
        }
    }

    private static List<Told> told(RowIn in) {
        var all = new ArrayList<Told>();
        for (int left = in.count(); left > 0; left--) {
            all.add(new Told(in.address(), one(Delivered.values(), in.octet()), in.optional(() -> reply(in))));
        }
        return all;
    }

    private static SmtpReply reply(RowIn in) {
        int code = in.integer();
        return new SmtpReply(code, in.optional(in::text).map(EnhancedStatus::of), List.of(in.text()));
    }

    private static <E> E one(E[] all, int ordinal) {
        if (ordinal >= all.length) throw RowIn.broken("a ticket says " + ordinal);
        return all[ordinal];
    }
}
