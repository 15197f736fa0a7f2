package sigillo.reports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sigillo.base.Octets;
import sigillo.message.Message;
import sigillo.message.Part;

/**
 * Finds the report in a mail, or in a file as it was attached, packed or not; names and types of files count less than what
 * is in them. Total but for octets that cannot be read.
 */
public final class ReportReader {
    private ReportReader() {}

    /** Within the bounds of a command. Throws {@link IOException} only when {@code octets} cannot be read. */
    public static Report read(Octets octets) throws IOException { return read(octets, ReportBounds.OF_A_COMMAND); }

    /** Throws {@link IOException} only when {@code octets} cannot be read. */
    public static Report read(Octets octets, ReportBounds bounds) throws IOException {
        if (octets.length() > bounds.packedMax()) return new Report.Unreadable("it has more than " + bounds.packedMax() + " octets");
        var head = octets.bytes(0, Math.min(octets.length(), 512), 512);
        return isFile(head) ? ofFile(octets.bytes(0, octets.length(), bounds.packedMax()), bounds) : ofMail(octets, bounds);
    }

    private static boolean isFile(byte[] head) {
        return Unpacking.isGzip(head) || Unpacking.isZip(head) || begins(head, '<') || begins(head, '{');
    }

    /** After white space, and the mark of UTF-8. */
    private static boolean begins(byte[] octets, char sign) {
        int at = octets.length > 2 && (octets[0] & 0xFF) == 0xEF && (octets[1] & 0xFF) == 0xBB ? 3 : 0;
        while (at < octets.length && (octets[at] == ' ' || octets[at] == '\t' || octets[at] == '\r' || octets[at] == '\n')) at++;
        return at < octets.length && octets[at] == sign;
    }

    private static Report ofFile(byte[] octets, ReportBounds bounds) {
        try {
            var unpacked = Unpacking.unpacked(octets, bounds.unpackedMax());
            return begins(unpacked, '{') ? TlsReportParser.parse(unpacked, bounds) : DmarcParser.parse(unpacked, bounds);
        } catch (IOException broken) {
            return new Report.Unreadable(broken.getMessage());
        }
    }

    private static Report ofMail(Octets octets, ReportBounds bounds) throws IOException {
        var message = Message.parse(octets);
        var leaves = new ArrayList<Part>();
        collect(message.root(), leaves);
        Report found = new Report.None();
        for (var part : leaves) {
            var here = ofPart(message, part, bounds);
            if (!(here instanceof Report.None || here instanceof Report.Unreadable)) return here;
            if (found instanceof Report.None) found = here;
        }
        return found;
    }

    private static void collect(Part part, List<Part> into) {
        if (into.size() >= ReportLimits.PARTS_MAX) return;
        if (part.isMultipart()) part.children().forEach(child -> collect(child, into));
        else into.add(part);
    }

    private static Report ofPart(Message message, Part part, ReportBounds bounds) throws IOException {
        boolean isFeedback = part.type().is("message", "feedback-report");
        boolean isCandidate = isFeedback || part.type().type().equals("application") || part.type().is("text", "xml");
        if (!isCandidate) return new Report.None();
        try (var in = message.content(part)) {
            var octets = in.readNBytes(bounds.packedMax());
            if (isFeedback) return FeedbackParser.parse(octets);
            return isFile(octets) ? ofFile(octets, bounds) : new Report.None();
        }
    }
}
