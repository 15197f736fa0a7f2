package sigillo.managesieve;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import sigillo.base.Bytes;

/** Writes responses: RFC 5804 section 1.2. One thread. */
public final class SieveWriter {
    /** RFC 5804 section 4: of what stands in quotes. In octets. */
    private static final int QUOTED_MAX = 1_024;
    private static final byte[] LINE_END = {'\r', '\n'};

    private final OutputStream out;
    private boolean isWithin;

    public SieveWriter(OutputStream out) { this.out = out; }

    /** False while a response has begun and not ended: what would be said now would be taken for a part of it. */
    public boolean isBetweenResponses() { return !isWithin; }

    /** The end of a response, or all of it. */
    public void reply(SieveReply reply) throws IOException {
        isWithin = true;
        ascii(reply.status().name());
        if (reply.code().isPresent()) code(reply.code().get());
        if (!reply.text().isEmpty()) argument(reply.text());
        out.write(LINE_END);
        isWithin = false;
    }

    private void code(SieveReply.Code code) throws IOException {
        ascii(" (" + code.name());
        if (code.argument().isPresent()) argument(code.argument().get());
        ascii(")");
    }

    /** RFC 5804 section 1.7 */
    public void capability(String name) throws IOException {
        isWithin = true;
        string(name);
        out.write(LINE_END);
    }

    public void capability(String name, String value) throws IOException {
        isWithin = true;
        string(name);
        argument(value);
        out.write(LINE_END);
    }

    /** RFC 5804 section 2.7 */
    public void listed(String name, boolean isActive) throws IOException {
        isWithin = true;
        string(name);
        if (isActive) ascii(" ACTIVE");
        out.write(LINE_END);
    }

    /** RFC 5804 section 2.9 */
    public void script(byte[] octets) throws IOException {
        isWithin = true;
        literal(octets);
        out.write(LINE_END);
    }

    /** RFC 5804 section 2.1. A whole response. */
    public void challenge(Bytes message) throws IOException {
        isWithin = true;
        string(Base64.getEncoder().encodeToString(message.unsafeArray()));
        out.write(LINE_END);
        isWithin = false;
    }

    public void flush() throws IOException { out.flush(); }

    private void argument(String text) throws IOException {
        ascii(" ");
        string(text);
    }

    private void string(String text) throws IOException {
        var octets = text.getBytes(StandardCharsets.UTF_8);
        boolean isOneLine = text.chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0);
        if (!isOneLine || octets.length > QUOTED_MAX) literal(octets);
        else out.write(("\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"").getBytes(StandardCharsets.UTF_8));
    }

    private void literal(byte[] octets) throws IOException {
        ascii("{" + octets.length + "}\r\n");
        out.write(octets);
    }

    private void ascii(String text) throws IOException { out.write(text.getBytes(StandardCharsets.US_ASCII)); }
}
