package sigillo.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * A link without a socket: what the client says comes from a script, one turn at a time, and a turn begins only when
 * the server waits for input. Public for the transcripts of every door.
 */
public class PlayedLink implements Link {

    /** The other side of the conversation. */
    public interface Script {
        /** What the client says next, having heard {@code said} since its last turn; null when it closes. */
        byte[] next(String said);
    }

    private final Script script;
    private final InetAddress client;
    private final int piece;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private byte[] turn = {};
    private int at;
    private Optional<TlsFacts> tls = Optional.empty();
    private Optional<byte[]> binding = Optional.empty();

    /** {@code piece}: how many octets the network hands over at once. */
    public PlayedLink(InetAddress client, int piece, Script script) {
        this.client = client;
        this.piece = piece;
        this.script = script;
    }

    /** As if TLS had something that names the connection. */
    public PlayedLink bound(byte[] exporter) {
        binding = Optional.of(exporter);
        return this;
    }

    @Override public Optional<byte[]> channelBinding() { return tls.flatMap(_ -> binding); }

    /** As if TLS had begun before the first word. */
    public PlayedLink secure() {
        tls = Optional.of(new TlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384"));
        return this;
    }

    /** What the server has said since the last turn. */
    public String said() {
        var text = said.toString(java.nio.charset.StandardCharsets.UTF_8);
        said.reset();
        return text;
    }

    @Override public InputStream input() {
        return new InputStream() {
            @Override public int read() { throw new IllegalStateException("read in pieces"); }

            @Override public int read(byte[] into, int offset, int count) {
                if (turn == null) return -1;
                if (at == turn.length) {
                    turn = script.next(said());
                    at = 0;
                    if (turn == null) return -1;
                }
                int n = Math.min(Math.min(count, piece), turn.length - at);
                System.arraycopy(turn, at, into, offset, n);
                at += n;
                return n;
            }

            @Override public int available() { return turn == null ? 0 : turn.length - at; }
        };
    }

    @Override public OutputStream output() { return said; }

    @Override public InetSocketAddress peer() { return new InetSocketAddress(client, 40_000); }

    @Override public InetSocketAddress local() { return new InetSocketAddress(InetAddress.getLoopbackAddress(), 25); }

    @Override public void within(Duration time) { }

    @Override public void pace(Duration grace, long octetsPerSecond) { }

    @Override public void idle() { }

    @Override public void busy() { }

    @Override public boolean isStopping() { return false; }

    @Override public void tellStopping() { }

    @Override public void startTls(Tls server, byte[] early, Duration within) throws IOException {
        if (early.length > 0) throw new IOException("not a handshake");
        at = turn == null ? 0 : turn.length; // the rest of the turn is no TLS record either
        secure();
    }

    @Override public void startTls(ClientTls client, String host, Duration within) { secure(); }

    @Override public Optional<TlsFacts> tls() { return tls; }

    @Override public void endOutput() { }

    @Override public long octetsIn() { return at; }

    @Override public long octetsOut() { return said.size(); }

    @Override public void cut() { turn = null; }

    @Override public void close() { turn = null; }
}
