package sigillo.certificates;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What an authority says, of which no more is read than fits, and for no longer than it may take: who says an octet now and then
 * would keep a reader for ever. One thread reads; to be closed.
 */
final class AnswerBody extends InputStream {
    private final InputStream in;
    private final long until;
    private final Thread watch;
    private int left;
    private volatile boolean isLate;
    private volatile boolean isClosed;

    /** {@code in}: one that a read comes back from with {@link IOException} when it is closed meanwhile. */
    AnswerBody(InputStream in, int octetsMax, Duration most) {
        this.in = in;
        this.left = octetsMax;
        this.until = System.nanoTime() + most.toNanos();
        this.watch = Thread.ofVirtual().name("deadline").start(this::watch);
    }

    private void watch() {
        for (long rest = until - System.nanoTime(); rest > 0 && !isClosed; rest = until - System.nanoTime()) LockSupport.parkNanos(rest);
        if (isClosed) return;
        isLate = true;
        closeQuietly();
    }

    private void closeQuietly() {
        try {
            in.close();
        } catch (IOException gone) {
            isClosed = true;
        }
    }

    @Override public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override public int read(byte[] into, int offset, int count) throws IOException {
        try {
            int n = in.read(into, offset, count);
            if (isLate) throw late();
            if (n > 0 && (left -= n) < 0) throw new IOException("an answer of the authority is too long");
            return n;
        } catch (IOException broken) {
            throw isLate ? late() : broken;
        }
    }

    private static IOException late() { return new InterruptedIOException("an answer of the authority takes too long"); }

    @Override public void close() throws IOException {
        isClosed = true;
        LockSupport.unpark(watch);
        in.close();
    }
}
