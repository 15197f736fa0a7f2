package sigillo.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;

/** What Apache James Mime4j sees in a message: an oracle where both claim an answer. */
final class Mime4j {
    private final List<String> leaves = new ArrayList<>();
    private final StringBuilder shape = new StringBuilder();
    private int messages;

    private Mime4j() {}

    /** @param shape in the form of {@link Shape}
     *  @param leaves the raw bodies of leaves in order, one character per octet */
    record Seen(String shape, List<String> leaves) {}

    static Seen see(byte[] message) throws IOException, MimeException {
        var seen = new Mime4j();
        seen.read(message);
        return new Seen(seen.shape.toString(), seen.leaves);
    }

    private void read(byte[] message) throws IOException, MimeException {
        var stream = new MimeTokenStream(MimeConfig.PERMISSIVE);
        stream.parse(new ByteArrayInputStream(message));
        var closers = new ArrayDeque<String>();
        for (var state = stream.getState(); state != EntityState.T_END_OF_STREAM; state = stream.next()) {
            switch (state) {
                case T_START_MULTIPART -> { begin(stream.getBodyDescriptor().getSubType() + "("); closers.push(")"); }
                case T_END_MULTIPART -> shape.append(closers.pop());
                case T_START_MESSAGE -> {
                    closers.push(messages++ == 0 ? "" : "]");
                    if (messages > 1) begin("rfc822[");
                }
                case T_END_MESSAGE -> shape.append(closers.pop());
                case T_BODY -> {
                    begin(stream.getBodyDescriptor().getMimeType());
                    leaves.add(new String(stream.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.ISO_8859_1));
                }
                default -> { }
            }
        }
    }

    private void begin(String text) {
        if (!shape.isEmpty() && "([".indexOf(shape.charAt(shape.length() - 1)) < 0) shape.append(',');
        shape.append(text);
    }
}
