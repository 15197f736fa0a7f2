package sigillo.account;

import java.util.HashSet;
import java.util.Set;

/** What changes of one Email: keywords that it gets and loses, mailboxes into which it comes and out of which it goes. */
public record EmailChange(Set<Keyword> more, Set<Keyword> fewer, Set<MailboxId> into, Set<MailboxId> outOf) {
    public EmailChange {
        more = Set.copyOf(more);
        fewer = Set.copyOf(fewer);
        into = Set.copyOf(into);
        outOf = Set.copyOf(outOf);
    }

    /** From what it has to what it shall have. */
    public static EmailChange between(Set<Keyword> has, Set<Keyword> wanted, Set<MailboxId> is, Set<MailboxId> shall) {
        return new EmailChange(without(wanted, has), without(has, wanted), without(shall, is), without(is, shall));
    }

    private static <T> Set<T> without(Set<T> all, Set<T> others) {
        var left = new HashSet<>(all);
        left.removeAll(others);
        return left;
    }

    /** What takes it back. */
    public EmailChange reversed() { return new EmailChange(fewer, more, outOf, into); }

    public boolean isNothing() { return more.isEmpty() && fewer.isEmpty() && into.isEmpty() && outOf.isEmpty(); }
}
