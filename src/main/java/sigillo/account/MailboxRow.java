package sigillo.account;

import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What seldom changes in a mailbox. {@code name} is sealed. A {@code doomed} one has been deleted: nobody sees it, and
 * what is in it is being removed in several commits.
 */
record MailboxRow(Optional<MailboxId> parent, Bytes name, Optional<Role> role, boolean subscribed, long uidValidity,
                  boolean doomed) {
    private static final int VERSION = 1;

    MailboxRow named(Optional<MailboxId> newParent, Bytes newName) {
        return new MailboxRow(newParent, newName, role, subscribed, uidValidity, doomed);
    }

    MailboxRow uidValidity(long now) { return new MailboxRow(parent, name, role, subscribed, now, doomed); }

    MailboxRow subscribed(boolean now) { return new MailboxRow(parent, name, role, now, uidValidity, doomed); }

    MailboxRow role(Optional<Role> now) { return new MailboxRow(parent, name, now, subscribed, uidValidity, doomed); }

    MailboxRow asDoomed() { return new MailboxRow(parent, name, Optional.empty(), false, uidValidity, true); }

    /** 0 for the top, as in the keys of names. */
    long parentNumber() { return parent.map(MailboxId::value).orElse(0L); }

    byte[] encode() {
        return new RowOut(VERSION).number(parentNumber()).octet(role.map(MailboxRow::code).orElse(0))
            .octet((subscribed ? 1 : 0) | (doomed ? 2 : 0)).number(uidValidity).sized(name.unsafeArray()).done();
    }

    static MailboxRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        long parent = in.number();
        int role = in.octet();
        int bits = in.octet();
        long uidValidity = in.number();
        var name = Bytes.wrap(in.sized());
        return new MailboxRow(parent <= 0 ? Optional.empty() : Optional.of(new MailboxId(parent)), name, ofCode(role),
            (bits & 1) != 0, uidValidity, (bits & 2) != 0);
    }

    /** In keys and rows; never to be changed. */
    static int code(Role role) {
        return switch (role) {
            case INBOX -> 1;
            case DRAFTS -> 2;
            case SENT -> 3;
            case JUNK -> 4;
            case TRASH -> 5;
            case ARCHIVE -> 6;
        };
    }

    private static Optional<Role> ofCode(int code) {
        for (var role : Role.values()) {
            if (code(role) == code) return Optional.of(role);
        }
        return Optional.empty();
    }
}
