package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A port of loopback behind which there is another, as a test says. */
public final class SwitchedPort implements AutoCloseable {
    private final ServerSocket server;
    private volatile int behind;

    public SwitchedPort() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() { return server.getLocalPort(); }

    public void leadsTo(int port) { behind = port; }

    private void accept() {
        while (!server.isClosed()) {
            try {
                join(server.accept());
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** Who comes while nobody is behind it is sent away. */
    private void join(Socket client) throws IOException {
        try {
            var there = new Socket("127.0.0.1", behind);
            Thread.ofVirtual().start(() -> copy(client, there));
            Thread.ofVirtual().start(() -> copy(there, client));
        } catch (IOException nobody) {
            client.close();
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from; to) {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException over) {
            return;
        }
    }

    @Override public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
