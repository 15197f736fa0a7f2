package sigillo.message;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import sigillo.base.Glance;
import sigillo.base.Octets;

/**
 * All that a search may find in a message, folded ({@link FoldedText}) so that looking costs no more than comparing: the
 * record that is kept beside a message. A message with more than {@link #OCTETS_MAX} of it has a record that only says so:
 * such a message is read itself. Any thread.
 */
public final class SearchText {
    /** Of folded text: some hundred pages. A row of the store has to hold it, and a commit several of them. */
    static final int OCTETS_MAX = 128 << 10;
    /** Of text parts behind their transfer encoding: bounds the work where tags hide little text. */
    private static final long PARTS_OCTETS_MAX = 2L << 20;
    /** Raised when the fold or what is in a section changes; a record of another version is made again. */
    static final byte VERSION = 1;
    private static final int SECTIONS = TextWalk.Section.values().length;
    private static final int START_OCTETS = 2 + 4 * SECTIONS;

    private final boolean isWhole;
    private final Glance record;

    private SearchText(boolean isWhole, Glance record) {
        this.isWhole = isWhole;
        this.record = record;
    }

    /** {@code root}: of {@code message}. Total; throws only when the message cannot be read. */
    public static SearchText of(Octets message, Part root) throws IOException {
        return of(PartTexts.eachAnew(message), root);
    }

    static SearchText of(PartTexts texts, Part root) throws IOException {
        if (textOctets(root) > PARTS_OCTETS_MAX) return tooLong();
        var sections = new FoldedText[SECTIONS];
        for (int i = 0; i < SECTIONS; i++) sections[i] = new FoldedText(OCTETS_MAX);
        var octets = new int[1];
        var whole = new boolean[] {true};
        TextWalk.through(texts, root, (section, piece, ends) -> {
            var folded = sections[section.ordinal()];
            int before = folded.count();
            folded.add(piece);
            if (ends) folded.end();
            octets[0] += folded.count() - before;
            whole[0] = !folded.isFull() && octets[0] <= OCTETS_MAX;
            return whole[0];
        });
        return whole[0] ? new SearchText(true, Glance.of(encoded(sections, octets[0]))) : tooLong();
    }

    private static SearchText tooLong() { return new SearchText(false, Glance.of(new byte[] {VERSION, 0})); }

    private static long textOctets(Part part) {
        return switch (part.content()) {
            case Part.Content.Leaf() -> TextWalk.isText(part) ? part.bodyOctets() : 0;
            case Part.Content.Opaque() -> 0;
            case Part.Content.Multipart _, Part.Content.Embedded _ -> part.children().stream().mapToLong(SearchText::textOctets).sum();
        };
    }

    private static byte[] encoded(FoldedText[] sections, int octets) {
        var out = ByteBuffer.allocate(START_OCTETS + octets).put(VERSION).put((byte) 1);
        int end = START_OCTETS;
        for (var section : sections) out.putInt(end += section.count());
        for (var section : sections) out.put(section.unsafeArray(), 0, section.count());
        return out.array();
    }

    public byte[] encode() { return record.toArray(); }

    /** What {@link TextSketch#decode} takes; empty where there is none. */
    public byte[] sketch() {
        return isWhole ? TextSketch.of(VERSION, record.octets(), record.from() + START_OCTETS, record.to()) : new byte[0];
    }

    /**
     * Is good as long as {@code record}. Empty for one of another version, and for anything that {@link #encode} does not
     * give.
     */
    public static Optional<SearchText> decode(Glance record) {
        if (record.length() < 2 || record.octets()[record.from()] != VERSION) return Optional.empty();
        if (record.octets()[record.from() + 1] == 0) return Optional.of(tooLong());
        if (record.length() < START_OCTETS) return Optional.empty();
        var text = new SearchText(true, record);
        int before = START_OCTETS;
        for (int i = 0; i < SECTIONS; i++) {
            if (text.end(i) < before) return Optional.empty();
            before = text.end(i);
        }
        return before == record.length() ? Optional.of(text) : Optional.empty();
    }

    private int end(int section) { return ByteBuffer.wrap(record.octets()).getInt(record.from() + 2 + 4 * section); }

    /** False when the message has to be read itself: {@link #isIn}. */
    public boolean isWhole() { return isWhole; }

    public boolean has(Needle needle, Where where) {
        int from = where == Where.BODY ? end(TextWalk.Section.HEADER.ordinal()) : START_OCTETS;
        return needle.isIn(record.octets(), record.from() + from, record.to());
    }

    /** RFC 9051 section 6.4.4. */
    public enum Where {
        /** The header, MIME headers, names of files and the body. */
        TEXT,
        /** Not the header, but the headers of messages in the message. */
        BODY
    }

    /** The same without a record, in bounded memory whatever the length of the message. */
    public static boolean isIn(Octets message, Part root, Needle needle, Where where) throws IOException {
        if (needle.isEmpty()) return true; // RFC 9051 section 6.4.4: in every message
        var found = new boolean[1];
        var look = new Needle.Look[] {needle.look()};
        TextWalk.through(PartTexts.eachAnew(message), root, (section, piece, ends) -> {
            if (where == Where.BODY && section != TextWalk.Section.BODY) return true;
            found[0] = look[0].sees(piece);
            if (ends) look[0] = needle.look();
            return !found[0];
        });
        return found[0];
    }

    /** The value of the field at {@code [start, end)} of a header, as people read it. */
    public static String field(Octets header, long start, long end) throws IOException { return TextWalk.field(header, start, end); }

    /** Tells nothing of what it holds. */
    @Override public String toString() { return "SearchText of " + record.length() + " octets"; }
}
