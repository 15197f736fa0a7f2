package sigillo.imapd;

import java.io.IOException;
import java.util.Optional;
import sigillo.account.Account;
import sigillo.account.Mailbox;
import sigillo.account.MailboxAnswer;
import sigillo.account.MailboxId;
import sigillo.account.Role;
import sigillo.imap.CreateCommand;
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
            boolean isFirst = role.isEmpty();
            role = SpecialUse.role(use);
            if (!isFirst || role.isEmpty()) return Status.no("USEATTR", "There is no mailbox for such a use");
        }
        if (role.isPresent() && client.account().mailbox(role.get()).isPresent()) {
            return Status.no("USEATTR", "There is a mailbox for that use");
        }
        var path = withoutDelimiter(command.mailbox());
        var answer = client.account().create(path, role);
        if (!(answer instanceof MailboxAnswer.Done(var made))) return status(answer, "Created");
        tellNormalised(made, path, path);
        return Status.ok("MAILBOXID (" + made.id() + ")", "Created"); // RFC 8474 section 4.1
    }

    Status delete(Optional<MailboxId> mailbox, String given) throws IOException {
        if (mailbox.isEmpty()) return noSuchMailbox();
        var status = status(client.account().delete(mailbox.get()), "Deleted");
        var path = Account.normalPath(given);
        if (status.isOk() && client.features().rev2() && !path.equals(given)) MailboxLine.tellGone(client, path, given);
        return status;
    }

    Status rename(RenameCommand command) throws IOException {
        var mailbox = client.account().mailbox(command.from());
        if (mailbox.isEmpty()) return noSuchMailbox();
        var to = withoutDelimiter(command.to());
        var answer = client.account().rename(mailbox.get().id(), to);
        // RFC 9051 section 6.3.6: when either name is not quite the one that was given
        var given = Account.normalPath(command.from()).equals(command.from()) ? to : "";
        if (answer instanceof MailboxAnswer.Done(var renamed)) tellNormalised(renamed, given, command.from());
        return status(answer, "Renamed");
    }

    /** RFC 9051 section 6.3.4: a delimiter at the end says that children will come, which is nothing special here. */
    private static String withoutDelimiter(String name) {
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    /** RFC 9051 section 6.3.9.7: when a mailbox has a name that is not quite the one that was given. */
    void tellNormalised(Mailbox mailbox, String asked, String old) throws IOException {
        if (client.features().rev2()) client.news().tell(() -> tellOldName(mailbox.id(), asked, old));
    }

    /** Looks again, since it may be later. */
    private void tellOldName(MailboxId id, String asked, String old) throws IOException {
        var mailbox = client.account().mailbox(id);
        if (mailbox.isEmpty() || client.account().path(mailbox.get()).equals(asked)) return;
        new MailboxLine(client).tellOldName(mailbox.get(), old);
    }

    Status subscribe(SubscribeCommand command) {
        var mailbox = client.account().mailbox(command.mailbox());
        if (mailbox.isEmpty() && command.subscribed()) return noSuchMailbox();
        if (mailbox.isEmpty()) {
            // RFC 9051 section 6.3.8. Thunderbird takes the old name off after it has renamed a mailbox: it is off already
            client.account().unsubscribeGone(command.mailbox());
            return Status.ok("Unsubscribed");
        }
        var answer = client.account().subscribe(mailbox.get().id(), command.subscribed());
        return status(answer, command.subscribed() ? "Subscribed" : "Unsubscribed");
    }

    private static Status status(MailboxAnswer answer, String done) {
        return switch (answer) {
            case MailboxAnswer.Done _ -> Status.ok(done);
            case MailboxAnswer.Exists _ -> Status.no("ALREADYEXISTS", "There is such a mailbox");
            case MailboxAnswer.NoSuchMailbox() -> noSuchMailbox();
            case MailboxAnswer.BadName(var why) -> Status.no("CANNOT", "No such name can be: " + Texts.ascii(why));
            case MailboxAnswer.NotAllowed(var why) -> Status.no("CANNOT", Texts.ascii(why));
            case MailboxAnswer.HasChildren() -> Status.no("HASCHILDREN", "There are mailboxes below it");
            case MailboxAnswer.OverLimit(var why) -> Status.no("LIMIT", Texts.ascii(why));
        };
    }

    private static Status noSuchMailbox() { return Status.no("NONEXISTENT", "There is no such mailbox"); }
}
