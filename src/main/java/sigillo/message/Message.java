package sigillo.message;

import java.io.IOException;
import java.util.Optional;
import sigillo.base.Octets;

/**
 * A message whose structure was found: an index into octets that stay where they are. Made once, read by any thread.
 */
public final class Message {
    private final Octets octets;
    private final Part root;
    private final Header header;
    private final long lengthWithCrlf;

    private Message(Octets octets, Part root, Header header, long lengthWithCrlf) {
        this.octets = octets;
        this.root = root;
        this.header = header;
        this.lengthWithCrlf = lengthWithCrlf;
    }

    /**
     * Within {@link MessageLimits#DEFAULT}. Every input has a parse; throws only when {@code octets} cannot be read.
     */
    public static Message parse(Octets octets) throws IOException { return parse(octets, MessageLimits.DEFAULT); }

    public static Message parse(Octets octets, MessageLimits limits) throws IOException {
        var parser = new MimeParser(octets, limits);
        var root = parser.parse();
        return new Message(octets, root, parser.header(), parser.lengthWithCrlf());
    }

    public Octets octets() { return octets; }

    /** The whole message as a part: {@code [0, octets().length())}. */
    public Part root() { return root; }

    /** The message's own. */
    public Header header() { return header; }

    /**
     * In octets, when each line ends with CRLF: a CR or LF that stands alone becomes one, and a last line without an end
     * gets one. RFC 1939 section 11.
     */
    public long lengthWithCrlf() { return lengthWithCrlf; }

    public MessageEnvelope envelope() { return MessageEnvelope.of(header, MessageLimits.DEFAULT.fieldOctetsMax()); }

    public Optional<Part> part(String number) { return Sections.find(root, number); }

    /** The octets of a part's body with its transfer encoding undone. */
    public java.io.InputStream content(Part part) { return TransferDecoder.open(octets, part); }
}
