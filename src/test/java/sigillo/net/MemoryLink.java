package sigillo.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/** The two sides of a conversation in memory: each {@link #send} is what one read gets. */
public final class MemoryLink implements Link {
    private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.1", 40_000);

    private final ArrayDeque<byte[]> segments = new ArrayDeque<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private byte[] current = {};
    private int at;
    private boolean ended;
    private boolean cut;
    private Optional<byte[]> binding = Optional.empty();

    /** As if TLS had something that names the connection. */
    public MemoryLink bound(byte[] exporter) {
        binding = Optional.of(exporter);
        return this;
    }

    @Override public Optional<byte[]> channelBinding() { return binding; }

    public synchronized void send(byte[] segment) {
        if (segment.length == 0) return;
        segments.add(segment);
        notifyAll();
    }

    /** The client closes. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    public synchronized boolean isCut() { return cut; }

    /** What the server said since the last time, waiting until there is something, it cut, or the time is over. */
    public synchronized byte[] hear(Duration most) throws InterruptedException {
        long until = System.nanoTime() + most.toNanos();
        for (long left; said.size() == 0 && !cut && (left = until - System.nanoTime()) > 0; ) wait(left / 1_000_000 + 1);
        var octets = said.toByteArray();
        said.reset();
        return octets;
    }

    private synchronized int take(byte[] into, int offset, int count) throws IOException {
        while (at == current.length) {
            if (cut) throw new IOException("cut");
            if (!segments.isEmpty()) {
                current = segments.remove();
                at = 0;
            } else if (ended) {
                return -1;
            } else {
                try {
                    wait();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }
        int n = Math.min(count, current.length - at);
        System.arraycopy(current, at, into, offset, n);
        at += n;
        return n;
    }

    @Override public InputStream input() {
        return new InputStream() {
            @Override public int read() throws IOException {
                var one = new byte[1];
                return take(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override public int read(byte[] into, int offset, int count) throws IOException {
                return take(into, offset, count);
            }
        };
    }

    @Override public OutputStream output() {
        return new OutputStream() {
            @Override public void write(int octet) { write(new byte[] {(byte) octet}, 0, 1); }

            @Override public void write(byte[] octets, int offset, int count) {
                synchronized (MemoryLink.this) {
                    said.write(octets, offset, count);
                    MemoryLink.this.notifyAll();
                }
            }
        };
    }

    @Override public InetSocketAddress peer() { return PEER; }

    @Override public InetSocketAddress local() { return PEER; }

    @Override public void within(Duration time) { }

    @Override public void pace(Duration grace, long octetsPerSecond) { }

    @Override public void idle() { }

    @Override public void busy() { }

    @Override public boolean isStopping() { return false; }

    @Override public void tellStopping() { }

    @Override public void startTls(Tls tls, byte[] early, Duration within) throws IOException {
        throw new IOException("no TLS in memory");
    }

    @Override public void startTls(ClientTls tls, String host, Duration within) throws IOException {
        throw new IOException("no TLS in memory");
    }

    @Override public Optional<TlsFacts> tls() { return Optional.empty(); }

    @Override public long octetsIn() { return 0; }

    @Override public long octetsOut() { return 0; }

    @Override public synchronized void cut() {
        cut = true;
        notifyAll();
    }

    @Override public void endOutput() { }

    @Override public void close() { }
}
