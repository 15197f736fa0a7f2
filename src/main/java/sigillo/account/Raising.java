package sigillo.account;

import java.util.ArrayList;
import java.util.List;
import sigillo.base.Bytes;
import sigillo.store.Batch;

/**
 * Lets an account that was brought back from a backup go on behind everything that it may have given out since that
 * backup: its revision, UIDNEXT of each mailbox, UIDVALIDITY of the next one, ids. Each entry gets a new MODSEQ,
 * because a mail program that saw a later one would not ask for it again, and the change log answers nobody from
 * before.
 */
final class Raising {
    /** Changes of an account between two backups are fewer, at any speed that a store has. */
    private static final long REVISIONS = 1L << 32;
    private static final long IDS = 1L << 32;
    /** Mailboxes that were made since. */
    private static final long UID_VALIDITIES = 1L << 20;

    private final Context context;
    private final long uids;

    Raising(Context context, long uids) {
        this.context = context;
        this.uids = uids;
    }

    void run() {
        var partition = context.transactions().partition();
        partition.raise(partition.revision() + REVISIONS);
        var mailboxes = new ArrayList<MailboxId>();
        context.committed().each(Keys.MAILBOXES, (key, _) -> {
            if (Keys.isTally(key)) mailboxes.add(new MailboxId(Keys.first(key)));
            return true;
        });
        for (var mailbox : mailboxes) {
            entries(mailbox);
            tally(mailbox);
        }
        forgetLog();
        account();
    }

    private void forgetLog() {
        for (var old = logRows(); !old.isEmpty(); old = logRows()) {
            var some = old;
            context.transactions().write(Batch.Lane.BULK, tx -> {
                some.forEach(tx::delete);
                return null;
            });
        }
    }

    private List<Bytes> logRows() {
        var some = new ArrayList<Bytes>();
        context.committed().each(Keys.LOG, (key, _) -> some.add(key)
            && some.size() < AccountLimits.ENTRIES_OF_COMMIT_MAX);
        return some;
    }

    /** The seldom case of a mailbox near the end of its UIDs: it gets half of what is left. */
    private void tally(MailboxId mailbox) {
        context.transactions().write(Batch.Lane.BULK, tx -> {
            tx.get(Keys.tally(mailbox)).map(Tally::decode).ifPresent(tally -> {
                tally.uidNext += Math.min(uids, Math.max(0, AccountLimits.UID_LAST - tally.uidNext) / 2);
                tally.modSeq = tx.revision();
                tx.put(Keys.tally(mailbox), tally.encode());
            });
            return null;
        });
    }

    private record Kept(long uid, EntryRow row) {}

    private void entries(MailboxId mailbox) {
        for (var page = page(mailbox, 0); !page.isEmpty(); page = page(mailbox, page.getLast().uid() + 1)) {
            var some = page;
            context.transactions().write(Batch.Lane.BULK, tx -> {
                for (var one : some) {
                    var row = one.row().with(one.row().marks(), one.row().deleted(), tx.revision());
                    tx.put(Keys.entry(mailbox, one.uid()), row.encode());
                }
                return null;
            });
        }
    }

    private List<Kept> page(MailboxId mailbox, long from) {
        var page = new ArrayList<Kept>();
        context.committed().range(Keys.entry(mailbox, from), Keys.entries(mailbox).afterPrefix(), false, (key, row) -> {
            page.add(new Kept(Keys.last4(key), EntryRow.decode(row)));
            return page.size() < AccountLimits.ENTRIES_OF_COMMIT_MAX;
        });
        return page;
    }

    /** Last: from the floor on the change log answers. */
    private void account() {
        context.transactions().write(Batch.Lane.BULK, tx -> {
            tx.get(Keys.ACCOUNT).map(AccountRow::decode).ifPresent(account -> {
                account.nextId += IDS;
                account.nextUidValidity += UID_VALIDITIES;
                tx.put(Keys.ACCOUNT, account.encode());
                tx.put(Keys.FLOOR, Counter.encode(tx.revision()));
            });
            return null;
        });
    }
}
