package sigillo.imapd;

import java.io.IOException;
import java.util.Optional;
import sigillo.account.Mailbox;
import sigillo.imap.SelectCommand;
import sigillo.imap.Status;

/** SELECT and EXAMINE: RFC 9051 sections 6.3.2 and 6.3.3; RFC 3501 section 6.3.1 for what older clients want. */
final class Select {
    /** Messages read to find the first unseen one: RFC 3501 section 6.3.1 lets us leave it out. */
    private static final int UNSEEN_LOOKED_AT_MAX = 1_000;
    /** Mostly it is among the first, or there is none. */
    private static final int UNSEEN_LOOKED_AT_ONCE = 50;

    private Select() {}

    static Optional<SelectedMailbox> open(Client client, SelectCommand command) throws IOException {
        long revision = client.account().revision();
        var found = client.account().mailbox(command.mailbox());
        if (found.isEmpty()) return Optional.empty();
        if (command.condstore()) client.features().enableCondstore();
        var selected = new SelectedMailbox(client, revision, found.get(), command.readOnly());
        try {
            describe(client, command, found.get(), selected);
            // RFC 7162 section 3.2.5: of another UIDVALIDITY nothing is known
            if (command.resync().isPresent() && command.resync().get().uidValidity() == found.get().uidValidity()) {
                var known = command.resync().get();
                try (var resync = new Resync(selected, known.modSeq(), known.uids(), known.matches())) {
                    resync.tellVanished();
                    resync.tellChanged();
                }
            }
            return Optional.of(selected);
        } catch (IOException | RuntimeException failed) {
            selected.close();
            throw failed;
        }
    }

    static Status status(SelectCommand command) {
        return command.readOnly() ? Status.ok("READ-ONLY", "Examined") : Status.ok("READ-WRITE", "Selected");
    }

    private static void describe(Client client, SelectCommand command, Mailbox mailbox, SelectedMailbox selected)
            throws IOException {
        var out = client.out();
        selected.tellFlags();
        selected.tellExists();
        // RFC 9586 section 3.2: a code with a message number is not for UIDONLY
        if (!client.features().rev2() && !client.features().uidOnly()) unseen(selected, mailbox);
        out.line("* OK [UIDVALIDITY " + mailbox.uidValidity() + "] UIDs are valid");
        // What came since the mailbox was read is in the view already
        out.line("* OK [UIDNEXT " + Math.max(mailbox.uidNext(), selected.view().highestUid() + 1) + "] Next UID");
        selected.tellHighestModSeq(mailbox);
        out.line("* OK [MAILBOXID (" + mailbox.id() + ")] Its id");
        if (client.features().rev2()) new MailboxLine(client).tell(mailbox, command.mailbox());
    }

    private static void unseen(SelectedMailbox selected, Mailbox mailbox) throws IOException {
        var counts = mailbox.counts();
        if (counts.unseen() == 0 || selected.view().isEmpty()) return;
        if (counts.unseen() == counts.emails()) {
            tellUnseen(selected, 1);
            return;
        }
        for (var piece : Selection.first(selected.view(), UNSEEN_LOOKED_AT_MAX).pieces(UNSEEN_LOOKED_AT_ONCE)) {
            var first = selected.entries(piece).stream().filter(entry -> !entry.seen()).findFirst();
            if (first.isEmpty()) continue;
            tellUnseen(selected, selected.view().number(first.get().uid()));
            return;
        }
    }

    private static void tellUnseen(SelectedMailbox selected, int number) throws IOException {
        selected.out().line("* OK [UNSEEN " + number + "] First unseen");
    }
}
