package sigillo.imapd;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Deposit;
import sigillo.account.MailboxId;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.keyring.TestSeal;
import sigillo.net.Listener;
import sigillo.net.ListenerSettings;
import sigillo.store.rocksdb.RocksStore;

/**
 * What a client waits for that lists or searches a large sealed mailbox, over a socket. Half of the mail has come in a year, some
 * each hour, the other half at once; nobody has opened it yet. Usage: {@code ListBench DIRECTORY MAILS}; the directory is left,
 * and used again as it is: then the first listing is the first thing that the process does. Not a test: no figure is checked.
 */
final class ListBench {
    private static final int OCTETS = 4096;
    private static final int HOURS = 365 * 24;
    private static final int SOME = 4;
    private static final int MANY = 50;
    private static volatile Instant now = Instant.parse("2020-01-01T00:00:00Z");

    private ListBench() {}

    public static void main(String[] words) throws Exception {
        int mails = Integer.parseInt(words[1]);
        var folder = Files.createDirectories(Path.of(words[0]));
        try (var store = RocksStore.open(folder.resolve("store"))) {
            fill(store, mails);
            var house = new House(store, folder.resolve("spool"), House.OPEN);
            var settings = ListenerSettings.of("imap", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false);
            try (var listener = Listener.open(settings, Optional.empty(), house.protocol(Optional.empty()))) {
                talk(listener.address());
            }
        }
    }

    private static void talk(InetSocketAddress address) throws IOException {
        try (var socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setTcpNoDelay(true);
            var in = socket.getInputStream();
            ask(socket, in, "a LOGIN anna pw");
            ask(socket, in, "a SELECT INBOX");
            ask(socket, in, "a FETCH 1:* (UID ENVELOPE)");
            ask(socket, in, "a FETCH 1:* (UID ENVELOPE)");
            ask(socket, in, "a FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)");
            ask(socket, in, "a FETCH 1:* (FLAGS)");
            for (int i = 0; i < Integer.getInteger("lists", 0); i++) ask(socket, in, "a FETCH 1:* (UID ENVELOPE)");
            for (int i = 0; i < 5; i++) ask(socket, in, "a SEARCH TEXT zyxnowhere");
            ask(socket, in, "a SEARCH SUBJECT zyxnowhere");
            ask(socket, in, "a SEARCH FROM carl6");
            ask(socket, in, "a SEARCH TEXT zyxnowhere");
            System.out.println(resident());
        }
    }

    private static String resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.matches("Vm(RSS|HWM).*")).toList().toString();
    }

    private static void ask(Socket socket, InputStream in, String command) throws IOException {
        long began = System.nanoTime();
        long cpu = cpu();
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        var buffer = new byte[64 << 10];
        long octets = 0;
        boolean lineBegins = true; // the greeting is passed over in the same way
        for (boolean over = false; !over; ) {
            int count = in.read(buffer);
            if (count < 0) throw new IOException("closed");
            octets += count;
            for (int i = 0; i < count; i++) {
                if (lineBegins && buffer[i] == 'a') over = true;
                lineBegins = buffer[i] == '\n';
            }
        }
        System.out.printf(Locale.ROOT, "%s: %.3f s, %.3f s on cores, %,d octets%n", command, (System.nanoTime() - began) / 1e9, (cpu() - cpu) / 1e9, octets);
    }

    private static long cpu() { return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime(); }

    // ---- the mailbox ----

    private static void fill(RocksStore store, int mails) throws InterruptedException {
        try (var keyring = TestSeal.keyring(store, () -> now)) {
            var account = new Accounts(store, TestSeal.unattended(keyring), Bytes.wrap(new byte[32]), () -> now).create(new AccountId("anna"));
            var inbox = account.mailboxId("INBOX").orElseThrow();
            if (account.mailbox(inbox).orElseThrow().counts().emails() > 0) return;
            long began = System.nanoTime();
            for (int hour = 0; hour < HOURS; hour++) {
                now = now.plus(Duration.ofHours(1));
                deposit(account, inbox, share(mails, hour), share(mails, hour + 1), SOME);
            }
            deposit(account, inbox, mails / 2, mails, MANY);
            System.out.printf(Locale.ROOT, "filled in %.1f s%n", (System.nanoTime() - began) / 1e9);
        }
    }

    /** Of the first half, what has come by then. */
    private static int share(int mails, int hour) { return (int) ((long) mails / 2 * hour / HOURS); }

    private static void deposit(Account account, MailboxId inbox, int from, int to, int threads) throws InterruptedException {
        var all = new ArrayList<Thread>();
        for (int t = 0; t < threads; t++) {
            int first = from + t;
            all.add(Thread.startVirtualThread(() -> {
                for (int i = first; i < to; i += threads) account.deposit(Deposit.of(message(i), inbox, now));
            }));
        }
        for (var thread : all) thread.join();
    }

    private static Octets message(int number) {
        var random = new Random(number);
        var text = new StringBuilder("Return-Path: <carl@sender.example>\r\nReceived: from mx.sender.example (mx.sender.example [192.0.2.7])\r\n")
            .append("\tby mail.home.example with ESMTPS; Sun, 1 Mar 2026 12:00:00 +0000\r\n")
            .append("Message-ID: <").append(number).append(".4711@sender.example>\r\n")
            .append("In-Reply-To: <").append(number - 100).append(".4711@sender.example>\r\n")
            .append("Subject: Re: What we said about number ").append(number).append("\r\n")
            .append("From: Carl Carlsen <carl").append(number % 100).append("@sender.example>\r\n")
            .append("To: Anna Andersen <anna@home.example>, Bruno <bruno@home.example>\r\n")
            .append("Date: Sun, 1 Mar 2026 12:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n");
        while (text.length() < OCTETS) text.append("word w").append(random.nextInt(100_000)).append(random.nextInt(8) == 0 ? "\r\n" : " ");
        return Octets.of(text.substring(0, OCTETS).getBytes(StandardCharsets.US_ASCII));
    }
}
