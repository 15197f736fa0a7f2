package sigillo.account;

import static sigillo.account.AccountContract.HASH_KEY;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import sigillo.base.Octets;
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
    private static final int OCTETS = 4096;
    private static final int THREADS = 50;

    private SearchBench() {}

    public static void main(String[] args) throws Exception {
        int mails = Integer.parseInt(args[1]);
        try (var store = RocksStore.open(Path.of(args[0]))) {
            var seal = TestSeal.over(store, InstantSource.system());
            var account = new Accounts(store, seal, HASH_KEY, InstantSource.system()).create(AccountContract.ANNA);
            if (AccountContract.inbox(account).counts().emails() == 0) {
                double took = fill(account, mails);
                System.out.printf("%d deposits, %.0f a second%n", mails, mails / took);
            }
            var inbox = AccountContract.inbox(account).id();
            for (int i = 0; i < (args.length > 2 ? Integer.parseInt(args[2]) : 5); i++) {
                byRecords(account, inbox, "zyxnowhere");
                byRecords(account, inbox, "word w77");
            }
            if (args.length < 3) for (int i = 0; i < 2; i++) byMessages(account, inbox, "zyxnowhere");
        }
    }

    private static double fill(Account account, int mails) throws InterruptedException {
        var inbox = AccountContract.inbox(account).id();
        long began = System.nanoTime();
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < THREADS; t++) {
            int first = t;
            threads.add(Thread.startVirtualThread(() -> {
                for (int i = first; i < mails; i += THREADS) account.deposit(Deposit.of(message(i), inbox, Instant.now()));
            }));
        }
        for (var thread : threads) thread.join();
        return (System.nanoTime() - began) / 1e9;
    }

    private static void byRecords(Account account, MailboxId inbox, String text) {
        var needle = new Needle(text);
        long began = System.nanoTime();
        long cpu = cpuNanos();
        var found = new int[1];
        try (var scan = account.scan()) {
            account.entries(inbox, UidSet.ALL, entry -> {
                if (scan.finds(entry.email(), needle, Where.TEXT)) found[0]++;
                return true;
            });
        }
        tell("by records", text, found[0], began, cpu);
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

    private static final List<String> HEADER = List.of("Return-Path: <carl@sender.example>", "From: Carl Carlsen <carl@sender.example>",
        "To: Anna <anna@sigillo.test>", "Date: Sun, 1 Mar 2026 12:00:00 +0000", "Content-Type: text/plain; charset=utf-8");

    private static Octets message(int number) {
        var random = new Random(number);
        var text = new StringBuilder("Message-ID: <" + number + "@sender.example>\r\nSubject: Message " + number + "\r\n");
        HEADER.forEach(line -> text.append(line).append("\r\n"));
        text.append("\r\n");
        while (text.length() < OCTETS) text.append("word w").append(random.nextInt(100_000)).append(random.nextInt(8) == 0 ? "\r\n" : " ");
        return Octets.of(text.substring(0, OCTETS).getBytes(StandardCharsets.US_ASCII));
    }
}
