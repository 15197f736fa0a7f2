package sigillo.imapd;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import sigillo.account.Mailbox;
import sigillo.account.UidSet;
import sigillo.imap.Status;
import sigillo.imap.StatusCommand;
import sigillo.imap.StatusCommand.Item;

/** STATUS: RFC 9051 section 6.3.11. */
final class MailboxStatus {
    private final Client client;

    MailboxStatus(Client client) { this.client = client; }

    Status run(StatusCommand command) throws IOException {
        var mailbox = client.account().mailbox(command.mailbox());
        if (mailbox.isEmpty()) return Status.no("NONEXISTENT", "There is no such mailbox");
        tell(client.account().path(mailbox.get()), mailbox.get(), command.items());
        return Status.ok("Status completed");
    }

    /** Also for LIST with RETURN (STATUS): RFC 5819. */
    void tell(String path, Mailbox mailbox, List<Item> items) throws IOException {
        // RFC 7162 section 3.1: asking for it switches it on; whoever calls has told the selected mailbox's
        if (items.contains(Item.HIGHESTMODSEQ)) client.features().enableCondstore();
        tell(path, values(mailbox, items));
    }

    /** What {@link #tell} says of a mailbox. */
    String values(Mailbox mailbox, List<Item> items) {
        return items.stream().map(item -> item.label() + " " + value(item, mailbox)).collect(Collectors.joining(" ", "(", ")"));
    }

    void tell(String path, String values) throws IOException {
        client.out().raw("* STATUS ").mailbox(path).raw(" ").raw(values).crlf();
    }

    private long deletedOctets(Mailbox mailbox) {
        var octets = new long[1];
        client.account().entries(mailbox.id(), UidSet.ALL, entry -> {
            if (entry.deleted()) octets[0] += entry.size();
            return true;
        });
        return octets[0];
    }

    private String value(Item item, Mailbox mailbox) {
        var counts = mailbox.counts();
        return switch (item) {
            case MESSAGES -> Long.toString(counts.emails());
            // RFC 9051 appendix E: who has enabled IMAP4rev2 has none
            case RECENT -> Long.toString(client.features().rev2() ? 0 : client.account().countRecent(mailbox));
            case UIDNEXT -> Long.toString(mailbox.uidNext());
            case UIDVALIDITY -> Long.toString(mailbox.uidValidity());
            case UNSEEN -> Long.toString(counts.unseen());
            case DELETED -> Long.toString(counts.deleted());
            // RFC 9208 section 4.1.4, in octets
            case DELETED_STORAGE -> Long.toString(counts.deleted() == 0 ? 0 : deletedOctets(mailbox));
            case SIZE -> Long.toString(counts.size());
            case HIGHESTMODSEQ -> Long.toString(Math.max(1, mailbox.modSeq()));
            case MAILBOXID -> "(" + mailbox.id() + ")";
            case APPENDLIMIT -> Long.toString(client.door().settings().messageOctetsMax());
        };
    }
}
