package sigillo.message;

import java.io.IOException;
import sigillo.base.Octets;

/**
 * A message's own header, read without looking at what follows. The fields are the octets {@code [0, fieldsEnd)}; an
 * empty line and the body come behind, or nothing. Where {@link Header#isCut} the header goes on behind {@code bodyStart}.
 */
public record HeaderSection(Header header, long fieldsEnd, long bodyStart) {
    private static final int MEASURING_OCTETS = 4 * 1024;

    /** Total, within the limits of one header; throws only when {@code message} cannot be read. */
    public static HeaderSection read(Octets message, MessageLimits limits) throws IOException {
        var octets = new Bounded(limits.headerOctetsMax());
        var scanner = new LineScanner(message);
        while (!scanner.atEnd() && !scanner.atEmptyLine() && !octets.isCut()) scanner.readLine(octets);
        long fieldsEnd = scanner.position();
        if (!scanner.atEnd() && scanner.atEmptyLine()) scanner.skipLine();
        return new HeaderSection(Header.parse(octets.toArray(), 0, octets.isCut(), limits), fieldsEnd, scanner.position());
    }

    /** What reading a header would take: octets and fields, each at most what the limits let be read. */
    public record Size(long octets, int fields) {}

    /** Goes through the header without keeping any of it; throws only when {@code message} cannot be read. */
    public static Size measure(Octets message, MessageLimits limits) throws IOException {
        var scanner = new LineScanner(message, MEASURING_OCTETS);
        int fields = 0;
        while (!scanner.atEnd() && !scanner.atEmptyLine() && scanner.position() < limits.headerOctetsMax()) {
            byte first = scanner.window()[scanner.offset()];
            boolean continues = fields > 0 && (first == ' ' || first == '\t');
            if (!continues && fields < limits.headerFieldsMax()) fields++;
            scanner.skipLine();
        }
        return new Size(Math.min(scanner.position(), limits.headerOctetsMax()), fields);
    }

    /** The end of the last field that lies whole within the limits with which this was read; {@code fieldsEnd} for most. */
    public long wholeFieldsEnd(MessageLimits limits) {
        if (fieldsEnd <= limits.headerOctetsMax()) return fieldsEnd;
        return header.size() == 0 ? 0 : header.field(header.size() - 1).span().start();
    }
}
