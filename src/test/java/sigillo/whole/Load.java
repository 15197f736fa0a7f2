package sigillo.whole;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import sigillo.peers.ImapProbe;
import sigillo.peers.SigilloPeer;
import sigillo.peers.SmtpProbe;

/**
 * Clients that work until the server dies under them, and write down what it acknowledged: APPEND, flags, moves, and
 * submission to the outside.
 */
final class Load {
    private final SigilloPeer sigillo;
    private final Ledger ledger;
    private final AtomicInteger numbers;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ending;

    Load(SigilloPeer sigillo, Ledger ledger, AtomicInteger numbers) {
        this.sigillo = sigillo;
        this.ledger = ledger;
        this.numbers = numbers;
    }

    /** A client: runs over and over until the end, leaves by exception when the server is gone. */
    private interface Client {
        void once() throws IOException;
    }

    void start() {
        for (int i = 0; i < 2; i++) run(this::appending);
        run(this::flagging);
        run(this::moving);
        for (int i = 0; i < 2; i++) run(this::submitting);
    }

    private void run(Client client) {
        threads.add(Thread.ofVirtual().start(() -> {
            try {
                client.once();
            } catch (IOException | AssertionError killed) {
                if (ending) return;
                ending = true; // the server is gone: so all others stop as well
            }
        }));
    }

    /** Waits for all clients, which end when the server is gone. */
    void join() {
        ending = true;
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void appending() throws IOException {
        try (var imap = sigillo.imap("bruno")) {
            while (!ending) {
                var id = fresh("append");
                if (imap.append("appended", message(id)).isOk()) ledger.kept("bruno/appended", id);
            }
        }
    }

    private void flagging() throws IOException {
        try (var imap = sigillo.imap("bruno")) {
            while (!ending) {
                var id = fresh("flag");
                var keyword = "kw" + numbers.get() % 50;
                if (!imap.append("flagged", message(id)).isOk()) continue;
                ledger.kept("bruno/flagged", id);
                imap.command("SELECT flagged");
                if (imap.ask("STORE * +FLAGS (\\Seen " + keyword + ")").isOk()) ledger.flagged(id, keyword);
            }
        }
    }

    private void moving() throws IOException {
        try (var imap = sigillo.imap("bruno")) {
            while (!ending) {
                var id = fresh("move");
                if (!imap.append("here", message(id)).isOk()) continue;
                ledger.movedAbout(id);
                imap.command("SELECT here");
                imap.ask("MOVE * there");
            }
        }
    }

    private void submitting() throws IOException {
        try (var smtp = SmtpProbe.connect(sigillo.port("submission"))) {
            smtp.expect("250", "EHLO client.test");
            smtp.startTls();
            smtp.expect("250", "EHLO client.test");
            smtp.authPlain(sigillo.address("anna"), sigillo.password("anna"));
            while (!ending) {
                var id = fresh("submit");
                if (smtp.send(sigillo.address("anna"), "someone@elsewhere.test", message(id)).startsWith("250")) ledger.kept("outside/INBOX", id);
            }
        }
    }

    private String fresh(String kind) { return "<" + kind + "-" + numbers.incrementAndGet() + "@client.test>"; }

    private byte[] message(String id) {
        return ("From: <" + sigillo.address("anna") + ">\r\nTo: someone@elsewhere.test\r\nSubject: load\r\nDate: Wed, 25 Nov 2026 10:00:00 +0000\r\n"
            + "Message-ID: " + id + "\r\n\r\n" + "0123456789 ".repeat(100) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
