package sigillo.account;

import java.util.List;
import java.util.Optional;
import sigillo.store.Batch;
import sigillo.store.StoreException;

/**
 * Copies and moves. Up to {@link AccountLimits#ENTRIES_OF_COMMIT_MAX} messages go in one commit. Of more, a move is
 * whole for each message (RFC 6851 section 3.3), and a copy that fails half-way takes back what it has done, as
 * RFC 9051 section 6.4.7 wants; only a stop of the server in between leaves a part of it.
 */
final class Copies {
    private final Context context;
    private final Removals removals;

    Copies(Context context, Removals removals) {
        this.context = context;
        this.removals = removals;
    }

    Copied copy(MailboxId from, UidSet uids, MailboxId to) {
        var done = new Pairs();
        try {
            var answer = run(from, uids, to, false, done);
            if (!(answer instanceof Copied.Done)) takeBack(to, done);
            return answer;
        } catch (StoreException e) {
            takeBackAfter(e, to, done);
            throw e;
        }
    }

    /** What stops it after some commits leaves the messages moved that were moved. */
    Copied move(MailboxId from, UidSet uids, MailboxId to) {
        var done = new Pairs();
        var target = context.committed().get(Keys.mailbox(to)).map(MailboxRow::decode);
        if (target.isEmpty()) return new Copied.NoSuchMailbox();
        try {
            var answer = run(from, uids, to, true, done);
            if (answer instanceof Copied.Done || done.isEmpty()) return answer;
            return new Copied.Partly(target.get().uidValidity(), done, Optional.of(answer), Optional.empty());
        } catch (StoreException e) {
            if (done.isEmpty()) throw e;
            return new Copied.Partly(target.get().uidValidity(), done, Optional.empty(), Optional.of(e));
        }
    }

    /** Adds to {@code done} what is done, commit by commit. */
    private Copied run(MailboxId from, UidSet uids, MailboxId to, boolean move, Pairs done) {
        long end = uidNext(from); // what comes into the same mailbox meanwhile, by this very copy, is not meant
        var lane = Batch.Lane.PROMPT;
        for (var next = Optional.of(1L); ; lane = Batch.Lane.BULK) {
            long first = next.get();
            var page = context.transactions().write(lane,
                tx -> new CopyWork(context, tx, from, to, move).run(uids, first, end));
            if (!(page.answer() instanceof Copied.Done(var uidValidity, var pairs))) return page.answer();
            done.addAll(pairs);
            next = page.next();
            if (next.isEmpty()) return new Copied.Done(uidValidity, done);
        }
    }

    private long uidNext(MailboxId mailbox) {
        return context.committed().get(Keys.tally(mailbox)).map(Tally::decode).map(tally -> tally.uidNext).orElse(1L);
    }

    private void takeBack(MailboxId to, List<Copied.Pair> done) {
        for (int from = 0; from < done.size(); from += AccountLimits.ENTRIES_OF_COMMIT_MAX) {
            var piece = done.subList(from, Math.min(done.size(), from + AccountLimits.ENTRIES_OF_COMMIT_MAX));
            removals.remove(Batch.Lane.BULK, to, piece.stream().map(Copied.Pair::to).toList(), false);
        }
    }

    private void takeBackAfter(StoreException failure, MailboxId to, List<Copied.Pair> done) {
        try {
            takeBack(to, done);
        } catch (StoreException e) {
            failure.addSuppressed(e);
        }
    }
}
