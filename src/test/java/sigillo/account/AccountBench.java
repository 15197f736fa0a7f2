package sigillo.account;

import static sigillo.account.AccountContract.HASH_KEY;
import static sigillo.account.AccountContract.inbox;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import sigillo.base.Octets;
import sigillo.store.rocksdb.RocksStore;

/**
 * Deposits of 4 KiB a second, durable, through all of the account. Usage: {@code AccountBench DIRECTORY SECONDS}; the
 * directory is left for inspection. Not a test: no figure is checked.
 */
final class AccountBench {
    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int OCTETS = 4096;
    private static final AtomicLong NUMBER = new AtomicLong();

    private AccountBench() {}

    public static void main(String[] args) throws Exception {
        int seconds = Integer.parseInt(args[1]);
        try (var store = RocksStore.open(Path.of(args[0]))) {
            var accounts = new Accounts(store, ContentSeal.NONE, HASH_KEY, InstantSource.system());
            run(accounts, 50, 20, 2 * seconds, "warm-up");
            for (int threads : new int[] {1, 10, 50}) run(accounts, threads, threads, seconds, "an account for each");
            for (int threads : new int[] {1, 10, 50}) run(accounts, threads, 1, seconds, "one account");
        }
    }

    private static void run(Accounts accounts, int threads, int count, int seconds, String what) throws Exception {
        var to = new ArrayList<Account>();
        for (int i = 0; i < count; i++) to.add(accounts.create(new AccountId("t" + threads + "c" + count + "n" + i)));
        var deposits = new AtomicLong();
        var running = new ArrayList<Thread>();
        long cpu = SYSTEM.getProcessCpuTime();
        long began = System.nanoTime();
        long end = began + seconds * 1_000_000_000L;
        for (int i = 0; i < threads; i++) {
            var account = to.get(i % count);
            running.add(Thread.startVirtualThread(() -> {
                for (var inbox = inbox(account).id(); System.nanoTime() < end; deposits.incrementAndGet()) {
                    account.deposit(Deposit.of(message(), inbox, Instant.now()));
                }
            }));
        }
        for (var thread : running) thread.join();
        double took = (System.nanoTime() - began) / 1e9;
        System.out.printf("%2d threads, %s: %.0f deposits/s, %.0f us CPU each, %d MiB heap%n", threads, what,
            deposits.get() / took, (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / deposits.get(),
            (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
    }

    /** Every third is an answer to the one before. */
    private static Octets message() {
        long number = NUMBER.incrementAndGet();
        var text = new StringBuilder("Return-Path: <carl@sender.example>\r\nReceived: from mail.sender.example (192.0.2.1)\r\n")
            .append("\tby mx.sigillo.test with ESMTPS id abcdefghijklmnop\r\n\tfor <anna@sigillo.test>; Sun, 1 Mar 2026 12:00:00 +0000\r\n")
            .append("Message-ID: <").append(number)
                .append("@sender.example>\r\nDate: Sun, 1 Mar 2026 12:00:00 +0000\r\n")
            .append("From: Carl Carlsen <carl@sender.example>\r\nTo: Anna <anna@sigillo.test>\r\n");
        if (number % 3 == 0) {
            text.append("In-Reply-To: <").append(number - 1).append("@sender.example>\r\n");
            text.append("References: <").append(number - 2).append("@sender.example> <").append(number - 1)
                .append("@sender.example>\r\n");
        }
        text.append("Subject: Message ").append(number)
            .append("\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n");
        while (text.length() < OCTETS) text.append("All work and no play makes a line of some seventy-two octets in a mail.\r\n");
        return Octets.of(text.substring(0, OCTETS).getBytes(StandardCharsets.US_ASCII));
    }
}
