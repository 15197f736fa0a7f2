package sigillo.clients;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import sigillo.net.Wire;

/** What a server says on a wire, within bounds. One thread; its deadline is that of the wire. */
final class Asked {
    private final Wire wire;

    Asked(Wire wire) { this.wire = wire; }

    void say(String line) throws IOException {
        wire.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        wire.flush();
    }

    /** Without its end. Throws {@link IOException} for what is too long, and when it closes. */
    String line() throws IOException {
        var line = new StringBuilder();
        while (line.length() < ClientLimits.LINE_OCTETS_MAX) {
            if (!wire.input().hasRemaining() && !wire.fill()) throw new IOException("it closes the connection");
            char next = (char) (wire.input().get() & 0xFF);
            if (next == '\n') return line.toString().stripTrailing();
            line.append(next);
        }
        throw new IOException("it says too much");
    }

    /** All lines up to the one that begins so. */
    String upTo(String last) throws IOException {
        var all = new StringBuilder();
        for (int i = 0; i < ClientLimits.LINES_MAX; i++) {
            var line = line();
            all.append(line).append('\n');
            if (line.startsWith(last)) return all.toString();
        }
        throw new IOException("it says too much");
    }

    /** All that comes until it closes, as far as it is wanted. */
    String rest() throws IOException {
        var all = new ByteArrayOutputStream();
        while (all.size() < ClientLimits.ANSWER_OCTETS_MAX && (wire.input().hasRemaining() || wire.fill())) all.write(wire.input().get());
        return all.toString(StandardCharsets.UTF_8);
    }
}
