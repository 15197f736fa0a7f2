package sigillo.imapd;

import java.io.IOException;
import java.util.Optional;
import sigillo.account.MailboxAnswer;
import sigillo.account.Role;
import sigillo.imap.CreateCommand;
import sigillo.imap.DeleteCommand;
import sigillo.imap.RenameCommand;
import sigillo.imap.Status;
import sigillo.imap.SubscribeCommand;

/** CREATE, DELETE, RENAME, SUBSCRIBE, UNSUBSCRIBE: RFC 9051 sections 6.3.4 to 6.3.8. */
final class Folders {
    private final Client client;

    Folders(Client client) { this.client = client; }

    Status create(CreateCommand command) throws IOException {
        var role = Optional.<Role>empty();
        for (var use : command.uses()) {
            // RFC 6154 section 3: one that we do not offer, or a second one, makes the whole command fail
            if (role.isPresent() || SpecialUse.role(use).isEmpty()) return Status.no("USEATTR", "There is no mailbox for such a use");
            role = SpecialUse.role(use);
        }
        if (role.isPresent() && client.account().mailbox(role.get()).isPresent()) {
            return Status.no("USEATTR", "There is a mailbox for that use");
        }
        // RFC 9051 section 6.3.4: a delimiter at the end says that children will come, which is nothing special here
        var path = command.mailbox().endsWith("/") ? command.mailbox().substring(0, command.mailbox().length() - 1) : command.mailbox();
        var answer = client.account().create(path, role);
        if (!(answer instanceof MailboxAnswer.Done(var made))) return status(answer, "Created");
        if (client.features().rev2() && !client.account().path(made).equals(path)) new MailboxList(client).tellOldName(made, path);
        return Status.ok("MAILBOXID (" + made.id() + ")", "Created"); // RFC 8474 section 4.1
    }

    Status delete(DeleteCommand command) {
        var mailbox = client.account().mailbox(command.mailbox());
        return mailbox.isEmpty() ? noSuchMailbox() : status(client.account().delete(mailbox.get().id()), "Deleted");
    }

    Status rename(RenameCommand command) throws IOException {
        var mailbox = client.account().mailbox(command.from());
        if (mailbox.isEmpty()) return noSuchMailbox();
        var to = command.to().endsWith("/") ? command.to().substring(0, command.to().length() - 1) : command.to();
        var answer = client.account().rename(mailbox.get().id(), to);
        if (answer instanceof MailboxAnswer.Done(var renamed) && client.features().rev2() && !client.account().path(renamed).equals(to)) {
            new MailboxList(client).tellOldName(renamed, command.from());
        }
        return status(answer, "Renamed");
    }

    Status subscribe(SubscribeCommand command) {
        var mailbox = client.account().mailbox(command.mailbox());
        if (mailbox.isEmpty()) return noSuchMailbox();
        return status(client.account().subscribe(mailbox.get().id(), command.subscribed()), command.subscribed() ? "Subscribed" : "Unsubscribed");
    }

    private static Status status(MailboxAnswer answer, String done) {
        return switch (answer) {
            case MailboxAnswer.Done _ -> Status.ok(done);
            case MailboxAnswer.Exists _ -> Status.no("ALREADYEXISTS", "There is such a mailbox");
            case MailboxAnswer.NoSuchMailbox() -> noSuchMailbox();
            case MailboxAnswer.BadName(var why) -> Status.no("CANNOT", "No mailbox can have this name: " + Texts.ascii(why));
            case MailboxAnswer.NotAllowed(var why) -> Status.no("CANNOT", Texts.ascii(why));
            case MailboxAnswer.HasChildren() -> Status.no("HASCHILDREN", "There are mailboxes below it");
            case MailboxAnswer.OverLimit(var why) -> Status.no("LIMIT", Texts.ascii(why));
        };
    }

    private static Status noSuchMailbox() { return Status.no("NONEXISTENT", "There is no such mailbox"); }
}
