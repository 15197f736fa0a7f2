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

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An account that came back from a backup gives out nothing twice, and is otherwise as it was; over any store. */
public interface RaisingContract extends AccountContract {
    Duration DAY = Duration.ofDays(1);

    @Test default void nothingIsGivenOutTwiceAfterARestore() {
        var clock = new Clock();
        var accounts = accounts(clock);
        var anna = accounts.create(ANNA);
        var inbox = inbox(anna);
        for (int i = 0; i < 3; i++) deposit(anna, inbox, "mail " + i);
        anna.flags(inbox.id(), uids(2), add(new Keyword("$seen")));
        anna.flags(inbox.id(), uids(1), addDeleted());
        anna.expunge(inbox.id(), uids(1));
        var before = now(anna, inbox);
        long revision = anna.revision();
        long id = anna.entry(inbox.id(), 3).orElseThrow().email().value();
        clock.pass(Duration.ofDays(1));
        accounts.raise(new Restoration(clock.instant(), DAY, 1_000, false));
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

    /** Another restoration may have given out the same UIDs: they are under another UIDVALIDITY from now on. */
    @Test default void mailboxesThatAreRestoredAgainAreOthers() {
        var clock = new Clock();
        var accounts = accounts(clock);
        var anna = accounts.create(ANNA);
        var inbox = inbox(anna);
        var work = make(anna, "Work");
        deposit(anna, inbox, "one");
        clock.pass(Duration.ofDays(1));
        accounts.raise(new Restoration(clock.instant(), DAY, 1_000, true));
        assertSound(anna);
        var after = List.of(now(anna, inbox), now(anna, work), make(anna, "New"));
        assertEquals(List.of(1L), uidsOf(anna, inbox));
        assertEquals(1_002, after.getFirst().uidNext());
        for (var one : after) assertTrue(one.uidValidity() >= clock.instant().getEpochSecond(), one.toString());
        assertEquals(3, after.stream().map(Mailbox::uidValidity).distinct().count());
    }

    /** A mailbox that has no room for so many UIDs gets another UIDVALIDITY, and keeps what room it has. */
    @Test default void theLastUidsAreNotSpent() {
        var clock = new Clock();
        var accounts = accounts(clock);
        var anna = accounts.create(ANNA);
        var first = inbox(anna);
        accounts.raise(new Restoration(clock.instant(), Duration.ofSeconds(1), 1L << 30, false));
        assertEquals(first.uidValidity(), now(anna, first).uidValidity());
        assertEquals(first.uidNext() + (1L << 30), now(anna, first).uidNext());
        long before = now(anna, first).uidNext();
        for (int i = 0; i < 5; i++) {
            long validity = now(anna, first).uidValidity();
            accounts.raise(new Restoration(clock.instant(), Duration.ofSeconds(1), 1L << 31, false));
            assertEquals(before, now(anna, first).uidNext());
            assertTrue(now(anna, first).uidValidity() > validity);
        }
        assertSound(anna);
    }
}
