package sigillo.https;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import sigillo.net.Wire;

/** Reads one response of HTTP/1.1 off a wire: RFC 9112. Whatever is wrong or too much is an {@link IOException}. One thread. */
final class HttpReader {
    private final Wire wire;
    private final long end;
    private int headLeft = HttpsLimits.HEAD_MAX;
    /** Octets of the body so far. */
    private long taken;

    /** {@code end}: when it must all be here, by {@link System#nanoTime}. */
    HttpReader(Wire wire, long end) {
        this.wire = wire;
        this.end = end;
    }

    record Head(int status, Map<String, String> fields) {
        String field(String name) { return fields.getOrDefault(name, ""); }
    }

    Head head() throws IOException {
        var status = headLine();
        if (!status.matches("HTTP/1\\.[01] [1-5]\\d\\d( .*)?")) throw new IOException("it speaks no HTTP/1.1");
        var fields = new HashMap<String, String>();
        for (var line = headLine(); !line.isEmpty(); line = headLine()) {
            int colon = line.indexOf(':');
            if (colon < 1) throw new IOException("a header field of it is none");
            fields.putIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        return new Head(Integer.parseInt(status.substring(9, 12)), fields);
    }

    private String headLine() throws IOException {
        var line = line(headLeft);
        headLeft = Math.max(0, headLeft - line.length() - 2);
        return line;
    }

    /** RFC 9112 section 6.3. Throws too what {@code body} throws. */
    void body(Head head, int octetsMax, OutputStream body) throws IOException {
        if (head.field("transfer-encoding").equalsIgnoreCase("chunked")) chunks(body, octetsMax);
        else if (!head.field("transfer-encoding").isEmpty()) throw new IOException("an encoding that was not asked for");
        else if (!head.field("content-length").isEmpty()) take(body, length(head, octetsMax), octetsMax);
        else untilItCloses(body, octetsMax);
    }

    private static int length(Head head, int octetsMax) throws IOException {
        var text = head.field("content-length");
        if (!text.matches("\\d{1,10}") || Long.parseLong(text) > octetsMax) throw new IOException("it is longer than " + octetsMax + " octets");
        return Integer.parseInt(text);
    }

    /** RFC 9112 section 7.1. What follows the last chunk is not read. */
    private void chunks(OutputStream into, int octetsMax) throws IOException {
        for (long count = 1; ; count++) {
            var line = line(HttpsLimits.CHUNK_LINE_MAX);
            if (count > HttpsLimits.CHUNKS_ALWAYS && count * HttpsLimits.CHUNK_OCTETS_MIN > taken) throw new IOException("its chunks are too small");
            var size = line.replaceFirst("[ \t]*(;.*)?$", "");
            if (!size.matches("[0-9A-Fa-f]{1,7}")) throw new IOException("a chunk without a size");
            int octets = Integer.parseInt(size, 16);
            if (octets == 0) return;
            take(into, octets, octetsMax);
            if (!line(2).isEmpty()) throw new IOException("a chunk without an end");
        }
    }

    private void take(OutputStream into, int octets, int octetsMax) throws IOException {
        if (taken + octets > octetsMax) throw new IOException("it is longer than " + octetsMax + " octets");
        for (int left = octets; left > 0; ) {
            if (!more()) throw new IOException("it breaks off");
            var piece = new byte[Math.min(left, wire.input().remaining())];
            wire.input().get(piece);
            into.write(piece, 0, piece.length);
            taken += piece.length;
            left -= piece.length;
        }
    }

    private void untilItCloses(OutputStream into, int octetsMax) throws IOException {
        while (more()) take(into, wire.input().remaining(), octetsMax);
    }

    /** Without its end, LF or CRLF. */
    private String line(int max) throws IOException {
        var line = new ByteArrayOutputStream();
        while (more()) {
            byte octet = wire.input().get();
            if (octet == '\n') {
                var text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(octet);
            if (line.size() > max) throw new IOException("a line of it is too long");
        }
        throw new IOException("it breaks off");
    }

    private boolean more() throws IOException {
        if (wire.input().hasRemaining()) return true;
        wire.within(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        return wire.fill();
    }
}
