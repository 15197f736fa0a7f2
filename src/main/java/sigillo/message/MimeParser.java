package sigillo.message;

import java.io.IOException;
import sigillo.base.Octets;

/**
 * Finds the structure of a message in one pass, with the open entities as a stack of its own. The only lines looked at
 * closely are those of headers and those that begin with two hyphens.
 *
 * <p>A header ends at the first empty line, at a boundary around it or at the end, whatever else stands in it: the same
 * rule by which DKIM and SMTP tell header from body. A delimiter is a whole line (RFC 2046 section 5.1.1), so that of
 * two boundaries one may begin with the other.
 */
final class MimeParser {
    /** Longer delimiter lines, which could only be padding, are text. */
    private static final int DELIMITER_OCTETS_MAX = 1000;

    private final LineScanner scanner;
    private final MessageLimits limits;
    private final Bounded headerOctets;
    private Header messageHeader;
    private Entity top;
    private Part root;
    private boolean closing; // of the delimiter found last
    private int depth;
    private int openBoundaries;
    private int parts;
    private int retained;

    MimeParser(Octets octets, MessageLimits limits) {
        this.scanner = new LineScanner(octets);
        this.limits = limits;
        this.headerOctets = new Bounded(limits.headerOctetsMax());
    }

    Part parse() throws IOException {
        push(Entity.message());
        readHeaders(ContentType.DEFAULT);
        while (!scanner.atEnd()) {
            if (openBoundaries == 0) scanner.skipAll();
            else if (!scanner.atDashes()) scanner.skipToDashes();
            else if (!delimiter()) scanner.skipLine();
        }
        while (top != null) popAtEnd();
        return root;
    }

    /** Of the message itself. */
    Header header() { return messageHeader; }

    /** Once it is parsed. */
    long lengthWithCrlf() { return scanner.lengthWithCrlf(); }

    /** Reads the header of the newest entity, and those of the messages that begin where it ends. */
    private void readHeaders(ContentType byDefault) throws IOException {
        understand(readHeader(), byDefault);
        while (top.isMessage()) {
            push(top.embedded());
            understand(readHeader(), ContentType.DEFAULT);
        }
    }

    /** False when a boundary or the end comes before an empty line. */
    private boolean readHeader() throws IOException {
        headerOctets.clear();
        while (!scanner.atEnd()) {
            if (scanner.atEmptyLine()) {
                scanner.skipLine();
                top.startBody(scanner.position(), scanner.lines());
                return true;
            }
            if (openBoundaries > 0 && scanner.atDashes() && findDelimiter() != null) break;
            scanner.readLine(headerOctets);
        }
        top.startBody(scanner.position(), scanner.lines());
        return false;
    }

    private void understand(boolean ended, ContentType byDefault) {
        var header = Header.parse(headerOctets.toArray(), top.headerStart, headerOctets.isCut(), limits);
        if (messageHeader == null) messageHeader = header;
        top.fields(PartFields.of(header, byDefault, limits.fieldOctetsMax()));
        retained += top.fields().weight();
        if (top.parent != null && top.parent.isMessage()) keepEnvelope(header);
        if (top.type().isMultipart()) multipart(ended);
        else if (top.type().isMessage() && top.fields().isIdentity() && ended) message();
    }

    private void keepEnvelope(Header header) {
        var envelope = MessageEnvelope.of(header, limits.fieldOctetsMax());
        retained += envelope.weight();
        top.parent.envelope(envelope);
    }

    /** RFC 2046 section 5.1.1: without a boundary it is no multipart, so by RFC 2045 section 5.2 a text. */
    private void multipart(boolean ended) {
        var boundary = ParameterDecoder.findOctets(top.type().rawParameters(), "boundary")
            .map(MimeParser::withoutEndSpace);
        boolean usable = boundary.isPresent() && !boundary.get().isEmpty()
            && boundary.get().length() <= limits.boundaryOctetsMax();
        if (!usable || !ended) {
            top.fields(top.fields().withType(ContentType.DEFAULT));
        } else if (depth >= limits.depthMax()) {
            top.becomeOpaque();
        } else {
            top.becomeMultipart(boundary.get());
            openBoundaries++;
        }
    }

    private void message() {
        if (depth >= limits.depthMax() || isFull()) top.becomeOpaque();
        else top.becomeMessage();
    }

    private boolean isFull() { return parts >= limits.partsMax() || retained >= limits.retainedOctetsMax(); }

    /** Acts on the delimiter line at which the scanner stands; false if it is none. */
    private boolean delimiter() throws IOException {
        var multipart = findDelimiter();
        if (multipart == null) return false;
        if (!closing && top.isRest() && top.parent == multipart) return false;
        while (top != multipart) popBeforeDelimiter();
        scanner.skipLine();
        if (closing) {
            multipart.endParts();
            openBoundaries--;
        } else {
            open(multipart);
        }
        return true;
    }

    private void open(Entity multipart) throws IOException {
        boolean full = isFull();
        push(multipart.part(scanner.position()));
        if (full) {
            top.startBody(scanner.position(), scanner.lines());
            top.becomeRest();
        } else {
            readHeaders(multipart.typeOfParts());
        }
    }

    /**
     * The innermost open multipart whose boundary is in the line. RFC 2046 section 5.1.1: other words may follow the
     * boundary, but since one boundary may begin with another, only behind a space.
     */
    private Entity findDelimiter() throws IOException {
        int octets = scanner.lineWithin(DELIMITER_OCTETS_MAX);
        if (octets < 0) return null;
        var line = scanner.window();
        int from = scanner.offset() + 2;
        int to = withoutPadding(line, from, scanner.offset() + octets);
        var found = findBoundary(line, from, to);
        int word = firstWord(line, from, to);
        return found == null && word < to ? findBoundary(line, from, word) : found;
    }

    /** Sets {@link #closing} as well. */
    private Entity findBoundary(byte[] line, int from, int to) {
        var opened = innermost(line, from, to);
        boolean mayClose = to - from > 2 && line[to - 1] == '-' && line[to - 2] == '-';
        var closed = mayClose ? innermost(line, from, to - 2) : null;
        closing = closed != null && (opened == null || isInside(closed, opened));
        return closing ? closed : opened;
    }

    private Entity innermost(byte[] line, int from, int to) {
        int hash = Entity.hash(line, from, to);
        for (var entity = top; entity != null; entity = entity.parent) {
            if (entity.hasBoundary(line, from, to, hash)) return entity;
        }
        return null;
    }

    private static boolean isInside(Entity inner, Entity outer) {
        for (var entity = inner; entity != null; entity = entity.parent) {
            if (entity == outer) return true;
        }
        return false;
    }

    private void push(Entity entity) {
        top = entity;
        depth++;
        parts++;
    }

    /** RFC 2046 section 5.1.1: the line end in front of a delimiter belongs to it. */
    private void popBeforeDelimiter() {
        pop(scanner.position() - scanner.lineEnd(), scanner.lines() - (scanner.isBehindEmptyLine() ? 1 : 0));
    }

    private void popAtEnd() { pop(scanner.position(), scanner.lines() + (scanner.lineEnd() == 0 ? 1 : 0)); }

    private void pop(long end, long lines) {
        if (top.hasBoundary()) openBoundaries--;
        // An empty line may end a header and belong to the delimiter behind it as well: then the part ends behind it.
        long last = top.leastEnd();
        var part = last > end ? top.close(last, scanner.lines()) : top.close(end, lines);
        depth--;
        top = top.parent;
        if (top == null) root = part;
        else top.add(part);
    }

    private static int firstWord(byte[] line, int from, int to) {
        int end = from;
        while (end < to && line[end] != ' ' && line[end] != '\t') end++;
        return end;
    }

    private static int withoutPadding(byte[] line, int from, int to) {
        while (to > from && Ascii.isSpace(line[to - 1])) to--;
        return to;
    }

    /** RFC 2046 section 5.1.1: a boundary never ends with a space. */
    private static String withoutEndSpace(String boundary) {
        int to = boundary.length();
        while (to > 0 && Ascii.isSpace(boundary.charAt(to - 1))) to--;
        return boundary.substring(0, to);
    }
}
