package sigillo.imapd;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sigillo.account.Deposited;
import sigillo.account.Entry;
import sigillo.imap.ReplaceCommand;
import sigillo.imap.Status;
import sigillo.imapd.Parts.BadPart;

/** REPLACE and UID REPLACE: RFC 8508 section 3. */
final class Replace {
    private final SelectedMailbox mailbox;
    private final ReplaceCommand command;

    Replace(SelectedMailbox mailbox, ReplaceCommand command) {
        this.mailbox = mailbox;
        this.command = command;
    }

    /** Why the message need not be sent; empty when it may come. */
    Optional<Status> refusal() {
        if (mailbox.readOnly()) return Optional.of(SelectedMailbox.READ_ONLY);
        return new Append(mailbox.client()).refusal(command, freed());
    }

    /** As much at most goes when the message is kept: where the account is full, one may still take the place of another. */
    private long freed() {
        return mailbox.select(command.message(), command.uid()).filter(one -> !one.isEmpty())
            .flatMap(one -> mailbox.account().entry(mailbox.id(), uid(one))).map(Entry::size).orElse(0L);
    }

    private long uid(Selection one) { return mailbox.view().uid(one.ranges().getFirst().first()); }

    Status run(Parts parts) throws IOException {
        var refusal = refusal();
        if (refusal.isPresent()) return refusal.get();
        var selection = mailbox.select(command.message(), command.uid());
        if (selection.isEmpty()) return Status.bad("There is no such message number");
        if (selection.get().isEmpty()) return gone();
        var into = mailbox.account().mailbox(command.append().mailbox());
        if (into.isEmpty()) return Append.noSuchMailbox();
        long uid = uid(selection.get());
        try (parts) {
            var deposit = new Append(mailbox.client()).deposit(command.append().messages().getFirst(), into.get().id(), parts);
            var answer = mailbox.account().replace(deposit, mailbox.id(), uid);
            if (answer.isEmpty()) return gone();
            if (!(answer.get() instanceof Deposited.Kept(var email))) return Append.refused(answer.get());
            Happened.in(mailbox.client(), into.get().id()).ifPresent(one -> one.appended(List.of(email.memberships().getFirst().uid())));
            // RFC 8508 section 3.4: before the EXPUNGE, which follows with what else is new
            mailbox.out().line("* OK [APPENDUID " + into.get().uidValidity() + " " + email.memberships().getFirst().uid()
                + "] Kept");
            return Status.ok("Replaced");
        } catch (BadPart bad) {
            return bad.status();
        }
    }

    private static Status gone() { return Status.no("NONEXISTENT", "There is no such message"); }
}
