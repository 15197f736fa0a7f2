package sigillo.account;

import java.nio.file.Path;
import java.time.InstantSource;
import sigillo.keyring.TestSeal;
import sigillo.message.Needle;
import sigillo.message.SearchText.Where;
import sigillo.store.rocksdb.RocksStore;

/** What {@link TextCrashTest} kills: searches through mails of which many have no text record yet, and says a line for each. */
final class TextCrashWriter {
    private TextCrashWriter() {}

    public static void main(String[] words) {
        var directory = Path.of(words[0]);
        try (var store = RocksStore.open(directory.resolve("store"))) {
            var seal = TestSeal.over(directory.resolve("keys"), store, InstantSource.system());
            var account = new Accounts(store, seal, AccountContract.HASH_KEY, InstantSource.system()).open(AccountContract.ANNA);
            var needle = new Needle("nowhere to be found");
            try (var scan = account.scan()) {
                account.entries(AccountContract.inbox(account).id(), UidSet.ALL, entry -> {
                    if (scan.finds(entry.email(), needle, Where.TEXT)) throw new AssertionError();
                    System.out.println(entry.uid());
                    return true;
                });
            }
        }
    }
}
