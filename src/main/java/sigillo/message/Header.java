package sigillo.message;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sigillo.base.Octets;

/**
 * The fields of one header section, found but not yet understood: a {@link HeaderField} is made when one asks for it.
 * A field is a line and the lines behind it that begin with a space or tab; a line without a colon, or with what
 * cannot be a name before it, is kept as a field whose name is empty.
 */
public final class Header {
    private final byte[] block;
    private final long base;
    private final int[] starts; // of each field, and the end of the last
    private final boolean cut;

    private Header(byte[] block, long base, int[] starts, boolean cut) {
        this.block = block;
        this.base = base;
        this.starts = starts;
        this.cut = cut;
    }

    /** Reads {@code span} of a message as a header, up to the limits. */
    public static Header read(Octets message, Span span, MessageLimits limits) throws IOException {
        long end = Math.min(span.end(), span.start() + limits.headerOctetsMax());
        var block = message.bytes(span.start(), end, limits.headerOctetsMax());
        return parse(block, span.start(), end < span.end(), limits);
    }

    /**
     * Finds the fields in {@code block}, which the caller must not change afterwards; it ends at an empty line.
     *
     * @param base where the block lies in its message
     * @param cut whether octets of the header are missing behind the block
     */
    public static Header parse(byte[] block, long base, boolean cut, MessageLimits limits) {
        var starts = new int[16];
        int count = 0;
        int at = 0;
        while (at < block.length && !isEmptyLine(block, at)) {
            boolean continues = count > 0 && (block[at] == ' ' || block[at] == '\t');
            if (!continues) {
                if (count == limits.headerFieldsMax()) {
                    cut = true;
                    break;
                }
                if (count + 2 > starts.length) starts = Arrays.copyOf(starts, starts.length * 2);
                starts[count++] = at;
            }
            at = nextLine(block, at);
        }
        starts = Arrays.copyOf(starts, count + 1);
        starts[count] = at;
        return new Header(block, base, starts, cut);
    }

    public int size() { return starts.length - 1; }

    /** True when the limits left fields out. */
    public boolean isCut() { return cut; }

    public HeaderField field(int index) { return new HeaderField(block, base, starts[index], starts[index + 1]); }

    public List<HeaderField> fields() {
        var all = new ArrayList<HeaderField>(size());
        for (int i = 0; i < size(); i++) all.add(field(i));
        return all;
    }

    /** The first field of a name, in any case. */
    public Optional<HeaderField> first(String name) {
        for (int i = 0; i < size(); i++) {
            if (isNamed(i, name)) return Optional.of(field(i));
        }
        return Optional.empty();
    }

    public List<HeaderField> all(String name) {
        var all = new ArrayList<HeaderField>();
        for (int i = 0; i < size(); i++) {
            if (isNamed(i, name)) all.add(field(i));
        }
        return all;
    }

    public boolean has(String name) { return first(name).isPresent(); }

    private boolean isNamed(int index, String name) {
        int at = starts[index];
        int end = starts[index + 1];
        if (end - at <= name.length()) return false;
        for (int i = 0; i < name.length(); i++) {
            if (Ascii.lower(block[at + i]) != Ascii.lower(name.charAt(i))) return false;
        }
        at += name.length();
        while (at < end && (block[at] == ' ' || block[at] == '\t')) at++; // RFC 5322 section 4.5: "Subject : x"
        return at < end && block[at] == ':';
    }

    private static boolean isEmptyLine(byte[] block, int at) {
        return block[at] == '\n' || block[at] == '\r' && at + 1 < block.length && block[at + 1] == '\n';
    }

    private static int nextLine(byte[] block, int at) {
        while (at < block.length && block[at] != '\n') at++;
        return Math.min(at + 1, block.length);
    }
}
