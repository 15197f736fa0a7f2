package sigillo.moving;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server that plays one side of a text: {@code S:} it says, {@code C:} it must hear, {@code ...} for whatever follows. {@code M:} lines are the message whose
 * size stands for <code>{}</code> in the line before; what it says next follows without a line end. {@code X:} it closes the
 * connection and waits for the next. {@code W:} it says nothing more until it is closed. {@code N:} it says this many octets
 * without a line end. {@code B:} it says this every 50 ms until it is closed.
 */
final class ScriptedSource implements AutoCloseable {
    private static final int LIMIT_MILLIS = 30_000;
    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private ArrayDeque<String> script;
    private CompletableFuture<String> played;

    ScriptedSource() throws IOException { server.setSoTimeout(LIMIT_MILLIS); }

    /** What comes of it is {@link #fault}. */
    void play(List<String> script) {
        this.script = new ArrayDeque<>(script);
        played = new CompletableFuture<>();
        Thread.ofVirtual().start(this::serve);
    }

    int port() { return server.getLocalPort(); }

    /** Empty when all was played as it is written; else what was other. */
    String fault() throws InterruptedException, ExecutionException, TimeoutException { return played.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS); }

    private void serve() {
        try {
            while (!script.isEmpty()) {
                try (var socket = server.accept()) {
                    socket.setSoTimeout(LIMIT_MILLIS);
                    converse(socket);
                }
            }
            played.complete("");
        } catch (IOException | AssertionError e) {
            played.complete(e.getMessage() + "; left of the script: " + script.stream().limit(3).toList());
        }
    }

    private void converse(Socket socket) throws IOException {
        var in = new BufferedInputStream(socket.getInputStream());
        var out = socket.getOutputStream();
        while (!script.isEmpty()) {
            var line = script.poll();
            var text = line.length() > 3 ? line.substring(3) : "";
            switch (line.substring(0, 2)) {
                case "S:" -> say(text, out);
                case "C:" -> hear(text, in);
                case "N:" -> noise(Integer.parseInt(text), out);
                case "B:" -> {
                    babble(text, out);
                    return;
                }
                case "W:" -> {
                    in.transferTo(OutputStream.nullOutputStream());
                    return;
                }
                case "X:" -> {
                    return;
                }
                default -> throw new AssertionError("not a line of a script: " + line);
            }
        }
        in.transferTo(OutputStream.nullOutputStream());
    }

    private void say(String text, OutputStream out) throws IOException {
        var message = new StringBuilder();
        while (!script.isEmpty() && script.peek().startsWith("M:")) {
            var line = script.poll();
            message.append(line.length() > 3 ? line.substring(3) : "").append("\r\n");
        }
        var octets = message.toString().getBytes(StandardCharsets.UTF_8);
        var line = text.endsWith("{}") ? text.substring(0, text.length() - 2) + "{" + octets.length + "}" : text;
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.write(octets);
        out.flush();
    }

    private static void noise(int octets, OutputStream out) {
        try {
            out.write("x".repeat(octets).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException cut) {
            // whoever reads has had enough
        }
    }

    private static void babble(String text, OutputStream out) {
        try {
            for (int i = 0; i < 20 * LIMIT_MILLIS / 1_000; i++) {
                out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
                Thread.sleep(50);
            }
        } catch (IOException cut) {
            // whoever reads has had enough
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void hear(String expected, InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) throw new AssertionError("it hung up where it should say " + expected);
            line.write(next);
        }
        var heard = line.toString(StandardCharsets.UTF_8).stripTrailing();
        boolean fits = expected.endsWith("...") ? heard.startsWith(expected.replace("...", "")) : heard.equals(expected.stripTrailing());
        if (!fits) throw new AssertionError("expected " + expected + ", heard " + heard);
    }

    @Override public void close() throws IOException { server.close(); }
}
