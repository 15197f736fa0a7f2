package sigillo.imapd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sigillo.account.Mailbox;

/** A LIST line that tells of one mailbox; no other is read for it. RFC 9051 section 7.3.1. */
final class MailboxLine {
    static final String DELIMITER = " \"/\" ";

    private final Client client;

    MailboxLine(Client client) { this.client = client; }

    void tell(Mailbox mailbox) throws IOException {
        client.out().raw("* LIST ").words(attributes(mailbox)).raw(DELIMITER).mailbox(client.account().path(mailbox)).crlf();
    }

    /** RFC 9051 section 6.3.2: SELECT tells of the mailbox, and of the name that was given where that is another one. */
    void tell(Mailbox mailbox, String given) throws IOException {
        if (client.account().path(mailbox).equals(given)) tell(mailbox);
        else tellOldName(mailbox, given);
    }

    /** RFC 9051 section 6.3.9.7: the name that a client gave is not the one that a mailbox has. */
    void tellOldName(Mailbox mailbox, String oldName) throws IOException {
        var path = client.account().path(mailbox);
        client.out().raw("* LIST ").words(attributes(mailbox)).raw(DELIMITER).mailbox(path);
        client.out().raw(" (\"OLDNAME\" (").mailbox(oldName).raw("))").crlf();
    }

    /** As {@link #tellOldName}, of one that has just been removed. */
    static void tellGone(Client client, String path, String oldName) throws IOException {
        client.out().raw("* LIST (\\NonExistent)").raw(DELIMITER).mailbox(path);
        client.out().raw(" (\"OLDNAME\" (").mailbox(oldName).raw("))").crlf();
    }

    private List<String> attributes(Mailbox mailbox) { return attributes(mailbox, client.account().hasChildren(mailbox.id()), true); }

    static List<String> attributes(Mailbox mailbox, boolean isParent, boolean withSubscription) {
        var attributes = new ArrayList<String>();
        attributes.add(isParent ? "\\HasChildren" : "\\HasNoChildren");
        if (withSubscription && mailbox.subscribed()) attributes.add("\\Subscribed");
        SpecialUse.attribute(mailbox).ifPresent(attributes::add);
        return attributes;
    }
}
