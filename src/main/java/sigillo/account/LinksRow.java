package sigillo.account;

import java.util.ArrayList;
import java.util.List;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * The Emails that are to be found under a Message-ID: those that have it ({@code own}) and those that refer to it. A
 * few are enough to find a thread; when there are more, whoever only refers to it gives way, so that nobody can push a
 * message out from under its own id by sending forged answers.
 */
record LinksRow(List<Link> links) {
    private static final int VERSION = 1;
    static final int LINKS_MAX = 8;
    static final LinksRow NONE = new LinksRow(List.of());

    record Link(ThreadId thread, EmailId email, boolean own) {}

    LinksRow {
        links = List.copyOf(links);
    }

    /** The same when there is no room. */
    LinksRow with(Link more) {
        var now = new ArrayList<>(links);
        if (now.size() >= LINKS_MAX) {
            if (hasThread(more.thread) && !more.own || !removeOldestReference(now)) return this;
        }
        now.add(more);
        return new LinksRow(now);
    }

    LinksRow without(EmailId email) {
        return new LinksRow(links.stream().filter(link -> !link.email.equals(email)).toList());
    }

    private boolean hasThread(ThreadId thread) { return links.stream().anyMatch(link -> link.thread.equals(thread)); }

    private static boolean removeOldestReference(List<Link> links) {
        for (int i = 0; i < links.size(); i++) {
            if (links.get(i).own) continue;
            links.remove(i);
            return true;
        }
        return false;
    }

    byte[] encode() {
        var out = new RowOut(VERSION).number(links.size());
        for (var link : links) out.number(link.thread.value()).number(link.email.value()).octet(link.own ? 1 : 0);
        return out.done();
    }

    static LinksRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        int count = in.count();
        var links = new ArrayList<Link>(count);
        for (int i = 0; i < count; i++) {
            links.add(new Link(new ThreadId(in.id()), new EmailId(in.id()), in.octet() != 0));
        }
        return new LinksRow(links);
    }
}
