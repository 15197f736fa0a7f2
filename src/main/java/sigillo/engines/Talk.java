package sigillo.engines;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import sigillo.base.Octets;

/**
 * One conversation with a program, over a socket of this machine or TCP. All of it ends {@code until} a moment of {@link
 * System#nanoTime}: whatever is under way then throws {@link Late}. One thread, which may be interrupted.
 */
final class Talk implements Closeable {
    /** Whether an answer has come whole, by its first {@code count} octets. */
    interface Whole { boolean is(byte[] octets, int count); }

    private final SocketChannel channel;
    private final long until;
    private volatile boolean isLate;
    private volatile boolean isClosed;
    private final Thread watch;

    private Talk(SocketChannel channel, long until) {
        this.channel = channel;
        this.until = until;
        this.watch = Thread.ofVirtual().name("deadline").start(this::watch);
    }

    /** Tries one address after the other; throws {@link IOException} with a sentence of the last. */
    static Talk open(List<SocketAddress> addresses, long until) throws IOException {
        IOException last = new IOException("it has no address");
        for (var address : addresses) {
            var talk = new Talk(SocketChannel.open(address instanceof UnixDomainSocketAddress ? StandardProtocolFamily.UNIX : family(address)), until);
            try {
                talk.connect(address);
                return talk;
            } catch (IOException failed) {
                talk.close();
                last = failed;
            }
        }
        throw last;
    }

    private static StandardProtocolFamily family(SocketAddress address) {
        boolean isIpv4 = address instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet4Address;
        return isIpv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }

    private void connect(SocketAddress address) throws IOException {
        try {
            channel.connect(address);
        } catch (ClosedChannelException closed) {
            throw late(closed);
        }
    }

    private void watch() {
        for (long left = until - System.nanoTime(); left > 0 && !isClosed; left = until - System.nanoTime()) LockSupport.parkNanos(left);
        if (isClosed) return;
        isLate = true;
        closeChannel();
    }

    private IOException late(ClosedChannelException closed) { return isLate ? new Late() : closed; }

    void say(byte[] octets) throws IOException { say(octets, 0, octets.length); }

    void say(byte[] octets, int offset, int count) throws IOException {
        var buffer = ByteBuffer.wrap(octets, offset, count);
        try {
            while (buffer.hasRemaining()) channel.write(buffer);
        } catch (ClosedChannelException closed) {
            throw late(closed);
        }
    }

    void say(Octets octets) throws IOException {
        octets.writeTo(new OutputStream() {
            @Override public void write(int octet) throws IOException { say(new byte[] {(byte) octet}); }

            @Override public void write(byte[] from, int offset, int count) throws IOException { say(from, offset, count); }
        });
    }

    void endOutput() throws IOException { channel.shutdownOutput(); }

    /** Negative when nothing more comes. */
    int hear(ByteBuffer into) throws IOException {
        try {
            return channel.read(into);
        } catch (ClosedChannelException closed) {
            throw late(closed);
        }
    }

    /** What comes until it is whole, or it ends. Throws {@link IOException} beyond {@code octetsMax}. */
    byte[] hear(int octetsMax, Whole whole) throws IOException {
        var octets = new byte[Math.min(octetsMax, 4 * 1024)];
        int count = 0;
        while (!whole.is(octets, count)) {
            if (count == octetsMax) throw new IOException("its answer is longer than " + octetsMax + " octets");
            if (count == octets.length) octets = Arrays.copyOf(octets, (int) Math.min(octetsMax, 2L * count));
            int n = hear(ByteBuffer.wrap(octets, count, octets.length - count));
            if (n < 0) break;
            count += n;
        }
        return Arrays.copyOf(octets, count);
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException gone) {
            isClosed = true;
        }
    }

    @Override public void close() {
        isClosed = true;
        LockSupport.unpark(watch);
        closeChannel();
    }
}
