package sigillo.imapd;

import java.io.IOException;
import sigillo.account.Deposited;
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

    Status run(Parts parts) throws IOException {
        if (mailbox.readOnly()) return Status.no("The mailbox is selected read-only");
        var selection = mailbox.select(command.message(), command.uid());
        if (selection.isEmpty()) return Status.bad("There is no such message number");
        if (selection.get().isEmpty()) return gone();
        var append = new Append(mailbox.client());
        var refusal = append.refusal(command);
        if (refusal.isPresent()) return refusal.get();
        var into = mailbox.account().mailbox(command.append().mailbox());
        if (into.isEmpty()) return Append.noSuchMailbox();
        long uid = mailbox.view().uid(selection.get().ranges().getFirst().first());
        try (parts) {
            var deposit = append.deposit(command.append().messages().getFirst(), into.get().id(), parts);
            var answer = mailbox.account().replace(deposit, mailbox.id(), uid);
            if (answer.isEmpty()) return gone();
            if (!(answer.get() instanceof Deposited.Kept(var email))) return Append.refused(answer.get());
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
