package sigillo.account;

import sigillo.store.Store;
import sigillo.store.memory.MemoryStore;

/** An account in memory keeps to the contracts. */
class MemoryAccountTest implements MessageContract, ClientTextContract, UndeleteContract, QuotaContract,
    MailboxContract, ChangesContract,
        ElsewhereContract, RaisingContract, MaildropContract, RecentContract, AnnotationContract {
    private final Store store = new MemoryStore();

    @Override public Store store() { return store; }
}
