package sigillo.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import sigillo.base.AddressKey;

/**
 * Accepts connections on one address and gives each its own virtual thread. It is the one place where what a protocol
 * did not catch is caught, so no peer can end a listener.
 */
public final class Listener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Listener.class.getName());

    /** Of all listeners without a {@link Room}: who are told inside TLS why they cannot stay. */
    private static final Refusals REFUSALS = new Refusals(NetLimits.REFUSALS_MAX, System::nanoTime);

    private final ListenerSettings settings;
    private final Optional<Tls> tls;
    private final Protocol protocol;
    private final ServerSocket server;
    private final Admission admission;
    private final Optional<Room.Door> room;
    private final Semaphore headers = new Semaphore(NetLimits.PROXY_HEADERS_MAX);
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private final AtomicLong refusalToldAt = new AtomicLong(System.nanoTime() - NetLimits.REFUSAL_TOLD_EVERY.toNanos());
    private final AtomicLong untoldRefusals = new AtomicLong();
    private volatile boolean stopping;
    private volatile Thread accepting;

    private Listener(ListenerSettings settings, Optional<Tls> tls, Protocol protocol, ServerSocket server, Optional<Room.Door> room) {
        this.settings = settings;
        this.tls = tls;
        this.protocol = protocol;
        this.server = server;
        this.room = room;
        this.admission = new Admission(settings.connectionsMax(), settings.connectionsByAddressMax());
    }

    /** Binds and accepts; throws when the port cannot be had. {@code tls}: for {@link ListenerSettings#implicitTls}. */
    public static Listener open(ListenerSettings settings, Optional<Tls> tls, Protocol protocol) throws IOException {
        return open(settings, tls, protocol, Optional.empty());
    }

    /** {@code room}: that its connections share with others; empty: there is as much as they want. */
    public static Listener open(ListenerSettings settings, Optional<Tls> tls, Protocol protocol,
            Optional<Room.Door> room) throws IOException {
        return bound(settings, tls, protocol, room).begin();
    }

    /** The same, and nothing is accepted before {@link #begin}: it has its port, so that nobody else takes it. */
    public static Listener bound(ListenerSettings settings, Optional<Tls> tls, Protocol protocol,
            Optional<Room.Door> room) throws IOException {
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
            throw new PortTaken(settings.bind().getPort(), why, inUse);
        }
        return new Listener(settings, tls, protocol, server, room);
    }

    /** Once. */
    public Listener begin() {
        accepting = Thread.ofVirtual().name("accept " + settings.name()).start(this::accept);
        return this;
    }

    public String name() { return settings.name(); }

    /** Where it listens; tells the port when any was asked for. */
    public InetSocketAddress address() { return (InetSocketAddress) server.getLocalSocketAddress(); }

    /** Whether only proxies connect to it. */
    public boolean isProxied() { return settings.isProxied(); }

    public int connections() { return admission.open(); }

    private void accept() {
        while (!stopping) {
            try {
                admit((TimedSocket) server.accept());
            } catch (IOException failed) {
                if (stopping) return;
                LOG.log(Level.WARNING, settings.name() + " could not accept a connection: " + failed.getMessage());
                pause(NetLimits.ACCEPT_PAUSE);
            } catch (RuntimeException | Error fault) { // one connection's: the door stays open
                LOG.log(Level.ERROR, settings.name() + " could not take a connection", fault);
                pause(NetLimits.ACCEPT_PAUSE);
            }
        }
    }

    private void admit(TimedSocket socket) {
        try {
            if (settings.isProxied()) introduce(socket);
            else come(socket);
        } catch (RuntimeException | Error fault) {
            socket.cut();
            throw fault;
        }
    }

    /** Others than the proxies are not heard; those have to say at once who they come for. */
    private void introduce(TimedSocket socket) {
        var proxy = socket.getInetAddress();
        if (proxy == null || !settings.proxies().contains(proxy) || !headers.tryAcquire()) {
            socket.cut();
            return;
        }
        Thread.ofVirtual().name(settings.name() + " is introduced").start(() -> {
            try {
                socket.within(NetLimits.PROXY_HEADER_MAX);
                ProxyFramer.read(socket.getInputStream()).client().filter(client -> isElsewhere(client, proxy)).ifPresent(socket::isOf);
            } catch (IOException | RuntimeException | Error without) {
                LOG.log(Level.INFO, settings.name() + " refused the proxy " + proxy.getHostAddress() + ": " + without.getMessage());
                socket.cut();
                return;
            } finally {
                headers.release();
            }
            introduced(socket);
        });
    }

    private void introduced(TimedSocket socket) {
        try {
            come(socket);
        } catch (RuntimeException | Error fault) {
            socket.cut();
            LOG.log(Level.ERROR, settings.name() + " could not take a connection", fault);
        }
    }

    /** A program of the proxy's own machine is not one of ours, which may be trusted: it is the proxy that comes then. */
    private static boolean isElsewhere(InetSocketAddress client, InetAddress proxy) {
        return !client.getAddress().isLoopbackAddress() || proxy.isLoopbackAddress();
    }

    private void come(TimedSocket socket) {
        var address = socket.getInetAddress();
        if (stopping || address == null || !settings.allowed().contains(address)) {
            socket.cut();
            return;
        }
        var key = AddressKey.of(address);
        if (!admission.enter(key)) {
            tellTooMany(address);
            refuse(socket, key, protocol.tooMany());
            return;
        }
        boolean hasBegun = false;
        try {
            hasBegun = begins(socket, key);
        } finally {
            if (!hasBegun) admission.leave(key);
        }
        if (!hasBegun) refuse(socket, key, protocol.noRoom());
    }

    /** False when there is no room for it. Once it has begun it leaves by itself. */
    private boolean begins(TimedSocket socket, AddressKey key) {
        Optional<? extends Holding> place = room.isEmpty() ? Optional.of(Holding.UNBOUNDED)
            : room.get().enter(key, socket::cut);
        if (place.isEmpty()) return false;
        Thread.ofVirtual().name(settings.name()).start(() -> {
            try (var holding = place.get()) {
                converse(socket, holding);
            } finally {
                admission.leave(key);
            }
        });
        return true;
    }

    /** A line a second, with a count: it costs a stranger nothing to connect without end. */
    private void tellTooMany(InetAddress address) {
        long now = System.nanoTime();
        long before = refusalToldAt.get();
        boolean isSoon = now - before < NetLimits.REFUSAL_TOLD_EVERY.toNanos();
        if (isSoon || !refusalToldAt.compareAndSet(before, now)) {
            untoldRefusals.incrementAndGet();
            return;
        }
        long others = untoldRefusals.getAndSet(0);
        var more = others == 0 ? "" : " (and " + others + " more since the last line like this)";
        LOG.log(Level.INFO, settings.name() + " refused " + address.getHostAddress() + ": too many connections" + more);
    }

    private void refuse(TimedSocket socket, AddressKey key, byte[] words) {
        if (settings.implicitTls()) refuseInside(socket, key, words);
        else sayAndClose(socket, words);
    }

    /** Its send buffer is empty, so this write does not wait. */
    private void sayAndClose(TimedSocket socket, byte[] words) {
        try (socket) {
            socket.getOutputStream().write(words);
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, settings.name() + ": left before it was refused", gone);
        }
    }

    /** Nobody could read it outside. Of many at once, some hear nothing: {@link Refusals}. */
    private void refuseInside(TimedSocket socket, AddressKey key, byte[] words) {
        var told = room.isPresent() ? room.get().refuse(key, socket::cut) : REFUSALS.enter(key, socket::cut);
        if (told.isEmpty()) {
            socket.cut();
            return;
        }
        Thread.ofVirtual().name(settings.name() + " refuses").start(() -> {
            try (var _ = told.get(); var wire = new Wire(new SocketLink(socket, Holding.UNBOUNDED))) {
                wire.startTls(tls.orElseThrow(), NetLimits.REFUSAL_MAX);
                wire.within(NetLimits.REFUSAL_MAX);
                wire.write(words);
            } catch (IOException | RuntimeException gone) {
                LOG.log(Level.DEBUG, settings.name() + ": left before it was refused", gone);
            } finally {
                socket.cut();
            }
        });
    }

    private void converse(TimedSocket socket, Holding holding) {
        try (var wire = new Wire(new SocketLink(socket, holding), holding)) {
            wires.add(wire);
            try {
                if (stopping) wire.tellStopping();
                if (settings.implicitTls()) wire.startTls(tls.orElseThrow(), protocol.applicationProtocols(), settings.handshakeMax());
                protocol.serve(wire);
            } finally {
                wires.remove(wire);
            }
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, settings.name() + " lost " + socket.getRemoteSocketAddress(), gone);
        } catch (RuntimeException | Error fault) {
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

    /** The port is free when this returns: the JDK leaves it to the thread that waits for connections to give it back. */
    private void closeServer() {
        try {
            server.close();
            var waiting = accepting;
            if (waiting != null) waiting.join(NetLimits.PORT_BACK_MAX);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
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
