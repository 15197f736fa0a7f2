package sigillo.account;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.StoreException;

/** Makes, changes and removes mailboxes. */
final class Folders {
    private static final System.Logger LOG = System.getLogger(Folders.class.getName());

    private record Cleared(List<Bytes> blobs, boolean finished) {}

    private final Context context;
    private final Removals removals;
    private final Copies copies;

    Folders(Context context, Removals removals, Copies copies) {
        this.context = context;
        this.removals = removals;
        this.copies = copies;
    }

    MailboxAnswer create(String path, Optional<Role> role) {
        return switch (MailboxPath.parse(path)) {
            case MailboxPath.Bad(var why) -> new MailboxAnswer.BadName(why);
            case MailboxPath.Names names -> write(work -> work.create(names, role, false));
        };
    }

    MailboxAnswer rename(MailboxId id, String path) {
        return switch (MailboxPath.parse(path)) {
            case MailboxPath.Bad(var why) -> new MailboxAnswer.BadName(why);
            case MailboxPath.Names names when isInbox(id) -> renameInbox(id, names);
            case MailboxPath.Names names -> write(work -> work.rename(id, names));
        };
    }

    Optional<MailboxAnswer> renameTogether(Map<MailboxId, MailboxPlace> to) {
        var normal = new LinkedHashMap<MailboxId, MailboxPlace>();
        for (var one : to.entrySet()) {
            var place = one.getValue().normal();
            if (place.isEmpty()) return Optional.of(new MailboxAnswer.BadName("no mailbox can be called so"));
            normal.put(one.getKey(), place.get());
        }
        context.seal().prepare(context.id());
        return context.transactions().write(tx -> new FolderWork(context, tx).renameTogether(normal));
    }

    MailboxAnswer delete(MailboxId id) { return delete(id, FolderWork::doom); }

    MailboxAnswer deleteEmpty(MailboxId id) { return delete(id, FolderWork::doomEmpty); }

    private MailboxAnswer delete(MailboxId id, BiFunction<FolderWork, MailboxId, MailboxAnswer> doom) {
        context.seal().prepare(context.id());
        var answer = context.transactions().write(tx -> {
            tx.givesSpace();
            return doom.apply(new FolderWork(context, tx), id);
        });
        if (answer instanceof MailboxAnswer.Done) clearNowOrLater(id);
        return answer;
    }

    /** It is gone for all who look, so what fails from here on takes nothing back. */
    private void clearNowOrLater(MailboxId id) {
        try {
            clear(id);
        } catch (StoreException later) {
            LOG.log(Level.WARNING, "account " + context.id() + " keeps what was in a deleted mailbox until it is tidied",
                later);
        }
    }

    MailboxAnswer subscribe(MailboxId id, boolean subscribed) { return write(work -> work.subscribe(id, subscribed)); }

    void unsubscribeGone(String path) {
        if (!(MailboxPath.parse(path) instanceof MailboxPath.Names names)) return;
        context.transactions().write(tx -> new GoneSubscriptions(context).take(tx, names.toString()));
    }

    MailboxAnswer role(MailboxId id, Optional<Role> role) { return write(work -> work.role(id, role)); }

    MailboxAnswer sortOrder(MailboxId id, OptionalLong sortOrder) {
        return write(work -> work.sortOrder(id, sortOrder));
    }

    /** Goes on where a stop of the server left a mailbox half removed. */
    void clearDoomed() {
        var doomed = new ArrayList<MailboxId>();
        context.committed().each(Keys.MAILBOXES, (key, row) -> {
            if (!Keys.isTally(key) && MailboxRow.decode(row).doomed()) doomed.add(new MailboxId(Keys.first(key)));
            return true;
        });
        doomed.forEach(this::clear);
    }

    private boolean isInbox(MailboxId id) {
        return new Mailboxes(context, context.committed()).find(Role.INBOX).equals(Optional.of(id));
    }

    /** RFC 9051 section 6.3.6: its mail moves, it stays, and so do the mailboxes below it. */
    private MailboxAnswer renameInbox(MailboxId inbox, MailboxPath.Names names) {
        var answer = write(work -> work.create(names, Optional.empty(), false));
        if (!(answer instanceof MailboxAnswer.Done(var made))) return answer;
        try {
            new Annotations(context).copy(inbox, made.id());
            var moved = wholly(copies.move(inbox, UidSet.ALL, made.id()));
            if (moved instanceof Copied.Done) return new MailboxAnswer.Done(asItIs(made));
            moveBack(inbox, made.id());
            return moved instanceof Copied.OverLimit(var why) ? new MailboxAnswer.OverLimit(why) : new MailboxAnswer.NoSuchMailbox();
        } catch (RuntimeException failed) {
            moveBackAfter(failed, inbox, made.id());
            throw failed;
        }
    }

    /** Of many messages some may have moved: they come back, under new UIDs, so that who hears NO finds all as it was. */
    private void moveBack(MailboxId inbox, MailboxId made) {
        boolean isBack = wholly(copies.move(made, UidSet.ALL, inbox)) instanceof Copied.Done;
        if (isBack && write(work -> work.doomEmpty(made)) instanceof MailboxAnswer.Done) {
            clearNowOrLater(made);
        }
    }

    /** Of a move that has stopped: why. */
    private static Copied wholly(Copied moved) {
        if (!(moved instanceof Copied.Partly partly)) return moved;
        if (partly.failure().isPresent()) throw partly.failure().get();
        return partly.refusal().orElseThrow();
    }

    private void moveBackAfter(RuntimeException failed, MailboxId inbox, MailboxId made) {
        try {
            moveBack(inbox, made);
        } catch (StoreException too) {
            failed.addSuppressed(too);
        }
    }

    /** With what has come into it; without, where that cannot be read now. */
    private Mailbox asItIs(Mailbox made) {
        try {
            return new Mailboxes(context, context.committed()).mailbox(made.id()).orElse(made);
        } catch (StoreException unreadable) {
            LOG.log(Level.WARNING, "account " + context.id() + " cannot read a mailbox that it has made", unreadable);
            return made;
        }
    }

    private void clear(MailboxId id) {
        var lane = Batch.Lane.PROMPT;
        while (true) {
            var cleared = context.transactions().write(lane, tx -> {
                var page = Entries.page(Reads.of(tx), id, UidSet.ALL, 1, AccountLimits.ENTRIES_OF_COMMIT_MAX);
                tx.givesSpace();
                var removal = new Removal(context, new Ledger(context, tx));
                for (var entry : page) removal.remove(id, entry.uid(), entry.row());
                removal.close();
                boolean finished = page.size() < AccountLimits.ENTRIES_OF_COMMIT_MAX;
                if (finished) {
                    Annotations.forget(tx, id);
                    PackedUids.forget(tx, id);
                    tx.delete(Keys.tally(id));
                    tx.delete(Keys.mailbox(id));
                }
                return new Cleared(removal.blobs(), finished);
            });
            removals.deleteBlobs(cleared.blobs());
            removals.expireWhatIsTooMuch();
            if (cleared.finished()) return;
            lane = Batch.Lane.BULK;
        }
    }

    private MailboxAnswer write(Function<FolderWork, MailboxAnswer> change) {
        context.seal().prepare(context.id());
        return context.transactions().write(tx -> change.apply(new FolderWork(context, tx)));
    }
}
