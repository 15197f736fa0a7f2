package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.account.AccountContract.add;
import static sigillo.account.AccountContract.assertSound;
import static sigillo.account.AccountContract.deposit;
import static sigillo.account.AccountContract.inbox;
import static sigillo.account.AccountContract.now;
import static sigillo.account.AccountContract.uids;

import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import sigillo.store.Transactions;

/** Which messages no session has been told of: RFC 3501 section 2.3.2. */
public interface RecentContract extends AccountContract {

    private static long recent(Account account) { return account.countRecent(inbox(account)); }

    @Test default void whatWasTakenIsNobodyElses() {
        var anna = anna();
        var inbox = inbox(anna);
        for (int i = 0; i < 3; i++) deposit(anna, inbox, "mail " + i);
        assertEquals(1, anna.recentFrom(inbox.id()));
        assertEquals(3, recent(anna));
        assertEquals(1, anna.takeRecent(inbox.id(), 4));
        assertEquals(4, anna.takeRecent(inbox.id(), 4));
        assertEquals(0, recent(anna));
        deposit(anna, inbox, "mail 4");
        assertEquals(1, recent(anna));
        assertEquals(4, anna.recentFrom(inbox.id()));
        anna.expunge(inbox.id(), uids(4));
        anna.remove(inbox.id(), uids(4));
        assertEquals(0, recent(anna));
        assertSound(anna);
    }

    /** Nothing is written for it; then the next change of the mailbox does, or who says so. */
    @Test default void isKeptWithTheNextChangeOrWhenAsked() {
        var anna = anna();
        var inbox = inbox(anna);
        deposit(anna, inbox, "one");
        long revision = anna.revision();
        anna.takeRecent(inbox.id(), 2);
        assertEquals(revision, anna.revision());
        assertEquals(1, recent(accounts().open(ANNA)), "a crash makes them recent once more");
        anna.flags(inbox.id(), uids(1), add(Keyword.SEEN));
        assertEquals(0, recent(accounts().open(ANNA)));
        deposit(anna, inbox, "two");
        anna.takeRecent(inbox.id(), 3);
        long modSeq = now(anna, inbox).modSeq();
        anna.keepRecent(inbox.id());
        assertEquals(0, recent(accounts().open(ANNA)));
        assertEquals(modSeq, now(anna, inbox).modSeq(), "no message has changed");
        long after = anna.revision();
        anna.keepRecent(inbox.id());
        assertEquals(after, anna.revision(), "there was nothing to write");
        assertSound(anna);
    }

    @Test default void ofManyAtOnceEachGetsItsOwn() throws InterruptedException {
        var anna = anna();
        var inbox = inbox(anna);
        var taken = new ConcurrentLinkedQueue<Long>();
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (long end = 1; end <= 200; end++) {
                    long from = anna.takeRecent(inbox.id(), end);
                    for (long uid = from; uid < end; uid++) taken.add(uid);
                    if (end % 50 == 0) anna.keepRecent(inbox.id());
                }
            }));
        }
        for (var thread : threads) thread.join();
        assertEquals(199, taken.size());
        assertEquals(199, taken.stream().distinct().count());
    }

    @Test default void rowsOfBeforeHaveNothingRecent() {
        var anna = anna();
        var inbox = inbox(anna);
        deposit(anna, inbox, "one");
        new Transactions(store().partition(ANNA.partition())).write(tx -> {
            var row = tx.get(Keys.tally(inbox.id())).orElseThrow();
            tx.put(Keys.tally(inbox.id()), java.util.Arrays.copyOf(row, row.length - 1)); // recentFrom 1 is one octet
            return null;
        });
        var again = accounts().open(ANNA);
        assertEquals(0, recent(again));
        deposit(again, inbox, "two");
        assertEquals(1, recent(again));
        assertSound(again);
    }

    @Test default void aMailboxThatIsGoneHasNone() {
        var anna = anna();
        var box = AccountContract.make(anna, "Away");
        deposit(anna, box, "one");
        anna.delete(box.id());
        assertTrue(anna.takeRecent(box.id(), 2) >= 2);
        anna.keepRecent(box.id());
        assertSound(anna);
    }
}
