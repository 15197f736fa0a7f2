package sigillo.imap;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import sigillo.base.Glance;
import sigillo.base.Octets;

/**
 * Writes responses. Collects what is small and passes on what is large, so that a message goes from the store to the
 * client through a buffer; {@link #flush} sends what is left. For one thread at a time.
 *
 * <p>Between two lines {@link #isBetweenLines} holds; when a line breaks off for a reason on our side, nothing that
 * follows could be understood, and the connection must end.
 */
public final class ImapWriter {
    private static final int BUFFER_OCTETS_MIN = 256;
    /** What is larger than the wire collects goes to the network as it is, without a copy. */
    private static final int BUFFER_OCTETS_MAX = 32 << 10;
    /** RFC 7162 section 4 and old clients' buffers: a longer string is a literal. */
    private static final int QUOTED_OCTETS_MAX = 1_000;
    /** Of a number. */
    private static final int DIGITS_MAX = 19;
    private static final byte[] NIL = ascii("NIL");

    private final OutputStream out;
    private byte[] buffer = new byte[BUFFER_OCTETS_MIN];
    private int count;
    private long drained; // octets that are in the buffer no more
    private boolean betweenLines = true;
    private Names names = Names.MODIFIED_UTF7;

    public ImapWriter(OutputStream out) { this.out = out; }

    /** How mailbox names are written from now on; with UTF8 also strings: RFC 6855 section 3, RFC 9051 section 4.3. */
    public void names(Names names) { this.names = names; }

    public Names names() { return names; }

    public boolean isBetweenLines() { return betweenLines; }

    /** Sends all, and keeps hardly any memory until there is more. */
    public void flush() throws IOException {
        drain();
        buffer = new byte[BUFFER_OCTETS_MIN];
        out.flush();
    }

    // ---- pieces ----

    /** ASCII that is part of the protocol, as it is. */
    public ImapWriter raw(String ascii) throws IOException {
        betweenLines = false;
        if (ascii.length() == 1) put((byte) ascii.charAt(0));
        else for (int from = 0; from < ascii.length(); from += BUFFER_OCTETS_MAX) octets(ascii, from, Math.min(ascii.length(), from + BUFFER_OCTETS_MAX));
        return this;
    }

    /** The same of octets, which stay the caller's. */
    public ImapWriter raw(byte[] ascii) throws IOException {
        betweenLines = false;
        write(ascii, 0, ascii.length);
        return this;
    }

    /** One octet a character; at most {@value #BUFFER_OCTETS_MAX}. */
    @SuppressWarnings("deprecation") // it drops the upper half of a character, of which there is none here, and makes no array
    private void octets(String latin1, int from, int to) throws IOException {
        room(to - from);
        latin1.getBytes(from, to, buffer, count);
        count += to - from;
    }

    /** Not negative. */
    public ImapWriter number(long number) throws IOException {
        betweenLines = false;
        room(DIGITS_MAX);
        int end = count + 1;
        for (long rest = number; rest >= 10; rest /= 10) end++;
        long left = number;
        for (int at = end; at-- > count; left /= 10) buffer[at] = (byte) ('0' + left % 10);
        count = end;
        return this;
    }

    public ImapWriter crlf() throws IOException {
        put((byte) '\r');
        put((byte) '\n');
        betweenLines = true;
        return this;
    }

    /** A whole line. */
    public void line(String ascii) throws IOException { raw(ascii).crlf(); }

    public ImapWriter nil() throws IOException {
        betweenLines = false;
        write(NIL, 0, NIL.length);
        return this;
    }

    /** Decoded text. */
    public ImapWriter text(String text) throws IOException { return string(text.getBytes(StandardCharsets.UTF_8)); }

    /** A string of one character per octet, as a message has it; NIL for null. */
    public ImapWriter nraw(String octets) throws IOException {
        if (octets == null) return nil();
        return wasPlain(octets) ? this : string(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** As {@link #string}. */
    public ImapWriter string(Glance octets) throws IOException {
        if (octets.length() > QUOTED_OCTETS_MAX) return string(octets.toArray());
        room(octets.length() + 2);
        int before = count;
        buffer[count++] = '"';
        System.arraycopy(octets.octets(), octets.from(), buffer, count, octets.length());
        count += octets.length();
        return endedPlain(before) ? this : string(octets.toArray());
    }

    /** Most strings are short, of ASCII, and have nothing to be escaped: written at once; false, and nothing is written, for others. */
    private boolean wasPlain(String octets) throws IOException {
        int length = octets.length();
        if (length > QUOTED_OCTETS_MAX) return false;
        room(length + 2);
        int before = count;
        buffer[count++] = '"';
        octets(octets, 0, length);
        return endedPlain(before);
    }

    /** Whether what was written since then, a quote and octets, is a quoted string but for its end, which it gets; else it is taken back. */
    private boolean endedPlain(int before) {
        for (int i = before + 1; i < count; i++) {
            byte b = buffer[i];
            if (b > '\r' && b != '"' && b != '\\' || b == '\t') continue;
            count = before;
            return false;
        }
        buffer[count++] = '"';
        betweenLines = false;
        return true;
    }

    /** RFC 9051 section 4.3: quoted where possible, else as a literal. NULs, which no string may have, are left out. */
    public ImapWriter string(byte[] octets) throws IOException {
        return isQuotable(octets) ? quoted(octets) : literal(Octets.of(withoutNul(octets)));
    }

    public ImapWriter mailbox(String path) throws IOException { return string(names.encode(path)); }

    /** RFC 9051 section 4.3: {@code octets} may be of any length and are passed on in pieces. */
    public ImapWriter literal(Octets octets) throws IOException { return literal("{", octets); }

    /** With a tilde: may hold NUL. RFC 3516 section 3. */
    public ImapWriter literal8(Octets octets) throws IOException { return literal("~{", octets); }

    /** A literal that is written piece by piece with {@link #write}: exactly {@code size} octets must follow. */
    public ImapWriter literalHead(String brace, long size) throws IOException {
        return raw(brace).number(size).raw("}\r\n");
    }

    public ImapWriter words(Collection<String> words) throws IOException {
        return raw("(").raw(String.join(" ", words)).raw(")");
    }

    // ---- lines that many need ----

    /** {@code tag} is {@code *} for an untagged one. */
    public void status(String tag, Status status) throws IOException {
        raw(tag).raw(" ").raw(status.kind().name()).raw(" ");
        if (!status.code().isEmpty()) raw("[").raw(status.code()).raw("] ");
        raw(status.text()).crlf();
    }

    /** RFC 9051 section 7.6. */
    public void proceed(String text) throws IOException { line("+ " + text); }

    private ImapWriter literal(String brace, Octets octets) throws IOException {
        literalHead(brace, octets.length());
        for (long at = 0; at < octets.length(); ) {
            room(BUFFER_OCTETS_MAX / 2);
            int n = octets.read(at, buffer, count, (int) Math.min(buffer.length - count, octets.length() - at));
            if (n <= 0) throw new IOException("literal ends at " + at + " of " + octets.length());
            count += n;
            at += n;
        }
        return this;
    }

    private boolean isQuotable(byte[] octets) {
        if (octets.length > QUOTED_OCTETS_MAX) return false;
        boolean ascii = true;
        for (byte b : octets) {
            if (b == 0 || b == '\r' || b == '\n') return false;
            if (b < 0) ascii = false;
        }
        return ascii || names == Names.UTF8 && Utf8.decode(octets).isPresent();
    }

    private ImapWriter quoted(byte[] octets) throws IOException {
        betweenLines = false;
        put((byte) '"');
        for (byte b : octets) {
            if (b == '"' || b == '\\') put((byte) '\\');
            put(b);
        }
        put((byte) '"');
        return this;
    }

    private static byte[] withoutNul(byte[] octets) {
        int kept = 0;
        var without = new byte[octets.length];
        for (byte b : octets) {
            if (b != 0) without[kept++] = b;
        }
        return kept == octets.length ? octets : java.util.Arrays.copyOf(without, kept);
    }

    private void put(byte b) throws IOException {
        if (count == buffer.length) room(1);
        buffer[count++] = b;
    }

    /** Octets of a literal. */
    public void write(byte[] octets, int offset, int length) throws IOException {
        if (length > BUFFER_OCTETS_MAX) {
            drain();
            out.write(octets, offset, length);
            drained += length;
            return;
        }
        room(length);
        System.arraycopy(octets, offset, buffer, count, length);
        count += length;
    }

    /** Makes room for so many octets, at most as many as the largest buffer holds. */
    private void room(int wanted) throws IOException {
        if (buffer.length - count >= wanted) return;
        if (count + wanted > BUFFER_OCTETS_MAX) drain();
        if (buffer.length - count < wanted) {
            int larger = Math.min(BUFFER_OCTETS_MAX, Math.max(count + wanted, 4 * buffer.length));
            buffer = java.util.Arrays.copyOf(buffer, larger);
        }
    }

    private void drain() throws IOException {
        out.write(buffer, 0, count);
        drained += count;
        count = 0;
    }

    /** How many octets were written, for {@link #again}. */
    public long written() { return drained + count; }

    /** Writes the octets {@code [from, to)} of what was written once more; false, and nothing is written, when they are not at hand any more. */
    public boolean again(long from, long to) throws IOException {
        int length = (int) (to - from);
        if (from < drained || buffer.length - count < length) return false;
        System.arraycopy(buffer, (int) (from - drained), buffer, count, length);
        count += length;
        return true;
    }

    private static byte[] ascii(String text) { return text.getBytes(StandardCharsets.US_ASCII); }
}
