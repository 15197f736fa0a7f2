package sigillo.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.store.Tx;

/** Whether messages are junk, as owners say it by where they put them and by marks: of one work, told when it is kept. */
final class Sorting {
    /** IANA's IMAP and JMAP keywords; {@code junk} and {@code nonjunk} are Thunderbird's, {@code notjunk} Apple Mail's. */
    private static final Set<Keyword> JUNK = Set.of(Keyword.JUNK, new Keyword("junk"));
    private static final Set<Keyword> WANTED = Set.of(new Keyword("$notjunk"), new Keyword("notjunk"), new Keyword("nonjunk"));
    /** Nobody is told by them what mail he gets. */
    private static final Set<Role> OWN = Set.of(Role.SENT, Role.DRAFTS);

    private final Context context;
    private final List<EmailId> junk = new ArrayList<>();
    private final List<EmailId> wanted = new ArrayList<>();

    Sorting(Context context) { this.context = context; }

    static Optional<Role> role(Tx tx, MailboxId mailbox) {
        return tx.get(Keys.mailbox(mailbox)).map(MailboxRow::decode).flatMap(MailboxRow::role);
    }

    void placed(EmailId email, Optional<Role> from, Optional<Role> to) {
        boolean isSame = from.equals(to) || from.filter(OWN::contains).isPresent();
        if (isSame) return;
        if (is(to, Role.JUNK)) junk.add(email);
        else if (is(from, Role.JUNK) && !is(to, Role.TRASH)) wanted.add(email); // who empties Junk wants nothing of it
    }

    /** Whether such a change may say something. */
    static boolean concerns(FlagChange change) {
        return change.mode() == FlagChange.Mode.REPLACE || change.keywords().stream().anyMatch(one -> JUNK.contains(one) || WANTED.contains(one));
    }

    /**
     * That a message is wanted says only who has it in Junk or marked so: some programs mark by themselves all that they do
     * not think to be junk.
     */
    void marked(EmailId email, Optional<Role> in, Set<Keyword> before, Set<Keyword> after) {
        if (in.filter(OWN::contains).isPresent()) return;
        boolean isJunk = says(after, JUNK, WANTED);
        boolean wasJunk = says(before, JUNK, WANTED);
        boolean isUnmarked = wasJunk && !isJunk && !is(in, Role.JUNK);
        boolean isWanted = says(after, WANTED, JUNK) && !says(before, WANTED, JUNK) && is(in, Role.JUNK);
        if (isJunk && !wasJunk) junk.add(email);
        else if (isUnmarked || isWanted) wanted.add(email);
    }

    /** Both at once: a program is in the middle of changing its mind. */
    static boolean isJunk(Set<Keyword> keywords) { return says(keywords, JUNK, WANTED); }

    private static boolean says(Set<Keyword> keywords, Set<Keyword> one, Set<Keyword> other) {
        return keywords.stream().anyMatch(one::contains) && keywords.stream().noneMatch(other::contains);
    }

    private static boolean is(Optional<Role> one, Role role) { return one.equals(Optional.of(role)); }

    void tellAfter(Tx tx) {
        tell(tx, wanted, false);
        tell(tx, junk, true);
    }

    private void tell(Tx tx, List<EmailId> emails, boolean isJunk) {
        if (emails.isEmpty()) return;
        var said = new Sorted(context.id(), emails, isJunk);
        tx.afterCommit(() -> context.sorted().accept(said));
    }
}
