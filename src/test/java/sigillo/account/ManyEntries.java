package sigillo.account;

import java.time.Instant;
import java.util.Optional;
import sigillo.store.Store;
import sigillo.store.Transactions;

/** An inbox of very many messages, as rows alone: for tests of who reads no message. */
public final class ManyEntries {
    private static final int OF_COMMIT = 5_000;

    private ManyEntries() {}

    /** Of so many messages, with UIDs from 1 on; sizes are 1,000 and the last three digits of the UID. */
    public static void fill(Store store, AccountId account, MailboxId mailbox, int count) {
        var transactions = new Transactions(store.partition(account.partition()));
        for (int from = 1; from <= count; from += OF_COMMIT) {
            int first = from;
            int last = Math.min(count, from + OF_COMMIT - 1);
            transactions.write(tx -> {
                for (int uid = first; uid <= last; uid++) {
                    var entry = new EntryRow(new EmailId(1_000L + uid), new ThreadId(1_000L + uid), tx.revision(), false, 0, Marks.NONE,
                        1_000 + uid % 1_000, Instant.EPOCH, Optional.empty());
                    tx.put(Keys.entry(mailbox, uid), entry.encode());
                }
                var tally = tx.get(Keys.tally(mailbox)).map(Tally::decode).orElseThrow();
                tally.emails = last;
                tally.uidNext = last + 1;
                tx.put(Keys.tally(mailbox), tally.encode());
                return null;
            });
        }
    }
}
