package sigillo.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One connection, buffered. Reading: look at {@link #input()}, consume it all, {@link #fill()} for more. What was
 * written is flushed, in one write, before the wire waits for input; so replies to pipelined commands go out together.
 * An idle connection keeps {@value NetLimits#IDLE_INPUT_OCTETS} octets.
 *
 * <p>One thread reads. Several may write and flush (an IMAP client that idles is told by another thread); each
 * {@link #write} stays whole, what belongs together must be one write.
 */
public final class Wire implements Closeable {
    private static final byte TLS_HANDSHAKE = 0x16; // RFC 8446 section 5.1: ContentType handshake
    private static final byte[] NOTHING = {};
    private static final AtomicLong CONVERSATIONS = new AtomicLong(System.currentTimeMillis());

    private final Link link;
    private final Holding holding;
    private final String conversation = Long.toString(CONVERSATIONS.incrementAndGet(), 36);
    private final ReentrantLock writing = new ReentrantLock();
    private ByteBuffer in = ByteBuffer.allocate(NetLimits.IDLE_INPUT_OCTETS).limit(0);
    private byte[] out = NOTHING;
    private int outCount;
    private int outMax = NetLimits.OUTPUT_OCTETS_MAX;
    private volatile boolean isAwaiting;
    private int held; // of the room, by the command
    private Deflate deflate; // null while nothing is compressed

    public Wire(Link link) { this(link, Holding.UNBOUNDED); }

    Wire(Link link, Holding holding) {
        this.link = link;
        this.holding = holding;
    }

    /** Connects as a client; {@code from}: our own address when it matters. Gives up after {@code within}. */
    public static Wire connect(InetSocketAddress to, Optional<InetAddress> from, Duration within) throws IOException {
        var socket = new TimedSocket();
        try {
            if (from.isPresent()) socket.bind(new InetSocketAddress(from.get(), 0));
            socket.connect(to, Math.clamp(within.toMillis(), 1, Integer.MAX_VALUE));
            return new Wire(new SocketLink(socket, Holding.UNBOUNDED));
        } catch (IOException | RuntimeException failed) {
            socket.cut();
            throw failed;
        }
    }

    /** Names this conversation in logs; never the same twice, also after a restart. */
    public String conversation() { return conversation; }

    public InetAddress client() { return link.peer().getAddress(); }

    public InetSocketAddress peer() { return link.peer(); }

    public InetSocketAddress local() { return link.local(); }

    public Optional<TlsFacts> tls() { return link.tls(); }

    /** See {@link Link#applicationProtocol}. */
    public String applicationProtocol() { return link.applicationProtocol(); }

    /** See {@link Link#channelBinding}. */
    public Optional<byte[]> channelBinding() { return link.channelBinding(); }

    public long octetsIn() { return link.octetsIn(); }

    public long octetsOut() { return link.octetsOut(); }

    /** See {@link Link#hasPeerEnded}: for who works long between two reads. */
    public boolean hasPeerEnded() { return link.hasPeerEnded(); }

    public boolean isStopping() { return link.isStopping(); }

    /**
     * For a client that waits for several replies in a row: a server that sends each by itself, and does not turn off
     * Nagle's algorithm, sends the second only when the first is acknowledged, and a system that has nothing to say
     * takes its time for that.
     */
    public void acknowledge() { link.acknowledge(); }

    /** All reads from now on must end within this time, else {@link DeadlinePassed}: for a command or a handshake. */
    public void within(Duration time) { link.within(time); }

    /** From now on the peer must send at this rate, after a grace for pauses, else {@link DeadlinePassed}. */
    public void pace(Duration grace, long octetsPerSecond) { link.pace(grace, octetsPerSecond); }

    /** What was received and is not yet consumed. Valid until the next {@link #fill} or {@link #awaitCommand}. */
    public ByteBuffer input() { return in; }

    /** True when the peer has sent something that we have not read: before our banner, that is bad manners. */
    public boolean isInputWaiting() throws IOException { return in.hasRemaining() || link.input().available() > 0; }

    /**
     * Waits for the next command, which must then be here whole {@code within} this time. False when the peer has
     * closed. Throws {@link Stopping} when the listener stops and nothing has come yet.
     */
    public boolean awaitCommand(Duration within) throws IOException {
        within(within);
        holding.give(held);
        held = 0;
        if (in.hasRemaining()) return true;
        flush();
        Arrays.fill(in.array(), (byte) 0); // what was said may have been a password, and idle connections last
        if (in.capacity() > NetLimits.IDLE_INPUT_OCTETS) {
            in = ByteBuffer.allocate(NetLimits.IDLE_INPUT_OCTETS).limit(0);
            holding.give(NetLimits.BULK_INPUT_OCTETS);
        }
        isAwaiting = true;
        letGo();
        link.idle();
        try {
            return receive();
        } finally {
            link.busy();
            isAwaiting = false;
        }
    }

    /**
     * The command that is being read or carried out holds so many octets, and no fewer until the next one is awaited.
     * Waits a moment for room; throws {@link NoRoom} when there is none.
     */
    public void hold(int octets) throws NoRoom {
        if (octets <= held) return;
        holding.take(octets - held);
        held = octets;
    }

    /**
     * Beside what the command holds, and not given back by itself: for who does several things on one connection. From any
     * thread. False when there is no room just now.
     */
    public boolean borrow(int octets) { return holding.takeIfFree(octets); }

    /** The same; waits a moment for room, and throws {@link NoRoom} when there is none. */
    public void borrowSoon(int octets) throws NoRoom { holding.take(octets); }

    /** What was borrowed. From any thread. */
    public void giveBack(int octets) { holding.give(octets); }

    /**
     * Another place among those who have signed in: for what lasts on this connection beside something else that does. Closing
     * it gives it back. From any thread. Throws {@link NoRoom} when there is none.
     */
    public Runnable placeBeside() throws NoRoom {
        var place = holding.beside().orElseThrow(NoRoom::new);
        return place::close;
    }

    /**
     * Somebody has signed in, and is a stranger no longer. Throws {@link NoRoom} when those who have done so are too
     * many.
     */
    public void signedIn() throws NoRoom {
        if (!holding.signedIn()) throw new NoRoom();
    }

    /** What has come shows that it is from somebody who has signed in before: see {@link Room}. */
    public void recognised() { holding.recognised(); }

    /** Waits for more input after all of it was consumed. False when the peer has closed. */
    public boolean fill() throws IOException {
        if (in.hasRemaining()) throw new IllegalStateException("input is not consumed");
        flush();
        if (in.limit() == in.capacity() && in.capacity() < NetLimits.BULK_INPUT_OCTETS && holding.takeIfFree(NetLimits.BULK_INPUT_OCTETS))
            in = ByteBuffer.allocate(NetLimits.BULK_INPUT_OCTETS).limit(0);
        return receive();
    }

    private boolean receive() throws IOException {
        int n = (deflate != null ? deflate.input() : link.input()).read(in.array(), 0, in.capacity());
        in.position(0).limit(Math.max(n, 0));
        return n > 0;
    }

    public void write(byte[] octets) throws IOException { write(octets, 0, octets.length); }

    public void write(byte[] octets, int offset, int count) throws IOException {
        writing.lock();
        try {
            if (outCount + count > outMax) widen();
            int done = 0;
            while (outCount + count - done > outMax) {
                int n = outCount > 0 ? outMax - outCount : (count - done) / outMax * outMax;
                if (outCount > 0) {
                    keep(octets, offset + done, n);
                    flush();
                } else {
                    send(octets, offset + done, n);
                }
                done += n;
            }
            keep(octets, offset + done, count - done);
        } finally {
            writing.unlock();
        }
    }

    private void keep(byte[] octets, int offset, int count) {
        if (outCount + count > out.length)
            out = Arrays.copyOf(out, Math.clamp(out.length * 2L, outCount + count, outMax));
        System.arraycopy(octets, offset, out, outCount, count);
        outCount += count;
    }

    /** For who reads in bulk: records as long as they may be. */
    private void widen() {
        if (outMax < NetLimits.BULK_OUTPUT_OCTETS && holding.takeIfFree(NetLimits.BULK_OUTPUT_HELD))
            outMax = NetLimits.BULK_OUTPUT_OCTETS;
    }

    /** Who awaits a command keeps nothing to write in. */
    private void letGo() {
        writing.lock();
        try {
            if (outCount > 0) return;
            if (out.length > NetLimits.IDLE_INPUT_OCTETS) out = NOTHING;
            if (outMax == NetLimits.OUTPUT_OCTETS_MAX) return;
            outMax = NetLimits.OUTPUT_OCTETS_MAX;
            holding.give(NetLimits.BULK_OUTPUT_HELD);
        } finally {
            writing.unlock();
        }
    }

    /** Hands what was written to the network. */
    public void flush() throws IOException {
        writing.lock();
        try {
            if (outCount == 0) return;
            int count = outCount;
            outCount = 0;
            send(out, 0, count);
            if (isAwaiting) letGo();
        } finally {
            writing.unlock();
        }
    }

    private void send(byte[] octets, int offset, int count) throws IOException {
        if (deflate == null) {
            link.output().write(octets, offset, count);
        } else {
            deflate.write(octets, offset, count);
            deflate.flush();
        }
    }

    /**
     * From now on, both ways are compressed: RFC 4978. Not for what holds secrets of others beside what a peer may
     * choose.
     */
    public void compress() throws IOException {
        flush();
        var early = new byte[in.remaining()];
        in.get(early).position(0).limit(0);
        writing.lock();
        try {
            deflate = new Deflate(early, link.input(), link.output());
        } finally {
            writing.unlock();
        }
    }

    /**
     * Starts TLS as the server. Octets that came before it are used only when they are a TLS record (a client may send
     * its hello in the same segment); else they are thrown away, so that nothing said in clear is heard inside TLS.
     * RFC 3207 section 4.2.
     */
    public void startTls(Tls tls, Duration within) throws IOException { startTls(tls, List.of(), within); }

    /** The same; {@code protocols}: what may be agreed on by ALPN, the best first. */
    public void startTls(Tls tls, List<String> protocols, Duration within) throws IOException {
        flush();
        boolean isRecord = in.hasRemaining() && in.get(in.position()) == TLS_HANDSHAKE;
        var early = new byte[isRecord ? in.remaining() : 0];
        in.get(early).position(0).limit(0);
        link.startTls(tls, protocols, early, within);
    }

    /** Starts TLS as the client; {@code host} is named in SNI and, if the trust says so, verified. */
    public void startTls(ClientTls tls, String host, Duration within) throws IOException {
        flush();
        in.position(0).limit(0);
        link.startTls(tls, host, within);
    }

    /** Asks the conversation to end at its next command. From any thread. */
    public void tellStopping() { link.tellStopping(); }

    /** Closes at once, without a farewell. From any thread. */
    public void cut() { link.cut(); }

    /** Flushes and closes. Waits no longer than a few seconds for the peer. */
    @Override public void close() throws IOException {
        try {
            flush();
            linger();
        } finally {
            Arrays.fill(in.array(), (byte) 0);
            Arrays.fill(out, (byte) 0);
            endCompression();
            link.close();
        }
    }

    private void endCompression() {
        writing.lock();
        try {
            if (deflate != null) deflate.close();
        } finally {
            writing.unlock();
        }
    }

    /** Closing over unread input makes the kernel reset the connection, and our last words may be lost with it. */
    private void linger() {
        try {
            if (!in.hasRemaining() && !link.isInputUnread()) return;
            link.within(NetLimits.CLOSE_MAX);
            link.endOutput();
            var skipped = new byte[NetLimits.BULK_INPUT_OCTETS];
            for (int n = 0, all = 0; n >= 0 && all < NetLimits.LINGER_OCTETS_MAX; all += n)
                n = link.input().read(skipped);
        } catch (IOException gone) {
            in.position(0).limit(0); // nobody is there to hear us
        }
    }
}
