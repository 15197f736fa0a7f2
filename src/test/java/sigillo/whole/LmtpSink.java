package sigillo.whole;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes by LMTP whatever comes for one recipient at a time, and keeps it in memory: where a program puts what it has fetched. */
final class LmtpSink implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final List<String> texts = new CopyOnWriteArrayList<>();

    LmtpSink() throws IOException { Thread.ofVirtual().start(this::accept); }

    int port() { return server.getLocalPort(); }

    /** The messages that it has taken, their lines ended by line feeds. */
    List<String> texts() { return List.copyOf(texts); }

    private void accept() {
        try {
            while (true) {
                var client = server.accept();
                Thread.ofVirtual().start(() -> talk(client));
            }
        } catch (IOException closed) {
            // closed is closed
        }
    }

    private void talk(Socket client) {
        try (client; var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1))) {
            say(client, "220 sink.example");
            for (String line; (line = in.readLine()) != null; ) {
                if (line.equalsIgnoreCase("DATA")) {
                    say(client, "354 go on");
                    texts.add(message(in));
                }
                say(client, line.equalsIgnoreCase("QUIT") ? "221 bye" : "250 fine");
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String message(BufferedReader in) throws IOException {
        var lines = new ArrayList<String>();
        for (String line; (line = in.readLine()) != null && !line.equals("."); ) lines.add(line.startsWith(".") ? line.substring(1) : line);
        return String.join("\n", lines) + "\n";
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override public void close() throws IOException { server.close(); }
}
