package sigillo.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import sigillo.base.Octets;
import sigillo.net.Wire;

/** A wire that is handed over. */
final class WireChannel implements Channel {
    private final Wire wire;
    /** Of two that send, the octets of one go first, and are on their way when it returns. */
    private final ReentrantLock sending = new ReentrantLock();

    WireChannel(Wire wire) { this.wire = wire; }

    @Override public ByteBuffer input() { return wire.input(); }

    @Override public boolean await(Duration within) throws IOException { return wire.awaitCommand(within); }

    @Override public boolean fill() throws IOException { return wire.fill(); }

    @Override public void within(Duration time) { wire.within(time); }

    @Override public void hold(int octets) throws IOException { wire.hold(octets); }

    @Override public void send(byte[]... octets) throws IOException {
        sending.lock();
        try {
            for (var one : octets) wire.write(one);
            wire.flush();
        } finally {
            sending.unlock();
        }
    }

    @Override public void send(byte[] head, Octets rest) throws IOException {
        sending.lock();
        try {
            wire.write(head);
            rest.writeTo(new OutputStream() {
                @Override public void write(int octet) throws IOException { wire.write(new byte[] {(byte) octet}); }

                @Override public void write(byte[] from, int offset, int count) throws IOException {
                    wire.write(from, offset, count);
                }
            });
            wire.flush();
        } finally {
            sending.unlock();
        }
    }

    @Override public boolean hasEnded() { return wire.hasPeerEnded(); }

    @Override public boolean isStopping() { return wire.isStopping(); }

    @Override public void cut() { wire.cut(); }
}
