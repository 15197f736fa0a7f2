package sigillo.imapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.Account;
import sigillo.account.Deposit;
import sigillo.base.Octets;
import sigillo.store.rocksdb.RocksStore;

/**
 * A mailbox of a million sealed messages beside 10,000 mailboxes: a small answer costs what it costs in an account of 10,000
 * messages and as many mailboxes. Compared is the CPU of the whole process, medians of many; all are printed.
 */
@Tag("long")
@Timeout(7_200)
class LargeTest {
    private static final int MESSAGES = Integer.getInteger("sigillo.large.messages", 1_000_000);
    private static final int FEW = 10_000;
    private static final int MAILBOXES = Integer.getInteger("sigillo.large.mailboxes", 10_000);
    private static final int ROUNDS = 9;
    private static final long TICK = 10_000_000;
    private static final int WRITERS = 20;
    private static final int TOGETHER = 200;
    @TempDir Path folder;

    @Test void aMillionMessagesAndTenThousandMailboxes() throws Exception {
        try (var large = RocksStore.open(Files.createDirectories(folder.resolve("large"))); var small = RocksStore.open(Files.createDirectories(folder.resolve("small")))) {
            var many = filled(large, "large-spool", MESSAGES);
            var few = filled(small, "small-spool", FEW);
            System.out.printf("the first SELECT ever: %d ms beside %d ms%n", first(many), first(few));
            many.anna.tidy(); // as upkeep does
            System.out.printf("the first SELECT after a start: %d ms beside %d ms%n",
                first(started(large, "large-again")), first(started(small, "small-again")));
            for (var command : List.of("SELECT INBOX", "FETCH last50 (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)",
                    "LIST \"\" % RETURN (STATUS (MESSAGES UIDNEXT UNSEEN))", "LIST \"\" * RETURN (STATUS (MESSAGES UIDNEXT UNSEEN))", "STATUS INBOX (MESSAGES UNSEEN)")) {
                compare(command, many, few);
            }
            System.out.printf("a session of %d keeps %.2f octets a message%n", MESSAGES, kept(many) / (double) MESSAGES);
            assertTrue(kept(many) < MESSAGES, kept(many) + " octets");
        }
    }

    private House started(RocksStore store, String spool) throws Exception {
        return new House(store, folder.resolve(spool), new ImapSettings(true, 1 << 20, ImapLimits.DEFAULT));
    }

    private House filled(RocksStore store, String spool, int messages) throws Exception {
        var house = started(store, spool);
        long begun = System.nanoTime();
        for (int i = 0; i < MAILBOXES; i++) house.anna.create("f" + i / 100 + "/m" + i % 100, Optional.empty());
        var inbox = house.anna.mailboxId("INBOX").orElseThrow();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<?>>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int first = writer;
                running.add(threads.submit(() -> deposit(house.anna, inbox, first, messages)));
            }
            for (var one : running) one.get();
        }
        assertEquals(messages, house.anna.mailbox(inbox).orElseThrow().counts().emails());
        System.out.printf("%d messages and %d mailboxes in %d s%n", messages, MAILBOXES, (System.nanoTime() - begun) / 1_000_000_000);
        return house;
    }

    private static void deposit(Account anna, sigillo.account.MailboxId inbox, int first, int messages) {
        for (int from = first * TOGETHER; from < messages; from += WRITERS * TOGETHER) {
            var some = new ArrayList<Deposit>();
            for (int n = from; n < Math.min(messages, from + TOGETHER); n++) some.add(Deposit.of(message(n), inbox, House.NOON));
            anna.deposit(some);
        }
    }

    private static Octets message(int n) {
        return Octets.of(("From: Carl <carl" + n % 1_000 + "@sender.example>\r\nTo: anna@home.example\r\nSubject: message " + n + "\r\nMessage-ID: <" + n
            + "@sender.example>\r\nDate: Sun, 1 Mar 2026 11:59:00 +0000\r\n\r\nThis is what " + n + " says.\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** By turns, each so often that the clock of CPU, which counts in hundredths of a second, can tell. */
    private static void compare(String command, House many, House few) {
        try (var large = selected(many); var small = selected(few)) {
            int times = command.startsWith("LIST") ? 3 : command.startsWith("FETCH") ? 300 : 3_000;
            var ofLarge = new long[ROUNDS];
            var ofSmall = new long[ROUNDS];
            for (int i = -1; i < ROUNDS; i++) { // the first warms up
                long inLarge = cost(large, command, MESSAGES, times);
                long inSmall = cost(small, command, FEW, times);
                if (i < 0) continue;
                ofLarge[i] = inLarge;
                ofSmall[i] = inSmall;
            }
            double ratio = median(ofLarge) / (double) median(ofSmall);
            System.out.printf("%s: %.2f ms of CPU beside %.2f ms, %.2f times%n", command, median(ofLarge) / 1e6 / times, median(ofSmall) / 1e6 / times, ratio);
            assertTrue(ratio < 2, command + ": " + ratio + " times " + Arrays.toString(ofLarge) + " beside " + Arrays.toString(ofSmall));
        }
    }

    /** Nanoseconds of CPU, one tick at least. */
    private static long cost(Talk talk, String command, int messages, int times) {
        long before = cpu();
        for (int i = 0; i < times; i++) {
            var said = talk.ask("c " + command.replace("last50", messages - 49 + ":" + messages));
            assertTrue(said.lines().reduce((_, last) -> last).orElseThrow().startsWith("c OK"), said);
        }
        return Math.max(TICK, cpu() - before);
    }

    private static long cpu() { return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime(); }

    private static long median(long[] all) {
        var sorted = all.clone();
        Arrays.sort(sorted);
        return sorted[all.length / 2];
    }

    /** Milliseconds. */
    private static long first(House house) {
        long begun = System.nanoTime();
        selected(house).close();
        return (System.nanoTime() - begun) / 1_000_000;
    }

    /** Of the heap, by twenty sessions that have selected it, of one. */
    private static long kept(House house) throws InterruptedException {
        var talks = new ArrayList<Talk>();
        for (int i = 0; i < 5; i++) talks.add(selected(house)); // what all share is there
        long before = used();
        for (int i = 0; i < 20; i++) talks.add(selected(house));
        long kept = (used() - before) / 20;
        talks.forEach(Talk::close);
        return kept;
    }

    private static Talk selected(House house) {
        var talk = Talk.signedIn(house);
        talk.ask("s SELECT INBOX");
        return talk;
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
