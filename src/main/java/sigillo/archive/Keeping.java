package sigillo.archive;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import sigillo.account.Account;
import sigillo.account.Copied;
import sigillo.account.Deposit;
import sigillo.account.Deposited;
import sigillo.account.Email;
import sigillo.account.EmailId;
import sigillo.account.Keyword;
import sigillo.account.MailboxId;
import sigillo.account.Uidl;
import sigillo.account.UidSet;
import sigillo.base.Octets;
import sigillo.message.HeaderSection;
import sigillo.message.MessageLimits;

/**
 * Puts mail from elsewhere into an account that is open. A message whose octets are there already is not kept again, but put
 * into the mailboxes where it is missing. Short ones wait for each other, so that a commit holds many: what became of a
 * message is told when it is durable, in the order in which they came. To be closed. One thread.
 */
public final class Keeping implements AutoCloseable {
    /** Of one commit. */
    private static final int BATCH_MAILS = 100;
    private static final int BATCH_OCTETS = 1 << 20;
    /** Longer ones are not held in memory. */
    private static final int HELD_OCTETS = 128 << 10;

    private final Account account;
    private final ComparingRoom.Share room;
    private final Known known;
    private final PopNames popNames;
    private final List<Waiting> batch = new ArrayList<>();
    private long batchOctets;

    /** {@code places}: at least one. {@code content}: readable until {@link #take} returns. {@code popName}: as in {@link Deposit}. */
    public record Mail(
            Octets content, List<MailboxId> places, Set<Keyword> keywords, boolean deleted, Instant date, Optional<Uidl> popName) {
        public Mail { places = List.copyOf(places); }

        public Mail(Octets content, List<MailboxId> places, Set<Keyword> keywords, boolean deleted, Instant date) {
            this(content, places, keywords, deleted, date, Optional.empty());
        }
    }

    public sealed interface Outcome {
        record Kept(EmailId email) implements Outcome {}

        /** It was there; {@code placed}: not in all of these mailboxes. */
        record There(EmailId email, boolean placed) implements Outcome {}

        record Refused(String why) implements Outcome {}

        /** As {@link Refused}; any other message of its size would be, too. */
        record Full() implements Outcome {}
    }

    /** {@code digest}: of its content, see {@link Known}. */
    private record Waiting(Deposit deposit, long digest, Consumer<Outcome> then) {}

    /** When a message came, by what its header says, for one of which nobody else says it. */
    public static Optional<Instant> came(Octets content) {
        try {
            return MailMarks.came(HeaderSection.read(content, MessageLimits.DEFAULT).header());
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Throws {@link IOException} with a sentence for people when the room has no place for the account's messages. */
    public Keeping(Account account, ComparingRoom room) throws IOException {
        this.account = account;
        this.room = new ComparingRoom.Share(room);
        try {
            this.known = new Known(account, this.room);
            this.popNames = new PopNames(account, this.room);
        } catch (IOException | RuntimeException e) {
            this.room.close();
            throw e;
        }
    }

    /** Gives its places back. What waits is not kept: {@link #flush} comes before. */
    @Override public void close() { room.close(); }

    public void take(Mail mail, Consumer<Outcome> then) throws IOException {
        long digest = Known.digest(mail.content());
        if (isPending(digest)) flush();
        var same = known.find(mail.content(), digest);
        if (same.isPresent()) {
            flush();
            then.accept(place(account.email(same.get()), mail.places()));
        } else {
            keep(mail, digest, then);
        }
    }

    /** Whether what waits is the same. */
    private boolean isPending(long digest) { return batch.stream().anyMatch(waiting -> waiting.digest() == digest); }

    private void keep(Mail mail, long digest, Consumer<Outcome> then) throws IOException {
        long size = mail.content().length();
        if (size > HELD_OCTETS) flush();
        var content = size > HELD_OCTETS ? mail.content() : Octets.of(mail.content().bytes(0, size, HELD_OCTETS));
        var deposit = new Deposit(content, mail.places(), mail.keywords(), mail.deleted(), mail.date(), Optional.empty());
        boolean isNamed = mail.popName().isPresent() && popNames.isFree(mail.popName().get());
        batch.add(new Waiting(isNamed ? deposit.named(mail.popName()) : deposit, digest, then));
        batchOctets += size;
        if (size > HELD_OCTETS || batch.size() == BATCH_MAILS || batchOctets >= BATCH_OCTETS) flush();
    }

    /** Keeps what waits. */
    public void flush() {
        if (batch.isEmpty()) return;
        var these = List.copyOf(batch);
        batch.clear();
        batchOctets = 0;
        var answers = account.deposit(these.stream().map(Waiting::deposit).toList());
        for (int i = 0; i < these.size(); i++) these.get(i).then().accept(outcome(these.get(i), answers.get(i)));
    }

    private Outcome outcome(Waiting waiting, Deposited answer) {
        return switch (answer) {
            case Deposited.Kept(var email) -> {
                known.add(email.id(), waiting.digest());
                yield new Outcome.Kept(email.id());
            }
            case Deposited.AlreadyThere() -> throw new IllegalStateException("a deposit without a key is always new");
            case Deposited.NoSuchMailbox(var mailbox) -> new Outcome.Refused("mailbox " + mailbox + " was removed meanwhile");
            case Deposited.OverQuota _ -> new Outcome.Full();
            case Deposited.OverLimit(var why) -> new Outcome.Refused(why);
        };
    }

    /** Where it is not yet. */
    private Outcome place(Optional<Email> email, List<MailboxId> places) {
        if (email.isEmpty() || email.get().memberships().isEmpty()) {
            return new Outcome.Refused("a message was expunged while it was looked at: import once more");
        }
        var from = email.get().memberships().getFirst();
        var missing = new LinkedHashSet<>(places);
        email.get().memberships().forEach(membership -> missing.remove(membership.mailbox()));
        for (var to : missing) {
            var copied = account.copy(from.mailbox(), UidSet.of(from.uid()), to);
            if (!(copied instanceof Copied.Done)) return new Outcome.Refused("a message could not be put into one more mailbox");
        }
        return new Outcome.There(email.get().id(), !missing.isEmpty());
    }
}
