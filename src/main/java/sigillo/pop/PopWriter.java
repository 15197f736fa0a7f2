package sigillo.pop;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import sigillo.base.Bytes;
import sigillo.base.Octets;

/**
 * Writes responses: RFC 1939 section 3. A line that begins with the octet of the end is stuffed; a message goes in pieces,
 * each of its lines with CRLF. One thread.
 */
public final class PopWriter {
    private static final byte[] END = {'.', '\r', '\n'};

    private final OutputStream out;
    private boolean isWithin;

    public PopWriter(OutputStream out) { this.out = out; }

    /** False while a response has begun and not ended: what would be said now would be taken for a part of it. */
    public boolean isBetweenResponses() { return !isWithin; }

    /** A whole response. */
    public void reply(PopReply reply) throws IOException { write(reply.line()); }

    /** RFC 5034 section 4 */
    public void challenge(Bytes message) throws IOException {
        write("+ " + Base64.getEncoder().encodeToString(message.unsafeArray()));
    }

    /** The beginning of a response of several lines. */
    public void begin(PopReply ok) throws IOException {
        isWithin = true;
        write(ok.line());
    }

    public void line(String line) throws IOException { write(line.startsWith(".") ? "." + line : line); }

    public void end() throws IOException {
        out.write(END);
        isWithin = false;
    }

    /** A whole response with a message: all of it. See {@link #top}. */
    public void message(PopReply ok, Octets message) throws IOException { top(ok, message, Long.MAX_VALUE); }

    /**
     * A whole response with the header of a message, and so many lines of its body. Nothing is said when its beginning cannot
     * be read; when it breaks off later, {@link #isBetweenResponses} is false.
     */
    public void top(PopReply ok, Octets message, long bodyLines) throws IOException {
        var lines = new MessageLines(message, bodyLines);
        lines.read();
        begin(ok);
        lines.writeTo(out);
        end();
    }

    public void flush() throws IOException { out.flush(); }

    private void write(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
