package sigillo.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.store.Store;
import sigillo.store.rocksdb.RocksStore;

/** An account in the embedded store keeps to the contracts, and over a restart. */
class RocksAccountTest implements MessageContract, MailboxContract, ChangesContract {
    @TempDir Path directory;
    private Store store;

    @BeforeEach void open() { store = RocksStore.open(directory); }

    @AfterEach void close() {
        if (store != null) store.close();
    }

    @Override public Store store() { return store; }

    @Test void isTheSameAfterARestart() {
        var before = anna();
        var inbox = AccountContract.inbox(before);
        var email = AccountContract.deposit(before, inbox, "x", AccountContract.keyword("tag"), Keyword.FLAGGED);
        before.copy(inbox.id(), UidSet.ALL, inbox.id());
        var mailboxes = before.mailboxes();
        store.close();
        open();
        var after = accounts().open(ANNA);
        assertEquals(mailboxes, after.mailboxes());
        assertEquals(before.id(), after.id());
        assertEquals(email.keywords(), after.email(email.id()).orElseThrow().keywords());
        AccountContract.assertSound(after);
        assertEquals(3, AccountContract.deposit(after, inbox, "y").memberships().getFirst().uid());
    }
}
