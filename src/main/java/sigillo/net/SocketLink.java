package sigillo.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLSocket;

/** A TCP connection, with TLS once it was started. */
final class SocketLink implements Link {
    private final TimedSocket plain;
    private SSLSocket secure;

    SocketLink(TimedSocket plain) throws IOException {
        this.plain = plain;
        plain.setTcpNoDelay(true);
    }

    private Socket current() { return secure != null ? secure : plain; }

    @Override public InputStream input() throws IOException { return current().getInputStream(); }

    @Override public OutputStream output() throws IOException { return current().getOutputStream(); }

    @Override public InetSocketAddress peer() { return (InetSocketAddress) plain.getRemoteSocketAddress(); }

    @Override public InetSocketAddress local() { return (InetSocketAddress) plain.getLocalSocketAddress(); }

    @Override public void within(Duration time) { plain.within(time); }

    @Override public void pace(Duration grace, long octetsPerSecond) { plain.pace(grace, octetsPerSecond); }

    @Override public void idle() throws Stopping { plain.idle(); }

    @Override public void busy() { plain.busy(); }

    @Override public void acknowledge() { plain.acknowledge(); }

    @Override public boolean hasPeerEnded() { return plain.hasPeerEnded(); }

    @Override public boolean isStopping() { return plain.isStopping(); }

    @Override public void tellStopping() { plain.tellStopping(); }

    @Override public void startTls(Tls tls, byte[] early, Duration within) throws IOException {
        var consumed = early.length == 0 ? null : new ByteArrayInputStream(early);
        shakeHands(tls.serverSocket(plain, consumed), within);
    }

    @Override public void startTls(ClientTls tls, String host, Duration within) throws IOException {
        var socket = tls.clientSocket(plain, host);
        shakeHands(socket, within);
        tls.requireName(socket);
    }

    private void shakeHands(SSLSocket socket, Duration within) throws IOException {
        plain.within(within);
        socket.startHandshake();
        secure = socket;
    }

    @Override public Optional<TlsFacts> tls() {
        return secure == null ? Optional.empty() : Optional.of(TlsFacts.of(secure.getSession()));
    }

    /** RFC 9266 section 4.2: of TLS 1.3 alone, since in 1.2 it is only as good as an extension that is not told here. */
    @Override public Optional<byte[]> channelBinding() {
        if (secure == null || !(secure.getSession() instanceof ExtendedSSLSession session) || !session.getProtocol().equals("TLSv1.3")) return Optional.empty();
        try {
            return Optional.of(session.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32));
        } catch (SSLKeyException | UnsupportedOperationException none) {
            return Optional.empty();
        }
    }

    @Override public void endOutput() throws IOException { current().shutdownOutput(); }

    @Override public long octetsIn() { return plain.received(); }

    @Override public long octetsOut() { return plain.sent(); }

    @Override public void cut() { plain.cut(); }

    @Override public void close() throws IOException {
        try {
            plain.within(NetLimits.CLOSE_MAX);
            if (secure != null) secure.close();
        } finally {
            plain.close();
        }
    }
}
