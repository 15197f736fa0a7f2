package sigillo.net;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.TrustManager;

/**
 * A client that sends its TLS hello, or only the first octets of it, in the same segment as the command that asks for
 * TLS. Public for the tests of every door.
 */
public final class EarlyHello implements Closeable {
    private final Socket socket;
    private final SSLEngine engine;
    private final StringBuilder clearText = new StringBuilder();
    private final ByteBuffer in = ByteBuffer.allocate(64 * 1024);
    private final ByteBuffer plain = ByteBuffer.allocate(64 * 1024);

    private EarlyHello(Socket socket, SSLEngine engine) {
        this.socket = socket;
        this.engine = engine;
    }

    /**
     * Waits for the greeting, sends the command with {@code early} octets of the hello (all when negative) in one
     * segment, reads the answer up to a line that begins with {@code goAhead}, sends the rest and shakes hands.
     */
    public static EarlyHello connect(InetSocketAddress to, String command, int early, String goAhead) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
        var engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        var client = new EarlyHello(new Socket(to.getAddress(), to.getPort()), engine);
        client.socket.setSoTimeout(5_000);
        client.begin(command.getBytes(StandardCharsets.US_ASCII), early, goAhead);
        return client;
    }

    private void begin(byte[] command, int early, String goAhead) throws Exception {
        clearLine();
        var hello = wrap(ByteBuffer.allocate(0));
        int first = early < 0 ? hello.length : Math.min(early, hello.length);
        var segment = Arrays.copyOf(command, command.length + first);
        System.arraycopy(hello, 0, segment, command.length, first);
        socket.getOutputStream().write(segment);
        while (!clearLine().startsWith(goAhead)) { }
        socket.getOutputStream().write(hello, first, hello.length - first);
        shakeHands();
    }

    private String clearLine() throws IOException {
        int start = clearText.length();
        for (int c; (c = socket.getInputStream().read()) != '\n'; ) {
            if (c < 0) throw new EOFException("closed by the server");
            clearText.append((char) c);
        }
        return clearText.append('\n').substring(start);
    }

    private void shakeHands() throws IOException {
        in.flip();
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> socket.getOutputStream().write(wrap(ByteBuffer.allocate(0)));
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap();
                case FINISHED, NOT_HANDSHAKING -> { return; }
            }
        }
    }

    private byte[] wrap(ByteBuffer text) throws IOException {
        var record = ByteBuffer.allocate(32 * 1024);
        engine.wrap(text, record);
        return Arrays.copyOf(record.array(), record.position());
    }

    private void unwrap() throws IOException {
        if (engine.unwrap(in, plain).getStatus() != Status.BUFFER_UNDERFLOW) return;
        in.compact();
        int n = socket.getInputStream().read(in.array(), in.position(), in.remaining());
        if (n < 0) throw new EOFException("closed by the server");
        in.position(in.position() + n).flip();
    }

    /** What came before TLS. */
    public String clearText() { return clearText.toString(); }

    public void say(String text) throws IOException {
        socket.getOutputStream().write(wrap(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII))));
    }

    /** Waits for the next text of the server inside TLS. */
    public String hear() throws IOException {
        while (plain.position() == 0) {
            unwrap();
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) engine.getDelegatedTask().run();
        }
        var text = StandardCharsets.UTF_8.decode(plain.flip()).toString();
        plain.clear();
        return text;
    }

    @Override public void close() throws IOException { socket.close(); }
}
