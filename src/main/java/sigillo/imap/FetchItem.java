package sigillo.imap;

import java.util.List;
import java.util.Optional;

/** One thing to tell of a message: RFC 9051 section 6.4.5. */
public sealed interface FetchItem {

    /**
     * Items without arguments; {@link #label} is how they are written. RFC 8474 section 5 has the two ids, RFC 8514 section
     * 4.2 the SAVEDATE, RFC 8970 section 3 the PREVIEW: since it is at hand, LAZY makes no difference.
     */
    enum Plain implements FetchItem {
        FLAGS, UID, INTERNALDATE, RFC822_SIZE("RFC822.SIZE"), ENVELOPE, BODY, BODYSTRUCTURE, MODSEQ, EMAILID, THREADID,
        SAVEDATE, PREVIEW;

        private final String label;

        Plain() { this.label = name(); }

        Plain(String label) { this.label = label; }

        public String label() { return label; }
    }

    /**
     * Octets of a message or part. {@code label} says how the answer is marked: {@code RFC822.TEXT} is another name
     * of {@code BODY[TEXT]} (RFC 3501 section 6.4.5).
     */
    record Body(Section section, boolean peek, Optional<Partial> partial, String label) implements FetchItem {}

    /** A part without its transfer encoding: RFC 3516 section 4.2. */
    record Binary(List<Integer> part, boolean peek, Optional<Partial> partial) implements FetchItem {
        public Binary { part = List.copyOf(part); }
    }

    record BinarySize(List<Integer> part) implements FetchItem {
        public BinarySize { part = List.copyOf(part); }
    }

    /** {@code <first.count>}: octets from {@code first}, at most {@code count}. */
    record Partial(long first, long count) {}

    static FetchItem parse(Cursor in) throws Syntax {
        var word = in.itemWord();
        return switch (word) {
            case "BODY" -> in.isAt('[') ? body(in, false) : Plain.BODY;
            case "BODY.PEEK" -> body(in, true);
            case "BINARY" -> new Binary(Section.partInBrackets(in), false, partial(in));
            case "BINARY.PEEK" -> new Binary(Section.partInBrackets(in), true, partial(in));
            case "BINARY.SIZE" -> new BinarySize(Section.partInBrackets(in));
            case "RFC822" -> new Body(Section.ALL, false, Optional.empty(), word);
            // Outlook asks for it (2024-12, 2025-09), which IMAP4 had before rev1; it is answered as RFC822
            case "RFC822.PEEK" -> new Body(Section.ALL, true, Optional.empty(), "RFC822");
            case "RFC822.HEADER" -> new Body(Section.HEADER, true, Optional.empty(), word);
            case "RFC822.TEXT" -> new Body(Section.TEXT, false, Optional.empty(), word);
            case "PREVIEW" -> preview(in);
            default -> plain(word);
        };
    }

    /** What several items of one command name must be within bounds together. */
    static List<FetchItem> bounded(List<FetchItem> items) throws Syntax {
        int fields = items.stream().mapToInt(item -> item instanceof Body body ? body.section.fields().size() : 0).sum();
        if (fields > GrammarLimits.HEADER_FIELDS_TOGETHER_MAX) throw new Syntax("Too many fields of the header");
        return items;
    }

    private static FetchItem plain(String word) throws Syntax {
        for (var item : Plain.values()) {
            if (item.label.equals(word)) return item;
        }
        throw new Syntax("Unknown item of FETCH");
    }

    private static FetchItem preview(Cursor in) {
        in.skipWord(" (LAZY)");
        return Plain.PREVIEW;
    }

    private static FetchItem body(Cursor in, boolean peek) throws Syntax {
        var section = Section.parse(in);
        return new Body(section, peek, partial(in), "BODY[" + section + "]");
    }

    private static Optional<Partial> partial(Cursor in) throws Syntax {
        if (!in.skip('<')) return Optional.empty();
        long first = in.number64();
        in.expect('.');
        long count = in.nzNumber64();
        in.expect('>');
        return Optional.of(new Partial(first, count));
    }
}
