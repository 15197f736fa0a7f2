package sigillo.archive;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;
import sigillo.account.Keyword;
import sigillo.base.Octets;

/**
 * Writes an mbox: RFC 4155, with mboxrd's quoting. Lines end with LF; a message that has lone CRs or LFs is written as it
 * is, behind a separator that ends with CRLF, so that {@link MboxReader} gives back the same octets. A last line without an
 * end gets one: an mbox cannot do without. What keywords say comes first in each header.
 */
final class MboxWriter implements AutoCloseable {
    private static final Set<Keyword> IN_STATUS = Set.of(Keyword.SEEN, Keyword.ANSWERED, Keyword.FLAGGED, Keyword.DRAFT);

    private final OutputStream out;

    /** Makes the file; one that is there is an {@link IOException}. */
    MboxWriter(Path file) throws IOException {
        this(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
    }

    /** What is written here is there when it is closed, or {@link #flush}ed. */
    MboxWriter(OutputStream to) { out = new BufferedOutputStream(to, 1 << 16); }

    void flush() throws IOException { out.flush(); }

    void write(ArchivedMail mail) throws IOException {
        boolean crlf = !LineEnds.areRegular(mail.content());
        out.write(ascii(Separator.write(mail.date().orElseThrow(), crlf)));
        out.write(ascii(marks(mail, crlf ? "\r\n" : "\n")));
        boolean ended = content(mail.content(), crlf);
        if (!ended) end(crlf);
        end(crlf);
    }

    private void end(boolean crlf) throws IOException { out.write(ascii(crlf ? "\r\n" : "\n")); }

    private static String marks(ArchivedMail mail, String end) {
        var status = new StringBuilder("Status: ").append(mail.keywords().contains(Keyword.SEEN) ? "RO" : "O").append(end);
        var letters = letter(mail, Keyword.ANSWERED, "A") + letter(mail, Keyword.FLAGGED, "F") + letter(mail, Keyword.DRAFT, "T")
            + (mail.deleted() ? "D" : "");
        if (!letters.isEmpty()) status.append("X-Status: ").append(letters).append(end);
        var others = mail.keywords().stream().filter(keyword -> !IN_STATUS.contains(keyword)).sorted(Comparator.naturalOrder())
            .map(Keyword::name).collect(Collectors.joining(" "));
        if (!others.isEmpty()) status.append("X-Keywords: ").append(others).append(end);
        return status.toString();
    }

    private static String letter(ArchivedMail mail, Keyword keyword, String letter) {
        return mail.keywords().contains(keyword) ? letter : "";
    }

    /** Whether its last line has an end. */
    private boolean content(Octets content, boolean crlf) throws IOException {
        var start = new LineStart();
        int before = '\n';
        try (var in = new BufferedInputStream(content.stream(), 1 << 16)) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (before == '\n') start.begin();
                before = next;
                if (next == '\r' && !crlf) continue;
                start.add(next);
            }
        }
        start.flush();
        return before == '\n';
    }

    /** Holds back the beginning of a line until it is known whether it is to be quoted. */
    private final class LineStart {
        private static final String FROM = "From ";
        private final StringBuilder held = new StringBuilder();
        private int matched;
        private boolean open;

        void begin() throws IOException {
            flush();
            open = true;
            matched = 0;
        }

        void add(int octet) throws IOException {
            if (!open) {
                out.write(octet);
                return;
            }
            held.append((char) octet);
            boolean fits = matched == 0 && octet == '>' || octet == FROM.charAt(matched);
            if (octet == FROM.charAt(matched)) matched++;
            if (!fits) flush();
            else if (matched == FROM.length()) {
                out.write('>');
                flush();
            }
        }

        void flush() throws IOException {
            out.write(held.toString().getBytes(StandardCharsets.ISO_8859_1));
            held.setLength(0);
            open = false;
        }
    }

    private static byte[] ascii(String text) { return text.getBytes(StandardCharsets.US_ASCII); }

    @Override public void close() throws IOException { out.close(); }
}
