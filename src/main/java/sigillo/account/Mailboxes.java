package sigillo.account;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.store.StoreException;

/** Looks mailboxes up, inside of a work or outside. */
final class Mailboxes {
    private static final String LOCKED_NAME = "locked-";
    private static final String DAMAGED_NAME = "damaged-";
    private static final int SHORT_ROW_OCTETS = 140; // of a name of some 40

    private final Context context;
    private final Reads reads;

    Mailboxes(Context context, Reads reads) {
        this.context = context;
        this.reads = reads;
    }

    /** Not one that is doomed. */
    Optional<MailboxRow> row(MailboxId id) {
        return reads.get(Keys.mailbox(id)).map(MailboxRow::decode).filter(row -> !row.doomed());
    }

    Optional<Mailbox> mailbox(MailboxId id) {
        var row = row(id);
        var tally = reads.get(Keys.tally(id)).map(Tally::decode);
        return row.flatMap(r -> tally.map(t -> mailbox(id, r, t)));
    }

    Optional<MailboxId> find(MailboxPath.Names path) {
        long parent = 0;
        for (var name : path.names()) {
            var child = child(parent, name);
            if (child.isEmpty()) return Optional.empty();
            parent = child.get().value();
        }
        return Optional.of(new MailboxId(parent));
    }

    Optional<MailboxId> child(long parent, String name) {
        var child = reads.get(nameKey(parent, name)).map(row -> new MailboxId(Counter.decode(row)));
        if (child.isEmpty() && name.startsWith(LOCKED_NAME)) return unnamedChild(parent, name, LOCKED_NAME);
        if (child.isEmpty() && name.startsWith(DAMAGED_NAME)) return unnamedChild(parent, name, DAMAGED_NAME);
        return child;
    }

    /** One whose name does not open, under the one that {@link #name} gives it meanwhile. */
    private Optional<MailboxId> unnamedChild(long parent, String name, String prefix) {
        try {
            var id = new MailboxId(Long.parseLong(name.substring(prefix.length())));
            return row(id).filter(row -> row.parentNumber() == parent && name(id, row).equals(name)).map(_ -> id);
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    Bytes nameKey(long parent, String name) {
        return Keys.name(parent, context.hashes().lookup(Hashes.Kind.MAILBOX_NAME, name));
    }

    Optional<MailboxId> find(Role role) {
        return reads.get(Keys.role(MailboxRow.code(role))).map(row -> new MailboxId(Counter.decode(row)));
    }

    /** Without their names, in no order. */
    List<MailboxId> ids() {
        var ids = new ArrayList<MailboxId>();
        reads.each(Keys.MAILBOXES, (key, row) -> Keys.isTally(key) || MailboxRow.decode(row).doomed() || ids.add(new MailboxId(Keys.first(key))));
        return ids;
    }

    boolean hasChildren(MailboxId id) {
        var found = new boolean[1];
        reads.each(Keys.names(id.value()), (_, _) -> {
            found[0] = true;
            return false;
        });
        return found[0];
    }

    String path(MailboxId id) {
        var names = new ArrayList<String>();
        for (var at = Optional.of(id); at.isPresent() && names.size() <= AccountLimits.MAILBOX_DEPTH_MAX; ) {
            var here = at.get();
            var row = row(here);
            row.ifPresent(r -> names.add(name(here, r)));
            at = row.flatMap(MailboxRow::parent);
        }
        return String.join("/", names.reversed());
    }

    /** By the rows, which hold names in UTF-8: in memory each character has two octets once one is not of Latin-1. */
    long longNameOctets() {
        var octets = new long[1];
        reads.each(Keys.MAILBOXES, (key, row) -> {
            if (!Keys.isTally(key)) octets[0] += 2L * Math.max(0, row.length - SHORT_ROW_OCTETS);
            return true;
        });
        return octets[0];
    }

    /** All with their parents' first, in one consistent state; else by name. */
    List<Mailbox> all() {
        var children = new HashMap<Optional<MailboxId>, List<Mailbox>>();
        var tally = new Tally[1];
        reads.each(Keys.MAILBOXES, (key, row) -> {
            if (Keys.isTally(key)) tally[0] = Tally.decode(row); // sorts before its mailbox's row
            else add(children, new MailboxId(Keys.first(key)), MailboxRow.decode(row), tally[0]);
            return true;
        });
        var all = new ArrayList<Mailbox>();
        collect(children, Optional.empty(), all);
        return all;
    }

    private void add(Map<Optional<MailboxId>, List<Mailbox>> children, MailboxId id, MailboxRow row, Tally tally) {
        if (row.doomed()) return;
        children.computeIfAbsent(row.parent(), _ -> new ArrayList<>()).add(mailbox(id, row, tally));
    }

    private static void collect(
            Map<Optional<MailboxId>, List<Mailbox>> children, Optional<MailboxId> parent, List<Mailbox> all) {
        var here = new ArrayList<>(children.getOrDefault(parent, List.of()));
        here.sort(Comparator.comparing(Mailbox::name));
        for (var mailbox : here) {
            all.add(mailbox);
            collect(children, Optional.of(mailbox.id()), all);
        }
    }

    private Mailbox mailbox(MailboxId id, MailboxRow row, Tally tally) {
        return new Mailbox(id, row.parent(), name(id, row), row.role(), row.subscribed(), row.sortOrder(), row.uidValidity(),
            tally.uidNext, tally.modSeq, tally.counts());
    }

    /**
     * After an operator's reset, names do not open before the owner is back; each is called by its number until then. One
     * that somebody has changed in the store is called by its number too, so that all the others are there.
     */
    private String name(MailboxId id, MailboxRow row) {
        try {
            return ownName(id, row);
        } catch (Locked locked) {
            return unnamed(id, row, LOCKED_NAME);
        } catch (StoreException changed) {
            return unnamed(id, row, DAMAGED_NAME);
        }
    }

    private static String unnamed(MailboxId id, MailboxRow row, String prefix) {
        return row.role().equals(Optional.of(Role.INBOX)) ? MailboxPath.INBOX : prefix + id.value();
    }

    /** Throws {@link StoreException} when it does not open, {@link Locked} when its owner is missing. */
    String ownName(MailboxId id, MailboxRow row) {
        var clear = context.seal().open(context.id(), ContentSeal.Kind.MAILBOX_NAME, id.value(), row.name().toArray());
        return Bytes.wrap(clear).toUtf8();
    }
}
