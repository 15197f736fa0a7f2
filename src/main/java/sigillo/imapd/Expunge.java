package sigillo.imapd;

import java.io.IOException;
import sigillo.imap.ExpungeCommand;
import sigillo.imap.Status;

/** EXPUNGE and UID EXPUNGE: RFC 9051 sections 6.4.3 and 6.4.9. What went is told with what else is new. */
final class Expunge {
    private Expunge() {}

    static Status run(SelectedMailbox mailbox, ExpungeCommand command) {
        if (mailbox.readOnly()) return SelectedMailbox.READ_ONLY;
        var uids = command.uids().isEmpty()
            ? mailbox.everything() : mailbox.select(command.uids().get(), true).orElseThrow().uids();
        mailbox.account().expunge(mailbox.id(), uids);
        return Status.ok("Expunged");
    }

    /** RFC 9051 section 6.4.1: CLOSE says nothing of what it removes. */
    static Status silently(SelectedMailbox mailbox) throws IOException {
        if (mailbox.readOnly()) return Status.ok("Closed");
        boolean none = mailbox.account().expunge(mailbox.id(), mailbox.everything()).isEmpty();
        if (none || !mailbox.client().features().qresync()) return Status.ok("Closed");
        // RFC 7162 section 3.2.9: up to the last change that the client was told of
        return Status.ok(mailbox.modSeqCode(), "Closed");
    }
}
