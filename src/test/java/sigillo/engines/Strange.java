package sigillo.engines;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A program that answers as it likes: every connection is its {@code way}'s. */
final class Strange implements AutoCloseable {
    interface Way { void serve(InputStream in, OutputStream out) throws IOException, InterruptedException; }

    private final ServerSocket server;
    volatile Way way;
    volatile int connections;

    Strange(Way way) throws IOException {
        this.way = way;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    var socket = server.accept();
                    connections++;
                    Thread.ofVirtual().start(() -> serve(socket));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private void serve(Socket socket) {
        try (socket) {
            way.serve(socket.getInputStream(), socket.getOutputStream());
        } catch (IOException | InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    Place place() { return new Place.Host("127.0.0.1", server.getLocalPort()); }

    @Override public void close() throws IOException { server.close(); }
}
