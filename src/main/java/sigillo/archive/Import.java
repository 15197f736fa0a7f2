package sigillo.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.account.Account;
import sigillo.account.Copied;
import sigillo.account.Deposit;
import sigillo.account.Deposited;
import sigillo.account.Email;
import sigillo.account.MailboxAnswer;
import sigillo.account.MailboxId;
import sigillo.account.UidSet;
import sigillo.base.Octets;
import sigillo.spool.Spool;

/**
 * Puts an archive into an account that is open. A message whose octets are there already is not kept again, so an import
 * that was stopped, or is done twice, ends with each message once; one that is in several mailboxes of the archive is kept
 * once and is in all of them. One thread.
 */
public final class Import {
    /** Of one commit. */
    private static final int BATCH_MAILS = 100;
    private static final int BATCH_OCTETS = 1 << 20;
    /** Longer ones are not held in memory. */
    private static final int HELD_OCTETS = 128 << 10;

    private final Account account;
    private final Optional<String> into;
    private final Known known;
    private final Map<String, Optional<MailboxId>> mailboxes = new HashMap<>();
    private final List<Waiting> batch = new ArrayList<>();
    private long batchOctets;
    private Instant otherwise = Instant.EPOCH;
    private long kept;
    private long placed;
    private long there;
    private long made;
    private long refusals;
    private final List<String> refused = new ArrayList<>();

    /** {@code digest}: of its content, see {@link Known}. */
    private record Waiting(Deposit deposit, long digest) {}

    /** {@code into}: a mailbox below which all is put. */
    public Import(Account account, Optional<String> into) {
        this.account = account;
        this.into = into;
        this.known = new Known(account);
    }

    /** Throws {@link IOException} with a sentence for people when the archive cannot be read; what was kept stays. */
    public Imported run(Path archive, Spool spool) throws IOException {
        var opened = Archives.open(archive, spool);
        otherwise = Archives.changedAt(archive);
        opened.each(this::take);
        flush();
        return new Imported(kept, placed, there, made, refusals, refused);
    }

    private void take(ArchivedMail mail) throws IOException {
        var places = places(mail);
        if (places.isEmpty()) return;
        long digest = Known.digest(mail.content());
        if (isPending(digest)) flush();
        var same = known.find(mail.content(), digest);
        if (same.isPresent()) place(account.email(same.get()), places);
        else keep(mail, digest, places);
    }

    /** Whether what waits is the same. */
    private boolean isPending(long digest) { return batch.stream().anyMatch(waiting -> waiting.digest() == digest); }

    private void keep(ArchivedMail mail, long digest, List<MailboxId> places) throws IOException {
        long size = mail.content().length();
        if (size > HELD_OCTETS) flush();
        var content = size > HELD_OCTETS ? mail.content() : Octets.of(mail.content().bytes(0, size, HELD_OCTETS));
        var date = mail.date().orElse(otherwise);
        batch.add(new Waiting(new Deposit(content, places, mail.keywords(), mail.deleted(), date, Optional.empty()), digest));
        batchOctets += size;
        if (size > HELD_OCTETS || batch.size() == BATCH_MAILS || batchOctets >= BATCH_OCTETS) flush();
    }

    private void flush() {
        var answers = account.deposit(batch.stream().map(Waiting::deposit).toList());
        for (int i = 0; i < answers.size(); i++) {
            switch (answers.get(i)) {
                case Deposited.Kept(var email) -> {
                    known.add(email.id(), batch.get(i).digest());
                    kept++;
                }
                case Deposited.AlreadyThere() -> there++;
                case Deposited.NoSuchMailbox(var mailbox) -> refuse("mailbox " + mailbox + " was removed meanwhile");
                case Deposited.OverQuota _ -> refuse("the account holds as much as it may (account quota)");
                case Deposited.OverLimit(var why) -> refuse(why);
            }
        }
        batch.clear();
        batchOctets = 0;
    }

    /** Where it is not yet. */
    private void place(Optional<Email> email, List<MailboxId> places) {
        if (email.isEmpty() || email.get().memberships().isEmpty()) {
            refuse("a message was expunged while it was looked at: import once more");
            return;
        }
        var from = email.get().memberships().getFirst();
        var missing = new LinkedHashSet<>(places);
        email.get().memberships().forEach(membership -> missing.remove(membership.mailbox()));
        for (var to : missing) {
            var copied = account.copy(from.mailbox(), new UidSet(List.of(new UidSet.Range(from.uid(), from.uid()))), to);
            if (!(copied instanceof Copied.Done)) refuse("a message could not be put into one more mailbox");
        }
        if (missing.isEmpty()) there++;
        else placed++;
    }

    private List<MailboxId> places(ArchivedMail mail) {
        var places = new LinkedHashSet<MailboxId>();
        for (var path : mail.mailboxes()) mailboxes.computeIfAbsent(path, this::mailbox).ifPresent(places::add);
        if (places.isEmpty()) refuse("no mailbox can be called " + mail.mailboxes().getFirst());
        return List.copyOf(places);
    }

    private Optional<MailboxId> mailbox(String path) {
        var whole = into.map(above -> above + "/" + path).orElse(path);
        var there = account.mailboxId(whole);
        if (there.isPresent()) return there;
        if (!(account.create(whole, Optional.empty()) instanceof MailboxAnswer.Done(var mailbox))) return Optional.empty();
        account.subscribe(mailbox.id(), true);
        made++;
        return Optional.of(mailbox.id());
    }

    private void refuse(String why) {
        refusals++;
        if (refused.size() < Imported.REFUSED_MAX) refused.add(why);
    }
}
