package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.account.AccountContract.add;
import static sigillo.account.AccountContract.addDeleted;
import static sigillo.account.AccountContract.assertSound;
import static sigillo.account.AccountContract.deposit;
import static sigillo.account.AccountContract.entry;
import static sigillo.account.AccountContract.inbox;
import static sigillo.account.AccountContract.known;
import static sigillo.account.AccountContract.make;
import static sigillo.account.AccountContract.message;
import static sigillo.account.AccountContract.now;
import static sigillo.account.AccountContract.octets;
import static sigillo.account.AccountContract.remove;
import static sigillo.account.AccountContract.uids;

import java.io.IOException;
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
        var inbox = inbox(anna);
        var trash = anna.mailbox(Role.TRASH).orElseThrow();
        long empty = anna.revision();
        for (int i = 1; i <= 4; i++) deposit(anna, inbox, "m" + i);
        long four = anna.revision();
        anna.flags(inbox.id(), uids(1), add(Keyword.SEEN));
        anna.move(inbox.id(), uids(2), trash.id());
        anna.flags(inbox.id(), uids(3), addDeleted());
        anna.expunge(inbox.id(), UidSet.ALL);
        long now = anna.revision();
        assertEquals(new MailboxChanges.Known(now, List.of(entry(anna, inbox, 1)), List.of(2L, 3L)),
            anna.changes(inbox.id(), four));
        assertEquals(new MailboxChanges.Known(now, List.of(entry(anna, trash, 1)), List.of()),
            anna.changes(trash.id(), four));
        assertEquals(new MailboxChanges.Known(now, List.of(), List.of()), anna.changes(inbox.id(), now));
        assertEquals(List.of(1L, 4L), known(anna.changes(inbox.id(), empty)).changed().stream().map(Entry::uid)
            .toList());
        assertEquals(new MailboxChanges.Resynchronise(now), anna.changes(inbox.id(),
            now + 1), "a revision of the future");
        assertEquals(List.of(1L, 4L), known(anna.changes(inbox.id(), 0)).changed().stream().map(Entry::uid).toList());
    }

    /** Room is taken for what was counted, before any is read; none where there is nothing. */
    @Test default void isReadWhereThereIsRoom() {
        var anna = anna();
        var inbox = inbox(anna);
        long empty = anna.revision();
        for (int i = 1; i <= 4; i++) deposit(anna, inbox, "m" + i);
        anna.flags(inbox.id(), uids(3), addDeleted());
        anna.expunge(inbox.id(), UidSet.ALL);
        var asked = new ArrayList<Integer>();
        var changes = known(anna.changes(inbox.id(), empty, entries -> {
            asked.add(entries);
            anna.flags(inbox.id(), uids(1), add(Keyword.SEEN));
        }));
        assertEquals(List.of(4), asked, "the one that is gone, too");
        assertTrue(changes.changed().getFirst().seen(), "it was read after that");
        assertEquals(List.of(3L), changes.vanished());
        anna.changes(inbox.id(), anna.revision(), asked::add);
        anna.changes(inbox.id(), anna.revision() + 1, asked::add);
        assertEquals(1, asked.size());
        assertThrows(IOException.class, () -> anna.changes(inbox.id(), empty, _ -> { throw new IOException("none"); }));
    }

    @Test default void aChangeOfKeywordsIsOneInEveryMailbox() {
        var anna = anna();
        var inbox = inbox(anna);
        var archive = anna.mailbox(Role.ARCHIVE).orElseThrow();
        deposit(anna, inbox, "x");
        anna.copy(inbox.id(), UidSet.ALL, archive.id());
        long before = anna.revision();
        anna.flags(inbox.id(), UidSet.ALL, add(Keyword.SEEN));
        assertEquals(List.of(entry(anna, archive, 1)), known(anna.changes(archive.id(), before)).changed());
        assertEquals(anna.revision(), now(anna, archive).modSeq());
    }

    @Test default void tellsListenersInOrderAndAfterwards() {
        var anna = anna();
        var inbox = inbox(anna);
        var sent = anna.mailbox(Role.SENT).orElseThrow();
        var told = new ArrayList<Changes>();
        anna.listen(_ -> { throw new IllegalStateException("a listener with a fault"); });
        anna.listen(_ -> { throw new NoClassDefFoundError("meant by this test"); });
        var subscription = anna.listen(changes -> {
            assertEquals(changes.revision(), anna.revision(), "it is there when it is told");
            told.add(changes);
        });
        deposit(anna, inbox, "x");
        anna.copy(inbox.id(), UidSet.ALL, sent.id());
        anna.flags(sent.id(), UidSet.ALL, add(Keyword.SEEN));
        var made = make(anna, "new");
        long last = anna.revision();
        assertEquals(List.of(
            new Changes(ANNA, last - 3, Set.of(inbox.id()), false),
                new Changes(ANNA, last - 2, Set.of(sent.id()), false),
            new Changes(ANNA, last - 1, Set.of(inbox.id(), sent.id()), false),
                new Changes(ANNA, last, Set.of(made.id()), true)), told);
        subscription.close();
        deposit(anna, inbox, "y");
        assertEquals(4, told.size());
    }

    @Test default void allWhoOpenAnAccountShareItsStream() {
        var accounts = accounts();
        var one = accounts.create(ANNA);
        var told = new ArrayList<Changes>();
        accounts.open(ANNA).listen(told::add);
        deposit(one, inbox(one), "x");
        assertEquals(1, told.size());
    }

    @Test default void forgetsTheOldLogAndSaysSo() {
        var clock = new Clock();
        var anna = accounts(clock).create(ANNA);
        var inbox = inbox(anna);
        deposit(anna, inbox, "first");
        long early = anna.revision();
        for (int i = 0; i < 50; i++) deposit(anna, inbox, "m" + i);
        anna.tidy();
        assertInstanceOf(MailboxChanges.Known.class, anna.changes(inbox.id(), early), "young and few");
        clock.pass(AccountLimits.LOG_AGE_KEPT.plusDays(1));
        raiseRevision(AccountLimits.LOG_REVISIONS_KEPT);
        long late = anna.revision();
        deposit(anna, inbox, "last");
        anna.tidy();
        assertInstanceOf(MailboxChanges.Resynchronise.class, anna.changes(inbox.id(), early));
        assertEquals(1, known(anna.changes(inbox.id(), late)).changed().size());
        assertSound(anna);
    }

    @Test default void oftenChangedIsToldOnce() {
        var anna = anna();
        var inbox = inbox(anna);
        for (int i = 0; i < 10; i++) deposit(anna, inbox, "m" + i);
        long since = anna.revision();
        for (int i = 0; i < 20; i++) {
            anna.flags(inbox.id(), UidSet.ALL, i % 2 == 0 ? add(Keyword.SEEN) : remove(Keyword.SEEN));
        }
        assertEquals(10, known(anna.changes(inbox.id(), since)).changed().size());
    }

    @Test default void forgetsDeliveryKeysAWeekAfterTheLastAttempt() {
        var clock = new Clock();
        var anna = accounts(clock).create(ANNA);
        var deposit = new Deposit(message("x"), List.of(inbox(anna).id()), Set.of(), false, NOON, Optional.of("k"));
        anna.deposit(deposit);
        clock.pass(Duration.ofDays(7));
        anna.tidy();
        assertEquals(new Deposited.AlreadyThere(), anna.deposit(deposit));
        clock.pass(Duration.ofDays(2));
        anna.tidy();
        assertEquals(new Deposited.AlreadyThere(), anna.deposit(deposit), "who goes on trying does not deposit it again");
        clock.pass(Duration.ofDays(9));
        anna.tidy();
        assertInstanceOf(Deposited.Kept.class, anna.deposit(deposit));
    }

    /** Another server's deposit may be about to name it, and its clock may be a day behind: no age says that it is not. */
    @Test default void amongServersAnAgeIsNoReason() throws Exception {
        var clock = new Clock();
        var accounts = accounts(clock);
        var anna = accounts.create(ANNA);
        accounts.shared();
        var old = BlobIds.fresh(ANNA, clock.instant());
        store().blobs().put(old, octets("on its way in"));
        clock.pass(AccountLimits.ORPHAN_AGE_MIN.plusDays(2));
        assertEquals(0, anna.tidy());
        assertEquals(0, anna.tidy());
        assertTrue(store().blobs().has(old));
    }

    @Test default void collectsOrphansButNothingElse() throws Exception {
        var clock = new Clock();
        var anna = accounts(clock).create(ANNA);
        var email = deposit(anna, inbox(anna), "x");
        var old = BlobIds.fresh(ANNA, clock.instant());
        assertEquals(clock.instant(), BlobIds.madeAt(old));
        store().blobs().put(old, octets("left by a crash"));
        assertEquals(0, anna.tidy(), "it may be a deposit's of another process");
        clock.pass(AccountLimits.ORPHAN_AGE_MIN.plusSeconds(1));
        var young = BlobIds.fresh(ANNA, clock.instant());
        store().blobs().put(young, octets("in flight"));
        assertEquals(1, anna.tidy());
        assertEquals(false, store().blobs().has(old));
        assertTrue(store().blobs().has(young));
        assertTrue(anna.content(email.id()).isPresent());
        assertSound(anna);
    }

    @Test default void removesAnAccountWithAllItHas() throws Exception {
        var clock = new Clock();
        var accounts = accounts(clock);
        var anna = accounts.create(ANNA);
        var bruno = accounts.create(new AccountId("bruno"));
        for (var account : List.of(anna, bruno)) deposit(account, inbox(account), "x");
        accounts.remove(ANNA);
        assertEquals(false, accounts.exists(ANNA));
        assertEquals(List.of(bruno.id()), accounts.all());
        org.junit.jupiter.api.Assertions.assertThrows(IllegalArgumentException.class, () -> accounts.open(ANNA));
        var inbox = inbox(bruno);
        org.junit.jupiter.api.Assertions.assertThrows(IllegalStateException.class,
            () -> anna.deposit(Deposit.of(message("late"), inbox.id(), NOON)));
        clock.pass(AccountLimits.ORPHAN_AGE_MIN.plusSeconds(1));
        accounts.tidy();
        var blobs = new ArrayList<>();
        store().blobs().ids(BlobIds.ALL, blobs::add);
        assertEquals(1, blobs.size(), "bruno's is left");
        assertSound(bruno);
        org.junit.jupiter.api.Assertions.assertThrows(IllegalStateException.class, () -> accounts.create(ANNA));
    }

    @Test default void anInterruptedRemovalIsEnded() {
        var accounts = accounts();
        var anna = accounts.create(ANNA);
        var mailbox = make(anna, "doomed");
        deposit(anna, mailbox, "x");
        anna.create("kept", Optional.empty());
        new sigillo.store.Transactions(store().partition(ANNA.partition())).write(tx -> {
            tx.put(Keys.mailbox(mailbox.id()), MailboxRow.decode(tx.get(Keys.mailbox(mailbox.id())).orElseThrow())
                .asDoomed().encode());
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
