package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who listens to an account is told what another process has committed to it. */
public interface ElsewhereContract extends AccountContract {

    @Test default void whoListensIsToldWhatAnotherProcessCommits() {
        var here = accounts();
        var anna = here.create(ANNA);
        var there = accounts().open(ANNA);
        var inbox = AccountContract.inbox(there);
        var heard = new ArrayList<Changes>();
        try (var _ = anna.listen(heard::add)) {
            AccountContract.deposit(there, inbox, "first");
            assertTrue(heard.isEmpty(), "nobody has said that there is news");
            here.changedElsewhere(ANNA.partition());
            var first = heard.removeLast();
            assertEquals(anna.revision(), first.revision());
            boolean isAll = first.mailboxes().contains(inbox.id()) && first.mailboxList();
            assertTrue(isAll, "all, since nothing was looked at before");
            here.changedElsewhere(ANNA.partition());
            assertTrue(heard.isEmpty(), "there is nothing new");

            AccountContract.deposit(there, inbox, "second");
            here.changedElsewhere(ANNA.partition());
            assertEquals(new Changes(ANNA, anna.revision(), Set.of(inbox.id()), false), heard.removeLast());
            var made = AccountContract.make(there, "Elsewhere");
            here.changedElsewhere();
            assertEquals(new Changes(ANNA, anna.revision(), Set.of(made.id()), true), heard.removeLast());
            assertEquals(2, anna.uids(inbox.id()).size());
        }
        AccountContract.deposit(there, inbox, "third");
        here.changedElsewhere(ANNA.partition());
        assertTrue(heard.isEmpty(), "nobody listens");
        try (var _ = anna.listen(heard::add)) {
            AccountContract.deposit(there, inbox, "fourth");
            here.changedElsewhere(ANNA.partition());
            assertTrue(heard.removeLast().mailboxList(), "what came while nobody listened is not skipped");
        }
    }

    /** An account that nobody has open is not opened for it. */
    @Test default void whatNobodyHasOpenIsNotLookedAt() {
        var here = accounts();
        here.create(ANNA);
        here.changedElsewhere(new AccountId("nobody").partition());
        here.changedElsewhere(new sigillo.store.PartitionName("k/anna"));
        assertFalse(here.exists(new AccountId("nobody")));
    }
}
