package sigillo.account;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import sigillo.store.Store;
import sigillo.store.cassandra.CassandraStore;
import sigillo.store.cassandra.OneNode;

/** An account in a cluster keeps to the contracts. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CassandraAccountTest implements MessageContract, ClientTextContract, UndeleteContract, MailboxContract,
    ChangesContract, ElsewhereContract {
    private Store store;

    @BeforeAll void open() { store = CassandraStore.open(OneNode.settings("accounts")); }

    @BeforeEach void empty() { OneNode.empty(store); }

    @AfterAll void close() {
        if (store != null) store.close();
    }

    @Override public Store store() { return store; }
}
