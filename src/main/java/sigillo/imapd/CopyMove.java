package sigillo.imapd;

import java.io.IOException;
import java.util.List;
import sigillo.account.Copied;
import sigillo.imap.CopyCommand;
import sigillo.imap.SequenceSet;
import sigillo.imap.Status;

/** COPY and MOVE, by number and by UID: RFC 9051 sections 6.4.7 and 6.4.8, RFC 4315 section 3. */
final class CopyMove {
    private CopyMove() {}

    static Status run(SelectedMailbox mailbox, CopyCommand command) throws IOException {
        if (command.move() && mailbox.readOnly()) return Status.no("The mailbox is selected read-only");
        var selection = mailbox.select(command.messages(), command.uid());
        if (selection.isEmpty()) return Status.bad("There is no such message number");
        var account = mailbox.account();
        var to = account.mailbox(command.mailbox());
        // RFC 9051 section 6.4.7: the target is not made for the client
        if (to.isEmpty()) return noSuchMailbox();
        var uids = selection.get().uids();
        var done = command.move()
            ? account.move(mailbox.id(), uids, to.get().id()) : account.copy(mailbox.id(), uids, to.get().id());
        return switch (done) {
            case Copied.NoSuchMailbox() -> noSuchMailbox();
            case Copied.OverLimit(var why) -> Status.no("LIMIT", Texts.ascii(why));
            case Copied.Done(_, var pairs) when pairs.isEmpty() -> nothing(command, selection.get());
            case Copied.Done(long uidValidity, var pairs) -> {
                var code = "COPYUID " + uidValidity + " " + uids(pairs, true) + " " + uids(pairs, false);
                if (!command.move()) yield Status.ok(code, "Copied");
                // RFC 6851 section 4.3: before the EXPUNGE responses, which follow with what else is new
                mailbox.out().line("* OK [" + code + "] Moved");
                yield Status.ok("Moved");
            }
        };
    }

    private static Status nothing(CopyCommand command, Selection selection) {
        return selection.isEmpty() || command.uid()
            ? Status.ok("There is no such message") : Status.no("EXPUNGEISSUED", "The messages have been expunged");
    }

    private static Status noSuchMailbox() { return Status.no("TRYCREATE", "There is no such mailbox"); }

    /** RFC 4315 section 3: in the order of the messages, runs as ranges. */
    private static String uids(List<Copied.Pair> pairs, boolean from) {
        return SequenceSet.format(pairs.stream().mapToLong(pair -> from ? pair.from() : pair.to()));
    }
}
