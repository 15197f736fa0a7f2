package sigillo.imapd;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import sigillo.base.Octets;
import sigillo.message.Charsets;
import sigillo.message.Header;
import sigillo.message.HeaderText;
import sigillo.message.MessageLimits;
import sigillo.message.Part;
import sigillo.message.PlainText;
import sigillo.message.TextLimits;
import sigillo.message.TransferDecoder;

/**
 * Looks for a text in a message: its headers decoded, its text parts decoded. What is short is read as people see it
 * (HTML without its tags); a longer part in blocks, so that memory stays bounded whatever its length.
 */
final class TextSearch {
    private static final int BLOCK_OCTETS = 64 << 10;
    /** Of one field; as much of it as the structure keeps. */
    private static final int FIELD_OCTETS_MAX = MessageLimits.DEFAULT.fieldOctetsMax();

    private final Octets message;
    private final Needle needle;

    TextSearch(Octets message, Needle needle) {
        this.message = message;
        this.needle = needle;
    }

    /** RFC 9051 section 6.4.4, TEXT: the header, MIME headers, and the body. */
    boolean inText(Part root) throws IOException { return inHeader(root) || inPart(root, true); }

    /** BODY: not the header, but the headers of messages in it. */
    boolean inBody(Part root) throws IOException { return inPart(root, false); }

    private boolean inPart(Part part, boolean mimeHeaders) throws IOException {
        switch (part.content()) {
            case Part.Content.Multipart(var parts) -> {
                for (var child : parts) {
                    if (mimeHeaders && inHeader(child) || inPart(child, mimeHeaders)) return true;
                }
                return false;
            }
            case Part.Content.Embedded(_, var root) -> { return inHeader(root) || inPart(root, mimeHeaders); }
            case Part.Content.Leaf() -> { return isText(part) && inLeaf(part); }
            case Part.Content.Opaque() -> { return false; }
        }
    }

    private static boolean isText(Part part) { return part.type().isText() || part.type().type().equals("message"); }

    /** As it is written, or by the name of the file as it is shown: RFC 2231 spells it in ways that nobody would type. */
    private boolean inHeader(Part part) throws IOException {
        return part.fileName().filter(needle::isIn).isPresent() || inFields(part);
    }

    private boolean inFields(Part part) throws IOException {
        var found = new boolean[1];
        var header = part.header().of(message);
        HeaderScan.fields(header, (name, start, end) -> {
            found[0] = needle.isIn(name + ": " + text(header, start, end));
            return !found[0];
        });
        return found[0];
    }

    /** A field's value as people read it. */
    static String text(Octets header, long start, long end) throws IOException {
        var block = header.bytes(start, Math.min(end, start + FIELD_OCTETS_MAX), FIELD_OCTETS_MAX);
        var fields = Header.parse(block, start, false, MessageLimits.DEFAULT);
        return fields.size() == 0 ? "" : HeaderText.decode(fields.field(0).raw());
    }

    private boolean inLeaf(Part part) throws IOException {
        if (part.bodyOctets() <= TextLimits.SEARCH.octetsMax()) {
            return needle.isIn(PlainText.ofPart(message, part, TextLimits.SEARCH));
        }
        var charset = part.type().parameter("charset").orElse("");
        var look = needle.look();
        try (var in = TransferDecoder.open(message, part)) {
            var block = new Block(in);
            while (block.next()) {
                if (look.sees(Charsets.decode(block.octets(), charset))) return true;
            }
        }
        return false;
    }

    /** Pieces of a stream that end with a line where that is possible, so that no character is cut in two. */
    private static final class Block {
        private final InputStream in;
        private final byte[] buffer = new byte[BLOCK_OCTETS];
        private int kept;
        private int end;

        Block(InputStream in) { this.in = in; }

        boolean next() throws IOException {
            System.arraycopy(buffer, end, buffer, 0, kept);
            int count = kept + in.readNBytes(buffer, kept, buffer.length - kept);
            end = count;
            if (count == buffer.length) {
                while (end > 0 && buffer[end - 1] != '\n') end--;
                if (end == 0) end = count;
            }
            kept = count - end;
            return count > 0;
        }

        byte[] octets() { return Arrays.copyOf(buffer, end); }
    }
}
