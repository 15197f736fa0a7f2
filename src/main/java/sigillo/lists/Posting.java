package sigillo.lists;

import java.io.IOException;
import java.util.ArrayList;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.queue.Enqueue;
import sigillo.queue.Outgoing;
import sigillo.smtp.Envelope;
import sigillo.trace.TraceId;

/** Puts a post into the queue, a copy for each member: all of them or none. Any thread. */
public final class Posting {
    /** Puts on top what was found out when it came: RFC 8617. */
    public interface Seals {
        Octets sealed(Octets message, Address list) throws IOException;
    }

    /** Signs for a domain of ours, whoever the author is. */
    public interface Signs {
        Octets signed(Octets message, Domain domain) throws IOException;
    }

    private final Lists lists;
    private final ListCopies copies;
    private final Enqueue queue;
    private final Seals seals;

    public Posting(Lists lists, ListLetters letters, Enqueue queue, Signs signs, Seals seals) {
        this.lists = lists;
        this.copies = new ListCopies(lists, letters, signs::signed);
        this.queue = queue;
        this.seals = seals;
    }

    /** Throws {@link IOException} when the message cannot be read; nothing is queued then. */
    void pass(MailList list, Envelope envelope, Octets message, TraceId trace) throws IOException {
        var sealed = seals.sealed(message, list.address());
        var all = new ArrayList<Outgoing>();
        for (var member : lists.members(list)) {
            if (!member.paused()) all.add(copies.copy(list, member, envelope, sealed, trace));
        }
        if (!all.isEmpty()) queue.enqueue(all);
    }
}
