package sigillo.whole;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * Stands between a load generator that does not pipeline and the server, and knows which messages were acknowledged: a
 * Message-ID is in the ledger once the server's 250 to its end of data went by.
 */
final class AckProxy implements AutoCloseable {
    private final ServerSocket server;
    private final IntSupplier target;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    AckProxy(IntSupplier target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() { return server.getLocalPort(); }

    Set<String> acknowledged() { return Set.copyOf(acknowledged); }

    private void accept() {
        try {
            while (true) {
                var client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // the end
        }
    }

    private void serve(Socket client) {
        try (client; var upstream = new Socket(InetAddress.getLoopbackAddress(), target.getAsInt())) {
            converse(new BufferedInputStream(client.getInputStream()), client.getOutputStream(),
                new BufferedInputStream(upstream.getInputStream()), upstream.getOutputStream());
        } catch (IOException killed) {
            // that is what the test does
        }
    }

    private void converse(InputStream fromClient, OutputStream toClient, InputStream fromServer, OutputStream toServer) throws IOException {
        reply(fromServer, toClient);
        while (true) {
            var command = line(fromClient);
            send(toServer, command);
            var reply = reply(fromServer, toClient);
            if (command.toUpperCase(Locale.ROOT).startsWith("DATA") && reply.startsWith("354")) {
                var id = data(fromClient, toServer);
                if (reply(fromServer, toClient).startsWith("250")) acknowledged.add(id);
            }
        }
    }

    private static String data(InputStream fromClient, OutputStream toServer) throws IOException {
        var id = "";
        var all = new StringBuilder();
        for (String line = ""; !line.equals(".\r\n"); all.append(line)) {
            line = line(fromClient);
            if (id.isEmpty() && line.toLowerCase(Locale.ROOT).startsWith("message-id:")) id = line.substring(11).strip();
        }
        send(toServer, all.toString());
        return id;
    }

    private static String reply(InputStream from, OutputStream to) throws IOException {
        var all = new StringBuilder();
        for (String line = "250-"; line.length() > 3 && line.charAt(3) == '-'; all.append(line)) line = line(from);
        send(to, all.toString());
        return all.toString();
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = 0; b != '\n'; line.write(b)) {
            b = in.read();
            if (b < 0) throw new EOFException();
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
