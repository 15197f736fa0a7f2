package sigillo.account;

import java.util.Optional;

/** Where a mailbox is to be: below which other, and under which name of its own. */
public record MailboxPlace(Optional<MailboxId> parent, String name) {

    /** As mailboxes have theirs, in NFC; empty for what none can be called. */
    Optional<MailboxPlace> normal() {
        var path = MailboxPath.parse(parent.isPresent() ? "above/" + name : name);
        boolean isOne = path instanceof MailboxPath.Names names && names.names().size() == (parent.isPresent() ? 2 : 1);
        return isOne ? Optional.of(new MailboxPlace(parent, ((MailboxPath.Names) path).last())) : Optional.empty();
    }
}
