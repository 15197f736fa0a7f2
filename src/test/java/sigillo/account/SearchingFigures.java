package sigillo.account;

import static sigillo.account.AccountContract.ANNA;
import static sigillo.account.AccountContract.HASH_KEY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import sigillo.keyring.TestSeal;
import sigillo.store.rocksdb.RocksStore;

/** A search for a text through the sealed text records of all mails, on one thread, at level L1, on a disk; without IMAP, warm. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SearchingFigures {
    /** Letters of 4 KiB. */
    @State(Scope.Benchmark)
    public static class Mailbox {
        @Param({"10000", "100000"}) int mails;
        private Path folder;
        private RocksStore store;
        private Account account;

        @Setup(Level.Trial) public void fill() throws IOException {
            folder = Files.createTempDirectory("sigillo-figures");
            store = RocksStore.open(folder.resolve("store"));
            var seal = TestSeal.over(store, InstantSource.system());
            account = new Accounts(store, seal, HASH_KEY, InstantSource.system()).create(ANNA);
            ManyMails.fill(account, mails, ManyMails::letter);
        }

        @TearDown(Level.Trial) public void delete() throws IOException {
            store.close();
            ManyMails.delete(folder);
        }

        private int search(String text) { return ManyMails.search(account, text); }
    }

    @Benchmark public int inNone(Mailbox mailbox) {
        int found = mailbox.search(ManyMails.IN_NONE);
        if (found != 0) throw new AssertionError(found);
        return found;
    }

    @Benchmark public int inNearlyAll(Mailbox mailbox) {
        int found = mailbox.search(ManyMails.IN_NEARLY_ALL);
        if (found < 0.9 * mailbox.mails) throw new AssertionError(found + " of " + mailbox.mails);
        return found;
    }
}
