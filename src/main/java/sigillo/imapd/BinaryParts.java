package sigillo.imapd;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sigillo.base.Octets;
import sigillo.imap.FetchItem;
import sigillo.imap.FetchItem.Partial;
import sigillo.imap.ImapWriter;
import sigillo.message.Part;
import sigillo.message.Sections;
import sigillo.message.TextLines;
import sigillo.message.TransferDecoder;

/**
 * Parts without their transfer encoding: RFC 3516. Text goes with CRLF, however its sender ended its lines: RFC 9051
 * section 7.5.2. Decoded twice, to know the size and to pass it on.
 */
final class BinaryParts {
    private static final int BUFFER_OCTETS = 4 << 10;
    private static final Set<String> ENCODINGS =
        Set.of("7bit", "8bit", "binary", "base64", "quoted-printable", "x-uuencode", "uuencode", "x-uue");

    private BinaryParts() {}

    /** What the number means, empty for no part. The message itself and multiparts have nothing to be undone. */
    static Optional<Part> part(Part root, List<Integer> number) {
        return Sections.find(root, BodySections.number(number));
    }

    /** RFC 3516 section 4.3: else the answer is NO [UNKNOWN-CTE]. */
    static boolean canDecode(Part part) { return !isLeaf(part) || ENCODINGS.contains(part.transferEncoding()); }

    /** A part without its encoding: how long it is, and whether there is a NUL in it. */
    record Decoded(long octets, boolean hasNul) {}

    static Decoded look(Octets message, Part root, List<Integer> number) throws IOException {
        var part = part(root, number);
        if (part.isEmpty()) return new Decoded(0, false);
        long octets = 0;
        boolean hasNul = false;
        try (var in = open(message, part.get(), number)) {
            var buffer = new byte[BUFFER_OCTETS];
            for (int n; (n = in.read(buffer)) > 0; octets += n) {
                for (int i = 0; i < n && !hasNul; i++) hasNul = buffer[i] == 0;
            }
        }
        return new Decoded(octets, hasNul);
    }

    /**
     * {@code looked}: what {@link #look} told of the part. RFC 9051 section 7.5.2: as a string where it may be one, so that
     * the client sees by the form whether there are NULs.
     */
    static void write(ImapWriter out, Octets message, Part root, FetchItem.Binary item, Decoded looked)
            throws IOException {
        var part = part(root, item.part());
        if (part.isEmpty()) {
            out.nil();
            return;
        }
        long first = Math.min(looked.octets, item.partial().map(Partial::first).orElse(0L));
        long count = Math.min(looked.octets - first, item.partial().map(Partial::count).orElse(looked.octets));
        out.literalHead(looked.hasNul ? "~{" : "{", count);
        try (var in = open(message, part.get(), item.part())) {
            in.skipNBytes(first);
            var buffer = new byte[BUFFER_OCTETS];
            for (long left = count; left > 0; ) {
                int n = in.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
                if (n == 0) throw new IOException("part ends " + left + " octets early");
                out.write(buffer, 0, n);
                left -= n;
            }
        }
    }

    private static InputStream open(Octets message, Part part, List<Integer> number) {
        if (isPlain(part, number)) return plain(message, part, number).stream();
        var decoded = TransferDecoder.open(message, part);
        return TextLines.has(part.type()) ? new TextLines(decoded) : decoded;
    }

    private static boolean isLeaf(Part part) { return part.children().isEmpty(); }

    /** The message as a whole has no encoding, whatever its only part has. */
    private static boolean isPlain(Part part, List<Integer> number) {
        return number.isEmpty() || !isLeaf(part) || part.fields().isIdentity() && !TextLines.has(part.type());
    }

    private static Octets plain(Octets message, Part part, List<Integer> number) {
        return number.isEmpty() ? message : part.body().of(message);
    }
}
