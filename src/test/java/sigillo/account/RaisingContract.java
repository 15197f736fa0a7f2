package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sigillo.account.AccountContract.add;
import static sigillo.account.AccountContract.addDeleted;
import static sigillo.account.AccountContract.assertSound;
import static sigillo.account.AccountContract.deposit;
import static sigillo.account.AccountContract.entry;
import static sigillo.account.AccountContract.inbox;
import static sigillo.account.AccountContract.keyword;
import static sigillo.account.AccountContract.make;
import static sigillo.account.AccountContract.now;
import static sigillo.account.AccountContract.uids;
import static sigillo.account.AccountContract.uidsOf;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An account that came back from a backup gives out nothing twice, and is otherwise as it was; over any store. */
public interface RaisingContract extends AccountContract {

    @Test default void nothingIsGivenOutTwiceAfterARestore() {
        var accounts = accounts();
        var anna = accounts.create(ANNA);
        var inbox = inbox(anna);
        for (int i = 0; i < 3; i++) deposit(anna, inbox, "mail " + i);
        anna.flags(inbox.id(), uids(2), add(new Keyword("$seen")));
        anna.flags(inbox.id(), uids(1), addDeleted());
        anna.expunge(inbox.id(), uids(1));
        var before = now(anna, inbox);
        long revision = anna.revision();
        long id = anna.entry(inbox.id(), 3).orElseThrow().email().value();
        accounts.raise(1_000);
        assertSound(anna);
        var after = now(anna, inbox);
        assertEquals(List.of(2L, 3L), uidsOf(anna, inbox));
        assertEquals(before.uidValidity(), after.uidValidity());
        assertEquals(before.counts(), after.counts());
        assertEquals(before.uidNext() + 1_000, after.uidNext());
        assertEquals(Set.of(keyword("$seen")), entry(anna, inbox, 2).keywords());
        assertTrue(anna.revision() > revision + 1_000_000_000L);
        assertTrue(after.modSeq() > revision + 1_000_000_000L);
        for (long uid : new long[] {2, 3}) assertTrue(entry(anna, inbox, uid).modSeq() > revision + 1_000_000_000L);
        // whatever state a mail program has, of before or of what is lost, it is told to look again
        for (long since : new long[] {0, revision, revision + 1, revision + 1_000_000}) {
            assertInstanceOf(MailboxChanges.Resynchronise.class, anna.changes(inbox.id(), since));
        }
        var next = deposit(anna, after, "after");
        assertEquals(before.uidNext() + 1_000, next.memberships().getFirst().uid());
        assertTrue(next.id().value() > id + 1_000_000_000L);
        assertTrue(make(anna, "New").uidValidity() > before.uidValidity() + 1_000);
        assertEquals(1, AccountContract.known(anna.changes(inbox.id(), anna.revision() - 2)).changed().size() + 0L);
        assertSound(anna);
    }

    /** Near the end of its UIDs a mailbox keeps half of what is left. */
    @Test default void theLastUidsAreNotSpent() {
        var accounts = accounts();
        var anna = accounts.create(ANNA);
        for (int i = 0; i < 40; i++) accounts.raise(1L << 31);
        long left = AccountLimits.UID_LAST - now(anna, inbox(anna)).uidNext();
        assertTrue(left >= 0, "UIDNEXT is beyond the last");
        assertSound(anna);
    }
}
