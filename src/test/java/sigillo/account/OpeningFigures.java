package sigillo.account;

import static sigillo.account.AccountContract.ANNA;
import static sigillo.account.AccountContract.HASH_KEY;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.concurrent.Executors;
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
import sigillo.base.Octets;
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
    private static final int SENDERS = 50;

    /** Mails that came while nobody was there, at level L1, on a disk. */
    @State(Scope.Benchmark)
    public static class Mailbox {
        @Param({"10000", "100000"}) int mails;
        private Path folder;
        private Path copy;
        private RocksStore store;
        private Account account;

        @Setup(Level.Trial) public void fill() throws IOException {
            folder = Files.createTempDirectory("sigillo-figures");
            try (var filled = RocksStore.open(folder.resolve("filled"));
                    var senders = Executors.newFixedThreadPool(SENDERS)) {
                var anna = accounts(filled).create(ANNA);
                var inbox = AccountContract.inbox(anna).id();
                for (int i = 0; i < mails; i++) {
                    int number = i;
                    senders.execute(() -> anna.deposit(Deposit.of(message(number), inbox, Instant.now())));
                }
            }
        }

        private static Accounts accounts(RocksStore store) {
            return new Accounts(store, TestSeal.over(store, InstantSource.system()), HASH_KEY, InstantSource.system());
        }

        private static Octets message(int number) {
            var text = "Message-ID: <" + number + "@sender.example>\r\nFrom: Carl Carlsen <carl@sender.example>\r\n"
                + "To: Anna <anna@sigillo.test>\r\nSubject: Message " + number + "\r\n"
                + "Date: Sun, 1 Mar 2026 12:00:00 +0000\r\n\r\n"
                + "A line of text, as there are many.\r\n".repeat(20);
            return Octets.of(text.getBytes(StandardCharsets.US_ASCII));
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
            delete(copy);
        }

        @TearDown(Level.Trial) public void delete() throws IOException { delete(folder); }

        private static void delete(Path folder) throws IOException {
            try (Stream<Path> all = Files.walk(folder)) {
                for (var path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) Files.delete(path);
            }
        }
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
