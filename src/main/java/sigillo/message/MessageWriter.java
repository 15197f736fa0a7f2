package sigillo.message;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Writes messages: notices, bounces, what a user composes. Fields come in the order of the calls. What is written is
 * always one message of RFC 5322: CRLF ends every line, no header line passes 998 octets, and no value can begin a line
 * of its own. For one message, on one thread.
 */
public final class MessageWriter {
    private final RandomGenerator random;
    private final List<String> fields = new ArrayList<>();
    private MessageBody body = MessageBody.Text.plain("");

    /** @param random for boundaries; secure, since the authors of enclosed messages must not foresee them */
    public MessageWriter(RandomGenerator random) { this.random = random; }

    /** Text for people, of any script. Throws {@link IllegalArgumentException} for a name that cannot be one. */
    public MessageWriter text(String name, String value) { return add(new HeaderLine(name).text(value)); }

    /**
     * Words of a grammar, in ASCII: they are folded at spaces but not encoded. Throws
     * {@link IllegalArgumentException} for others.
     */
    public MessageWriter words(String name, String value) {
        if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7F)) throw new IllegalArgumentException("not plain ASCII");
        return add(new HeaderLine(name).words(value));
    }

    public MessageWriter subject(String subject) { return text("Subject", subject); }

    public MessageWriter date(OffsetDateTime date) { return words("Date", DateTime.format(date)); }

    /** Throws {@link IllegalArgumentException} for an entry to which mail cannot be sent. */
    public MessageWriter addresses(String name, List<? extends AddressEntry> entries) {
        var line = new HeaderLine(name);
        int left = entries.size();
        for (var entry : entries) AddressWriter.write(line, entry, --left > 0 ? "," : "");
        return add(line);
    }

    public MessageWriter from(AddressEntry... from) { return addresses("From", List.of(from)); }

    public MessageWriter to(AddressEntry... to) { return addresses("To", List.of(to)); }

    /** Without angle brackets; throws {@link IllegalArgumentException} for what cannot be an id. */
    public MessageWriter messageIds(String name, List<String> ids) {
        var line = new HeaderLine(name);
        for (var id : ids) {
            if (!MessageIds.isId(id)) throw new IllegalArgumentException("not a message id");
            line.piece("<" + id + ">");
        }
        return add(line);
    }

    public MessageWriter messageId(String id) { return messageIds("Message-ID", List.of(id)); }

    public MessageWriter body(MessageBody body) {
        this.body = body;
        return this;
    }

    /** Streams the message; files and enclosed messages are read as they are written. */
    public void writeTo(OutputStream out) throws IOException {
        for (var field : fields) out.write(field.getBytes(StandardCharsets.UTF_8));
        out.write("MIME-Version: 1.0\r\n".getBytes(StandardCharsets.US_ASCII));
        new BodyWriter(out, random).write(body);
        out.flush();
    }

    /** The fields so far, each with its line end; for a header that goes before something else than {@link #body}. */
    public byte[] header() { return String.join("", fields).getBytes(StandardCharsets.UTF_8); }

    private MessageWriter add(HeaderLine line) {
        fields.add(line.finish());
        return this;
    }
}
