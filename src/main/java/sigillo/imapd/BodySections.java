package sigillo.imapd;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import sigillo.base.Octets;
import sigillo.imap.FetchItem;
import sigillo.imap.Section;
import sigillo.message.Part;
import sigillo.message.Sections;
import sigillo.message.Span;

/** Which octets a section means: RFC 9051 section 6.4.5.1. They stay where they are. */
final class BodySections {
    private BodySections() {}

    /** Whether the structure of the message is needed to find it. */
    static boolean needsStructure(Section section) { return !section.equals(Section.ALL); }

    /** Empty where there is none, for which the answer is NIL. {@code root} may be null when it is not needed. */
    static Optional<Octets> octets(Section section, Octets message, Part root) throws IOException {
        if (!needsStructure(section)) return Optional.of(message);
        var part = number(section.part());
        return switch (section.text()) {
            case WHOLE -> of(Sections.body(root, part), message);
            case HEADER -> of(Sections.header(root, part), message);
            case TEXT -> of(Sections.text(root, part), message);
            case MIME -> of(Sections.mime(root, part), message);
            case HEADER_FIELDS, HEADER_FIELDS_NOT -> {
                var header = of(Sections.header(root, part), message);
                yield header.isEmpty() ? header : Optional.of(fields(header.get(), section));
            }
        };
    }

    static String number(List<Integer> part) {
        return part.stream().map(String::valueOf).collect(Collectors.joining("."));
    }

    /** RFC 9051 section 6.4.5: what lies behind the end is cut off. */
    static Octets cut(Octets octets, Optional<FetchItem.Partial> partial) {
        if (partial.isEmpty()) return octets;
        long first = Math.min(partial.get().first(), octets.length());
        return octets.slice(first, first + Math.min(partial.get().count(), octets.length()));
    }

    private static Optional<Octets> of(Optional<Span> span, Octets message) { return span.map(s -> s.of(message)); }

    /** The fields that are named, or the others, always with an empty line behind them: RFC 9051 section 6.4.5.1. */
    private static Octets fields(Octets header, Section section) throws IOException {
        var names = new HashSet<String>();
        for (var name : section.fields()) names.add(name.toLowerCase(Locale.ROOT));
        return new NamedFields(header, names, section.text() == Section.Text.HEADER_FIELDS);
    }
}
