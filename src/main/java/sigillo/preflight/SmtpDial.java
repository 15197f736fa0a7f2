package sigillo.preflight;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** By TCP. Reads three octets and says nothing. {@code port}: 25, or that of a test. {@code patience}: for each of its two waits. */
public record SmtpDial(int port, Duration patience) implements Dial {
    private static final int CODE_OCTETS = 3;

    @Override public Heard heard(InetAddress address) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), (int) patience.toMillis());
            socket.setSoTimeout((int) patience.toMillis());
            return greeting(socket);
        } catch (IOException nobody) {
            return Heard.NOTHING;
        }
    }

    private static Heard greeting(Socket socket) {
        try {
            var code = new String(socket.getInputStream().readNBytes(CODE_OCTETS), StandardCharsets.ISO_8859_1);
            return code.matches("[245][0-5][0-9]") ? Heard.GREETED : Heard.OTHER;
        } catch (IOException silent) {
            return Heard.OTHER;
        }
    }
}
