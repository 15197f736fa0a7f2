package sigillo.account;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import sigillo.store.Store;
import sigillo.store.rocksdb.RocksStore;

/** An account in the embedded store keeps to the contracts. */
@Tag("gate")
class RocksAccountTest implements MessageContract, ClientTextContract, UndeleteContract, QuotaContract,
    MailboxContract, ChangesContract,
        ElsewhereContract, RaisingContract, MaildropContract, RecentContract, AnnotationContract {
    @TempDir Path directory;
    private Store store;

    @BeforeEach void open() { store = RocksStore.open(directory); }

    @AfterEach void close() {
        if (store != null) store.close();
    }

    @Override public Store store() { return store; }
}
