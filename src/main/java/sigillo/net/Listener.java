package sigillo.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sigillo.base.AddressKey;

/**
 * Accepts connections on one address and gives each its own virtual thread. It is the one place where what a protocol
 * did not catch is caught, so no peer can end a listener.
 */
public final class Listener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Listener.class.getName());

    private final ListenerSettings settings;
    private final Optional<Tls> tls;
    private final Protocol protocol;
    private final ServerSocket server;
    private final Admission admission;
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    private Listener(ListenerSettings settings, Optional<Tls> tls, Protocol protocol, ServerSocket server) {
        this.settings = settings;
        this.tls = tls;
        this.protocol = protocol;
        this.server = server;
        this.admission = new Admission(settings.connectionsMax(), settings.connectionsByAddressMax());
    }

    /** Binds and accepts; throws when the port cannot be had. {@code tls}: for {@link ListenerSettings#implicitTls}. */
    public static Listener open(ListenerSettings settings, Optional<Tls> tls, Protocol protocol) throws IOException {
        if (settings.implicitTls() && tls.isEmpty())
            throw new IllegalArgumentException(settings.name() + " speaks TLS and has no certificate");
        var server = new ServerSocket() {
            @Override public Socket accept() throws IOException {
                var socket = new TimedSocket();
                try {
                    implAccept(socket);
                    return socket;
                } catch (IOException | RuntimeException failed) {
                    socket.cut();
                    throw failed;
                }
            }
        };
        try {
            server.bind(settings.bind(), NetLimits.BACKLOG);
        } catch (IOException inUse) {
            server.close();
            var why = settings.name() + " cannot listen on " + settings.bind() + ": " + inUse.getMessage();
            throw new IOException(why, inUse);
        }
        var listener = new Listener(settings, tls, protocol, server);
        Thread.ofVirtual().name("accept " + settings.name()).start(listener::accept);
        return listener;
    }

    public String name() { return settings.name(); }

    /** Where it listens; tells the port when any was asked for. */
    public InetSocketAddress address() { return (InetSocketAddress) server.getLocalSocketAddress(); }

    public int connections() { return admission.open(); }

    private void accept() {
        while (!stopping) {
            try {
                admit((TimedSocket) server.accept());
            } catch (IOException failed) {
                if (stopping) return;
                LOG.log(Level.WARNING, settings.name() + " could not accept a connection: " + failed.getMessage());
                pause(NetLimits.ACCEPT_PAUSE);
            }
        }
    }

    private void admit(TimedSocket socket) throws IOException {
        var address = socket.getInetAddress();
        if (address == null || !settings.allowed().contains(address)) {
            socket.cut();
            return;
        }
        var key = AddressKey.of(address);
        if (!admission.enter(key)) {
            refuse(socket);
            return;
        }
        Thread.ofVirtual().name(settings.name()).start(() -> {
            try {
                converse(socket);
            } finally {
                admission.leave(key);
            }
        });
    }

    private void refuse(TimedSocket socket) {
        var client = socket.getInetAddress().getHostAddress();
        LOG.log(Level.INFO, settings.name() + " refused " + client + ": too many connections");
        // Its send buffer is empty, so this write does not wait. Inside TLS nobody could read it.
        try (socket) {
            if (!settings.implicitTls()) socket.getOutputStream().write(protocol.tooMany());
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, client + " left " + settings.name() + " before it was refused", gone);
        }
    }

    private void converse(TimedSocket socket) {
        try (var wire = new Wire(new SocketLink(socket))) {
            wires.add(wire);
            try {
                if (stopping) wire.tellStopping();
                if (settings.implicitTls()) wire.startTls(tls.orElseThrow(), settings.handshakeMax());
                protocol.serve(wire);
            } finally {
                wires.remove(wire);
            }
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, settings.name() + " lost " + socket.getRemoteSocketAddress(), gone);
        } catch (RuntimeException | StackOverflowError fault) {
            var client = socket.getRemoteSocketAddress();
            LOG.log(Level.ERROR, settings.name() + " failed in a conversation with " + client, fault);
        } finally {
            socket.cut();
        }
    }

    /**
     * Stops accepting, asks every conversation to end at its next command, waits up to {@code drain}, then cuts the
     * rest. Returns how many were cut.
     */
    public int stop(Duration drain) {
        stopping = true;
        closeServer();
        wires.forEach(Wire::tellStopping);
        long until = System.nanoTime() + drain.toNanos();
        while (admission.open() > 0 && System.nanoTime() - until < 0 && pause(Duration.ofMillis(10))) { }
        int left = wires.size();
        wires.forEach(Wire::cut);
        return left;
    }

    @Override public void close() { stop(Duration.ZERO); }

    private void closeServer() {
        try {
            server.close();
        } catch (IOException alreadyClosed) {
            LOG.log(Level.DEBUG, settings.name() + " was closed", alreadyClosed);
        }
    }

    private static boolean pause(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
