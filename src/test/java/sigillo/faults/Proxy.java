package sigillo.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands before a server and can cut the connections to it: then all break, and new ones are closed as soon as they
 * are made.
 */
final class Proxy implements AutoCloseable {
    private final ServerSocket server;
    private final InetSocketAddress target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean isCut;

    /** {@code at}: port 0 for any. */
    Proxy(InetSocketAddress at, InetSocketAddress target) {
        this.target = target;
        try {
            server = new ServerSocket(at.getPort(), 50, at.getAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    InetSocketAddress address() { return new InetSocketAddress(server.getInetAddress(), server.getLocalPort()); }

    static InetSocketAddress anyPort() { return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0); }

    void cut() {
        isCut = true;
        sockets.forEach(Proxy::close);
    }

    void restore() { isCut = false; }

    private void accept() {
        try {
            while (true) {
                var client = server.accept();
                if (isCut) close(client);
                else Thread.ofVirtual().start(() -> carry(client));
            }
        } catch (IOException closed) {
            // the end
        }
    }

    private void carry(Socket client) {
        try (client; var to = new Socket(target.getAddress(), target.getPort())) {
            sockets.add(client);
            sockets.add(to);
            client.setTcpNoDelay(true);
            to.setTcpNoDelay(true);
            if (isCut) return;
            var back = Thread.ofVirtual().start(() -> pump(to, client));
            pump(client, to);
            back.join();
        } catch (IOException | InterruptedException gone) {
            // so it is
        } finally {
            sockets.remove(client);
        }
    }

    /** Until one side ends; then both do. */
    private void pump(Socket from, Socket into) {
        try (from; into) {
            copy(from.getInputStream(), into.getOutputStream());
        } catch (IOException gone) {
            // so it is
        } finally {
            sockets.remove(from);
            sockets.remove(into);
        }
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        var octets = new byte[16 << 10];
        for (int n; (n = in.read(octets)) >= 0; out.write(octets, 0, n)) { }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // closed is closed
        }
    }

    @Override public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
