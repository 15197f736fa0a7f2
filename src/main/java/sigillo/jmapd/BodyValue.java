package sigillo.jmapd;

import java.io.IOException;
import sigillo.base.Octets;
import sigillo.jmap.JsonText;
import sigillo.message.Charsets;
import sigillo.message.Part;
import sigillo.message.TransferDecoder;
import tools.jackson.databind.node.ObjectNode;

/** An EmailBodyValue: RFC 8621 section 4.1.4. */
final class BodyValue {
    /** Of any charset, octets that are read for one octet of UTF-8 at most. */
    private static final int OCTETS_PER_OCTET = 4;

    private BodyValue() {}

    static ObjectNode of(Octets message, Part part, long octetsMax) throws IOException {
        byte[] content;
        boolean isWhole;
        try (var in = TransferDecoder.open(message, part)) {
            content = in.readNBytes((int) octetsMax * OCTETS_PER_OCTET);
            isWhole = content.length < octetsMax * OCTETS_PER_OCTET || in.read() < 0;
        }
        var charset = part.type().parameter("charset").orElse("us-ascii");
        var text = Charsets.decode(content, charset).replace("\r\n", "\n");
        int end = end(text, octetsMax);
        boolean isTruncated = !isWhole || end < text.length();
        boolean isOdd = Charsets.lookup(charset).isEmpty() || !isKnownEncoding(part) || text.indexOf('\uFFFD') >= 0;
        int cut = part.type().is("text", "html") && isTruncated ? outsideOfTag(text, end) : end;
        return JsonText.object().put("value", text.substring(0, cut)).put("isEncodingProblem", isOdd)
            .put("isTruncated", isTruncated);
    }

    private static boolean isKnownEncoding(Part part) {
        return switch (part.transferEncoding()) {
            case "7bit", "8bit", "binary" -> true;
            default -> !part.fields().isIdentity();
        };
    }

    /** Where the first so many octets of UTF-8 end, at the end of a character. */
    private static int end(String text, long octetsMax) {
        long octets = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            octets += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (octets > octetsMax) return i;
            i += Character.charCount(c);
        }
        return text.length();
    }

    /** RFC 8621 section 4.2: not within a tag. */
    private static int outsideOfTag(String text, int end) {
        int open = text.lastIndexOf('<', end - 1);
        return open >= 0 && text.lastIndexOf('>', end - 1) < open ? open : end;
    }
}
