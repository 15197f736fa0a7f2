package sigillo.account;

import java.util.ArrayList;
import java.util.List;
import sigillo.base.Bytes;
import sigillo.store.Batch;
import sigillo.store.Tx;

/**
 * Lets an account that was brought back from a backup go on behind everything that it may have given out since that
 * backup: its revision, UIDNEXT of each mailbox or its UIDVALIDITY, that of the next one, ids. Each entry gets a new
 * MODSEQ, because a mail program that saw a later one would not ask for it again, and the change log answers nobody
 * from before.
 */
final class Raising {
    private final Context context;
    private final Restoration restoration;

    Raising(Context context, Restoration restoration) {
        this.context = context;
        this.restoration = restoration;
    }

    void run() {
        var partition = context.transactions().partition();
        partition.raise(restoration.after(partition.revision()));
        uidValidity();
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

    /** First: each mailbox that gets another one gets the next. */
    private void uidValidity() {
        context.transactions().write(Batch.Lane.BULK, tx -> {
            tx.get(Keys.ACCOUNT).map(AccountRow::decode).ifPresent(account -> {
                account.nextUidValidity = restoration.uidValidityAfter(account.nextUidValidity);
                tx.put(Keys.ACCOUNT, account.encode());
            });
            return null;
        });
    }

    /** The seldom case of a mailbox that would have few UIDs left is as if it were restored again. */
    private void tally(MailboxId mailbox) {
        context.transactions().write(Batch.Lane.BULK, tx -> {
            tx.get(Keys.tally(mailbox)).map(Tally::decode).ifPresent(tally -> {
                boolean hasRoom = restoration.uids() <= (AccountLimits.UID_LAST - tally.uidNext) / 2;
                if (restoration.again() || !hasRoom) renew(tx, mailbox);
                if (hasRoom) tally.uidNext += restoration.uids(); // also under another one: it costs nothing
                tally.modSeq = tx.revision();
                tx.put(Keys.tally(mailbox), tally.encode());
            });
            return null;
        });
    }

    /** A greater one where UIDs may not be those of an earlier session, as RFC 9051 says (2.3.1.1). */
    private void renew(Tx tx, MailboxId mailbox) {
        var account = tx.get(Keys.ACCOUNT).map(AccountRow::decode).orElseThrow();
        var row = tx.get(Keys.mailbox(mailbox)).map(MailboxRow::decode).orElseThrow();
        long next = account.nextUidValidity;
        account.nextUidValidity = Math.min(next + 1, UidSet.UID_MAX);
        tx.put(Keys.ACCOUNT, account.encode());
        tx.put(Keys.mailbox(mailbox), row.uidValidity(next).encode());
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
                account.nextId = restoration.after(account.nextId);
                tx.put(Keys.ACCOUNT, account.encode());
                tx.put(Keys.FLOOR, Counter.encode(tx.revision()));
            });
            return null;
        });
    }
}
