package sigillo.account;

import static sigillo.account.AccountContract.HASH_KEY;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import sigillo.keyring.TestSeal;
import sigillo.message.Needle;
import sigillo.message.SearchText.Where;
import sigillo.message.SearchText;
import sigillo.store.rocksdb.RocksStore;

/**
 * What a search over sealed mail costs on one thread, by records and by reading each mail. Usage: {@code SearchBench
 * DIRECTORY MAILS [ROUNDS]}; the directory is left, and used again as it is. Not a test: no figure is checked.
 */
final class SearchBench {
    private SearchBench() {}

    public static void main(String[] args) throws Exception {
        int mails = Integer.parseInt(args[1]);
        try (var store = RocksStore.open(Path.of(args[0]))) {
            var seal = TestSeal.over(store, InstantSource.system());
            var account = new Accounts(store, seal, HASH_KEY, InstantSource.system()).create(AccountContract.ANNA);
            if (AccountContract.inbox(account).counts().emails() == 0) {
                double took = ManyMails.fill(account, mails, ManyMails::letter);
                System.out.printf("%d deposits, %.0f a second%n", mails, mails / took);
            }
            var inbox = AccountContract.inbox(account).id();
            for (int i = 0; i < (args.length > 2 ? Integer.parseInt(args[2]) : 5); i++) {
                byRecords(account, ManyMails.IN_NONE);
                byRecords(account, ManyMails.IN_NEARLY_ALL);
            }
            if (args.length < 3) for (int i = 0; i < 2; i++) byMessages(account, inbox, ManyMails.IN_NONE);
        }
    }

    private static void byRecords(Account account, String text) {
        long began = System.nanoTime();
        long cpu = cpuNanos();
        tell("by records", text, ManyMails.search(account, text), began, cpu);
    }

    private static void byMessages(Account account, MailboxId inbox, String text) {
        var needle = new Needle(text);
        long began = System.nanoTime();
        long cpu = cpuNanos();
        var found = new int[1];
        account.entries(inbox, UidSet.ALL, entry -> {
            if (isIn(account, entry.email(), needle)) found[0]++;
            return true;
        });
        tell("by messages", text, found[0], began, cpu);
    }

    private static boolean isIn(Account account, EmailId id, Needle needle) {
        try {
            return SearchText.isIn(account.content(id).orElseThrow(), account.meta(id).orElseThrow().root(), needle, Where.TEXT);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long cpuNanos() { return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime(); }

    private static void tell(String how, String text, int found, long began, long beganCpu) {
        double cpu = (cpuNanos() - beganCpu) / 1e9;
        System.out.printf(Locale.ROOT, "%s '%s': %d found, %.3f s, of these %.3f s on a core%n", how, text, found, (System.nanoTime() - began) / 1e9, cpu);
    }
}
