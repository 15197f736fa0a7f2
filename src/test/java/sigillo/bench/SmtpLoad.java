package sigillo.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.IntFunction;

/**
 * Sends mail by many connections from the one thread that calls it, so that little of the machine goes to sending. A
 * conversation is what a server's is: EHLO, then MAIL, RCPT and DATA at once (PIPELINING), the message, QUIT. Everything is
 * to be accepted: the first refusal ends the load by an exception, for a figure with refusals in it says nothing.
 */
final class SmtpLoad {
    /** A server that says nothing for so long is broken. */
    private static final long SILENCE_NANOS = 120_000_000_000L;
    private static final int READ_OCTETS = 1 << 16;

    /**
     * {@code connections} at a time, {@code each} messages over every one of these places; a connection carries
     * {@code byConnection} of them, then another takes its place. {@code recipient} of the place 0, 1 and so on.
     */
    record Wish(int port, int connections, int each, int byConnection, IntFunction<String> recipient, Mails mails) {
        int messages() { return connections * each; }
    }

    /** What was accepted, how long it took until the last 250, the CPU of the sending thread. */
    record Sent(int accepted, double seconds, double cpuSeconds) {
        double perSecond() { return accepted / seconds; }
    }

    private final Wish wish;
    private final Selector selector;
    private final ByteBuffer read = ByteBuffer.allocateDirect(READ_OCTETS);
    private int accepted;
    private int talking;
    private IOException failed;

    private SmtpLoad(Wish wish) throws IOException {
        this.wish = wish;
        this.selector = Selector.open();
    }

    /** Throws {@link IOException} when something is refused, or the server breaks off or falls silent. */
    static Sent run(Wish wish) throws IOException {
        var threads = ManagementFactory.getThreadMXBean();
        long began = System.nanoTime();
        long cpu = threads.getCurrentThreadCpuTime();
        var load = new SmtpLoad(wish);
        try (var _ = load.selector) {
            load.all();
        }
        return new Sent(load.accepted, (System.nanoTime() - began) / 1e9, (threads.getCurrentThreadCpuTime() - cpu) / 1e9);
    }

    private void all() throws IOException {
        for (int place = 0; place < wish.connections; place++) {
            talking++;
            new SmtpTalk(this, place).open();
        }
        long heard = System.nanoTime();
        while (talking > 0) {
            if (selector.select(this::go, 1_000) > 0) heard = System.nanoTime();
            if (failed != null) throw failed;
            if (System.nanoTime() - heard > SILENCE_NANOS) throw new IOException("the server says nothing; " + accepted + " were accepted");
        }
    }

    private void go(SelectionKey key) {
        try {
            ((SmtpTalk) key.attachment()).ready(key, read);
        } catch (IOException e) {
            if (failed == null) failed = e;
        }
    }

    Wish wish() { return wish; }

    Selector selector() { return selector; }

    void wasAccepted() { accepted++; }

    void isDone() { talking--; }
}
