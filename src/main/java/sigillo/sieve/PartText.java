package sigillo.sieve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import sigillo.message.Charsets;
import sigillo.message.Part;
import sigillo.message.PlainText;
import sigillo.message.Span;
import sigillo.message.TextLimits;

/** Parts of a message as text, as much as the bounds let a script see. */
final class PartText {
    private PartText() {}

    private static final Set<String> ENCODINGS = Set.of(
        "", "7bit", "8bit", "binary", "base64", "quoted-printable", "x-uuencode",
        "uuencode", "x-uue");

    /** What is left of {@link SieveLimits#BODY_OCTETS_MAX} in one test. */
    static final class Room {
        private long left = SieveLimits.BODY_OCTETS_MAX;

        private int take(long wanted) {
            int taken = (int) Math.min(left, Math.min(wanted, SieveLimits.PART_OCTETS_MAX));
            left -= taken;
            return taken;
        }
    }

    /** The body as it is, with no encoding undone. */
    static String raw(Run run, Part part) { return span(run, part.body(), SieveLimits.PART_OCTETS_MAX); }

    static String header(Run run, Part part, Room room) { return span(
        run, part.header(), room.take(part.header().length())); }

    private static String span(Run run, Span span, int octetsMax) {
        try {
            long end = Math.min(span.end(), span.start() + octetsMax);
            run.chargeBody(end - span.start());
            return text(run.message().octets().bytes(span.start(), end, octetsMax), "utf-8");
        } catch (IOException e) {
            throw Run.unreadable();
        }
    }

    /** Before the first part and behind the last; boundaries are not told from what stands there. */
    static String around(Run run, Part part, Room room) {
        var first = part.children().getFirst();
        var last = part.children().getLast();
        var before = new Span(part.bodyStart(), first.headerStart());
        var behind = new Span(last.end(), part.end());
        return span(run, before, room.take(before.length())) + span(run, behind, room.take(behind.length()));
    }

    /** With its transfer encoding undone, in the charset that it says. */
    static String decoded(Run run, Part part, Room room) {
        if (!isKnown(part)) return "";
        int octetsMax = room.take(part.bodyOctets());
        run.chargeBody(octetsMax);
        try (var in = run.message().content(part)) {
            return text(in.readNBytes(octetsMax), part.type().parameter("charset").orElse("utf-8"));
        } catch (IOException e) {
            throw Run.unreadable();
        }
    }

    /** As a reader would see it: the text of HTML without its tags. RFC 5173 section 5.3. */
    static String readable(Run run, Part part, Room room) {
        if (!isKnown(part) || !part.type().is("text", "html")) return decoded(run, part, room);
        int octetsMax = room.take(part.bodyOctets());
        run.chargeBody(octetsMax * 4L); // a page is taken apart
        try {
            return PlainText.of(run.message().octets(), part, new TextLimits(octetsMax, octetsMax));
        } catch (IOException e) {
            throw Run.unreadable();
        }
    }

    /** RFC 2045 section 6.4: under an encoding that nobody knows it is octets, whatever its type says. */
    private static boolean isKnown(Part part) { return ENCODINGS.contains(part.transferEncoding()); }

    private static String text(byte[] octets, String charset) {
        return Charsets.lookup(charset).isPresent() ? Charsets.decode(octets, charset) : new String(
            octets, StandardCharsets.UTF_8);
    }
}
