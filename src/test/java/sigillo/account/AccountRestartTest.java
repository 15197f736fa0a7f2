package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static sigillo.account.AccountContract.assertSound;
import static sigillo.account.AccountContract.deposit;
import static sigillo.account.AccountContract.inbox;
import static sigillo.account.AccountContract.keyword;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.keyring.TestSeal;
import sigillo.store.rocksdb.RocksStore;

/** What an account keeps outlives the process. */
class AccountRestartTest {
    @Test void isTheSameAfterwards(@TempDir Path directory) {
        EmailId id;
        try (var store = RocksStore.open(directory)) {
            var before = AccountContract.account(store);
            id = deposit(before, inbox(before), "x", keyword("tag"), Keyword.FLAGGED).id();
            before.copy(inbox(before).id(), UidSet.ALL, inbox(before).id());
        }
        try (var store = RocksStore.open(directory)) {
            var after = new Accounts(store, TestSeal.over(store, new AccountContract.Clock()), AccountContract.HASH_KEY, new AccountContract.Clock())
                .open(AccountContract.ANNA);
            assertEquals(2, inbox(after).counts().emails());
            assertEquals(java.util.Set.of(keyword("tag"), Keyword.FLAGGED), after.email(id).orElseThrow().keywords());
            assertEquals(java.util.Optional.of("x"), after.meta(id).orElseThrow().envelope().subject());
            assertEquals(3, deposit(after, inbox(after), "y").memberships().getFirst().uid());
            assertSound(after);
        }
    }
}
