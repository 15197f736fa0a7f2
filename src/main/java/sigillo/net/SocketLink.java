package sigillo.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLEngine;

/** A TCP connection, with TLS once it was started. */
final class SocketLink implements Link {
    private final TimedSocket plain;
    private final Holding holding;
    private SecureLayer secure;
    private InputStream input;
    private OutputStream output;
    private String applicationProtocol = "";

    SocketLink(TimedSocket plain, Holding holding) throws IOException {
        this.plain = plain;
        this.holding = holding;
        this.input = plain.getInputStream();
        this.output = plain.getOutputStream();
        plain.setTcpNoDelay(true);
    }

    @Override public InputStream input() { return input; }

    @Override public OutputStream output() { return output; }

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

    @Override public void startTls(Tls tls, byte[] early, Duration within) throws IOException { startTls(tls, List.of(), early, within); }

    @Override public void startTls(Tls tls, List<String> protocols, byte[] early, Duration within) throws IOException {
        var engine = tls.serverEngine(protocols);
        shakeHands(engine, early, within);
        // RFC 8737 section 3: nothing is said after such a handshake
        if (NameProofs.PROTOCOL.equals(engine.getApplicationProtocol())) throw new EOFException("an authority has looked for its proof");
        applicationProtocol = Objects.requireNonNullElse(engine.getApplicationProtocol(), "");
    }

    @Override public String applicationProtocol() { return applicationProtocol; }

    @Override public void startTls(ClientTls tls, String host, Duration within) throws IOException {
        shakeHands(tls.clientEngine(host, plain.getPort()), new byte[0], within);
        tls.requireName(secure.session());
    }

    private void shakeHands(SSLEngine engine, byte[] early, Duration within) throws IOException {
        plain.within(within);
        var layer = new SecureLayer(engine, plain.getInputStream(), plain.getOutputStream(), early, holding);
        layer.shakeHands();
        secure = layer;
        input = layer.input();
        output = layer.output();
    }

    @Override public Optional<TlsFacts> tls() {
        return secure == null ? Optional.empty() : Optional.of(TlsFacts.of(secure.session()));
    }

    /**
     * RFC 9266 section 4.2: of TLS 1.3 alone, since in 1.2 it is only as good as an extension that is not told here.
     */
    @Override public Optional<byte[]> channelBinding() {
        if (secure == null || !(secure.session() instanceof ExtendedSSLSession session) || !session.getProtocol().equals("TLSv1.3")) return Optional.empty();
        try {
            return Optional.of(session.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32));
        } catch (SSLKeyException | UnsupportedOperationException none) {
            return Optional.empty();
        }
    }

    @Override public boolean isInputUnread() throws IOException {
        return input.available() > 0 || plain.getInputStream().available() > 0;
    }

    /** What comes then is thrown away: it is read as it comes. */
    @Override public void endOutput() throws IOException {
        if (secure != null) secure.close();
        input = plain.getInputStream();
        plain.shutdownOutput();
    }

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
