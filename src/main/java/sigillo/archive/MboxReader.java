package sigillo.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import sigillo.spool.Spool;
import sigillo.spool.SpoolWriter;

/**
 * Reads an mbox of any length: RFC 4155 with mboxrd's quoting ({@code >From} in a text loses one {@code >}). A message
 * begins at the start and behind an empty line, at a {@link Separator}; that empty line is the mbox's. In a message whose
 * separator ends with CRLF line ends are kept as they are, in others each LF becomes CRLF.
 */
final class MboxReader implements Archive {
    /** Of the beginning of a line: a longer one is no separator. */
    private static final int HEAD_OCTETS = 1_000;
    private static final byte[] CRLF = {'\r', '\n'};

    private final Opening file;
    private final String name;
    private final String mailbox;
    private final Spool spool;
    private final long octetsMax;

    /** What is read from its beginning; closed when it was read. */
    interface Opening {
        InputStream open() throws IOException;
    }

    MboxReader(Path file, String mailbox, Spool spool) { this(() -> Files.newInputStream(file), file.toString(), mailbox, spool, Long.MAX_VALUE); }

    /** {@code name}: of the file, for people. {@code octetsMax}: of a message; one that is longer ends some octets behind that. */
    MboxReader(Opening file, String name, String mailbox, Spool spool, long octetsMax) {
        this.file = file;
        this.name = name;
        this.mailbox = mailbox;
        this.spool = spool;
        this.octetsMax = octetsMax;
    }

    /** Whether it begins as one: a single look. */
    static boolean isOne(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return isOne(in.readNBytes(HEAD_OCTETS));
        }
    }

    /** The same of what it begins with. */
    static boolean isOne(byte[] begin) {
        var start = new String(begin, 0, Math.min(begin.length, HEAD_OCTETS), StandardCharsets.ISO_8859_1);
        return Separator.parse(start.lines().findFirst().orElse("")).isPresent();
    }

    @Override public void each(Visitor visitor) throws IOException {
        try (var in = new BufferedInputStream(file.open(), 1 << 16)) {
            new Run(in, visitor).run();
        }
    }

    private final class Run {
        private final InputStream in;
        private final Visitor visitor;
        private final byte[] head = new byte[HEAD_OCTETS];
        private Optional<Separator> separator = Optional.empty();
        private SpoolWriter writer;
        private boolean keepsLineEnds;
        /** An empty line that may be the mbox's; null when there is none. */
        private byte[] held;
        private int lines;
        private byte last;

        Run(InputStream in, Visitor visitor) {
            this.in = in;
            this.visitor = visitor;
        }

        void run() throws IOException {
            try {
                while (line()) lines++;
                if (writer != null) finish();
            } finally {
                if (writer != null) writer.close();
            }
        }

        /** False at the end. */
        private boolean line() throws IOException {
            int length = 0;
            int next = in.read();
            for (; next >= 0; next = in.read()) {
                head[length++] = (byte) next;
                if (next == '\n' || length == HEAD_OCTETS) break;
            }
            if (length == 0) return false;
            boolean whole = next < 0 || next == '\n';
            if (isBoundary() && whole && begin(length)) return true;
            content(length, whole);
            return true;
        }

        private boolean isBoundary() { return lines == 0 || held != null; }

        /** True when the line was a separator. */
        private boolean begin(int length) throws IOException {
            var text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
            var found = Separator.parse(text.stripTrailing());
            if (found.isEmpty()) {
                if (lines == 0) throw new IOException(name + " is no mbox: it does not begin with a From line");
                return false;
            }
            if (writer != null) finish();
            held = null;
            separator = found;
            keepsLineEnds = text.endsWith("\r\n");
            writer = spool.writer();
            last = 0;
            return true;
        }

        private void content(int length, boolean whole) throws IOException {
            writeHeld();
            boolean isEmpty = whole && (length == 1 && head[0] == '\n' || length == 2 && head[0] == '\r' && head[1] == '\n');
            if (isEmpty) {
                held = Arrays.copyOf(head, length);
                return;
            }
            int from = isQuoted(length) ? 1 : 0;
            write(head, from, length - from);
            if (!whole) rest();
        }

        private boolean isQuoted(int length) {
            int at = 0;
            while (at < length && head[at] == '>') at++;
            return at > 0 && new String(head, at, Math.min(5, length - at), StandardCharsets.ISO_8859_1).equals("From ");
        }

        /** Of a line that is longer than its head. */
        private void rest() throws IOException {
            int length = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                head[length++] = (byte) next;
                if (next != '\n' && length < HEAD_OCTETS) continue;
                write(head, 0, length);
                length = 0;
                if (next == '\n') return;
            }
            write(head, 0, length);
        }

        private void writeHeld() throws IOException {
            if (held != null) write(held, 0, held.length);
            held = null;
        }

        /** A piece of a line; LF is its last octet or nowhere. */
        private void write(byte[] from, int offset, int count) throws IOException {
            if (writer.length() > octetsMax) return;
            boolean lacks = !keepsLineEnds && count > 0 && from[offset + count - 1] == '\n'
                && (count == 1 ? last != '\r' : from[offset + count - 2] != '\r');
            if (lacks) {
                writer.write(from, offset, count - 1);
                writer.write(CRLF, 0, 2);
            } else {
                writer.write(from, offset, count);
            }
            if (count > 0) last = from[offset + count - 1];
        }

        private void finish() throws IOException {
            try (var content = writer.finish()) {
                writer = null;
                visitor.visit(MailMarks.read(content, mailbox, separator.orElseThrow().date()));
            }
        }
    }

}
