package sigillo.account;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import sigillo.base.Octets;
import sigillo.message.Needle;
import sigillo.message.SearchText.Where;

/** A mailbox full of mails that all differ, for what is measured. */
final class ManyMails {
    /** Texts to look for among letters. */
    static final String IN_NONE = "zyxnowhere";
    static final String IN_NEARLY_ALL = "word w77";
    /** As many come at once, and share a write to the disk. */
    private static final int SENDERS = 50;
    private static final int LETTER_OCTETS = 4096;
    private static final List<String> HEADER = List.of("Return-Path: <carl@sender.example>", "From: Carl Carlsen <carl@sender.example>",
        "To: Anna <anna@sigillo.test>", "Date: Sun, 1 Mar 2026 12:00:00 +0000", "Content-Type: text/plain; charset=utf-8");

    private ManyMails() {}

    /** Puts the messages with the numbers from 0 into the inbox; returns the seconds that it took. */
    static double fill(Account account, int mails, IntFunction<Octets> message) {
        var inbox = AccountContract.inbox(account).id();
        long began = System.nanoTime();
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < SENDERS; t++) {
            int first = t;
            threads.add(Thread.startVirtualThread(() -> {
                for (int i = first; i < mails; i += SENDERS) account.deposit(Deposit.of(message.apply(i), inbox, Instant.now()));
            }));
        }
        for (var thread : threads) join(thread);
        int kept = (int) AccountContract.inbox(account).counts().emails();
        if (kept != mails) throw new AssertionError(kept + " of " + mails);
        return (System.nanoTime() - began) / 1e9;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Some 900 octets, nearly all the same: for what does not look at texts. */
    static Octets note(int number) {
        var text = "Message-ID: <" + number + "@sender.example>\r\nFrom: Carl Carlsen <carl@sender.example>\r\n"
            + "To: Anna <anna@sigillo.test>\r\nSubject: Message " + number + "\r\n"
            + "Date: Sun, 1 Mar 2026 12:00:00 +0000\r\n\r\n"
            + "A line of text, as there are many.\r\n".repeat(20);
        return Octets.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** 4 KiB of words by chance, the same for the same number. */
    static Octets letter(int number) {
        var random = new Random(number);
        var text = new StringBuilder("Message-ID: <" + number + "@sender.example>\r\nSubject: Message " + number + "\r\n");
        HEADER.forEach(line -> text.append(line).append("\r\n"));
        text.append("\r\n");
        while (text.length() < LETTER_OCTETS) text.append("word w").append(random.nextInt(100_000)).append(random.nextInt(8) == 0 ? "\r\n" : " ");
        return Octets.of(text.substring(0, LETTER_OCTETS).getBytes(StandardCharsets.US_ASCII));
    }

    /** How many mails of the inbox have the text in their text records. */
    static int search(Account account, String text) {
        var needle = new Needle(text);
        var found = new int[1];
        try (var scan = account.scan()) {
            account.entries(AccountContract.inbox(account).id(), UidSet.ALL, entry -> {
                if (scan.finds(entry.email(), needle, Where.TEXT)) found[0]++;
                return true;
            });
        }
        return found[0];
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (var path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) Files.delete(path);
        }
    }
}
