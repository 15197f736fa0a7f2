package sigillo.quarantine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.account.Account;
import sigillo.account.Copied;
import sigillo.account.EmailId;
import sigillo.account.Entry;
import sigillo.account.MailboxAnswer;
import sigillo.account.MailboxId;
import sigillo.account.Role;
import sigillo.account.UidSet;
import sigillo.message.MessageMeta;

/**
 * One account that is open: what came lately is looked at with signatures that it was not looked at with, the newest first, and
 * what is infected is moved to Junk. One thread. Throws {@link sigillo.account.Locked} when the account is closed meanwhile.
 */
final class SecondLook {
    private static final Set<Role> APART = Set.of(Role.JUNK, Role.TRASH);

    /** What came of it. {@code isWhole}: all that was to be looked at was. */
    record Outcome(int looked, List<Found> found, boolean isWhole, boolean isTooMuch) {}

    /** Small: there are thousands. */
    private record Kept(MailboxId mailbox, long uid, EmailId email, Instant received) {
        static Kept of(MailboxId mailbox, Entry entry) { return new Kept(mailbox, entry.uid(), entry.email(), entry.receivedAt()); }
    }

    private final Account account;
    private final Scanner scanner;
    private final Progress progress;
    private final List<Found> found = new ArrayList<>();
    private Progress.State state;
    private int seen;
    private int looked;
    private int silent;

    SecondLook(Account account, Scanner scanner, Progress progress, Progress.State state) {
        this.account = account;
        this.scanner = scanner;
        this.progress = progress;
        this.state = state;
    }

    /** {@code back}: how long ago what came is looked at. */
    Outcome run(Instant now, Duration back) throws InterruptedException {
        for (var kept : kept(now.minus(back))) {
            if (Thread.currentThread().isInterrupted()) throw new InterruptedException();
            if (found.size() >= QuarantineLimits.MOVED_MAX) return outcome(false, true);
            if (!looked(kept)) return outcome(false, false);
            if (++looked % QuarantineLimits.NOTED_EVERY == 0) note(state.until(kept.received));
        }
        note(state.done());
        return outcome(true, false);
    }

    /** Where it ends early. */
    Outcome soFar() { return outcome(false, false); }

    private Outcome outcome(boolean isWhole, boolean isTooMuch) { return new Outcome(looked, List.copyOf(found), isWhole, isTooMuch); }

    private void note(Progress.State now) {
        state = now;
        progress.note(now);
    }

    /** Where nobody says that it is not wanted; the newest first. */
    private List<Kept> kept(Instant since) {
        var all = new ArrayList<Kept>();
        account.mailboxes().stream().filter(mailbox -> mailbox.role().filter(APART::contains).isEmpty()).limit(QuarantineLimits.MAILBOXES_MAX)
            .forEach(mailbox -> {
                add(mailbox.id(), since, all);
                newest(all);
            });
        return all;
    }

    private static void newest(List<Kept> all) {
        all.sort(Comparator.comparing(Kept::received).reversed());
        if (all.size() > QuarantineLimits.MESSAGES_MAX) all.subList(QuarantineLimits.MESSAGES_MAX, all.size()).clear();
    }

    private void add(MailboxId mailbox, Instant since, List<Kept> all) {
        var uids = account.uids(mailbox);
        if (uids.size() == 0) return;
        long from = uids.uid(Math.max(1, uids.size() - QuarantineLimits.MESSAGES_MAX + 1));
        account.entries(mailbox, new UidSet(List.of(new UidSet.Range(from, UidSet.UID_MAX))), entry -> {
            if (++seen > QuarantineLimits.ENTRIES_MAX) return false;
            boolean isToBeLookedAt = entry.receivedAt().isAfter(since) && state.isOpen(entry.receivedAt()) && entry.size() <= QuarantineLimits.MESSAGE_OCTETS_MAX;
            if (isToBeLookedAt) all.add(Kept.of(mailbox, entry));
            return true;
        });
    }

    /** False when the scanner says nothing any more. */
    private boolean looked(Kept kept) throws InterruptedException {
        var content = account.content(kept.email);
        if (content.isEmpty()) return true;
        switch (scanner.look(content.get())) {
            case Scanner.Looked.Clean(), Scanner.Looked.Passed() -> silent = 0;
            case Scanner.Looked.Infected(var why) -> {
                silent = 0;
                move(kept, why);
            }
            case Scanner.Looked.Silent() -> silent++;
        }
        return silent < QuarantineLimits.SILENT_MAX;
    }

    private void move(Kept kept, String why) {
        var junk = junk();
        if (junk.isEmpty()) return;
        var moved = account.move(kept.mailbox, new UidSet(List.of(new UidSet.Range(kept.uid, kept.uid))), junk.get());
        if (moved instanceof Copied.Done(_, var pairs) && !pairs.isEmpty()) found.add(new Found(kept.received, author(kept), plain(why)));
    }

    private Optional<MailboxId> junk() {
        var there = account.mailboxId(Role.JUNK);
        if (there.isPresent()) return there;
        return switch (account.create("Junk", Optional.of(Role.JUNK))) {
            case MailboxAnswer.Done(var made) -> Optional.of(made.id());
            case MailboxAnswer.Exists(var id) -> Optional.of(id);
            default -> account.mailboxId(Role.JUNK);
        };
    }

    private String author(Kept kept) {
        return account.meta(kept.email).map(MessageMeta::envelope).flatMap(envelope -> envelope.from().flat().stream().findFirst())
            .flatMap(author -> author.address()).map(address -> plain(address.toString())).orElse("?");
    }

    /** A stranger wrote it. */
    private static String plain(String text) {
        return text.substring(0, Math.min(text.length(), QuarantineLimits.NAME_CHARACTERS)).replaceAll("\\p{Cntrl}", "?");
    }
}
