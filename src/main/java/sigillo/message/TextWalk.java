package sigillo.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import sigillo.base.Octets;

/**
 * Goes through all that a search may find in a message: its headers decoded, its text parts decoded. What is short is
 * given as people see it (HTML without its tags); a longer part in blocks, so that memory stays bounded whatever its length.
 */
final class TextWalk {

    /** Where a text stands; in the order in which {@link SearchText} keeps them. */
    enum Section {
        /** Subject and addresses of the message. */
        OVERVIEW,
        /** Of files, as they are shown: RFC 2231 spells them in ways that nobody would type. */
        FILE_NAMES,
        /** The other fields of the message, and those of its parts. */
        HEADER,
        /** Text parts, and the headers of messages in the message. */
        BODY
    }

    /** False ends the walk. */
    interface Visitor {
        /** A piece of a text; {@code ends}: it is the last one of this text. */
        boolean text(Section section, String piece, boolean ends) throws IOException;
    }

    private static final Set<String> OVERVIEW = Set.of("subject", "from", "sender", "reply-to", "to", "cc", "bcc");
    private static final int BLOCK_OCTETS = 64 << 10;
    /** Of one field; as much of it as the structure keeps. */
    private static final int FIELD_OCTETS_MAX = MessageLimits.DEFAULT.fieldOctetsMax();

    private final PartTexts texts;
    private final Octets message;
    private final Visitor visitor;

    private TextWalk(PartTexts texts, Visitor visitor) {
        this.texts = texts;
        this.message = texts.message();
        this.visitor = visitor;
    }

    /** Throws only when the message cannot be read, and what the visitor throws. */
    static void through(PartTexts texts, Part root, Visitor visitor) throws IOException {
        var walk = new TextWalk(texts, visitor);
        if (walk.header(root, Section.OVERVIEW, Section.HEADER)) walk.part(root, Section.HEADER);
    }

    /** {@code mime}: where the headers of its parts belong. */
    private boolean part(Part part, Section mime) throws IOException {
        return switch (part.content()) {
            case Part.Content.Multipart(var parts) -> {
                for (var child : parts) if (!header(child, mime, mime) || !part(child, mime)) yield false;
                yield true;
            }
            case Part.Content.Embedded(_, var root) -> header(root, Section.BODY, Section.BODY) && part(root, mime);
            case Part.Content.Leaf() -> !isText(part) || leaf(part);
            case Part.Content.Opaque() -> true;
        };
    }

    static boolean isText(Part part) { return part.type().isText() || part.type().type().equals("message"); }

    private boolean header(Part part, Section overview, Section others) throws IOException {
        var name = part.fileName();
        if (name.isPresent() && !visitor.text(others == Section.BODY ? others : Section.FILE_NAMES, name.get(), true)) return false;
        var goOn = new boolean[] {true};
        var header = part.header().of(message);
        HeaderScan.fields(header, (field, start, end) -> {
            var section = OVERVIEW.contains(field) ? overview : others;
            goOn[0] = visitor.text(section, field + ": " + field(header, start, end), true);
            return goOn[0];
        });
        return goOn[0];
    }

    /** A field's value as people read it. */
    static String field(Octets header, long start, long end) throws IOException {
        var block = header.bytes(start, Math.min(end, start + FIELD_OCTETS_MAX), FIELD_OCTETS_MAX);
        var fields = Header.parse(block, start, false, MessageLimits.DEFAULT);
        return fields.size() == 0 ? "" : HeaderText.decode(fields.field(0).raw());
    }

    private boolean leaf(Part part) throws IOException {
        if (part.bodyOctets() <= TextLimits.SEARCH.octetsMax()) {
            return visitor.text(Section.BODY, texts.of(part, TextLimits.SEARCH).characters(), true);
        }
        var charset = part.type().parameter("charset").orElse("");
        try (var in = TransferDecoder.open(message, part)) {
            var block = new Block(in);
            while (block.next()) {
                if (!visitor.text(Section.BODY, Charsets.decode(block.octets(), charset), false)) return false;
            }
        }
        return visitor.text(Section.BODY, "", true);
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
