package sigillo.account;

import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import sigillo.base.Bytes;
import sigillo.store.Abandoned;
import sigillo.store.BlobStore;
import sigillo.store.Transactions;

/**
 * What all that works on one account shares. {@code inFlight}: blobs of deposits that are not committed yet.
 * {@code warnings}: hears of accounts that are nearly full, after the commit and on its thread. {@code told}: what
 * {@link Recents} has not written yet. {@code abandoned}: which blobs of nobody go. {@code lists}: of all accounts.
 * {@code sorted}: hears what owners say of messages, as {@code warnings} does.
 */
record Context(AccountId id, Transactions transactions, BlobStore blobs, ContentSeal seal, Hashes hashes,
               InstantSource clock, KeywordNames names, Listeners listeners, Set<Bytes> inFlight,
               UndeleteSettings undelete, Quotas quotas, Consumer<QuotaWarning> warnings,
               ConcurrentMap<MailboxId, Long> told, Supplier<Abandoned> abandoned, UidLists lists, Consumer<Sorted> sorted) {

    /** What is committed. */
    Reads committed() { return Reads.of(transactions.partition()); }
}
