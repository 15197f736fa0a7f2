package sigillo.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import sigillo.net.NoRoom;
import sigillo.net.Wire;

/**
 * A wire as Helidon wants it. The octets of a request are kept apart for each request, and wiped when it was answered:
 * a connection that is kept holds nothing of what was said. For the connection's thread.
 */
final class WireContext implements ConnectionContext, AutoCloseable {
    /** What comes is kept here and read there, with an object or two for each piece. */
    private static final int PIECE_TIMES = 2;
    private static final int PIECE_OCTETS = 200;

    private final Wire wire;
    private final ListenerContext listener;
    private final DataReader reader = DataReader.create(this::read);
    private final DataWriter writer = new Writer();
    private final List<byte[]> ofThisRequest = new ArrayList<>();
    private final Authorization authorization = new Authorization();
    private byte[] authorized = {};
    private boolean isLookedThrough; // for an authorization
    private Router router = Router.empty();
    private int held; // by what has come of the request
    private boolean betweenRequests = true;
    private boolean isRefused;
    private boolean isLast;
    private boolean isPassedOn;

    WireContext(Wire wire) {
        this.wire = wire;
        this.listener = HttpProtocol.listener(this);
    }

    WireContext routed(Answering site) {
        router = HttpProtocol.router(this, site);
        return this;
    }

    InetAddress client() { return wire.client(); }

    boolean isStopping() { return wire.isStopping(); }

    void recognised() { wire.recognised(); }

    // ---- reading ----

    /**
     * What has come. When nothing more will, or not in time, the connection ends without a word: who is slow hears
     * nothing.
     */
    private byte[] read() {
        try {
            boolean isFirst = betweenRequests;
            boolean isThere = isFirst ? awaitRequest() : wire.fill();
            if (!isThere) throw new CloseConnectionException("the peer has closed");
            var octets = come();
            if (isPassedOn) return octets;
            if (isFirst) octets = ofOurVersion(octets);
            if (isLookedThrough) authorization.take(octets);
            ofThisRequest.add(octets);
            held += PIECE_TIMES * octets.length + PIECE_OCTETS;
            wire.hold(held);
            if (ofThisRequest.size() > HttpLimits.PIECES_OF_REQUEST_MAX) {
                throw new CloseConnectionException("a request in too many pieces");
            }
            return octets;
        } catch (IOException gone) {
            throw new CloseConnectionException("the connection is lost", gone);
        }
    }

    private byte[] come() {
        var octets = new byte[wire.input().remaining()];
        wire.input().get(octets);
        return octets;
    }

    /** The first line whole, if it asks for something: it may be one of HTTP/1.0. */
    private byte[] ofOurVersion(byte[] begun) throws IOException {
        while (EarlierVersion.goesOn(begun) && wire.fill()) {
            var more = come();
            int before = begun.length;
            begun = Arrays.copyOf(begun, before + more.length);
            System.arraycopy(more, 0, begun, before, more.length);
            Arrays.fill(more, (byte) 0); // header fields may have come with it
        }
        isLast = EarlierVersion.is(begun);
        if (isLast) EarlierVersion.raise(begun);
        return begun;
    }

    /** Whether nothing is asked any more behind this. */
    boolean isLast() { return isLast; }

    private boolean awaitRequest() throws IOException {
        held = 0;
        boolean isThere = wire.awaitCommand(HttpLimits.BETWEEN_REQUESTS_MAX);
        betweenRequests = false;
        isLookedThrough = true;
        wire.within(HttpLimits.REQUEST_MAX);
        return isThere;
    }

    /**
     * What comes next is another request, which may be here in part already: then its first octets came with those of
     * this one.
     */
    void answered() {
        int ofTheNext = reader.available();
        wipeBut(ofTheNext);
        forget();
        isLookedThrough = false;
        betweenRequests = ofTheNext == 0;
        isPassedOn = false;
        if (!betweenRequests) wire.within(HttpLimits.REQUEST_MAX);
    }

    /** What was said of who asks, empty when it stands among the header fields; wiped with the request. */
    byte[] authorization() {
        if (authorized.length == 0) authorized = authorization.value();
        return authorized;
    }

    /** Whether only crosses stand there. */
    boolean hasAuthorization() { return authorization.isTaken(); }

    /** Who asks is known. */
    void forget() {
        Arrays.fill(authorized, (byte) 0);
        authorized = new byte[0];
        authorization.clear();
    }

    /** {@code last}: octets that came last, which nobody has read yet. */
    private void wipeBut(int last) {
        int behind = 0;
        for (int i = ofThisRequest.size() - 1; i >= 0; i--) {
            var octets = ofThisRequest.get(i);
            int stay = Math.clamp(last - behind, 0, octets.length);
            Arrays.fill(octets, 0, octets.length - stay, (byte) 0);
            if (stay == 0) ofThisRequest.remove(i);
            behind += octets.length;
        }
    }

    /** What follows may last, and the request need not be kept so long: it may say a password. */
    void wipe() {
        wipeBut(reader.available());
        forget();
    }

    /** Whoever gets what lasts has signed in, and has a place among those who have; false when there is none left. */
    boolean stays() {
        try {
            wire.signedIn();
            return true;
        } catch (NoRoom full) {
            return false;
        }
    }

    Channel channel() { return new WireChannel(wire); }

    /** Whether the header fields, as far as they have come, are so long that nothing else is wrong with them. */
    boolean hasTooLargeFields() {
        boolean isFirst = true;
        int line = 0;
        int fields = 0;
        for (var octets : ofThisRequest) {
            for (byte octet : octets) {
                if (!isFirst) fields++;
                if (octet == '\n' && line == 0) return fields > HttpLimits.HEADER_OCTETS_ENOUGH;
                isFirst &= octet != '\n';
                line = octet == '\n' ? 0 : octet == '\r' ? line : line + 1;
            }
        }
        return fields > HttpLimits.HEADER_OCTETS_ENOUGH;
    }

    /** What comes now of this request is mail: it is given on, and neither kept nor counted here. */
    void passOn() { isPassedOn = true; }

    /** Whether the peer has gone, as far as that can be seen. */
    boolean hasEnded() { return wire.hasPeerEnded(); }

    /** When the whole request must be here. */
    void within(java.time.Duration time) { wire.within(time); }

    /** What was asked is not read to its end. */
    void refused() { isRefused = true; }

    @Override public void close() {
        if (isRefused) readOver();
        wipeBut(0);
        forget();
    }

    /** A connection that is closed while more is on its way would lose its last reply: RFC 9112 section 9.6. */
    private void readOver() {
        try {
            wire.flush();
            wire.within(HttpLimits.READ_OVER_MAX);
            int left = HttpLimits.READ_OVER_OCTETS_MAX;
            do {
                left -= wire.input().remaining();
                wire.input().position(wire.input().limit());
            } while (left > 0 && wire.fill());
        } catch (IOException gone) {
            wire.cut();
        }
    }

    // ---- writing ----

    private final class Writer implements DataWriter {
        @Override public void write(BufferData... buffers) { for (var buffer : buffers) write(buffer); }

        @Override public void write(BufferData buffer) {
            try {
                wire.write(buffer.readBytes());
            } catch (IOException gone) {
                throw new CloseConnectionException("the connection is lost", gone);
            }
        }

        @Override public void writeNow(BufferData... buffers) {
            write(buffers);
            flush();
        }

        @Override public void writeNow(BufferData buffer) {
            write(buffer);
            flush();
        }

        @Override public void flush() {
            try {
                wire.flush();
            } catch (IOException gone) {
                throw new CloseConnectionException("the connection is lost", gone);
            }
        }
    }

    /** RFC 9110 section 15.2.1. */
    void goOn() {
        writer.writeNow(BufferData.create("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
    }

    void writeNow(byte[] octets) { writer.writeNow(BufferData.create(octets)); }

    // ---- what Helidon asks ----

    @Override public ListenerContext listenerContext() { return listener; }

    @Override public ExecutorService executor() { return listener.executor(); }

    @Override public DataWriter dataWriter() { return writer; }

    @Override public DataReader dataReader() { return reader; }

    @Override public Router router() { return router; }

    @Override public PeerInfo remotePeer() { return new Peer(wire.peer()); }

    @Override public PeerInfo localPeer() { return new Peer(wire.local()); }

    @Override public boolean isSecure() { return wire.tls().isPresent(); }

    @Override public String socketId() { return "web"; }

    @Override public String childSocketId() { return wire.conversation(); }

    private record Peer(InetSocketAddress at) implements PeerInfo {
        @Override public SocketAddress address() { return at; }

        @Override public String host() { return at.getAddress().getHostAddress(); }

        @Override public int port() { return at.getPort(); }

        @Override public Optional<Principal> tlsPrincipal() { return Optional.empty(); }

        @Override public Optional<Certificate[]> tlsCertificates() { return Optional.empty(); }
    }
}
