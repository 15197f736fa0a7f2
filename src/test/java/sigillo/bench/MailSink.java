package sigillo.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes mail over SMTP, counts it and forgets it, from one thread: what a load can do when the server costs nothing.
 */
final class MailSink implements AutoCloseable {
    private static final int BACKLOG = 1_000;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel door = ServerSocketChannel.open();
    private final ByteBuffer read = ByteBuffer.allocateDirect(1 << 16);
    final AtomicLong connections = new AtomicLong();
    final AtomicLong messages = new AtomicLong();
    final AtomicLong octets = new AtomicLong();

    MailSink() throws IOException {
        door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        door.configureBlocking(false);
        door.register(selector, SelectionKey.OP_ACCEPT);
        Thread.ofPlatform().name("mail-sink").daemon().start(this::loop);
    }

    int port() { return door.socket().getLocalPort(); }

    private void loop() {
        try {
            while (selector.isOpen()) selector.select(this::go);
        } catch (ClosedSelectorException closed) {
            // close() ends it
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void go(SelectionKey key) {
        try {
            if (key.isAcceptable()) accept();
            else ((Talk) key.attachment()).read();
        } catch (IOException gone) {
            key.cancel(); // who sends sees it and ends the load
        }
    }

    private void accept() throws IOException {
        var channel = door.accept();
        if (channel == null) return;
        connections.incrementAndGet();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.register(selector, SelectionKey.OP_READ, new Talk(channel));
        say(channel, "220 sink ESMTP\r\n");
    }

    private static void say(SocketChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    /** One conversation: what it says to a line depends on the line's first letter alone. */
    private final class Talk {
        private static final long END = 0x0D0A_2E0D_0AL;
        private static final long END_MASK = 0xFF_FFFF_FFFFL;
        private final SocketChannel channel;
        private int first = -1;
        private boolean isData;
        private long last;

        Talk(SocketChannel channel) { this.channel = channel; }

        void read() throws IOException {
            read.clear();
            if (channel.read(read) < 0) {
                channel.close();
                return;
            }
            read.flip();
            var answers = new StringBuilder();
            octets.addAndGet(read.remaining());
            while (read.hasRemaining()) heard(read.get(), answers);
            if (!answers.isEmpty()) say(channel, answers.toString());
        }

        private void heard(byte octet, StringBuilder answers) {
            if (isData) {
                last = last << 8 | octet & 0xFF;
                if ((last & END_MASK) == END) {
                    isData = false;
                    messages.incrementAndGet();
                    answers.append("250 2.0.0 Ok\r\n");
                }
                return;
            }
            if (first < 0) first = octet;
            if (octet == '\n') answers.append(answer());
        }

        private String answer() {
            int letter = first;
            first = -1;
            return switch (letter) {
                case 'E' -> "250-sink\r\n250 PIPELINING\r\n";
                case 'D' -> { isData = true; last = 0x0D0A; yield "354 Go\r\n"; }
                case 'Q' -> "221 Bye\r\n";
                default -> "250 Ok\r\n";
            };
        }
    }

    @Override public void close() throws IOException {
        for (var key : selector.keys()) key.channel().close();
        selector.close();
    }
}
