package sigillo.account;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.StoreException;

/** Expunges; and deletes the blobs of what is gone for good. */
final class Removals {
    private static final System.Logger LOG = System.getLogger(Removals.class.getName());

    private record Removed(List<Long> uids, List<Bytes> blobs) {}

    private final Context context;
    private final ExpungedExpiry expiry;

    Removals(Context context) {
        this.context = context;
        this.expiry = new ExpungedExpiry(context);
    }

    /** What is marked \Deleted is looked for outside of the commits, since it may be little in a large mailbox. */
    List<Long> expunge(MailboxId mailbox, UidSet uids) {
        var gone = new Uids();
        if (!hasDeleted(mailbox)) return gone;
        var marked = new ArrayList<Long>();
        Entries.each(context.committed(), mailbox, uids, entry -> {
            if (entry.row().deleted()) marked.add(entry.uid());
            if (marked.size() == AccountLimits.ENTRIES_OF_COMMIT_MAX) {
                gone.addAll(remove(Batch.Lane.BULK, mailbox, List.copyOf(marked), true));
                marked.clear();
            }
            return true;
        });
        if (!marked.isEmpty()) gone.addAll(remove(Batch.Lane.PROMPT, mailbox, marked, true));
        return gone;
    }

    /** Those of the set that are there, marked or not. */
    List<Long> removeAll(MailboxId mailbox, UidSet uids) {
        var gone = new Uids();
        var lane = Batch.Lane.PROMPT;
        for (var page = page(mailbox, uids, 1); !page.isEmpty(); page = page(mailbox, uids, page.getLast() + 1)) {
            gone.addAll(remove(lane, mailbox, page, false));
            lane = Batch.Lane.BULK;
        }
        return gone;
    }

    private List<Long> page(MailboxId mailbox, UidSet uids, long from) {
        return Entries.page(context.committed(), mailbox, uids, from, AccountLimits.ENTRIES_OF_COMMIT_MAX).stream()
            .map(Entries.Numbered::uid).toList();
    }

    /** In one commit; whoever calls bounds the number. */
    List<Long> remove(Batch.Lane lane, MailboxId mailbox, List<Long> uids, boolean onlyDeleted) {
        var gone = remove(lane, mailbox, uids, onlyDeleted, context.undelete().isOn());
        expireWhatIsTooMuch();
        return gone;
    }

    private List<Long> remove(Batch.Lane lane, MailboxId mailbox, List<Long> uids, boolean onlyDeleted, boolean keeps) {
        var removed = context.transactions().write(lane, tx -> {
            tx.givesSpace();
            var removal = new Removal(context, new Ledger(context, tx), keeps);
            var gone = removal.removeAll(mailbox, uids, onlyDeleted);
            removal.close();
            return new Removed(gone, removal.blobs());
        });
        deleteBlobs(removed.blobs());
        return removed.uids();
    }

    /** One of which its sender hears that it was not kept: nobody has it back. */
    void takeBack(MailboxId mailbox, long uid) { remove(Batch.Lane.BULK, mailbox, List.of(uid), false, false); }

    /** Of what was expunged before. What was just removed stays so when this fails, and the next tidying does it. */
    void expireWhatIsTooMuch() {
        try {
            if (context.undelete().isOn() && expiry.isTooMuch()) expire();
        } catch (StoreException later) {
            LOG.log(Level.WARNING, "account " + context.id() + " keeps too much of what was expunged until it is tidied",
                later);
        }
    }

    void expire() { expiry.run(this::deleteBlobs); }

    /**
     * A commit that names blobs of its own. Where it fails they are deleted; but one that is in doubt may be found after a
     * restart all the same, so then they stay, and the sweep decides.
     */
    <T> T naming(List<Bytes> blobs, Supplier<T> commit) {
        try {
            return commit.get();
        } catch (RuntimeException failed) {
            boolean mayBeNamed = failed instanceof StoreException trouble && trouble.mayBeKept();
            if (!mayBeNamed) deleteBlobs(blobs);
            throw failed;
        }
    }

    /** After the commit that forgot them. What cannot be deleted now is found by the sweep. */
    void deleteBlobs(List<Bytes> blobs) {
        try {
            for (var blob : blobs) context.blobs().delete(blob);
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "blobs of account " + context.id() + " are left for the sweep", e);
        }
    }

    private boolean hasDeleted(MailboxId mailbox) {
        return context.committed().get(Keys.tally(mailbox)).map(Tally::decode).map(tally -> tally.deleted > 0)
            .orElse(false);
    }
}
