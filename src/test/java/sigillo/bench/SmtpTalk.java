package sigillo.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One place of a {@link SmtpLoad}: its conversations, one after the other, until all its messages are accepted. */
final class SmtpTalk {
    /** What is waited for, and what is said when it came. */
    private enum Awaits { GREETING, EHLO, MAIL, RCPT, DATA, ACCEPTED, QUIT }

    private static final byte[] EHLO = octets("EHLO bench.sender.example\r\n");
    private static final byte[] QUIT = octets("QUIT\r\n");
    private static final int CODE_DIGITS = 3;

    private final SmtpLoad load;
    private final int place;
    private final byte[] envelope;
    private SocketChannel channel;
    private SelectionKey key;
    private Awaits awaits;
    private ByteBuffer[] unsent = {};
    /** Messages that were accepted, of this place and of this connection. */
    private int done;
    private int doneHere;
    private final StringBuilder line = new StringBuilder();

    SmtpTalk(SmtpLoad load, int place) {
        this.load = load;
        this.place = place;
        this.envelope = octets("MAIL FROM:<person@sender.example>\r\nRCPT TO:<" + load.wish().recipient().apply(place) + ">\r\nDATA\r\n");
    }

    void open() throws IOException {
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        awaits = Awaits.GREETING;
        doneHere = 0;
        boolean isConnected = channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), load.wish().port()));
        key = channel.register(load.selector(), isConnected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
    }

    /** The selector says that it can go on. {@code buffer} is for reading into, and is nobody's afterwards. */
    void ready(SelectionKey ready, ByteBuffer buffer) throws IOException {
        if (ready.isConnectable() && channel.finishConnect()) key.interestOps(SelectionKey.OP_READ);
        if (ready.isWritable()) write();
        if (!ready.isReadable()) return;
        buffer.clear();
        if (channel.read(buffer) < 0) throw new EOFException("closed while " + awaits + " was awaited");
        buffer.flip();
        while (buffer.hasRemaining()) heard((char) (buffer.get() & 0xFF));
    }

    private void heard(char c) throws IOException {
        if (c != '\n') {
            line.append(c);
            return;
        }
        boolean isLast = line.length() <= CODE_DIGITS || line.charAt(CODE_DIGITS) != '-';
        if (isLast) reply();
        line.setLength(0);
    }

    private void reply() throws IOException {
        switch (awaits) {
            case GREETING -> { need("220"); then(Awaits.EHLO, ByteBuffer.wrap(EHLO)); }
            case EHLO -> { need("250"); then(Awaits.MAIL, ByteBuffer.wrap(envelope)); }
            case MAIL -> { need("250"); awaits = Awaits.RCPT; }
            case RCPT -> { need("250"); awaits = Awaits.DATA; }
            case DATA -> { need("354"); then(Awaits.ACCEPTED, load.wish().mails().wire(place * load.wish().each() + done)); }
            case ACCEPTED -> { need("250"); accepted(); }
            case QUIT -> { need("221"); ended(); }
        }
    }

    private void accepted() throws IOException {
        load.wasAccepted();
        done++;
        doneHere++;
        boolean goesOn = done < load.wish().each() && doneHere < load.wish().byConnection();
        if (goesOn) then(Awaits.MAIL, ByteBuffer.wrap(envelope));
        else then(Awaits.QUIT, ByteBuffer.wrap(QUIT));
    }

    private void ended() throws IOException {
        channel.close();
        if (done < load.wish().each()) open();
        else load.isDone();
    }

    private void need(String code) throws IOException {
        if (!line.toString().startsWith(code)) throw new IOException(awaits + " was awaited, and came: " + line.toString().strip());
    }

    private void then(Awaits next, ByteBuffer... said) throws IOException {
        awaits = next;
        unsent = said;
        write();
    }

    /** What does not go at once goes when the selector says so. */
    private void write() throws IOException {
        channel.write(unsent);
        boolean isAll = !unsent[unsent.length - 1].hasRemaining();
        key.interestOps(isAll ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    private static byte[] octets(String text) { return text.getBytes(StandardCharsets.US_ASCII); }
}
