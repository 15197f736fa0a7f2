package sigillo.imapd;

import java.io.IOException;
import java.util.List;
import sigillo.account.Copied;
import sigillo.account.MailboxId;
import sigillo.imap.CopyCommand;
import sigillo.imap.SequenceSet;
import sigillo.imap.Status;

/** COPY and MOVE, by number and by UID: RFC 9051 sections 6.4.7 and 6.4.8, RFC 4315 section 3. */
final class CopyMove {
    private CopyMove() {}

    static Status run(SelectedMailbox mailbox, CopyCommand command) throws IOException {
        if (command.move() && mailbox.readOnly()) return SelectedMailbox.READ_ONLY;
        var selection = mailbox.select(command.messages(), command.uid());
        if (selection.isEmpty()) return Status.bad("There is no such message number");
        var account = mailbox.account();
        var to = account.mailbox(command.mailbox());
        // RFC 9051 section 6.4.7: the target is not made for the client
        if (to.isEmpty()) return noSuchMailbox();
        var uids = selection.get().uids();
        var done = command.move()
            ? account.move(mailbox.id(), uids, to.get().id()) : account.copy(mailbox.id(), uids, to.get().id());
        tell(mailbox.client(), to.get().id(), done);
        return switch (done) {
            case Copied.Done(_, var pairs) when pairs.isEmpty() -> nothing(command, selection.get());
            case Copied.Done(long uidValidity, var pairs) -> {
                if (!command.move()) yield Status.ok(code(uidValidity, pairs), "Copied");
                tellMoved(mailbox, uidValidity, pairs);
                yield Status.ok("Moved");
            }
            case Copied.Partly partly -> {
                tellMoved(mailbox, partly.uidValidity(), partly.pairs());
                if (partly.failure().isPresent()) throw partly.failure().get();
                yield refused(partly.refusal().orElseThrow());
            }
            case Copied.NoSuchMailbox _, Copied.OverLimit _ -> refused(done);
        };
    }

    /** RFC 6785 section 2.2.2: also of what was moved before a refusal. */
    private static void tell(Client client, MailboxId to, Copied done) {
        var pairs = switch (done) {
            case Copied.Done(_, var all) -> all;
            case Copied.Partly partly -> partly.pairs();
            case Copied.NoSuchMailbox _, Copied.OverLimit _ -> List.<Copied.Pair>of();
        };
        if (!pairs.isEmpty()) Happened.in(client, to).ifPresent(one -> one.copied(pairs.stream().map(Copied.Pair::to).sorted().toList()));
    }

    /** RFC 9051 section 6.4.8: before the EXPUNGE responses, which follow with what else is new; after a failure later. */
    private static void tellMoved(SelectedMailbox mailbox, long uidValidity, List<Copied.Pair> pairs)
            throws IOException {
        mailbox.out().line("* OK [" + code(uidValidity, pairs) + "] Moved");
    }

    private static String code(long uidValidity, List<Copied.Pair> pairs) {
        return "COPYUID " + uidValidity + " " + uids(pairs, true) + " " + uids(pairs, false);
    }

    private static Status refused(Copied why) {
        return switch (why) {
            case Copied.NoSuchMailbox() -> noSuchMailbox();
            case Copied.OverLimit(var text) -> Status.no("LIMIT", Texts.ascii(text));
            case Copied.Done _, Copied.Partly _ -> throw new IllegalStateException("not refused: " + why);
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
