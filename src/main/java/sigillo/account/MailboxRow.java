package sigillo.account;

import java.util.Optional;
import java.util.OptionalLong;
import sigillo.base.Bytes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What seldom changes in a mailbox. {@code name} is sealed. A {@code doomed} one has been deleted: nobody sees it, and
 * what is in it is being removed in several commits.
 */
record MailboxRow(Optional<MailboxId> parent, Bytes name, Optional<Role> role, boolean subscribed, OptionalLong sortOrder,
                  long uidValidity, boolean doomed) {
    private static final int VERSION = 1;
    private static final int SUBSCRIBED = 1;
    private static final int DOOMED = 2;
    /** A number comes last; rows without it are as they were before there was one. */
    private static final int SORTED = 4;

    MailboxRow named(Optional<MailboxId> newParent, Bytes newName) {
        return new MailboxRow(newParent, newName, role, subscribed, sortOrder, uidValidity, doomed);
    }

    MailboxRow uidValidity(long now) { return new MailboxRow(parent, name, role, subscribed, sortOrder, now, doomed); }

    MailboxRow subscribed(boolean now) { return new MailboxRow(parent, name, role, now, sortOrder, uidValidity, doomed); }

    MailboxRow role(Optional<Role> now) {
        return new MailboxRow(parent, name, now, subscribed, sortOrder, uidValidity, doomed);
    }

    MailboxRow sortOrder(OptionalLong now) {
        return new MailboxRow(parent, name, role, subscribed, now, uidValidity, doomed);
    }

    MailboxRow asDoomed() { return new MailboxRow(parent, name, Optional.empty(), false, OptionalLong.empty(), uidValidity, true); }

    /** 0 for the top, as in the keys of names. */
    long parentNumber() { return parent.map(MailboxId::value).orElse(0L); }

    byte[] encode() {
        int bits = (subscribed ? SUBSCRIBED : 0) | (doomed ? DOOMED : 0) | (sortOrder.isPresent() ? SORTED : 0);
        var out = new RowOut(VERSION).number(parentNumber()).octet(role.map(MailboxRow::code).orElse(0)).octet(bits)
            .number(uidValidity).sized(name.unsafeArray());
        sortOrder.ifPresent(out::number);
        return out.done();
    }

    static MailboxRow decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        long parent = in.number();
        int role = in.octet();
        int bits = in.octet();
        long uidValidity = in.number();
        var name = Bytes.wrap(in.sized());
        var sortOrder = (bits & SORTED) == 0 ? OptionalLong.empty() : OptionalLong.of(in.number());
        return new MailboxRow(parent <= 0 ? Optional.empty() : Optional.of(new MailboxId(parent)), name, ofCode(role),
            (bits & SUBSCRIBED) != 0, sortOrder, uidValidity, (bits & DOOMED) != 0);
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
