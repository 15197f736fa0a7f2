package sigillo.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What of a message: RFC 9051 section 6.4.5.1. {@code part} is empty for the message itself. {@code fields} are the
 * names of HEADER.FIELDS, as the client wrote them.
 */
public record Section(List<Integer> part, Text text, List<String> fields) {
    public static final Section ALL = new Section(List.of(), Text.WHOLE, List.of());
    public static final Section HEADER = new Section(List.of(), Text.HEADER, List.of());
    public static final Section TEXT = new Section(List.of(), Text.TEXT, List.of());

    public Section {
        part = List.copyOf(part);
        fields = List.copyOf(fields);
    }

    public enum Text { WHOLE, HEADER, HEADER_FIELDS, HEADER_FIELDS_NOT, TEXT, MIME }

    /** In its brackets. */
    static Section parse(Cursor in) throws Syntax {
        in.expect('[');
        var part = new ArrayList<Integer>();
        boolean more = number(in, part);
        var section = !part.isEmpty() && !more || in.isAt(']') && part.isEmpty()
            ? new Section(part, Text.WHOLE, List.of()) : text(in, part);
        in.expect(']');
        return section;
    }

    /** As it stands between the brackets; empty for what is none. */
    public static Optional<Section> of(String text) {
        try {
            var in = new Cursor(Frame.of("[" + text + "]"), Names.UTF8);
            var section = parse(in);
            return in.atEnd() ? Optional.of(section) : Optional.empty();
        } catch (Syntax none) {
            return Optional.empty();
        }
    }

    static List<Integer> partInBrackets(Cursor in) throws Syntax {
        in.expect('[');
        var part = new ArrayList<Integer>();
        if (number(in, part)) throw in.wrong("Number");
        in.expect(']');
        return part;
    }

    /** Reads {@code n.n.n}; true when a dot follows that belongs to a word. */
    private static boolean number(Cursor in, List<Integer> part) throws Syntax {
        while (in.peek() >= '0' && in.peek() <= '9') {
            if (part.size() == GrammarLimits.PART_DEPTH_MAX) throw new Syntax("Part number is too deep");
            part.add((int) Math.min(in.nzNumber(), Integer.MAX_VALUE));
            if (!in.skip('.')) return false;
        }
        return !part.isEmpty();
    }

    private static Section text(Cursor in, List<Integer> part) throws Syntax {
        return switch (in.itemWord()) {
            case "HEADER" -> new Section(part, Text.HEADER, List.of());
            case "HEADER.FIELDS" -> new Section(part, Text.HEADER_FIELDS, fields(in));
            case "HEADER.FIELDS.NOT" -> new Section(part, Text.HEADER_FIELDS_NOT, fields(in));
            case "TEXT" -> new Section(part, Text.TEXT, List.of());
            case "MIME" -> {
                // RFC 9051 section 6.4.5.1: MIME must be prefixed by a number
                if (part.isEmpty()) throw new Syntax("MIME belongs to a part");
                yield new Section(part, Text.MIME, List.of());
            }
            default -> throw new Syntax("Unknown section");
        };
    }

    private static List<String> fields(Cursor in) throws Syntax {
        in.sp();
        return in.nonEmptyList(GrammarLimits.HEADER_FIELDS_MAX, Section::field);
    }

    /** RFC 5322 section 2.2: printable ASCII without the colon. */
    private static String field(Cursor in) throws Syntax {
        var name = in.astring();
        boolean isName = !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ':');
        if (!isName) throw in.wrong("Field name");
        return name;
    }

    /** As in a FETCH response, without the brackets around it. */
    @Override public String toString() {
        var number = part.stream().map(String::valueOf).collect(Collectors.joining("."));
        var word = switch (text) {
            case WHOLE -> "";
            case HEADER -> "HEADER";
            case HEADER_FIELDS -> "HEADER.FIELDS " + names();
            case HEADER_FIELDS_NOT -> "HEADER.FIELDS.NOT " + names();
            case TEXT -> "TEXT";
            case MIME -> "MIME";
        };
        return number.isEmpty() || word.isEmpty() ? number + word : number + "." + word;
    }

    private String names() { return fields.stream().map(Section::astring).collect(Collectors.joining(" ", "(", ")")); }

    private static String astring(String name) {
        return name.chars().allMatch(Cursor::isAstringChar) && !name.equalsIgnoreCase("NIL")
            ? name : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
