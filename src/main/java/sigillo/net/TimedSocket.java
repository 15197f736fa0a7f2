package sigillo.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import jdk.net.ExtendedSocketOptions;

/**
 * A socket whose reads have one deadline together, so that neither a command nor a TLS handshake can be drawn out by a
 * peer that sends an octet now and then; and whose idle read can be ended by another thread without losing the
 * connection. TLS is layered on top of it and inherits both. Deadlines are set by the reading thread. Not final, so that
 * a test has one that breaks.
 */
class TimedSocket extends Socket {
    private static final long NEVER = Long.MAX_VALUE;
    private static final byte[] NOTHING = {};
    private static final boolean CAN_ACKNOWLEDGE = canAcknowledge();

    private long startedAt;
    private long allowedNanos = NEVER;
    private long octetsPerSecondMin;
    private long receivedBefore;
    private long received;
    private volatile long sent;
    private volatile boolean idle;
    private volatile boolean stopping;
    private volatile long writeStartedAt;
    private volatile boolean writing;
    private TimedInput timedInput;
    private OutputStream watchedOutput;
    private volatile InetSocketAddress client; // as a proxy has said

    TimedSocket() { WriteWatch.add(this); }

    private static boolean canAcknowledge() {
        try (var any = new Socket()) {
            return any.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
        } catch (IOException unknown) {
            return false;
        }
    }

    /** From now on it is the connection of that client, whom a proxy comes for. */
    void isOf(InetSocketAddress other) { client = other; }

    @Override public SocketAddress getRemoteSocketAddress() { return client == null ? super.getRemoteSocketAddress() : client; }

    @Override public InetAddress getInetAddress() { return client == null ? super.getInetAddress() : client.getAddress(); }

    /** All reads from now on must end within this time. */
    void within(Duration time) {
        startedAt = System.nanoTime();
        allowedNanos = time.toNanos();
        octetsPerSecondMin = 0;
    }

    /** From now on the peer must send at this rate, after a grace that also covers its pauses. */
    void pace(Duration grace, long octetsPerSecond) {
        within(grace);
        receivedBefore = received;
        octetsPerSecondMin = octetsPerSecond;
    }

    /** From here to {@link #busy()} another thread's {@link #tellStopping} ends the read with {@link Stopping}. */
    void idle() throws Stopping {
        idle = true;
        if (stopping) throw new Stopping();
    }

    void busy() { idle = false; }

    /** Ends the delay of acknowledgements, where the system can, until it begins anew: some 40 ms on Linux. */
    void acknowledge() {
        if (!CAN_ACKNOWLEDGE) return;
        try {
            setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
        } catch (IOException closed) {
            // whoever reads next will see it
        }
    }

    /** See {@link Link#hasPeerEnded}. */
    boolean hasPeerEnded() {
        try {
            getInputStream();
            return timedInput.hasEnded();
        } catch (IOException broken) {
            return true;
        }
    }

    boolean isStopping() { return stopping; }

    /** Ends an idle read now; any other at the next command. From any thread. */
    void tellStopping() {
        stopping = true;
        if (!idle) return;
        try {
            shutdownInput();
        } catch (IOException gone) {
            cut();
        }
    }

    long received() { return received; }

    long sent() { return sent; }

    boolean isStalled(long now) { return writing && now - writeStartedAt > NetLimits.WRITE_STALL_MAX.toNanos(); }

    /** Closes without a farewell. From any thread. */
    void cut() {
        try {
            close();
        } catch (IOException alreadyGone) {
            WriteWatch.remove(this);
        }
    }

    @Override public void close() throws IOException {
        WriteWatch.remove(this);
        super.close();
    }

    @Override public InputStream getInputStream() throws IOException {
        if (timedInput == null) timedInput = new TimedInput(super.getInputStream());
        return timedInput;
    }

    @Override public OutputStream getOutputStream() throws IOException {
        if (watchedOutput == null) watchedOutput = new WatchedOutput(super.getOutputStream());
        return watchedOutput;
    }

    private long millisLeft() throws DeadlinePassed {
        if (allowedNanos == NEVER) return 0;
        long earned = octetsPerSecondMin == 0 ? 0 : (received - receivedBefore) * 1_000_000_000L / octetsPerSecondMin;
        long left = allowedNanos + earned - (System.nanoTime() - startedAt);
        if (left <= 0) throw new DeadlinePassed();
        return Math.clamp(left / 1_000_000, 1, Integer.MAX_VALUE);
    }

    private final class TimedInput extends InputStream {
        private final InputStream in;
        private byte[] ahead = NOTHING; // what came while we looked for the end
        private int aheadFrom;
        private int aheadTo;

        TimedInput(InputStream in) { this.in = in; }

        /** What has come is taken out of the way, as far as there is place, since the end is behind it. */
        boolean hasEnded() throws IOException {
            if (ahead.length == 0) ahead = new byte[NetLimits.IDLE_INPUT_OCTETS];
            if (aheadTo == ahead.length) return false;
            setSoTimeout(1);
            try {
                int n = in.read(ahead, aheadTo, ahead.length - aheadTo);
                if (n > 0) aheadTo += n;
                return n < 0;
            } catch (SocketTimeoutException nothing) {
                return false;
            }
        }

        private int fromAhead(byte[] into, int offset, int count) {
            int n = Math.min(count, aheadTo - aheadFrom);
            System.arraycopy(ahead, aheadFrom, into, offset, n);
            aheadFrom += n;
            if (aheadFrom == aheadTo) {
                Arrays.fill(ahead, (byte) 0); // it may have been a password
                ahead = NOTHING;
                aheadFrom = aheadTo = 0;
            }
            return n;
        }

        @Override public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override public int read(byte[] into, int offset, int count) throws IOException {
            setSoTimeout((int) millisLeft());
            try {
                int n = aheadFrom < aheadTo ? fromAhead(into, offset, count) : in.read(into, offset, count);
                if (n < 0 && stopping) throw new Stopping();
                if (n > 0) received += n;
                return n;
            } catch (SocketTimeoutException late) {
                throw new DeadlinePassed();
            }
        }

        @Override public int available() throws IOException { return aheadTo - aheadFrom + in.available(); }

        @Override public void close() throws IOException { in.close(); }
    }

    private final class WatchedOutput extends OutputStream {
        private final OutputStream out;

        WatchedOutput(OutputStream out) { this.out = out; }

        @Override public void write(int octet) throws IOException { write(new byte[] {(byte) octet}, 0, 1); }

        @Override public void write(byte[] from, int offset, int count) throws IOException {
            for (int done = 0; done < count; ) {
                int n = Math.min(count - done, NetLimits.WRITE_OCTETS_MAX);
                writeStartedAt = System.nanoTime();
                writing = true;
                try {
                    out.write(from, offset + done, n);
                } finally {
                    writing = false;
                }
                done += n;
                sent = sent + n;
            }
        }

        @Override public void close() throws IOException { out.close(); }
    }
}
