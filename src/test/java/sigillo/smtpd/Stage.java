package sigillo.smtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import sigillo.base.Domain;
import sigillo.net.Networks;
import sigillo.net.PlayedLink;
import sigillo.net.Tls;
import sigillo.net.Wire;
import sigillo.spool.Spool;
import sigillo.spool.SpoolSettings;

/** A door over {@link SmallTown}, played in memory: octets in, what the server says out. */
final class Stage {
    final SmallTown town = new SmallTown();
    final Spool spool;
    private final SmtpRole role;
    private final Optional<Tls> tls;

    Stage(Path folder, SmtpRole role, Optional<Tls> tls) throws IOException {
        this.spool = Spool.open(new SpoolSettings(folder.resolve("spool"), 1_000, 1 << 20, 1 << 20));
        this.role = role;
        this.tls = tls;
    }

    static SmtpSettings settings() {
        return new SmtpSettings(Domain.of("mx.home.example"), 200_000, 100, 1_000, 20, 20, Duration.ZERO, true, false,
            Duration.ofDays(1), Networks.LOOPBACK, SmtpDeadlines.DEFAULT);
    }

    /** The client sends these segments, one after the other, whatever the server says, then closes. */
    String play(Iterable<byte[]> segments) throws IOException {
        var heard = new StringBuilder();
        Iterator<byte[]> next = segments.iterator();
        var link = new PlayedLink(InetAddress.ofLiteral("192.0.2.7"), Integer.MAX_VALUE, said -> {
            heard.append(said);
            return next.hasNext() ? next.next() : null;
        });
        var budget = new AddressBudget(Networks.ANY);
        var door = new SmtpProtocol(role, settings(), town.house(), budget, spool, tls);
        try (var wire = new Wire(link)) {
            door.serve(wire);
        } catch (IOException gone) {
            var expected = List.of("closed in the middle of a message", "not a handshake");
            assertTrue(expected.contains(gone.getMessage()), gone.getMessage());
        }
        assertEquals(0, budget.envelopes().taken(), "room for envelopes is given back");
        return heard.append(link.said()).toString();
    }

    String play(String text) throws IOException { return play(List.of(octets(text))); }

    /** The codes of the replies, in order: {@code 220 250 354 ...}. */
    static String codes(String said) {
        var codes = new StringBuilder();
        for (var line : said.split("\r\n")) {
            boolean isLast = line.length() == 3 || line.charAt(3) == ' ';
            if (isLast) codes.append(codes.isEmpty() ? "" : " ").append(line, 0, 3);
        }
        return codes.toString();
    }

    static byte[] octets(String text) { return text.getBytes(StandardCharsets.ISO_8859_1); }

    static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) all.writeBytes(part);
        return all.toByteArray();
    }
}
