package sigillo.account;

import java.util.HashSet;
import java.util.Set;

/**
 * Tells who listens here what other processes have committed to an account: of which mailboxes, out of the change log.
 * What this process has committed since may be told again: who hears looks again, and finds what he has seen.
 */
final class NewsElsewhere {
    private final Context context;
    private final Listeners listeners;

    NewsElsewhere(Context context) {
        this.context = context;
        this.listeners = context.listeners();
    }

    /** Throws {@link sigillo.store.StoreException}; then the next look tells it. */
    void look() {
        synchronized (listeners) {
            if (listeners.isEmpty()) {
                listeners.lookedElsewhere(0); // who comes reads for himself what is there by then
                return;
            }
            long before = listeners.lookedElsewhere();
            long revision = context.transactions().partition().revision();
            if (revision == before) return;
            var changes = before == 0 ? everything(revision) : since(before, revision);
            listeners.lookedElsewhere(revision);
            listeners.tell(changes);
        }
    }

    private Changes since(long before, long revision) {
        var reads = context.committed();
        var touched = new HashSet<MailboxId>();
        var read = new int[1];
        var isList = new boolean[1];
        reads.range(Keys.log(before + 1, 0), Keys.LOG.afterPrefix(), false, (_, row) -> {
            var items = LogRow.decode(row).items();
            for (var item : items) {
                touched.add(new MailboxId(item.mailbox()));
                isList[0] |= !item.kind().isOfEntry();
            }
            read[0] += items.size();
            return read[0] <= AccountLimits.CHANGES_READ_MAX;
        });
        // read after the log: what was forgotten meanwhile shows in it
        boolean isForgotten = reads.get(Keys.FLOOR).map(Counter::decode).orElse(0L) > before;
        boolean isTooMuch = read[0] > AccountLimits.CHANGES_READ_MAX;
        if (isForgotten || isTooMuch) return everything(revision);
        return new Changes(context.id(), revision, touched, isList[0]);
    }

    private Changes everything(long revision) { return new Changes(context.id(), revision, all(), true); }

    private Set<MailboxId> all() {
        var all = new HashSet<MailboxId>();
        context.committed().each(Keys.MAILBOXES, (key, _) -> {
            all.add(new MailboxId(Keys.first(key)));
            return true;
        });
        return all;
    }
}
