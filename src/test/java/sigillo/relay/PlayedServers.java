package sigillo.relay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * The other side of {@link Script}: servers on loopback addresses at one port, which play its connections one after the
 * other. What they may do besides talking: {@code close}; {@code reset} (close over unread input); {@code tls} (shake
 * hands); {@code failing tls} (the client must not be content); {@code no tls} (take the client's hello and answer
 * nonsense); {@code quiet} (the client must say nothing for a moment); {@code gone} (the client must hang up without a
 * word); {@code wait N} (milliseconds); {@code octets X} (the client must send just these); {@code take N} (so many,
 * whatever they are); {@code drain} (all, until it hangs up).
 */
final class PlayedServers implements AutoCloseable {
    /** No script uses it: it keeps the port. */
    private static final String NOBODY = "127.0.0.77";
    private static final int PATIENCE_MILLIS = 20_000;

    private final Script script;
    private final SSLContext tls;
    private final Map<String, ServerSocket> doors = new HashMap<>();
    private final int port;
    private final FutureTask<Void> play = new FutureTask<>(this::play);

    PlayedServers(Script script, SSLContext tls) throws IOException {
        this.script = script;
        this.tls = tls;
        while (!canOpen(script)) close();
        port = doors.get(NOBODY).getLocalPort();
        Thread.ofVirtual().name("played servers").start(play);
    }

    /** One port at all addresses: somebody else may have it at one of them. */
    private boolean canOpen(Script script) throws IOException {
        doors.put(NOBODY, new ServerSocket(0, 20, InetAddress.getByName(NOBODY)));
        for (var connection : script.connections) {
            if (doors.containsKey(connection.address())) continue;
            try {
                var address = InetAddress.getByName(connection.address());
                doors.put(connection.address(), new ServerSocket(doors.get(NOBODY).getLocalPort(), 20, address));
            } catch (BindException taken) {
                return false;
            }
        }
        return true;
    }

    int port() { return port; }

    /** Throws what went wrong on their side; returns when all was played. */
    void end() throws Exception { play.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS); }

    private Void play() throws IOException {
        for (var connection : script.connections) {
            var door = doors.get(connection.address());
            door.setSoTimeout(PATIENCE_MILLIS);
            try (var socket = door.accept()) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.setTcpNoDelay(true);
                new Played(socket).lines(connection.lines());
            }
        }
        return null;
    }

    private final class Played {
        private Socket socket;
        private InputStream in;

        Played(Socket socket) throws IOException { use(socket); }

        private void use(Socket other) throws IOException {
            socket = other;
            in = other.getInputStream();
        }

        void lines(List<Script.Line> lines) throws IOException {
            for (var line : lines) {
                switch (line.kind()) {
                    case 'S' -> say(line.text());
                    case 'C' -> hear(line);
                    default -> {
                        if (!act(line)) return;
                    }
                }
            }
            end();
        }

        private void say(String text) throws IOException {
            socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }

        private void hear(Script.Line line) throws IOException {
            var said = said();
            if (!line.text().equals(said))
                throw new AssertionError("line " + line.number() + ": " + said + " instead of " + line.text());
        }

        /** A line of the client without its CRLF, each octet a character; null when it has hung up. */
        private String said() throws IOException {
            var line = new ByteArrayOutputStream();
            for (int b, before = -1; (b = in.read()) >= 0; before = b) {
                line.write(b);
                if (b == '\n' && before == '\r')
                    return line.toString(StandardCharsets.ISO_8859_1).substring(0, line.size() - 2);
            }
            return line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
        }

        /** False when the connection has ended. */
        private boolean act(Script.Line line) throws IOException {
            switch (line.text()) {
                case "close" -> socket.close();
                case "reset" -> {
                    socket.setSoLinger(true, 0);
                    socket.close();
                }
                case "tls" -> use(secured());
                case "no tls" -> {
                    if (in.read() != 22) throw new AssertionError("line " + line.number() + ": no client hello");
                    say("Excuse me?");
                }
                case "drain" -> in.skip(Long.MAX_VALUE);
                case "quiet" -> {
                    if (hasSpoken()) throw new AssertionError("line " + line.number() + ": the client went on");
                }
                case "gone" -> {
                    var said = said();
                    if (said != null) throw new AssertionError("line " + line.number() + ": " + said);
                }
                case "failing tls" -> {
                    if (canSecure()) throw new AssertionError("line " + line.number() + ": the client is content");
                }
                default -> other(line);
            }
            return !socket.isClosed();
        }

        private void other(Script.Line line) throws IOException {
            int space = line.text().indexOf(' ');
            var argument = line.text().substring(space + 1);
            switch (line.text().substring(0, space)) {
                case "wait" -> pause(Long.parseLong(argument));
                case "octets" -> {
                    var said = new String(in.readNBytes(argument.length()), StandardCharsets.ISO_8859_1);
                    if (!said.equals(argument)) throw new AssertionError("line " + line.number() + ": " + said);
                }
                case "take" -> in.skipNBytes(Long.parseLong(argument));
                default -> throw new IllegalArgumentException(line.text());
            }
        }

        private boolean canSecure() {
            try {
                // With TLS 1.3 the client's alert comes after the server is done.
                return secured().getInputStream().read() >= 0;
            } catch (IOException refused) {
                return false;
            }
        }

        private boolean hasSpoken() throws IOException {
            socket.setSoTimeout(50);
            try {
                return in.read() >= -1;
            } catch (SocketTimeoutException quiet) {
                return false;
            } finally {
                socket.setSoTimeout(PATIENCE_MILLIS);
            }
        }

        private SSLSocket secured() throws IOException {
            var secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
            secure.setUseClientMode(false);
            secure.startHandshake();
            return secure;
        }

        /** Whatever the script leaves open ends with a goodbye, or with none. */
        private void end() throws IOException {
            try {
                var said = said();
                if (said == null) return;
                if (!said.equals("QUIT")) throw new AssertionError("the script has ended, and the client says " + said);
                say("221 2.0.0 Bye");
            } catch (SocketException reset) {
                // it has hung up over something unread
            }
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override public void close() throws IOException {
        for (var door : doors.values()) door.close();
        doors.clear();
    }
}
