package sigillo.account;

import static sigillo.account.AccountContract.ANNA;
import static sigillo.account.AccountContract.HASH_KEY;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
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
import sigillo.message.MessageEnvelope;
import sigillo.store.rocksdb.RocksStore;

/**
 * What it takes until a mail program that comes for the first time has the envelopes of all mails: unlocking, the keys
 * of the segments as delivery has sealed them, the meta records. Without the wire; the server has just started.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class OpeningFigures {
    /** Mails that came while nobody was there, at level L1, on a disk. */
    @State(Scope.Benchmark)
    public static class Mailbox {
        @Param({"10000", "50000", "100000"}) int mails;
        private Path folder;
        private Path copy;
        private RocksStore store;
        private Account account;

        @Setup(Level.Trial) public void fill() throws IOException {
            folder = Files.createTempDirectory("sigillo-figures");
            try (var filled = RocksStore.open(folder.resolve("filled"))) {
                ManyMails.fill(accounts(filled).create(ANNA), mails, ManyMails::note);
            }
        }

        private static Accounts accounts(RocksStore store) {
            return new Accounts(store, TestSeal.over(store, InstantSource.system()), HASH_KEY, InstantSource.system());
        }

        /** As delivery has left it: whoever opens it wraps the keys of segments anew. */
        @Setup(Level.Invocation) public void start() throws IOException {
            copy = folder.resolve("copy");
            copy(folder.resolve("filled"), copy);
            store = RocksStore.open(copy);
            account = accounts(store).open(ANNA);
        }

        private static void copy(Path from, Path to) throws IOException {
            try (Stream<Path> all = Files.walk(from)) {
                for (var path : (Iterable<Path>) all::iterator) {
                    Files.copy(path, to.resolve(from.relativize(path).toString()));
                }
            }
        }

        @TearDown(Level.Invocation) public void stop() throws IOException {
            store.close();
            ManyMails.delete(copy);
        }

        @TearDown(Level.Trial) public void delete() throws IOException { ManyMails.delete(folder); }
    }

    /** CPU of the thread that lists; the profiler of the process would count what is made ready too. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cpu {
        public double listingMillis;
    }

    @Benchmark public int firstListing(Mailbox mailbox, Cpu cpu) {
        var threads = ManagementFactory.getThreadMXBean();
        long began = threads.getCurrentThreadCpuTime();
        int listed = list(mailbox);
        cpu.listingMillis = (threads.getCurrentThreadCpuTime() - began) / 1e6;
        return listed;
    }

    private static int list(Mailbox mailbox) {
        var inbox = AccountContract.inbox(mailbox.account).id();
        int[] listed = {0};
        mailbox.account.entries(inbox, UidSet.ALL, entry -> {
            MessageEnvelope envelope = mailbox.account.meta(entry.email()).orElseThrow().envelope();
            if (envelope.subject().isPresent()) listed[0]++;
            return true;
        });
        if (listed[0] != mailbox.mails) throw new AssertionError(listed[0] + " of " + mailbox.mails);
        return listed[0];
    }
}
