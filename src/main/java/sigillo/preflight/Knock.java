package sigillo.preflight;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import sigillo.base.Printable;

/** One connection to a port: whether it is taken, and by whom. Says nothing, reads one short line at most. */
public record Knock(How how, String said) {
    /** Of what is said first; a greeting of SMTP has 512 (RFC 5321 section 4.5.3.1.5). */
    private static final int OCTETS_MAX = 512;
    /** For somebody to speak first: who speaks TLS or HTTP never does. */
    private static final Duration SPEAKS = Duration.ofMillis(1_500);

    /** What came of it. */
    public enum How {
        /** Somebody took it. */
        OPEN,
        /** Somebody says that nobody listens: the machine is reached, or a firewall is polite. */
        REFUSED,
        /** Nothing comes back: a firewall, a router that does not forward, or no such machine. */
        SILENT,
        /** There is no way there from here. */
        NO_WAY
    }

    public static Knock at(InetSocketAddress to, Duration patience) {
        try (var socket = new Socket()) {
            socket.connect(to, (int) patience.toMillis());
            socket.setSoTimeout((int) SPEAKS.toMillis());
            return new Knock(How.OPEN, line(socket));
        } catch (ConnectException no) {
            return new Knock(String.valueOf(no.getMessage()).contains("refused") ? How.REFUSED : String.valueOf(no.getMessage()).contains("timed out") ? How.SILENT : How.NO_WAY, "");
        } catch (SocketTimeoutException silent) {
            return new Knock(How.SILENT, "");
        } catch (IOException no) {
            return new Knock(How.NO_WAY, "");
        }
    }

    /** Empty where nobody speaks. One octet after the other may come each in its time: so many, and no more. */
    private static String line(Socket socket) {
        var text = new StringBuilder();
        long end = System.nanoTime() + 2 * SPEAKS.toNanos();
        try {
            for (int octet = socket.getInputStream().read(); octet >= 0 && octet != '\n' && text.length() < OCTETS_MAX && System.nanoTime() < end; octet = socket.getInputStream().read()) text.append((char) octet);
        } catch (IOException silent) {
            // what came counts
        }
        return Printable.of(new String(text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).strip());
    }
}
