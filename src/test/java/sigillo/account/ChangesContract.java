package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sigillo.store.Batch;
import sigillo.store.Written;

/** How an account tells what has changed, and what it forgets, over any store. */
public interface ChangesContract extends AccountContract {

    @Test default void tellsWhatChangedInAMailbox() {
        var anna = anna();
        var inbox = AccountContract.inbox(anna);
        var trash = anna.mailbox(Role.TRASH).orElseThrow();
        long empty = anna.revision();
        for (int i = 1; i <= 4; i++) AccountContract.deposit(anna, inbox, "m" + i);
        long four = anna.revision();
        anna.flags(inbox.id(), AccountContract.uids(1), AccountContract.add(Keyword.SEEN));
        anna.move(inbox.id(), AccountContract.uids(2), trash.id());
        anna.flags(inbox.id(), AccountContract.uids(3), AccountContract.addDeleted());
        anna.expunge(inbox.id(), UidSet.ALL);
        long now = anna.revision();
        assertEquals(new MailboxChanges.Known(now, List.of(AccountContract.entry(anna, inbox, 1)), List.of(2L, 3L)), anna.changes(inbox.id(), four));
        assertEquals(new MailboxChanges.Known(now, List.of(AccountContract.entry(anna, trash, 1)), List.of()), anna.changes(trash.id(), four));
        assertEquals(new MailboxChanges.Known(now, List.of(), List.of()), anna.changes(inbox.id(), now));
        assertEquals(List.of(1L, 4L), AccountContract.known(anna.changes(inbox.id(), empty)).changed().stream().map(Entry::uid).toList());
        assertEquals(new MailboxChanges.Resynchronise(now), anna.changes(inbox.id(), now + 1), "a revision of the future");
        assertEquals(List.of(1L, 4L), AccountContract.known(anna.changes(inbox.id(), 0)).changed().stream().map(Entry::uid).toList());
    }

    @Test default void aChangeOfKeywordsIsOneInEveryMailbox() {
        var anna = anna();
        var inbox = AccountContract.inbox(anna);
        var archive = anna.mailbox(Role.ARCHIVE).orElseThrow();
        AccountContract.deposit(anna, inbox, "x");
        anna.copy(inbox.id(), UidSet.ALL, archive.id());
        long before = anna.revision();
        anna.flags(inbox.id(), UidSet.ALL, AccountContract.add(Keyword.SEEN));
        assertEquals(List.of(AccountContract.entry(anna, archive, 1)), AccountContract.known(anna.changes(archive.id(), before)).changed());
        assertEquals(anna.revision(), AccountContract.now(anna, archive).modSeq());
    }

    @Test default void tellsListenersInOrderAndAfterwards() {
        var anna = anna();
        var inbox = AccountContract.inbox(anna);
        var sent = anna.mailbox(Role.SENT).orElseThrow();
        var told = new ArrayList<Changes>();
        anna.listen(_ -> { throw new IllegalStateException("a listener with a fault"); });
        var subscription = anna.listen(changes -> {
            assertEquals(changes.revision(), anna.revision(), "it is there when it is told");
            told.add(changes);
        });
        AccountContract.deposit(anna, inbox, "x");
        anna.copy(inbox.id(), UidSet.ALL, sent.id());
        anna.flags(sent.id(), UidSet.ALL, AccountContract.add(Keyword.SEEN));
        var made = AccountContract.make(anna, "new");
        long last = anna.revision();
        assertEquals(List.of(
            new Changes(ANNA, last - 3, Set.of(inbox.id()), false), new Changes(ANNA, last - 2, Set.of(sent.id()), false),
            new Changes(ANNA, last - 1, Set.of(inbox.id(), sent.id()), false), new Changes(ANNA, last, Set.of(made.id()), true)), told);
        subscription.close();
        AccountContract.deposit(anna, inbox, "y");
        assertEquals(4, told.size());
    }

    @Test default void allWhoOpenAnAccountShareItsStream() {
        var accounts = accounts();
        var one = accounts.create(ANNA);
        var told = new ArrayList<Changes>();
        accounts.open(ANNA).listen(told::add);
        AccountContract.deposit(one, AccountContract.inbox(one), "x");
        assertEquals(1, told.size());
    }

    @Test default void forgetsTheOldLogAndSaysSo() {
        var clock = new Clock();
        var anna = accounts(clock).create(ANNA);
        var inbox = AccountContract.inbox(anna);
        AccountContract.deposit(anna, inbox, "first");
        long early = anna.revision();
        for (int i = 0; i < 50; i++) AccountContract.deposit(anna, inbox, "m" + i);
        anna.tidy();
        assertInstanceOf(MailboxChanges.Known.class, anna.changes(inbox.id(), early), "young and few");
        clock.pass(AccountLimits.LOG_AGE_KEPT.plusDays(1));
        raiseRevision(AccountLimits.LOG_REVISIONS_KEPT);
        long late = anna.revision();
        AccountContract.deposit(anna, inbox, "last");
        anna.tidy();
        assertInstanceOf(MailboxChanges.Resynchronise.class, anna.changes(inbox.id(), early));
        assertEquals(1, AccountContract.known(anna.changes(inbox.id(), late)).changed().size());
        AccountContract.assertSound(anna);
    }

    @Test default void oftenChangedIsToldOnce() {
        var anna = anna();
        var inbox = AccountContract.inbox(anna);
        for (int i = 0; i < 10; i++) AccountContract.deposit(anna, inbox, "m" + i);
        long since = anna.revision();
        for (int i = 0; i < 20; i++) {
            anna.flags(inbox.id(), UidSet.ALL, i % 2 == 0 ? AccountContract.add(Keyword.SEEN) : AccountContract.remove(Keyword.SEEN));
        }
        assertEquals(10, AccountContract.known(anna.changes(inbox.id(), since)).changed().size());
    }

    @Test default void forgetsDeliveryKeysAfterAWeek() {
        var clock = new Clock();
        var anna = accounts(clock).create(ANNA);
        var deposit = new Deposit(AccountContract.message("x"), List.of(AccountContract.inbox(anna).id()), Set.of(), false, NOON, Optional.of("k"));
        anna.deposit(deposit);
        clock.pass(Duration.ofDays(7));
        anna.tidy();
        assertEquals(new Deposited.AlreadyThere(), anna.deposit(deposit));
        clock.pass(Duration.ofDays(2));
        anna.tidy();
        assertInstanceOf(Deposited.Kept.class, anna.deposit(deposit));
    }

    @Test default void collectsOrphansButNothingElse() throws Exception {
        var clock = new Clock();
        var anna = accounts(clock).create(ANNA);
        var email = AccountContract.deposit(anna, AccountContract.inbox(anna), "x");
        var old = BlobIds.fresh(ANNA, clock.instant());
        assertEquals(clock.instant(), BlobIds.madeAt(old));
        store().blobs().put(old, AccountContract.octets("left by a crash"));
        assertEquals(0, anna.tidy(), "it may be a deposit's of another process");
        clock.pass(AccountLimits.ORPHAN_AGE_MIN.plusSeconds(1));
        var young = BlobIds.fresh(ANNA, clock.instant());
        store().blobs().put(young, AccountContract.octets("in flight"));
        assertEquals(1, anna.tidy());
        assertEquals(false, store().blobs().has(old));
        assertTrue(store().blobs().has(young));
        assertTrue(anna.content(email.id()).isPresent());
        AccountContract.assertSound(anna);
    }

    @Test default void removesAnAccountWithAllItHas() throws Exception {
        var clock = new Clock();
        var accounts = accounts(clock);
        var anna = accounts.create(ANNA);
        var bruno = accounts.create(new AccountId("bruno"));
        for (var account : List.of(anna, bruno)) AccountContract.deposit(account, AccountContract.inbox(account), "x");
        accounts.remove(ANNA);
        assertEquals(false, accounts.exists(ANNA));
        assertEquals(List.of(bruno.id()), accounts.all());
        org.junit.jupiter.api.Assertions.assertThrows(IllegalArgumentException.class, () -> accounts.open(ANNA));
        var inbox = AccountContract.inbox(bruno);
        org.junit.jupiter.api.Assertions.assertThrows(IllegalStateException.class,
            () -> anna.deposit(Deposit.of(AccountContract.message("late"), inbox.id(), NOON)));
        clock.pass(AccountLimits.ORPHAN_AGE_MIN.plusSeconds(1));
        accounts.tidy();
        var blobs = new ArrayList<>();
        store().blobs().ids(BlobIds.ALL, blobs::add);
        assertEquals(1, blobs.size(), "bruno's is left");
        AccountContract.assertSound(bruno);
        var again = accounts.create(ANNA);
        assertEquals(0, AccountContract.inbox(again).counts().emails());
    }

    @Test default void anInterruptedRemovalIsEnded() {
        var accounts = accounts();
        var anna = accounts.create(ANNA);
        var mailbox = AccountContract.make(anna, "doomed");
        AccountContract.deposit(anna, mailbox, "x");
        anna.create("kept", Optional.empty());
        new sigillo.store.Transactions(store().partition(ANNA.partition())).write(tx -> {
            tx.put(Keys.mailbox(mailbox.id()), MailboxRow.decode(tx.get(Keys.mailbox(mailbox.id())).orElseThrow()).asDoomed().encode());
            var tally = Tally.decode(tx.get(Keys.tally(mailbox.id())).orElseThrow());
            tally.doomed = true;
            tx.put(Keys.tally(mailbox.id()), tally.encode());
            return null;
        });
        assertTrue(anna.mailbox(mailbox.id()).isEmpty());
        accounts.tidy();
        assertEquals(0, anna.verify().emails());
        assertTrue(store().partition(ANNA.partition()).get(Keys.mailbox(mailbox.id())).isEmpty());
    }

    /** Commits that touch nothing, all under way at once. */
    private void raiseRevision(int times) {
        var partition = store().partition(ANNA.partition());
        long revision = partition.revision();
        var last = partition.submit(empty(revision));
        for (int i = 1; i < times; i++) last = partition.submit(empty(revision + i));
        assertEquals(new Written.Applied(revision + times), last.join());
    }

    private static Batch empty(long revision) {
        return new Batch(revision, new java.util.UUID(0, revision), Batch.Lane.BULK, List.of());
    }
}
