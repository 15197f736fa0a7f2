package sigillo.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import sigillo.base.Bytes;
import sigillo.store.Tx;

/** One commit that changes the list of mailboxes. Each method checks all before it writes anything. */
final class FolderWork {
    private final Context context;
    private final Tx tx;
    private final Ledger ledger;
    private final Mailboxes mailboxes;
    private final GoneSubscriptions gone;

    FolderWork(Context context, Tx tx) {
        this.context = context;
        this.tx = tx;
        this.ledger = new Ledger(context, tx);
        this.mailboxes = new Mailboxes(context, Reads.of(tx));
        this.gone = new GoneSubscriptions(context);
    }

    MailboxAnswer create(MailboxPath.Names path, Optional<Role> role, boolean subscribed) {
        var refusal = refusal(path, role);
        return refusal.isPresent() ? refusal.get() : done(make(path, role, subscribed));
    }

    MailboxAnswer rename(MailboxId id, MailboxPath.Names path) {
        var row = mailboxes.row(id);
        if (row.isEmpty()) return new MailboxAnswer.NoSuchMailbox();
        var refusal = refusal(path, Optional.empty());
        if (refusal.isPresent()) return refusal.get();
        if (isBelow(id, path)) return new MailboxAnswer.BadName("a mailbox cannot go below itself");
        if (path.names().size() + levelsBelow(id) > AccountLimits.MAILBOX_DEPTH_MAX) {
            return new MailboxAnswer.BadName("more than " + AccountLimits.MAILBOX_DEPTH_MAX + " levels");
        }
        tx.delete(mailboxes.nameKey(row.get().parentNumber(), mailboxes.ownName(id, row.get())));
        var parent = path.names().size() == 1 ? Optional.<MailboxId>empty()
            : Optional.of(make(path.parent(), Optional.empty(), false));
        boolean subscribed = row.get().subscribed() | gone.take(tx, path.toString());
        name(id, row.get().named(parent, seal(id, path.last())).subscribed(subscribed), path.last());
        ledger.mailbox(LogRow.Kind.MAILBOX_CHANGED, id);
        return done(id);
    }

    /** Empty when all are where they shall be; else the first answer that keeps them where they are. */
    Optional<MailboxAnswer> renameTogether(Map<MailboxId, MailboxPlace> to) {
        var refusal = new Renaming(mailboxes, to).refusal();
        if (refusal.isPresent()) return refusal;
        for (var id : to.keySet()) {
            var row = mailboxes.row(id).orElseThrow();
            tx.delete(mailboxes.nameKey(row.parentNumber(), mailboxes.ownName(id, row)));
        }
        to.forEach((id, place) -> {
            var row = mailboxes.row(id).orElseThrow();
            name(id, row.named(place.parent(), seal(id, place.name())), place.name());
            ledger.mailbox(LogRow.Kind.MAILBOX_CHANGED, id);
        });
        for (var id : to.keySet()) {
            if (gone.take(tx, mailboxes.path(id))) tx.put(Keys.mailbox(id), mailboxes.row(id).orElseThrow().subscribed(true).encode());
        }
        ledger.close();
        return Optional.empty();
    }

    MailboxAnswer subscribe(MailboxId id, boolean subscribed) {
        var row = mailboxes.row(id);
        if (row.isEmpty()) return new MailboxAnswer.NoSuchMailbox();
        return row.get().subscribed() == subscribed ? done(id) : change(id, row.get().subscribed(subscribed));
    }

    MailboxAnswer role(MailboxId id, Optional<Role> role) {
        var row = mailboxes.row(id);
        if (row.isEmpty()) return new MailboxAnswer.NoSuchMailbox();
        if (row.get().role().equals(role)) return done(id);
        if (row.get().role().equals(Optional.of(Role.INBOX))) {
            return new MailboxAnswer.NotAllowed("the inbox stays the inbox");
        }
        var refusal = refusal(role);
        if (refusal.isPresent()) return refusal.get();
        row.get().role().ifPresent(old -> tx.delete(Keys.role(MailboxRow.code(old))));
        putRole(id, role);
        return change(id, row.get().role(role));
    }

    MailboxAnswer sortOrder(MailboxId id, OptionalLong sortOrder) {
        var row = mailboxes.row(id);
        if (row.isEmpty()) return new MailboxAnswer.NoSuchMailbox();
        return row.get().sortOrder().equals(sortOrder) ? done(id) : change(id, row.get().sortOrder(sortOrder));
    }

    /** As {@link #doom}, but not where something has come in. */
    MailboxAnswer doomEmpty(MailboxId id) {
        boolean isEmpty = ledger.tally(id).map(tally -> tally.emails == 0).orElse(false);
        return isEmpty ? doom(id) : new MailboxAnswer.NotAllowed("it is not empty");
    }

    /** Makes it invisible at once; {@link Folders} removes what is in it. */
    MailboxAnswer doom(MailboxId id) {
        var row = mailboxes.row(id);
        if (row.isEmpty()) return new MailboxAnswer.NoSuchMailbox();
        if (row.get().role().equals(Optional.of(Role.INBOX))) {
            return new MailboxAnswer.NotAllowed("the inbox cannot be removed"); // RFC 9051 section 6.3.5
        }
        if (mailboxes.hasChildren(id)) return new MailboxAnswer.HasChildren();
        var before = mailboxes.mailbox(id).orElseThrow();
        if (before.subscribed()) gone.add(ledger, mailboxes.path(id));
        tx.delete(mailboxes.nameKey(row.get().parentNumber(), mailboxes.ownName(id, row.get())));
        row.get().role().ifPresent(role -> tx.delete(Keys.role(MailboxRow.code(role))));
        tx.put(Keys.mailbox(id), row.get().asDoomed().encode());
        var tally = ledger.tally(id).orElseThrow();
        tally.doomed = true;
        ledger.account().mailboxes--;
        ledger.mailbox(LogRow.Kind.MAILBOX_DESTROYED, id);
        ledger.close();
        return new MailboxAnswer.Done(before);
    }

    private MailboxAnswer change(MailboxId id, MailboxRow row) {
        tx.put(Keys.mailbox(id), row.encode());
        ledger.mailbox(LogRow.Kind.MAILBOX_CHANGED, id);
        return done(id);
    }

    private MailboxAnswer done(MailboxId id) {
        ledger.close();
        return new MailboxAnswer.Done(mailboxes.mailbox(id).orElseThrow());
    }

    /** Why a mailbox cannot come to be at this path, with this role. */
    private Optional<MailboxAnswer> refusal(MailboxPath.Names path, Optional<Role> role) {
        var existing = mailboxes.find(path);
        if (existing.isPresent()) return Optional.of(new MailboxAnswer.Exists(existing.get()));
        if (ledger.account().mailboxes + path.names().size() > AccountLimits.MAILBOXES_MAX) {
            return Optional.of(new MailboxAnswer.OverLimit("more than " + AccountLimits.MAILBOXES_MAX + " mailboxes"));
        }
        return refusal(role);
    }

    private Optional<MailboxAnswer> refusal(Optional<Role> role) {
        var owner = role.flatMap(mailboxes::find);
        return owner.map(_ -> new MailboxAnswer.NotAllowed("another mailbox is for that"));
    }

    /** Makes what is missing of the path. RFC 9051 section 6.3.4. */
    private MailboxId make(MailboxPath.Names path, Optional<Role> role, boolean subscribed) {
        var parent = Optional.<MailboxId>empty();
        for (int i = 0; i < path.names().size(); i++) {
            var name = path.names().get(i);
            var here = parent;
            boolean last = i == path.names().size() - 1;
            var at = path.above(i + 1);
            parent = Optional.of(mailboxes.child(here.map(MailboxId::value).orElse(0L), name)
                .orElseGet(() -> make(here, name, last ? role : Optional.empty(), gone.take(tx, at.toString()) | (last && subscribed))));
        }
        return parent.orElseThrow();
    }

    private MailboxId make(Optional<MailboxId> parent, String name, Optional<Role> role, boolean subscribed) {
        var id = new MailboxId(ledger.nextId());
        tx.put(Keys.tally(id), new Tally().encode());
        name(id, new MailboxRow(parent, seal(id, name), role, subscribed, OptionalLong.empty(), uidValidity(), false), name);
        putRole(id, role);
        ledger.account().mailboxes++;
        ledger.mailbox(LogRow.Kind.MAILBOX_CREATED, id);
        return id;
    }

    private void name(MailboxId id, MailboxRow row, String name) {
        tx.put(mailboxes.nameKey(row.parentNumber(), name), Counter.encode(id.value()));
        tx.put(Keys.mailbox(id), row.encode());
    }

    private void putRole(MailboxId id, Optional<Role> role) {
        role.ifPresent(r -> tx.put(Keys.role(MailboxRow.code(r)), Counter.encode(id.value())));
    }

    /**
     * Greater than any before, for any name: RFC 9051 section 2.3.1.1. By the clock where that is greater, so that an
     * account made anew does not repeat those of one that was removed.
     */
    private long uidValidity() {
        var account = ledger.account();
        long now = Math.min(context.clock().instant().getEpochSecond(), UidSet.UID_MAX);
        long next = Math.max(account.nextUidValidity, now);
        account.nextUidValidity = next + 1;
        return next;
    }

    private Bytes seal(MailboxId id, String name) {
        var clear = Bytes.utf8(name).toArray();
        return Bytes.wrap(context.seal().seal(context.id(), ContentSeal.Kind.MAILBOX_NAME, id.value(), clear));
    }

    /** Whether the deepest existing parent of the path is the mailbox or one of its children. */
    private boolean isBelow(MailboxId id, MailboxPath.Names path) {
        long parent = 0;
        for (var name : path.names()) {
            var child = mailboxes.child(parent, name);
            if (child.isEmpty()) return false;
            if (child.get().equals(id)) return true;
            parent = child.get().value();
        }
        return false;
    }

    private int levelsBelow(MailboxId id) {
        List<MailboxId> level = List.of(id);
        for (int depth = 0; ; depth++) {
            var next = new ArrayList<MailboxId>();
            for (var parent : level) {
                Reads.of(tx).each(Keys.names(parent.value()), (_, row) -> next.add(new MailboxId(Counter.decode(row))));
            }
            if (next.isEmpty()) return depth;
            level = next;
        }
    }
}
