package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.account.AccountContract.NOON;
import static sigillo.account.AccountContract.addDeleted;
import static sigillo.account.AccountContract.assertSound;
import static sigillo.account.AccountContract.deposit;
import static sigillo.account.AccountContract.inbox;
import static sigillo.account.AccountContract.keyword;
import static sigillo.account.AccountContract.message;
import static sigillo.account.AccountContract.now;
import static sigillo.account.AccountContract.pairs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.keyring.TestSeal;
import sigillo.store.Batch;
import sigillo.store.ForwardingStore;
import sigillo.store.Partition;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.UnreadableStore;
import sigillo.store.Written;
import sigillo.store.memory.MemoryStore;

/** What is too much for one commit, and what a store does not take. */
class SeveralCommitsTest {
    private static final int EMAILS = 80;
    private static final int TIMES = 64;
    private static final int ENTRIES = EMAILS * TIMES;

    private final MemoryStore store = new MemoryStore();
    private final UnreadableStore unreadable = new UnreadableStore(store);
    private final Account anna = AccountContract.account(unreadable);
    private final Mailbox inbox = inbox(anna);
    private final Mailbox archive = anna.mailbox(Role.ARCHIVE).orElseThrow();

    /** A few messages, each many times in the inbox. */
    @BeforeEach void fill() {
        for (int i = 0; i < EMAILS; i++) deposit(anna, inbox, "m" + i);
        for (int n = 1; n < TIMES; n *= 2) anna.copy(inbox.id(), UidSet.ALL, inbox.id());
        assertEquals(ENTRIES, now(anna, inbox).counts().emails());
        assertTrue(ENTRIES > AccountLimits.ENTRIES_OF_COMMIT_MAX);
    }

    @Test void itsOwnChangesAreNotSomebodyElses() {
        long revision = anna.revision();
        var answer = anna.flags(inbox.id(), UidSet.ALL,
            new FlagChange(FlagChange.Mode.ADD, Set.of(keyword("tag")), false, Optional.of(revision)));
        assertEquals(List.of(), answer.refused());
        assertEquals(ENTRIES, answer.now().size());
        assertTrue(anna.revision() > revision + 1, "in several commits");
        anna.entries(inbox.id(), UidSet.ALL, entry -> {
            assertEquals(Set.of(keyword("tag")), entry.keywords());
            return true;
        });
        assertSound(anna);
    }

    @Test void copiesInSeveralCommits() {
        long revision = anna.revision();
        assertEquals(ENTRIES, pairs(anna.copy(inbox.id(), UidSet.ALL, archive.id())).size());
        assertEquals(revision + 2, anna.revision());
        assertEquals(ENTRIES, now(anna, archive).counts().emails());
        assertEquals(ENTRIES, pairs(anna.copy(inbox.id(), UidSet.ALL, inbox.id())).size(), "not its own copies");
        assertSound(anna);
    }

    @Test void aCopyThatFailsIsTakenBack() {
        var last = deposit(anna, inbox, "last");
        for (int n = 1; n < AccountLimits.MEMBERSHIPS_OF_EMAIL_MAX; n *= 2) {
            anna.copy(inbox.id(), new UidSet(List.of(new UidSet.Range(ENTRIES + 1, UidSet.UID_MAX))), inbox.id());
        }
        assertInstanceOf(Copied.OverLimit.class, anna.copy(inbox.id(), UidSet.ALL, archive.id()));
        assertEquals(0, now(anna, archive).counts().emails());
        assertTrue(now(anna, archive).uidNext() > AccountLimits.ENTRIES_OF_COMMIT_MAX, "a UID is never used twice");
        assertEquals(AccountLimits.MEMBERSHIPS_OF_EMAIL_MAX, anna.email(last.id()).orElseThrow().memberships().size());
        assertSound(anna);
    }

    @Test void movesExpungesAndDeletesInSeveralCommits() {
        assertEquals(ENTRIES, pairs(anna.move(inbox.id(), UidSet.ALL, inbox.id())).size());
        assertEquals(ENTRIES, pairs(anna.move(inbox.id(), UidSet.ALL, archive.id())).size());
        assertEquals(new Mailbox.Counts(0, 0, 0, 0, 0, 0), now(anna, inbox).counts());
        anna.copy(archive.id(), UidSet.ALL, inbox.id());
        anna.flags(archive.id(), UidSet.ALL, addDeleted());
        assertEquals(ENTRIES, anna.expunge(archive.id(), UidSet.ALL).size());
        anna.move(inbox.id(), UidSet.ALL, archive.id());
        assertInstanceOf(MailboxAnswer.Done.class, anna.delete(archive.id()));
        assertEquals(0, anna.verify().emails());
        assertEquals(List.of(), blobs());
        assertSound(anna);
    }

    /** RFC 9051 section 6.4.8: each message is moved or is where it was, and which were moved is known. */
    @Test void aMoveThatFailsSaysWhatItHasMoved() {
        var refusing = new RefusingStore(store);
        var again = new Accounts(refusing, TestSeal.over(store, new AccountContract.Clock()), AccountContract.HASH_KEY,
            new AccountContract.Clock()).open(AccountContract.ANNA);
        refusing.refuse(1);
        assertThrows(StoreException.class, () -> again.move(inbox.id(), UidSet.ALL, archive.id()));
        refusing.refuse(2);
        var half = assertInstanceOf(Copied.Partly.class, again.move(inbox.id(), UidSet.ALL, archive.id()));
        assertEquals(AccountLimits.ENTRIES_OF_COMMIT_MAX, half.pairs().size());
        assertEquals(archive.uidValidity(), half.uidValidity());
        assertTrue(half.failure().isPresent() && half.refusal().isEmpty());
        assertEquals(AccountLimits.ENTRIES_OF_COMMIT_MAX, now(again, archive).counts().emails());
        assertEquals(ENTRIES - AccountLimits.ENTRIES_OF_COMMIT_MAX, now(again, inbox).counts().emails());
        assertSound(again);
    }

    /** What is done is said to be done, however many there were, when nothing can be read after the last commit. */
    @Test void nothingIsReadAfterTheLastCommit() {
        var many = new UidSet(List.of(new UidSet.Range(1, AccountLimits.ENTRIES_OF_COMMIT_MAX)));
        unreadable.failAfter(1);
        assertEquals(AccountLimits.ENTRIES_OF_COMMIT_MAX, pairs(anna.copy(inbox.id(), many, archive.id())).size());
        unreadable.recover();
        unreadable.failAfter(1);
        assertEquals(AccountLimits.ENTRIES_OF_COMMIT_MAX, pairs(anna.move(inbox.id(), many, archive.id())).size());
        unreadable.recover();
        assertEquals(2 * AccountLimits.ENTRIES_OF_COMMIT_MAX, now(anna, archive).counts().emails());
        assertSound(anna);
    }

    @Test void aFullDiskChangesNothing() {
        var before = anna.mailboxes();
        store.refuse(Written.Cause.FULL);
        var full = assertThrows(StoreException.class, () -> anna.deposit(Deposit.of(message("x"), inbox.id(), NOON)));
        assertTrue(full.isFull());
        assertThrows(StoreException.class, () -> anna.flags(inbox.id(), UidSet.ALL, addDeleted()));
        assertThrows(StoreException.class, () -> anna.copy(inbox.id(), UidSet.ALL, archive.id()));
        assertEquals(before, anna.mailboxes(), "reading goes on");
        store.recover();
        deposit(anna, inbox, "x");
        assertEquals(EMAILS + 1, blobs().size());
        assertSound(anna);
    }

    /** A store that refuses one commit of an account, the n-th from now on, or some, and takes the others. */
    private static final class RefusingStore extends ForwardingStore {
        private int commits;
        private java.util.Set<Integer> refused = java.util.Set.of();

        RefusingStore(Store inner) { super(inner); }

        void refuse(Integer... nth) {
            commits = 0;
            refused = java.util.Set.of(nth);
        }

        @Override protected CompletableFuture<Written> submit(Partition partition, Batch batch) {
            boolean isRefused = partition.name().text().startsWith("a/") && refused.contains(++commits);
            return isRefused ? CompletableFuture.completedFuture(new Written.Refused(Written.Cause.FAILED, "as the test wants"))
                : partition.submit(batch);
        }
    }

    @Test void ofSeveralTogetherNoneStaysWhenALaterCommitFails() {
        var memory = new MemoryStore();
        var refusing = new RefusingStore(memory);
        var bruno = AccountContract.account(refusing);
        var many = new ArrayList<Deposit>();
        var random = new Random(1);
        for (int i = 0; i < 100; i++) {
            var words = new StringBuilder("Subject: m" + i + "\r\n\r\n");
            while (words.length() < 100_000) words.append(Long.toString(random.nextLong() >>> 1, 36)).append("\r\n");
            many.add(Deposit.of(AccountContract.octets(words.toString()), inbox(bruno).id(), NOON));
        }
        refusing.refuse(2);
        assertThrows(StoreException.class, () -> bruno.depositTogether(many));
        assertEquals(0, now(bruno, inbox(bruno)).counts().emails());
        assertTrue(now(bruno, inbox(bruno)).uidNext() > 1, "some had been kept before");
        var left = new ArrayList<Bytes>();
        memory.blobs().ids(BlobIds.ALL, left::add);
        assertEquals(List.of(), left);
        assertSound(bruno);
        assertEquals(100, bruno.depositTogether(many).size());
    }

    /** Nobody has them back, as his sender heard that they were not kept; and one that stays keeps none of the others. */
    @Test void whatIsTakenBackIsGoneAndOneFailureKeepsNoOther() {
        var memory = new MemoryStore();
        var refusing = new RefusingStore(memory);
        var accounts = new Accounts(refusing, TestSeal.over(memory, new AccountContract.Clock()), AccountContract.HASH_KEY,
            new AccountContract.Clock(), new UndeleteSettings(java.time.Duration.ofDays(30), 64L << 20));
        var carla = accounts.create(AccountContract.ANNA);
        var many = new ArrayList<Deposit>();
        var random = new Random(1);
        for (int i = 0; i < 100; i++) {
            var words = new StringBuilder("Subject: m" + i + "\r\n\r\n");
            while (words.length() < 100_000) words.append(Long.toString(random.nextLong() >>> 1, 36)).append("\r\n");
            many.add(Deposit.of(AccountContract.octets(words.toString()), inbox(carla).id(), NOON));
        }
        refusing.refuse(2, 3); // the second commit, and the first that takes back
        var failed = assertThrows(StoreException.class, () -> carla.depositTogether(many));
        assertEquals(1, failed.getSuppressed().length);
        assertEquals(1, now(carla, inbox(carla)).counts().emails(), "the one that the store kept");
        assertTrue(now(carla, inbox(carla)).uidNext() > 10);
        assertEquals(List.of(), carla.expunged(10), "nobody has deleted anything");
        assertSound(carla);
    }

    /** In the commit that makes the mailbox, in the first that moves, and in the second. */
    @Test void anInboxThatCannotBeRenamedIsAsItWas() {
        var refusing = new RefusingStore(store);
        var again = new Accounts(refusing, TestSeal.over(store, new AccountContract.Clock()), AccountContract.HASH_KEY,
            new AccountContract.Clock()).open(AccountContract.ANNA);
        for (int nth = 1; nth <= 3; nth++) {
            refusing.refuse(nth);
            assertThrows(StoreException.class, () -> again.rename(inbox.id(), "Old"));
            assertEquals(ENTRIES, now(again, inbox).counts().emails());
            assertEquals(Optional.empty(), again.mailbox("Old"));
            assertSound(again);
        }
        assertInstanceOf(MailboxAnswer.Done.class, again.rename(inbox.id(), "Old"));
        assertEquals(ENTRIES, again.mailbox("Old").orElseThrow().counts().emails());
    }

    private List<Bytes> blobs() {
        var blobs = new ArrayList<Bytes>();
        store.blobs().ids(BlobIds.ALL, blobs::add);
        return blobs;
    }
}
