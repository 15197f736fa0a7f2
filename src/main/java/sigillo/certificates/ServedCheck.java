package sigillo.certificates;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import sigillo.net.ClientTls;
import sigillo.net.Wire;

/** Shakes hands with a listener as a client would, to see what it shows. */
final class ServedCheck {
    private static final int LINES_MAX = 50;
    private static final int LINE_OCTETS_MAX = 2_000;

    private ServedCheck() {}

    sealed interface Seen {
        record Leaf(X509Certificate leaf) implements Seen {}

        /** It does not shake hands. */
        record Broken(String why) implements Seen {}

        /** It does not let this machine in, or has ended: that shows elsewhere. */
        record Nothing(String why) implements Seen {}
    }

    static Seen look(Listening listener, String host) {
        var shown = new ArrayList<X509Certificate>();
        try (var wire = Wire.connect(reachable(listener.at()), Optional.empty(), CertificateLimits.HANDSHAKE_MAX)) {
            wire.within(CertificateLimits.HANDSHAKE_MAX);
            if (!isOpened(wire, listener.opening())) return new Seen.Nothing("it does not start TLS");
            wire.startTls(ClientTls.judging(shown::addAll), host, CertificateLimits.HANDSHAKE_MAX);
            return leaf(shown);
        } catch (SSLException refused) {
            return shown.isEmpty() ? new Seen.Broken(refused.getMessage()) : leaf(shown);
        } catch (ConnectException closed) {
            return new Seen.Nothing("it cannot be reached");
        } catch (IOException gone) {
            return shown.isEmpty() ? new Seen.Nothing(gone.getMessage()) : leaf(shown);
        }
    }

    private static Seen leaf(List<X509Certificate> shown) {
        return shown.isEmpty() ? new Seen.Broken("it shows no certificate") : new Seen.Leaf(shown.getFirst());
    }

    private static InetSocketAddress reachable(InetSocketAddress at) {
        return at.getAddress().isAnyLocalAddress() ? new InetSocketAddress(InetAddress.getLoopbackAddress(), at.getPort()) : at;
    }

    /** RFC 3207 section 4, RFC 9051 section 6.2.1, RFC 2595 section 4, RFC 5804 section 2.2. */
    private static boolean isOpened(Wire wire, Listening.Opening opening) throws IOException {
        return switch (opening) {
            case TLS -> true;
            case SMTP -> isSaid(wire, null, "220 ") && isSaid(wire, "EHLO localhost", "250 ") && isSaid(wire, "STARTTLS", "220 ");
            case IMAP -> isSaid(wire, null, "* OK") && isSaid(wire, "a STARTTLS", "a OK");
            case SIEVE -> isSaid(wire, null, "OK") && isSaid(wire, "STARTTLS", "OK");
            case POP3 -> isSaid(wire, null, "+OK") && isSaid(wire, "STLS", "+OK");
        };
    }

    /** Whether one of the lines that follow begins so. */
    private static boolean isSaid(Wire wire, String command, String wanted) throws IOException {
        if (command != null) wire.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < LINES_MAX; i++) {
            var line = line(wire);
            if (line.startsWith(wanted)) return true;
            if (wanted.equals("+OK") || line.matches("[45][0-9]{2} .*|a (NO|BAD) .*|(NO|BYE)\\b.*")) return false;
        }
        return false;
    }

    private static String line(Wire wire) throws IOException {
        var line = new StringBuilder();
        while (line.length() < LINE_OCTETS_MAX) {
            if (!wire.input().hasRemaining() && !wire.fill()) throw new IOException("it has closed");
            char next = (char) (wire.input().get() & 0xFF);
            if (next == '\n') return line.toString();
            line.append(next);
        }
        throw new IOException("it says too much");
    }
}
